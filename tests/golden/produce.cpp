#include "tests/golden/produce.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <regex>

#include "compiler/driver/compile.h"
#include "compiler/support/check.h"

namespace precis::golden {

// Outside the standard library a module's name is its path: `use tests.golden.names.other { X }`
// loads tests/golden/names/other.precis.
static void load_used_files(source::Map& sources) {
  static const std::regex Use(R"((?:^|\n)use\s+([A-Za-z0-9_.]+))");
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    const std::string& text = sources[source::FileId(i)].text;
    for (std::sregex_iterator it(text.begin(), text.end(), Use), end; it != end; ++it) {
      std::string path = (*it)[1].str();
      std::replace(path.begin(), path.end(), '.', '/');
      path += ".precis";
      bool present = false;
      for (std::uint32_t j = 0; j < sources.size(); ++j) {
        present |= sources[source::FileId(j)].path == path;
      }
      if (present || !std::filesystem::exists(path)) continue;
      const auto loaded = sources.load(path);
      CHECK(loaded.ok(), loaded.error());
    }
  }
}

Produced produce(source::Map& sources, const std::set<std::string>& wanted) {
  load_used_files(sources);
  diagnostics::Sink sink;
  Produced produced;
  std::unique_ptr<const ir::Program> program;
  if (wanted.contains(".ir")) {
    program = driver::compile(sources, sink);
  } else {
    driver::check(sources, sink);
  }
  produced.diagnostics = diagnostics::in_source_order(sink.all());
  produced.views[".diag"] = draw(produced.diagnostics, sources);
  if (program) produced.views[".ir"] = ir::to_text(*program);
  return produced;
}

}  // namespace precis::golden
