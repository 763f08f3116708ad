#pragma once

// One golden program: a `.precis` file, the marks in it, and the views beside it.
//
//   rules/bad_no_cite.precis    named `bad_` if and only if it yields an error
//   rules/bad_no_cite.diag      a view: what the compiler must show, to the byte
//
// A mark `#~ E0412` at the end of a line says that this line yields that code (several codes are
// separated by spaces). Blessing rewrites the views and never the marks.

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/map.h"

namespace precis::golden {

// That a line (from 1) yields a code.
struct Mark {
  std::uint32_t line;
  std::string code;

  friend auto operator<=>(const Mark&, const Mark&) = default;
};

std::set<Mark> marks_in(std::string_view text);

// The places of `diagnostics` as marks of `file`. What lies in another file, or nowhere, has line
// 0.
std::set<Mark> marks_of(const std::vector<diagnostics::Diagnostic>& diagnostics,
                        source::FileId file, const source::Map& sources);

// "line 3: E0412 is marked and not reported", one line each; empty when the sets are equal.
std::string difference(const std::set<Mark>& marked, const std::set<Mark>& reported);

// The first stretch of lines in which two texts differ, `-` expected and `+` actual; empty when the
// texts are equal.
std::string difference(std::string_view expected, std::string_view actual);

// Views by file extension (".diag").
using Views = std::map<std::string, std::string>;

// Every view that the runner knows.
const std::set<std::string>& known_views();

// The view files that lie beside a program.
Views views_beside(const std::filesystem::path& program);

// All diagnostics as people see them, with an empty line between two.
std::string draw(const std::vector<diagnostics::Diagnostic>& diagnostics,
                 const source::Map& sources);

}  // namespace precis::golden
