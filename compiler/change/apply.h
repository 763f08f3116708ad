#pragma once

// A way made true in a copy of the record. Private to change.

#include <map>
#include <vector>

#include "compiler/change/world.h"

namespace precis::change {

// Which of the values that a demand allows.
enum class Pick : std::uint8_t { All, Lowest, Highest };

struct Applied {
  runtime::Record record;
  std::map<runtime::ListIndex, std::vector<ItemKey>> added;
};

// Of codes the first. A new item's other fields stay unknown; new items follow those on file.
Applied apply(const Search& search, const Way& way, Pick pick);

}  // namespace precis::change
