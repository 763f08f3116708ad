#pragma once

// Which unknown facts matter: what a decision that needs information asks for.

#include <vector>

#include "compiler/explain/view.h"
#include "compiler/explain/words.h"

namespace precis::explain {

// Invariant (complete): supplying exact values for all of them, and all items of the histories
// among them, decides the decision or makes it fault.
// Invariant (minimal): without any one of them they do not, as far as weigh.h can prove.
// What is most worth asking comes first: what settles most, then what matters most, then in schema
// order (member and request leaves, then per list the history itself and its items in file order).
// No path twice.
std::vector<MissingFact> missing(const View& view, const DecisionWords& words,
                                 const Ladder& ladder);

}  // namespace precis::explain
