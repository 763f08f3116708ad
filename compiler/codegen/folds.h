#pragma once

// List operations that look at each item once and carry a few values along: whether any or how many
// satisfy a condition, sums of small numbers, what the file says. Several of them can go over a
// list together.

#include <functional>
#include <vector>

#include "compiler/codegen/frame.h"

namespace precis::codegen {

// At the width of one outside of the items, and of one or many items inside.
struct Fold {
  Frame::Values initial;
  // From the item's operands and the values so far, the next ones.
  std::function<Frame::Values(const std::vector<Known>& item, const Frame::Values& so_far)> step;
  // From the final values.
  std::function<Known(const Frame::Values& found)> result;
};

bool is_fold(Frame& frame, ir::NodeId node);
Fold fold_of(Frame& frame, ir::NodeId node);

}  // namespace precis::codegen
