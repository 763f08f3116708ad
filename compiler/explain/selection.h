#pragma once

// Which items of a list stand behind a value: the ones a selection chooses among, and the witness
// of a quantifier. Private to explain.

#include <vector>

#include "compiler/explain/view.h"

namespace precis::explain {

// Of a SelectLast or SelectFirst node (`compiler/ir/ops.def`).
struct Selected {
  std::vector<std::size_t> in;  // items that may be the selected one
  bool any_sure = false;        // some item surely matches
};

Selected select(const View& view, const ir::Node& node, const Row& row);

// The latest surely matching item by the list's date; at equal dates the one later in the file.
// Items without a date compare by position only.
std::optional<std::size_t> witness(const View& view, runtime::ListIndex list, ir::NodeId body,
                                   std::uint8_t level, const Row& row);

// Of a DaysCovered or OnHand node: whether every day that it asks about is known.
// Whether the supply of fills before the window of an exposure counts in it.
bool carries_in(const View& view, const ir::Node& node, const Row& row);
bool exposure_is_observed(const View& view, const ir::Node& node, const Row& row);

}  // namespace precis::explain
