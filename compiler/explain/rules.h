#pragma once

// Every rule of the ladder with what became of it. Private to explain.

#include <vector>

#include "compiler/explain/derivation.h"

namespace precis::explain {

// Where the answer was made: rules after `last` did not matter.
struct Reach {
  runtime::Answer answer;
  bool considered = true;  // false: the policy does not govern the request, or is not in force
  bool governed = true;    // surely
  std::size_t last = 0;
};

Reach reach(const View& view, const Ladder& ladder, const runtime::Answer& answer);

// Whether it gives the outcome, or may give it: then what it gives is shown, with its values.
bool may_give(RuleState state);

// By ladder number.
std::vector<RuleConsidered> rules_considered(const View& view, Told& told, const Ladder& ladder,
                                             const Reach& reach);

std::vector<PhaseConsidered> phases_considered(const View& view, Told& told, const Reach& reach);

}  // namespace precis::explain
