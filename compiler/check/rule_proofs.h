#pragma once

// What can be proved about the rules of a decision: whether two can apply at once, whether they
// leave nothing out, and whether each can give its outcome at all.

#include "compiler/check/rules.h"

namespace precis::check {

// Reports rules of a `unique` decision that may overlap, rules that are never reached, and an
// `otherwise` that is needed and missing. What cannot be proved within a bounded search is not
// claimed. Says nothing of a decision with a condition that could not be read.
void prove_rules(Context& context, typed::DecisionId id, const DecisionParts& parts);

}  // namespace precis::check
