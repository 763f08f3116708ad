#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <iterator>

#include "compiler/driver/compile.h"
#include "compiler/driver/format.h"
#include "tools/cli/commands.h"

namespace precis::cli {

static bool write(const std::string& path, const std::string& text) {
  std::ofstream stream(path, std::ios::binary | std::ios::trunc);
  stream << text;
  stream.close();
  if (stream) return true;
  print_error(unwritable(path));
  return false;
}

static int format_standard_input(bool check) {
  source::Map sources;
  std::string text(std::istreambuf_iterator<char>(std::cin), {});
  const source::FileId file = sources.add("standard input", std::move(text));
  diagnostics::Sink sink;
  const auto formatted = driver::format(sources, file, sink);
  print_diagnostics(sink, sources, Format::Text);
  if (!formatted) return PolicyErrors;
  const bool differs = *formatted != sources[file].text;
  if (check && differs) fmt::print("{}\n", sources[file].path);
  if (!check) fmt::print("{}", *formatted);
  return check && differs ? NotFormatted : Fine;
}

int fmt(const FmtOptions& options) {
  if (options.policies == std::vector<std::string>{"-"})
    return format_standard_input(options.check);
  source::Map sources;
  if (auto loaded = driver::load(sources, options.policies); !loaded.ok()) {
    print_error(unreadable(loaded.error()));
    return UsageError;
  }
  diagnostics::Sink sink;
  bool differs = false;
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    const source::File& file = sources[source::FileId(i)];
    const auto formatted = driver::format(sources, source::FileId(i), sink);
    if (!formatted || *formatted == file.text) continue;
    differs = true;
    ::fmt::print("{}\n", file.path);
    if (!options.check && !write(file.path, *formatted)) return UsageError;
  }
  print_diagnostics(sink, sources, Format::Text);
  if (sink.has_errors()) return PolicyErrors;
  return differs && options.check ? NotFormatted : Fine;
}

}  // namespace precis::cli
