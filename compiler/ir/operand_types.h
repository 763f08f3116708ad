#pragma once

// Invariant `operand_types`: the operands of each op, as `ops.def` says.

#include "compiler/ir/graph.h"

namespace precis::ir {

bool operand_types_hold(const Graph& graph, const Node& node);

}  // namespace precis::ir
