#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "compiler/explain/html_parts.h"
#include "compiler/explain/vocabulary.h"

namespace precis::explain {

namespace {

// A mark cut to the shown part, in bytes of the view. Invariant (nested): in order of begin; a mark
// lies inside every open one before it.
struct Shown {
  std::size_t begin;
  std::size_t end;
  Truth truth;
  bool has_inner = false;
};

struct Part {
  std::size_t begin;
  std::size_t end;
};

}  // namespace

static std::size_t line_begin(std::string_view text, std::size_t at) {
  const std::size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  return before == std::string_view::npos ? 0 : before + 1;
}

// A line that begins a declaration: not indented, no comment, no closing brace.
static bool is_declaration(std::string_view text, std::size_t line) {
  return line < text.size() &&
         std::string_view(" \t\r\n}#").find(text[line]) == std::string_view::npos;
}

static std::size_t without_blank_end(std::string_view text, std::size_t begin, std::size_t end) {
  while (end > begin && std::string_view(" \t\r\n").find(text[end - 1]) != std::string_view::npos) {
    --end;
  }
  return end;
}

// The declaration around a byte: from its first line to the last before the next one, comments of
// the next one excepted.
static Part declaration_around(std::string_view text, std::size_t at) {
  Part part{line_begin(text, at), text.size()};
  while (part.begin > 0 && !is_declaration(text, part.begin)) {
    part.begin = line_begin(text, part.begin - 1);
  }
  std::size_t code_end = part.begin;
  for (std::size_t line = part.begin; line < text.size();) {
    const std::size_t next = std::min(text.find('\n', line), text.size() - 1) + 1;
    if (line > at && is_declaration(text, line)) break;
    if (text[line] != '#') code_end = next;
    line = next;
  }
  part.end = without_blank_end(text, part.begin, code_end);
  return part;
}

static std::optional<std::size_t> within(const SourceView& source, std::uint32_t place) {
  if (place < source.first_byte || place - source.first_byte >= source.text.size()) {
    return std::nullopt;
  }
  return place - source.first_byte;
}

// The policy, and what else in its file was evaluated for it: tables, definitions.
static std::vector<Part> shown_parts(const Explanation& it, const SourceView& source) {
  std::vector<Part> parts;
  const auto add = [&](std::uint32_t place) {
    const std::optional<std::size_t> at = within(source, place);
    if (!at) return;
    const bool is_shown = std::any_of(parts.begin(), parts.end(), [&](const Part& part) {
      return part.begin <= *at && *at < part.end;
    });
    if (!is_shown) parts.push_back(declaration_around(source.text, *at));
  };
  add(it.policy_place.begin);
  for (const Mark& mark : it.marks) {
    if (mark.truth != Truth::NotEvaluated) add(mark.place.begin);
  }
  std::sort(parts.begin(), parts.end(),
            [](const Part& a, const Part& b) { return a.begin < b.begin; });
  return parts;
}

// The lines of the rule that decided: up to the next rung of the ladder.
static Part taken_part(const Explanation& it, const SourceView& source) {
  if (!it.rule) return {0, 0};
  const RuleConsidered& rule = it.rules[*it.rule];
  const std::optional<std::size_t> begin = within(source, rule.place.begin);
  if (!begin) return {0, 0};
  Part part{line_begin(source.text, *begin), rule.place.end - source.first_byte};
  if (*it.rule + 1 < it.rules.size()) {
    const auto next = within(source, it.rules[*it.rule + 1].place.begin);
    if (next) part.end = line_begin(source.text, *next);
  }
  part.end = without_blank_end(source.text, part.begin, std::min(part.end, source.text.size()));
  return part;
}

static std::vector<Shown> shown_marks(const Explanation& it, const SourceView& source, Part part) {
  std::vector<Shown> shown;
  std::vector<std::size_t> open;
  for (const Mark& mark : it.marks) {
    if (mark.place.begin < source.first_byte) continue;
    const std::size_t begin = mark.place.begin - source.first_byte;
    const std::size_t end = mark.place.end - source.first_byte;
    if (begin < part.begin || end > part.end || begin >= end) continue;
    while (!open.empty() && shown[open.back()].end <= begin) open.pop_back();
    if (!open.empty() && end > shown[open.back()].end) continue;
    if (!open.empty()) shown[open.back()].has_inner = true;
    open.push_back(shown.size());
    shown.push_back({begin, end, mark.truth, false});
  }
  return shown;
}

// The innermost mark at each byte of the part; -1 where there is none.
static std::vector<int> innermost(const std::vector<Shown>& marks, Part part) {
  std::vector<int> at(part.end - part.begin, -1);
  for (std::size_t i = 0; i < marks.size(); ++i) {
    std::fill(at.begin() + static_cast<std::ptrdiff_t>(marks[i].begin - part.begin),
              at.begin() + static_cast<std::ptrdiff_t>(marks[i].end - part.begin),
              static_cast<int>(i));
  }
  return at;
}

static std::string word(Truth truth) {
  return fmt::format("<span class=\"w w-{}\">{}</span>", truth_code(truth), truth_word(truth));
}

static std::string line_html(std::string_view text, std::size_t begin, std::size_t end, Part part,
                             const std::vector<Shown>& marks, const std::vector<int>& at) {
  std::string made;
  const bool is_row = text.substr(begin, end - begin).find("=>") != std::string_view::npos;
  std::size_t from = begin;
  while (from < end && text[from] == ' ') ++from;
  made += std::string(from - begin, ' ');
  while (from < end) {
    const int mark = at[from - part.begin];
    std::size_t to = from;
    while (to < end && at[to - part.begin] == mark) ++to;
    const std::string piece = escaped(text.substr(from, to - from));
    if (mark < 0) {
      made += piece;
    } else {
      const Shown& it = marks[static_cast<std::size_t>(mark)];
      made += fmt::format("<span class=\"m m-{}\">{}</span>", truth_code(it.truth), piece);
      // The columns of a table stay aligned: the margin says what the row is.
      if (it.end == to && !it.has_inner && !is_row) made += word(it.truth);
    }
    from = to;
  }
  return made;
}

// What the right margin says of a line: the state of the rule that begins on it, else the values of
// conditions that hold others and end on it.
static std::string margin(const Explanation& it, std::uint32_t first_byte, std::size_t begin,
                          std::size_t end, const std::vector<Shown>& marks) {
  for (const RuleConsidered& rule : it.rules) {
    const bool starts_here =
        rule.place.begin >= first_byte + begin && rule.place.begin < first_byte + end;
    if (starts_here && rule.place.begin < rule.place.end) return state_word(rule.state);
  }
  std::string text;
  for (const Shown& mark : marks) {
    if (!mark.has_inner || mark.end <= begin || mark.end > end || !text.empty()) continue;
    text = std::string("all: ") + word(mark.truth);
  }
  return text;
}

static std::string part_html(const Explanation& it, const SourceView& source, Part part) {
  const std::vector<Shown> marks = shown_marks(it, source, part);
  const std::vector<int> at = innermost(marks, part);
  const Part taken = taken_part(it, source);
  auto number = source.first_line +
                std::count(source.text.begin(),
                           source.text.begin() + static_cast<std::ptrdiff_t>(part.begin), '\n');
  std::string made;
  for (std::size_t begin = part.begin; begin < part.end;) {
    const std::size_t end = std::min(source.text.find('\n', begin), part.end);
    made += fmt::format(
        "<div class=\"l{}\"><span class=\"n\">{}</span><span class=\"c\">{}</span><span "
        "class=\"r\">{}</span></div>\n",
        begin >= taken.begin && begin < taken.end ? " taken" : "", number++,
        line_html(source.text, begin, end, part, marks, at),
        margin(it, source.first_byte, begin, end, marks));
    begin = end + 1;
  }
  return made;
}

std::string marked_source(const Explanation& it, const SourceView& source) {
  std::string made = "<div class=\"legend\">";
  for (const Truth truth : {Truth::True, Truth::False, Truth::Either, Truth::NotEvaluated}) {
    made += badge(truth);
  }
  made +=
      "<span class=\"soft\">Inside a list: true where an item matches, false where none "
      "can.</span></div>\n<div class=\"source\" role=\"group\" tabindex=\"0\" "
      "aria-label=\"The policy, marked\">\n";
  bool is_first = true;
  for (const Part& part : shown_parts(it, source)) {
    if (!is_first) made += "<div class=\"gap\">…</div>\n";
    made += part_html(it, source, part);
    is_first = false;
  }
  return made + "</div>\n";
}

}  // namespace precis::explain
