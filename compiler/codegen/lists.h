#pragma once

// The list operations: loops over the items of a list in the current record, folded on the way or
// collected in a workspace for a runtime function.

#include <functional>
#include <vector>

#include "compiler/codegen/frame.h"

namespace precis::codegen {

// Computes an operation's element operands for the item the frame stands at, and gives them.
using ItemBody = std::function<std::vector<Known>()>;
// The same of several operations.
using ItemsBody = std::function<std::vector<std::vector<Known>>()>;

// Folds over one list, in one pass. `width`: at which the body is computed, One or Items.
std::vector<Known> folded(Frame& frame, const std::vector<ir::NodeId>& folds, Width width,
                          const ItemsBody& body);

// Any other list operation. `outer`: the operands after the element operands, which are of the
// operation's own scope (exposure).
Known collected(Frame& frame, ir::NodeId node, const std::vector<Known>& outer,
                const ItemBody& body);

}  // namespace precis::codegen
