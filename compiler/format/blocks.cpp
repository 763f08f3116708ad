// Declarations with braces.

#include <algorithm>
#include <string>
#include <utility>

#include "compiler/format/columns.h"
#include "compiler/format/statements.h"

namespace precis::format {

using syntax::Part;
using syntax::PartId;
using syntax::Shape;
using syntax::WordKind;

static bool is_statement(Shape shape) {
  return shape < Shape::Params;
}

WordIndex Statements::brace(const Part& part) const {
  WordIndex i = part.first;
  while (page_[i].kind != WordKind::Brace) ++i;
  return i;
}

// Short blocks may stand on one line, where they were written so.
bool Statements::stays_one_line(const Part& part, WordIndex brace, std::size_t indent) const {
  if (part.shape == Shape::Rule || part.shape == Shape::Test) return brace + 2 == part.last;
  for (WordIndex i = brace + 1; i < part.last; ++i) {
    if (page_[i].starts_line) return false;
  }
  return page_.fits({part.first, part.last}, indent, 0);
}

// The words before the brace, and the brace. A table's result or a policy's parameters may begin a
// line.
void Statements::header(const Part& part, WordIndex end, std::size_t indent) {
  std::vector<WordIndex> breaks;
  for (const PartId id : part.parts) {
    const Part& inside = page_.part(id);
    const bool is_params = inside.shape == Shape::Params && inside.last < end;
    if (!is_params || !breaks.empty()) continue;
    breaks.push_back(part.shape == Shape::Table ? inside.last + 1 : inside.first - 1);
  }
  stretches({part.first, end}, part.parts, breaks, indent, indent + 2 * Indent);
}

void Statements::block(const Part& part, std::size_t indent) {
  const bool is_from_file = page_[part.last - 1].kind != WordKind::CloseBrace;
  if (is_from_file) return page_.flatten({part.first, part.last});
  const WordIndex open = brace(part);
  if (stays_one_line(part, open, indent)) return page_.flatten({part.first, part.last});
  header(part, open + 1, indent);
  std::vector<PartId> inside;
  for (const PartId id : part.parts) {
    if (page_.part(id).first > open && is_statement(page_.part(id).shape)) inside.push_back(id);
  }
  const std::size_t column = indent + Indent;
  const WordIndex first = inside.empty() ? part.last - 1 : page_.part(inside[0]).first;
  // `when` of a phase.
  if (open + 1 < first) {
    page_.begin_line(open + 1, column);
    page_.put(open + 2, 1);
    lines_.lay({open + 2, first}, part.parts, column + page_.width(open + 1) + 1, 0);
  }
  const std::size_t outside =
      std::exchange(key_width_, part.shape == Shape::Rule ? RuleKeys : OtherKeys);
  all(inside, column);
  key_width_ = outside;
  page_.begin_line(part.last - 1, indent, column);
}

void Statements::condition(const Part& part, std::size_t indent) {
  const bool is_exception = page_[part.first].text == "unless";
  const std::size_t blanks = is_exception ? blanks_after_key(part.first) : 1;
  // The last brace before the condition that is in no part.
  WordIndex open = part.last - 2;
  const Part* condition = part.parts.empty() ? nullptr : &page_.part(part.parts.back());
  if (condition != nullptr && condition->last == part.last - 1) open = condition->first - 1;
  while (page_[open].kind != WordKind::Brace) --open;
  if (page_.fits({part.first, part.last}, indent + blanks - 1, 0)) {
    page_.flatten({part.first, part.last});
    page_.put(part.first + 1, blanks);
    return;
  }
  const Words title{part.first + 1, open + 1};
  page_.put(part.first + 1, blanks);
  lines_.lay(title, part.parts, indent + page_.width(part.first) + blanks, 0);
  page_.begin_line(open + 1, indent + Indent);
  lines_.lay({open + 1, part.last - 1}, part.parts, indent + Indent, 0);
  page_.begin_line(part.last - 1, indent, indent + Indent);
}

namespace {

using Grid = std::vector<std::vector<Words>>;

struct GridColumn {
  std::size_t name = 0;
  std::size_t value = 0;
};

Words name_of(Words cell) {
  return {cell.first, cell.first + 1};
}
Words value_of(Words cell) {
  return {cell.first + 1, cell.last};
}

std::vector<GridColumn> columns_of(const Page& page, const Grid& grid) {
  std::vector<GridColumn> columns;
  for (const auto& line : grid) {
    if (columns.size() < line.size()) columns.resize(line.size());
    for (std::size_t i = 0; i < line.size(); ++i) {
      columns[i].name = std::max(columns[i].name, page.width(name_of(line[i])));
      columns[i].value = std::max(columns[i].value, page.width(value_of(line[i])));
    }
  }
  return columns;
}

constexpr std::size_t BetweenAlleles = 2;

std::size_t width_of(const std::vector<GridColumn>& columns) {
  std::size_t width = 0;
  for (const GridColumn& it : columns) width += it.name + 1 + it.value + BetweenAlleles;
  return width == 0 ? 0 : width - BetweenAlleles;
}

// The lines as they were written, or, where they are too long, as many alleles on each as fit.
Grid grid_of(const Page& page, const Part& part, std::size_t indent) {
  Grid grid;
  std::vector<Words> cells;
  for (const PartId id : part.parts) {
    const Part& allele = page.part(id);
    if (page[allele.first].starts_line || grid.empty()) grid.emplace_back();
    grid.back().push_back({allele.first, allele.last});
    cells.push_back(grid.back().back());
  }
  if (indent + width_of(columns_of(page, grid)) <= MaxColumns) return grid;
  GridColumn widest;
  for (const Words& cell : cells) {
    widest.name = std::max(widest.name, page.width(name_of(cell)));
    widest.value = std::max(widest.value, page.width(value_of(cell)));
  }
  const std::size_t width = widest.name + 1 + widest.value + BetweenAlleles;
  const std::size_t count =
      std::max<std::size_t>(1, (MaxColumns - indent + BetweenAlleles) / width);
  grid.clear();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    // A comment before a name, or after what is before it, ends a line.
    const WordIndex first = cells[i].first;
    const bool begins = i == 0 || !page.may_be_one_line({first - 1, first + 1});
    if (begins || grid.back().size() == count) grid.emplace_back();
    grid.back().push_back(cells[i]);
  }
  return grid;
}

}  // namespace

void Statements::alleles(const Part& part, std::size_t indent) {
  const WordIndex open = brace(part);
  if (stays_one_line(part, open, indent + part.parts.size())) {
    page_.flatten({part.first, part.last});
    for (std::size_t i = 1; i < part.parts.size(); ++i) {
      page_.put(page_.part(part.parts[i]).first, BetweenAlleles);
    }
    return;
  }
  page_.flatten({part.first, open + 1});
  const Grid grid = grid_of(page_, part, indent + Indent);
  const std::vector<GridColumn> columns = columns_of(page_, grid);
  for (const auto& line : grid) {
    std::size_t missing = 0;  // to the end of the column before
    for (std::size_t i = 0; i < line.size(); ++i) {
      const Words cell = line[i];
      page_.flatten(cell);
      if (i == 0) {
        page_.begin_line(cell.first, indent + Indent);
      } else {
        page_.put(cell.first, missing + BetweenAlleles);
      }
      if (cell.first + 1 < cell.last) {
        page_.put(cell.first + 1, columns[i].name - page_.width(name_of(cell)) + 1);
      }
      missing = columns[i].value - page_.width(value_of(cell));
    }
  }
  page_.begin_line(part.last - 1, indent, indent + Indent);
}

}  // namespace precis::format
