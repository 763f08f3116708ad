#include "compiler/format/statements.h"

#include "compiler/format/format.h"

namespace precis::format {

using syntax::Part;
using syntax::PartId;
using syntax::Shape;

// Whether the part stands in columns with its neighbours. A function's name and parameters would
// make one too wide.
static bool has_columns(const Page& page, const Part& part) {
  const bool is_function =
      part.shape == Shape::Define && page[part.first + 2].kind == syntax::WordKind::HugParen;
  return !is_function && !blanks_of(part.shape).empty();
}

static bool is_after_blank_line(const syntax::Word& word) {
  bool after = word.is_after_blank_line;
  for (const syntax::Comment& comment : word.above) after |= comment.is_after_blank_line;
  return after;
}

void Statements::all(const std::vector<PartId>& parts, std::size_t indent) {
  for (std::size_t i = 0; i < parts.size();) {
    Run together{parts[i]};
    const Part& first = page_.part(parts[i]);
    const bool by_keyword = first.shape == Shape::Code;
    while (++i < parts.size() && has_columns(page_, first)) {
      const Part& next = page_.part(parts[i]);
      if (next.shape != first.shape || !has_columns(page_, next)) break;
      if (is_after_blank_line(page_[next.first])) break;
      if (by_keyword && page_[next.first].text != page_[first.first].text) break;
      together.push_back(parts[i]);
    }
    run(together, indent);
  }
}

void Statements::run(const Run& parts, std::size_t indent) {
  const Shape shape = page_.part(parts[0]).shape;
  if (shape == Shape::Field) {
    std::vector<Part> fields;
    for (const PartId id : parts) fields.push_back(page_.part(id));
    align_fields(page_, fields, indent);
  } else if (!blanks_of(shape).empty()) {
    std::vector<Row> rows;
    for (const PartId id : parts) rows.push_back(row_of(page_, page_.part(id)));
    align(page_, rows, indent, blanks_of(shape));
  }
  for (const PartId id : parts) {
    page_.begin_line(page_.part(id).first, indent);
    statement(id, indent);
  }
}

void Statements::statement(PartId id, std::size_t indent) {
  const Part& part = page_.part(id);
  switch (part.shape) {
    case Shape::Block:
    case Shape::ValueSet:
    case Shape::Enumeration:
    case Shape::Record:
    case Shape::Outcomes:
    case Shape::Gene:
    case Shape::Results:
    case Shape::Parameter:
    case Shape::Rule:
    case Shape::Test:
      return block(part, indent);
    case Shape::Alleles:
      return alleles(part, indent);
    case Shape::Table:
      return table(part, indent);
    case Shape::Condition:
      return condition(part, indent);
    case Shape::Define:
      return define(part, indent);
    case Shape::Source:
      return source(part, indent);
    case Shape::Alternative:
      return alternative(part, indent);
    case Shape::Clause:
      return clause(part, indent);
    case Shape::Fallback:
      return fallback(part, indent);
    case Shape::Given:
      lines_.part(
          part.parts.back(),
          end_of(page_, {part.first, part.first + 2}, indent) + page_.blanks(part.first + 2), 0,
          indent);
      return;
    case Shape::Expect:
      return expect(part, indent);
    case Shape::Code:
    case Shape::Entry:
    case Shape::Field:
    case Shape::Result:
    case Shape::Dated:
      return;
    case Shape::File:
    case Shape::Line:
    case Shape::Allele:
    case Shape::TableRow:
    case Shape::Params:
    case Shape::Outcome:
    case Shape::Listed:
    case Shape::Values:
    case Shape::Quantified:
    case Shape::If:
    case Shape::Chain:
    case Shape::Operation:
    case Shape::Sequence:
      lines_.part(id, indent, 0, indent);
      return;
  }
}

// Where a line begun by the author counts: after a comma of given values.
static void keep_breaks(Page& page, const syntax::Outline& outline) {
  for (const Part& part : outline.parts) {
    if (part.shape != Shape::Values) continue;
    for (WordIndex i = part.first + 1; i < part.last; ++i) {
      const bool closes = page[i].kind == syntax::WordKind::CloseBrace;
      if (page[i - 1].kind == syntax::WordKind::Comma && !closes) page.keep_breaks(i);
    }
  }
  page.count_breaks();
}

std::string file(const syntax::Outline& outline) {
  Page page(outline);
  keep_breaks(page, outline);
  page.begin_line(0, 0);
  Statements(page).all(outline.parts[outline.file].parts, 0);
  page.begin_line(static_cast<WordIndex>(outline.words.size() - 1), 0);
  return page.text();
}

}  // namespace precis::format
