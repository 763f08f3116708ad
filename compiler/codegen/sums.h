#pragma once

// Sums, differences and extremes of two numbers.

#include <vector>

#include "compiler/codegen/frame.h"

namespace precis::codegen {

// `node` is an Add or a Subtract.
Lane sum(Frame& frame, ir::NodeId node, const std::vector<Lane>& operands);
// `node` is a Minimum or a Maximum.
Lane extreme(Builder& b, const ir::Node& node, const std::vector<Lane>& operands);

}  // namespace precis::codegen
