#pragma once

// What numbers can be, found from the leaves on: how narrow a number may be, and which sums cannot
// leave 64 bits. Nothing here trusts a type that was only declared.

#include <vector>

#include "compiler/codegen/builder.h"
#include "compiler/ir/program.h"
#include "runtime/schema.h"

namespace precis::codegen {

// By node index, of `nodes` (ascending, closed under operands): bounds of every cell the node can
// have, and 0. Of masks, codes and texts they say nothing.
std::vector<Range> ranges_of(const ir::Program& program, const runtime::Schema& schema,
                             const std::vector<ir::NodeId>& nodes);

// Whether x + y, or x - y, can leave 64 bits.
bool sum_overflows(const Range& x, const Range& y, bool subtract);

}  // namespace precis::codegen
