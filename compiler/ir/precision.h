#pragma once

// Whether a node can ever be other than one sure value. "Exact" is a promise to the kernels (no
// bounds, no fault); "partial" is always right and only slower.

#include "compiler/ir/graph.h"

namespace precis::ir {

// Of every op but facts. Operands that do not exist yet count as partial: `verify` reports them.
Precision precision_of(const Graph& graph, Op op, TypeId type, std::span<const NodeId> operands,
                       std::int64_t a, std::int64_t b);

}  // namespace precis::ir
