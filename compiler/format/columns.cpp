#include "compiler/format/columns.h"

#include <algorithm>

namespace precis::format {

static Words cell(const Row& row, std::size_t index) {
  const WordIndex first = index == 0 ? row.words.first : row.cells[index - 1];
  const WordIndex last = index < row.cells.size() ? row.cells[index] : row.words.last;
  return {first, last};
}

void align(Page& page, const std::vector<Row>& rows, std::size_t column,
           const std::vector<std::size_t>& blanks) {
  std::vector<std::size_t> widths(blanks.size(), 0);
  for (const Row& row : rows) {
    const bool is_long = column + page.width(row.words) > MaxColumns;
    for (std::size_t i = 0; i < row.cells.size() && (i == 0 || !is_long); ++i) {
      widths[i] = std::max(widths[i], page.width(cell(row, i)));
    }
  }
  for (const Row& row : rows) {
    page.flatten(row.words);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const std::size_t width = page.width(cell(row, i));
      page.put(row.cells[i], std::max(widths[i], width) - width + blanks[i]);
    }
  }
}

std::size_t end_of(const Page& page, Words words, std::size_t column) {
  for (WordIndex i = words.first; i < words.last; ++i) {
    column += (i == words.first ? 0 : page.blanks(i)) + page.width(i);
  }
  return column;
}

}  // namespace precis::format
