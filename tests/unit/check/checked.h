#pragma once

// Checks texts and files as one program, for the tests of the checker.

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "compiler/check/check.h"
#include "compiler/parse/parse.h"

namespace precis::check {

struct Checking {
  source::Map sources;
  diagnostics::Sink sink;
  typed::Checked checked{{}, false};

  // "E0301 E0303", in source order.
  std::string codes() const {
    std::string text;
    for (const diagnostics::Diagnostic& it : diagnostics::in_source_order(sink.all())) {
      text += (text.empty() ? "" : " ") + std::string(it.code);
    }
    return text;
  }
  const typed::Program& program() const { return checked.program; }
  const typed::Define& define(std::string_view name) const {
    for (const typed::Define& it : program().defines) {
      if (it.name == name) return it;
    }
    CHECK(false, "no such definition");
  }
  template <class Kind>
  const Kind& get(typed::ExprId id) const {
    const Kind* found = std::get_if<Kind>(&program().exprs[id].kind);
    CHECK(found != nullptr, "an expression of another kind");
    return *found;
  }
  template <class Kind>
  const Kind& body(std::string_view name) const {
    return get<Kind>(define(name).body);
  }
};

inline std::vector<std::string> files_below(const std::string& folder,
                                            const std::string& ending = ".precis") {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ending) files.push_back(entry.path().generic_string());
  }
  std::ranges::sort(files);
  return files;
}

// The standard library, the files, and the text as module `test` when it is not empty. `data` are
// the files that these name.
inline void run(Checking& it, const std::string& text, const std::vector<std::string>& more = {},
                const std::vector<std::string>& data = {}) {
  std::vector<std::string> files = files_below("stdlib");
  files.insert(files.end(), more.begin(), more.end());
  for (const std::string& file : files) CHECK(it.sources.load(file).ok(), file);
  if (!text.empty()) it.sources.add("test.precis", "module test\n" + text);
  std::vector<syntax::Module> modules;
  for (std::uint32_t i = 0; i < it.sources.size(); ++i) {
    modules.push_back(parse::file(it.sources, source::FileId(i), it.sink));
  }
  for (const std::string& file : data) CHECK(it.sources.load(file).ok(), file);
  it.checked = program(modules, it.sources, it.sink);
}

}  // namespace precis::check
