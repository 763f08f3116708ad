#include "compiler/format/page.h"

#include <algorithm>

#include "compiler/source/map.h"

namespace precis::format {

using syntax::Word;
using syntax::WordKind;

// How far a word stands from the one before it.
static std::size_t blanks_between(const Word& before, const Word& word) {
  switch (before.kind) {
    case WordKind::Paren:
    case WordKind::HugParen:
    case WordKind::Dot:
    case WordKind::Prefix:
    case WordKind::Reason:
    case WordKind::ReasonText:
    case WordKind::HoleOpen:
    case WordKind::HoleClose:
      return 0;
    case WordKind::Brace:
      return word.kind == WordKind::CloseBrace ? 0 : 1;
    case WordKind::Plain:
    case WordKind::CloseParen:
    case WordKind::CloseBrace:
    case WordKind::Comma:
    case WordKind::Colon:
    case WordKind::ReasonEnd:
    case WordKind::Dashes:
    case WordKind::End:
      break;
  }
  switch (word.kind) {
    case WordKind::HugParen:
    case WordKind::CloseParen:
    case WordKind::Comma:
    case WordKind::Dot:
    case WordKind::Colon:
    case WordKind::ReasonText:
    case WordKind::ReasonEnd:
    case WordKind::HoleClose:
      return 0;
    case WordKind::Plain:
    case WordKind::Paren:
    case WordKind::Brace:
    case WordKind::CloseBrace:
    case WordKind::Prefix:
    case WordKind::Reason:
    case WordKind::HoleOpen:
    case WordKind::Dashes:
    case WordKind::End:
      return 1;
  }
  return 1;
}

Page::Page(const syntax::Outline& outline)
    : outline_(outline),
      breaks_(outline.words.size(), false),
      gaps_(outline.words.size()),
      texts_(outline.words.size()) {
  std::size_t end = 0;
  for (WordIndex i = 0; i < outline_.words.size(); ++i) {
    widths_.push_back(source::code_points(outline_.words[i].text));
    end += (i == 0 ? 0 : natural(i)) + widths_[i];
    ends_.push_back(end);
  }
  for (WordIndex i = 1; i < outline_.words.size(); ++i) gaps_[i].blanks = natural(i);
}

std::size_t Page::natural(WordIndex word) const {
  return blanks_between(outline_.words[word - 1], outline_.words[word]);
}

void Page::count_breaks() {
  std::size_t count = 0;
  for (WordIndex i = 0; i < outline_.words.size(); ++i) {
    const bool comment =
        !outline_.words[i].above.empty() || (i > 0 && outline_.words[i - 1].beside.has_value());
    count += comment || (breaks_[i] && outline_.words[i].starts_line);
    must_break_.push_back(count);
  }
}

std::size_t Page::width(Words words) const {
  if (words.empty()) return 0;
  return ends_[words.last - 1] - ends_[words.first] + widths_[words.first];
}

bool Page::may_be_one_line(Words words) const {
  return words.empty() || must_break_[words.last - 1] == must_break_[words.first];
}

void Page::flatten(Words words) {
  for (WordIndex i = words.first + 1; i < words.last; ++i) put(i, natural(i));
}

void Page::set_text(WordIndex word, std::string text) {
  texts_[word] = std::move(text);
}

namespace {

// A line of the page, and the comment at its end.
struct Line {
  std::string text;
  std::string_view beside;
};

// Comments at the ends of lines that follow each other stand below each other.
void align_comments(std::vector<Line>& lines) {
  for (std::size_t first = 0; first < lines.size();) {
    std::size_t last = first;
    std::size_t widest = 0;
    while (last < lines.size() && !lines[last].beside.empty()) {
      widest = std::max<std::size_t>(widest, source::code_points(lines[last].text));
      ++last;
    }
    for (std::size_t i = first; i < last; ++i) {
      const std::size_t blanks = widest + Indent - source::code_points(lines[i].text);
      lines[i].text.append(blanks, ' ').append(lines[i].beside);
    }
    first = std::max(last, first + 1);
  }
}

}  // namespace

std::string Page::text() const {
  std::vector<Line> lines(1);
  const auto new_line = [&](bool after_blank) {
    const bool is_first = lines.size() == 1 && lines[0].text.empty() && lines[0].beside.empty();
    if (is_first) return;
    if (after_blank) lines.emplace_back();
    lines.emplace_back();
  };
  std::size_t indent = 0;
  for (WordIndex i = 0; i < outline_.words.size(); ++i) {
    const Word& word = outline_.words[i];
    Gap gap = gaps_[i];
    const bool is_pushed = !word.above.empty() || (i > 0 && outline_.words[i - 1].beside);
    const bool is_chosen = gap.column.has_value();
    if (!is_chosen && i > 0 && is_pushed) gap = {indent + Indent, 0, indent + Indent, false};
    if (gap.column) {
      if (is_chosen) indent = *gap.column;
      for (const syntax::Comment& comment : word.above) {
        new_line(comment.is_after_blank_line && gap.begins);
        lines.back().text.assign(gap.comments, ' ').append(comment.text);
      }
      const bool closes = word.kind == WordKind::CloseBrace || word.kind == WordKind::End;
      if (word.kind == WordKind::End) break;
      new_line(gap.begins && word.is_after_blank_line && !closes);
      lines.back().text.assign(*gap.column, ' ');
    } else if (i > 0) {
      lines.back().text.append(gap.blanks, ' ');
    }
    lines.back().text += texts_[i].value_or(word.text);
    if (word.beside) lines.back().beside = *word.beside;
  }
  align_comments(lines);
  std::string page;
  for (const Line& line : lines) page.append(line.text).push_back('\n');
  return page == "\n" ? "" : page;
}

}  // namespace precis::format
