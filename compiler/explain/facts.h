#pragma once

// The facts that carry a decision, with where each came from.

#include <vector>

#include "compiler/explain/view.h"

namespace precis::explain {

// Invariant (sufficient): keep these facts (of a list among them: all its items), make everything
// else unknown, and the answer stays the same. Member and request leaves in schema order, then per
// list the list and those items that matched or may match, in file order. Invariant (shown): what
// the derivations of these rules show rests on these facts alone.
// `states` are those of the rungs, by ladder index; nothing is considered of a request that the
// policy does not govern, or out of force.
std::vector<FactUsed> facts_used(const View& view, const std::vector<RuleState>& states,
                                 bool is_considered);

}  // namespace precis::explain
