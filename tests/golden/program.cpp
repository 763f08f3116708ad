#include "tests/golden/program.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

#include "compiler/diagnostics/render.h"

namespace precis::golden {

static std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

std::set<Mark> marks_in(std::string_view text) {
  constexpr std::string_view Begin = "#~";
  std::set<Mark> marks;
  std::uint32_t number = 0;
  for (std::string_view line : lines_of(text)) {
    ++number;
    const std::size_t at = line.find(Begin);
    if (at == std::string_view::npos) continue;
    std::istringstream codes{std::string(line.substr(at + Begin.size()))};
    for (std::string code; codes >> code;) marks.insert({number, code});
  }
  return marks;
}

std::set<Mark> marks_of(const std::vector<diagnostics::Diagnostic>& diagnostics,
                        source::FileId file, const source::Map& sources) {
  std::set<Mark> marks;
  for (const diagnostics::Diagnostic& it : diagnostics) {
    const bool here = it.primary && it.primary->file == file;
    const std::uint32_t line = here ? sources.position(file, it.primary->begin).line : 0;
    marks.insert({line, std::string(it.code)});
  }
  return marks;
}

std::string difference(const std::set<Mark>& marked, const std::set<Mark>& reported) {
  std::string text;
  const auto list = [&](const std::set<Mark>& of, const std::set<Mark>& without,
                        std::string_view what) {
    for (const Mark& it : of) {
      if (without.contains(it)) continue;
      const std::string place = it.line == 0 ? "elsewhere" : fmt::format("line {}", it.line);
      text += fmt::format("{}: {} is {}\n", place, it.code, what);
    }
  };
  list(marked, reported, "marked and not reported");
  list(reported, marked, "reported and not marked");
  return text;
}

std::string difference(std::string_view expected, std::string_view actual) {
  if (expected == actual) return "";
  const std::vector<std::string_view> before = lines_of(expected);
  const std::vector<std::string_view> after = lines_of(actual);
  const auto [a, b] = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
  const auto [ra, rb] = std::mismatch(before.rbegin(), std::make_reverse_iterator(a),
                                      after.rbegin(), std::make_reverse_iterator(b));
  std::string text = fmt::format("from line {}:\n", a - before.begin() + 1);
  for (auto it = a; it != ra.base(); ++it) text += fmt::format("- {}\n", *it);
  for (auto it = b; it != rb.base(); ++it) text += fmt::format("+ {}\n", *it);
  if (a == ra.base() && b == rb.base()) text += "only the last line break differs\n";
  return text;
}

const std::set<std::string>& known_views() {
  static const std::set<std::string> Known = {".diag",    ".typed",   ".ir", ".out",
                                              ".explain", ".changes", ".fmt"};
  return Known;
}

Views views_beside(const std::filesystem::path& program) {
  Views views;
  for (const std::string& extension : known_views()) {
    std::filesystem::path path = program;
    std::ifstream stream(path.replace_extension(extension), std::ios::binary);
    if (!stream) continue;
    views[extension] = std::string(std::istreambuf_iterator<char>(stream), {});
  }
  return views;
}

std::string draw(const std::vector<diagnostics::Diagnostic>& diagnostics,
                 const source::Map& sources) {
  std::string text;
  for (const diagnostics::Diagnostic& it : diagnostics) {
    if (!text.empty()) text += "\n";
    text += diagnostics::render_terminal(it, sources, diagnostics::Colour::Off);
  }
  return text;
}

}  // namespace precis::golden
