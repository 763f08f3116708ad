#include <fmt/format.h>

#include "compiler/driver/compile.h"
#include "tools/cli/commands.h"

namespace precis::cli {

int check(const CheckOptions& options) {
  source::Map sources;
  if (auto loaded = driver::load(sources, options.policies); !loaded.ok()) {
    print_error(unreadable(loaded.error()));
    return UsageError;
  }
  const std::size_t files = sources.size();
  diagnostics::Sink sink;
  const bool sound = driver::compile(sources, sink) != nullptr;
  print_diagnostics(sink, sources, options.format);
  if (!sound) return PolicyErrors;
  if (options.format == Format::Text) {
    fmt::print("{} {} checked, no errors\n", files, files == 1 ? "file" : "files");
  }
  return Fine;
}

}  // namespace precis::cli
