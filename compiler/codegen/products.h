#pragma once

// Products, and quotients that are only compared, where the ranges of their operands leave no room
// for faults: as instructions. Elsewhere the runtime computes them.

#include <vector>

#include "compiler/codegen/frame.h"

namespace precis::codegen {

// Whether the node (Multiply, Rescale, CompareQuotient) can be written so.
bool is_plain_product(Frame& frame, ir::NodeId node);

Known plain_product(Frame& frame, ir::NodeId node, const std::vector<Lane>& operands);

}  // namespace precis::codegen
