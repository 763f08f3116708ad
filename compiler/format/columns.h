#pragma once

// Lines below each other whose parts stand in columns.

#include <vector>

#include "compiler/format/page.h"

namespace precis::format {

struct Row {
  Words words;
  // The first word of each cell but the first.
  std::vector<WordIndex> cells;
};

// Puts the cells below each other, `blanks[i]` before the widest of cell i + 1. Each row begins at
// `column`; inside a cell blanks are natural. A row that is too long for one line takes part in
// the widths with its first cell only.
void align(Page& page, const std::vector<Row>& rows, std::size_t column,
           const std::vector<std::size_t>& blanks);

// The columns after the words that have been put on one line from `column` on.
std::size_t end_of(const Page& page, Words words, std::size_t column);

}  // namespace precis::format
