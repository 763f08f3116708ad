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

// Whole lines of the policy, or of everything when its place is unknown.
static Part policy_part(const Explanation& it, const SourceView& source) {
  const std::size_t size = source.text.size();
  const auto inside = [&](std::uint32_t place) {
    return std::min<std::size_t>(place > source.first_byte ? place - source.first_byte : 0, size);
  };
  Part part{inside(it.policy_place.begin), inside(it.policy_place.end)};
  if (part.begin >= part.end) return {0, size};
  while (part.begin > 0 && source.text[part.begin - 1] != '\n') --part.begin;
  while (part.end < size && source.text[part.end] != '\n') ++part.end;
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
      if (it.end == to && !it.has_inner) made += word(it.truth);
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

static bool is_taken(const Explanation& it, std::uint32_t first_byte, std::size_t begin,
                     std::size_t end) {
  if (!it.rule) return false;
  const Place& place = it.rules[*it.rule].place;
  return first_byte + begin < place.end && first_byte + end > place.begin;
}

std::string marked_source(const Explanation& it, const SourceView& source) {
  const Part part = policy_part(it, source);
  const std::vector<Shown> marks = shown_marks(it, source, part);
  const std::vector<int> at = innermost(marks, part);
  auto number = source.first_line +
                std::count(source.text.begin(),
                           source.text.begin() + static_cast<std::ptrdiff_t>(part.begin), '\n');
  std::string made = "<div class=\"legend\">";
  for (const Truth truth : {Truth::True, Truth::False, Truth::Either, Truth::NotEvaluated}) {
    made += badge(truth);
  }
  made +=
      "<span class=\"soft\">Inside a list: true where an item matches, false where none "
      "can.</span></div>\n<div class=\"source\">\n";
  std::size_t begin = part.begin;
  while (begin <= part.end && begin < source.text.size()) {
    const std::size_t end = std::min(source.text.find('\n', begin), part.end);
    made += fmt::format(
        "<div class=\"l{}\"><span class=\"n\">{}</span><span class=\"c\">{}</span><span "
        "class=\"r\">{}</span></div>\n",
        is_taken(it, source.first_byte, begin, end) ? " taken" : "", number++,
        line_html(source.text, begin, end, part, marks, at),
        margin(it, source.first_byte, begin, end, marks));
    begin = end + 1;
  }
  return made + "</div>\n";
}

}  // namespace precis::explain
