#pragma once

// The list operations: loops over the items of a list in the current record, folded by accumulators
// or collected in a workspace for a runtime function.

#include <functional>
#include <vector>

#include "compiler/codegen/frame.h"

namespace precis::codegen {

// Computes the operation's element operands for the item the frame stands at, and gives them.
using ItemBody = std::function<std::vector<Known>()>;

// `outer`: the operands after the element operands, which are of the operation's own scope
// (exposure). `width`: at which the body is computed; Items only where the operation allows it.
Known list_operation(Frame& frame, ir::NodeId node, const std::vector<Known>& outer, Width width,
                     const ItemBody& body);

// Whether the operation can be folded over many items at a time.
bool folds_items(Frame& frame, ir::NodeId node);

}  // namespace precis::codegen
