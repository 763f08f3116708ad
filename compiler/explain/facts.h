#pragma once

// The facts that carry a decision, with where each came from.

#include <vector>

#include "compiler/explain/view.h"

namespace precis::explain {

// Invariant (sufficient): keep these facts (of a list among them: all its items), make everything
// else unknown, and the answer stays the same. Member and request leaves in schema order, then per
// list the list and those items that matched or may match, in file order.
// `last` is the ladder index of the last rule that was considered.
std::vector<FactUsed> facts_used(const View& view, const runtime::Answer& answer, std::size_t last);

}  // namespace precis::explain
