#pragma once

// The operations of one place: everything in `ops.def` but the list operations. Each function here
// is one line of that page, said in selects.

#include <vector>

#include "compiler/codegen/frame.h"

namespace precis::codegen {

// Whether the runtime computes the operation, one record at a time: then only at the width of one.
bool is_called(Frame& frame, ir::NodeId node);

// `operands` are the node's, in order.
Known scalar(Frame& frame, ir::NodeId node, const std::vector<Known>& operands);

}  // namespace precis::codegen
