// The lines of blocks.

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "compiler/format/columns.h"
#include "compiler/format/statements.h"

namespace precis::format {

using syntax::Part;
using syntax::PartId;
using syntax::Shape;
using syntax::WordKind;

// The first word of the part, after its first, with this text; else the end.
static WordIndex find(const Page& page, const Part& part, std::string_view text) {
  WordIndex i = part.first + 1;
  while (i < part.last && page[i].text != text) ++i;
  return i;
}

static bool is_text(const Page& page, WordIndex word) {
  return page[word].text.starts_with('"');
}

// What a field is called to people stands last.
static WordIndex title_of(const Page& page, const Part& field) {
  return is_text(page, field.last - 1) ? field.last - 1 : field.last;
}

// Where who is answerable for a field is said: after what may be missing or inexact.
static WordIndex marks_of(const Page& page, const Part& field, WordIndex colon) {
  constexpr std::array<std::string_view, 5> Marks = {"protected", "guarded", "actionable",
                                                     "clinical", "predicted"};
  WordIndex marks = title_of(page, field);
  for (WordIndex i = marks; i-- > colon + 2;) {
    if (std::ranges::find(Marks, page[i].text) != Marks.end()) {
      marks = i;
    } else if (page[i].text != "?" && page[i].text != "approximate") {
      break;
    }
  }
  return marks;
}

std::vector<std::size_t> blanks_of(Shape shape) {
  const auto is_one_of = [&](auto... shapes) { return ((shape == shapes) || ...); };
  if (is_one_of(Shape::Code, Shape::Define, Shape::Source, Shape::Given)) return {1};
  if (is_one_of(Shape::Field, Shape::Result, Shape::Dated, Shape::Alternative)) return {1, 2};
  if (shape == Shape::Entry) return {2, 2};
  return {};
}

static WordIndex second_cell(const Page& page, const Part& part) {
  const Shape shape = part.shape;
  if (shape == Shape::Define || shape == Shape::Source) return find(page, part, "=");
  if (shape == Shape::Result || shape == Shape::Dated) return find(page, part, ":");
  if (shape == Shape::Entry || shape == Shape::Alternative) return part.first + 1;
  return part.first + 2;
}

static WordIndex third_cell(const Page& page, const Part& part, WordIndex second) {
  if (part.shape == Shape::Entry) return second + 1;
  if (part.shape == Shape::Result) return second + 2;
  if (part.shape == Shape::Dated) return find(page, part, "cite");
  if (part.shape != Shape::Alternative) return part.last;
  WordIndex i = second;
  while (i < part.last && page[i].kind != WordKind::CloseParen) ++i;
  return std::min(i + 1, part.last);
}

Row row_of(const Page& page, const Part& part) {
  Row row{{part.first, part.last}, {}};
  const WordIndex second = second_cell(page, part);
  if (second < part.last) row.cells.push_back(second);
  const WordIndex third = third_cell(page, part, second);
  if (third < part.last) row.cells.push_back(third);
  return row;
}

void align_fields(Page& page, const std::vector<Part>& fields, std::size_t indent) {
  std::size_t name_width = 0;
  std::size_t history_width = 0;
  std::size_t by_width = 0;
  const auto is_history = [&](WordIndex colon) {
    return page[colon + 1].text == "history" && page[colon + 2].text == "of";
  };
  for (const Part& field : fields) {
    const WordIndex colon = field.first + 1;
    name_width = std::max(name_width, page.width(field.first));
    if (!is_history(colon)) continue;
    history_width = std::max(history_width, page.width({colon, colon + 4}));
    by_width = std::max(by_width, page.width({colon + 4, colon + 6}));
  }
  std::size_t widest = 0;
  for (const Part& field : fields) {
    const WordIndex colon = field.first + 1;
    page.flatten({field.first, field.last});
    page.put(colon, name_width - page.width(field.first) + 2);
    if (is_history(colon)) {
      page.put(colon + 4, history_width - page.width({colon, colon + 4}) + 1);
      page.put(colon + 6, by_width - page.width({colon + 4, colon + 6}) + 2);
    }
    const WordIndex marks = marks_of(page, field, colon);
    if (marks < title_of(page, field)) {
      widest = std::max(widest, end_of(page, {field.first, marks}, indent));
    }
  }
  std::size_t widest_before_title = 0;
  for (const Part& field : fields) {
    const WordIndex title = title_of(page, field);
    const WordIndex marks = marks_of(page, field, field.first + 1);
    if (marks < title) page.put(marks, widest - end_of(page, {field.first, marks}, indent) + 2);
    if (title == field.last) continue;
    widest_before_title = std::max(widest_before_title, end_of(page, {field.first, title}, indent));
  }
  for (const Part& field : fields) {
    const WordIndex title = title_of(page, field);
    if (title == field.last) continue;
    page.put(title, widest_before_title - end_of(page, {field.first, title}, indent) + 2);
  }
}

void Statements::define(const Part& part, std::size_t indent) {
  const WordIndex equals = find(page_, part, "=");
  const Words body{equals + 1, part.last};
  const std::size_t column = end_of(page_, {part.first, equals + 1}, indent) + 1;
  const bool is_chain = !part.parts.empty() && page_.part(part.parts.back()).first == body.first &&
                        page_.part(part.parts.back()).shape == Shape::Chain;
  const bool is_far = column > MaxColumns / 2;
  if ((is_chain || is_far) && !page_.fits(body, column, 0)) {
    page_.put(equals, 1);
    page_.continue_line(body.first, indent + Indent);
    if (is_chain) {
      lines_.part(part.parts.back(), indent + Indent, 0, indent + Indent);
    } else {
      lines_.lay(body, part.parts, indent + Indent, 0);
    }
    return;
  }
  lines_.lay(body, part.parts, column, 0);
}

void Statements::source(const Part& part, std::size_t indent) {
  const WordIndex equals = find(page_, part, "=");
  const std::size_t column = end_of(page_, {part.first, equals + 1}, indent) + 1;
  std::vector<WordIndex> details;
  for (WordIndex i = equals + 2; i + 1 < part.last; ++i) {
    if (is_text(page_, i)) details.push_back(i + 1);
  }
  stretches({equals + 1, part.last}, {}, details, column, column);
}

void Statements::alternative(const Part& part, std::size_t indent) {
  const Row row = row_of(page_, part);
  if (row.cells.size() < 2 || end_of(page_, row.words, indent) <= MaxColumns) return;
  const Words payload{row.cells[0], row.cells[1]};
  const std::size_t column =
      end_of(page_, {part.first, payload.first}, indent) + page_.blanks(payload.first);
  fill(payload, column, column + 1, 2 + page_.width({payload.last, part.last}));
}

void Statements::clause(const Part& part, std::size_t indent) {
  const WordIndex key = part.first;
  const bool is_padded = page_[key].text != "administrative" && page_[key].text != "justified" &&
                         page_[key].text != "month ends refuse";
  if (page_[key].kind == WordKind::Reason || !is_padded || part.last == key + 1) {
    page_.flatten({part.first, part.last});
    return;
  }
  const std::size_t blanks = blanks_after_key(key);
  page_.put(key + 1, blanks);
  const Words rest{key + 1, part.last};
  const std::size_t column = indent + page_.width(key) + blanks;
  if (part.parts.empty()) return fill(rest, column, column, 0);
  lines_.lay(rest, part.parts, column, 0);
}

std::size_t Statements::blanks_after_key(WordIndex key) const {
  return std::max(key_width_, page_.width(key) + 1) - page_.width(key);
}

void Statements::fallback(const Part& part, std::size_t indent) {
  const Part& outcome = page_.part(part.parts[0]);
  page_.put(outcome.first, 1);
  lines_.part(part.parts[0], indent + page_.width(part.first) + 1, 0, indent);
  const std::size_t outside = std::exchange(key_width_, RuleKeys);
  all({part.parts.begin() + 1, part.parts.end()}, indent + Indent);
  key_width_ = outside;
}

void Statements::expect(const Part& part, std::size_t indent) {
  std::vector<WordIndex> breaks;
  constexpr std::array<std::string_view, 3> Begins = {"with", "by", "maybe"};
  for (WordIndex i = part.first + 5; i < part.last; ++i) {
    const bool is_name = page_[i - 1].kind == WordKind::Comma || page_[i - 1].kind == WordKind::Dot;
    if (!is_name && std::ranges::find(Begins, page_[i].text) != Begins.end()) breaks.push_back(i);
  }
  stretches({part.first, part.last}, part.parts, breaks, indent, indent + 2 * Indent);
}

std::size_t Statements::stretches(Words words, const std::vector<PartId>& parts,
                                  const std::vector<WordIndex>& breaks, std::size_t column,
                                  std::size_t below) {
  if (page_.fits(words, column, 0)) {
    page_.flatten(words);
    return column + page_.width(words);
  }
  std::vector<WordIndex> ends = breaks;
  ends.push_back(words.last);
  WordIndex first = words.first;
  for (const WordIndex end : ends) {
    const Words stretch{first, end};
    if (first != words.first) {
      if (page_.fits(stretch, column + 1, 0)) {
        page_.put(first, 1);
        ++column;
      } else {
        page_.continue_line(first, below);
        column = below;
      }
    }
    column = lines_.lay(stretch, parts, column, 0);
    first = end;
  }
  return column;
}

void Statements::fill(Words words, std::size_t column, std::size_t below, std::size_t after) {
  for (WordIndex i = words.first; i < words.last; ++i) {
    if (i == words.first) {
      column += page_.width(i);
      continue;
    }
    WordIndex end = i;  // the next comma
    while (end + 1 < words.last && page_[end].kind != WordKind::Comma) ++end;
    const bool may_break = page_[i - 1].kind == WordKind::Comma;
    const std::size_t needed = end + 1 == words.last ? after : 0;
    if (may_break && !page_.fits({i, end + 1}, column + 1, needed)) {
      page_.continue_line(i, below);
      column = below + page_.width(i);
    } else {
      page_.put(i, page_.natural(i));
      column += page_.natural(i) + page_.width(i);
    }
  }
}

}  // namespace precis::format
