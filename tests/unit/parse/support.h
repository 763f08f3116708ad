#pragma once

// One text through the parser.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/parse/parse.h"
#include "compiler/source/map.h"

namespace precis::parse {

struct Parsed {
  source::Map sources;
  diagnostics::Sink sink;
  std::optional<syntax::Module> tree;

  explicit Parsed(std::string text) {
    tree = file(sources, sources.add("test.precis", std::move(text)), sink);
  }

  // "3 E0101" for each problem, in source order.
  std::vector<std::string> problems() const {
    std::vector<std::string> lines;
    for (const auto& it : diagnostics::in_source_order(sink.all())) {
      const auto line = sources.position(it.primary->file, it.primary->begin).line;
      lines.push_back(std::to_string(line) + " " + std::string(it.code) + " " + it.message);
    }
    return lines;
  }
};

// The standard library and the policies.
inline std::vector<std::string> real_files() {
  std::vector<std::string> paths;
  for (const char* root : {"stdlib", "policies"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
      if (entry.path().extension() == ".precis") paths.push_back(entry.path().string());
    }
  }
  return paths;
}

}  // namespace precis::parse
