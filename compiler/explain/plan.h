#pragma once

// A plan's answer stage by stage, and the rejects of the claim. Private to explain.

#include <optional>

#include "compiler/explain/view.h"

namespace precis::explain {

// Nothing when the decision is that of a policy. `rule` is the one that decided, if one did.
std::optional<PlanConsidered> plan_considered(const View& view, std::optional<std::size_t> rule);

}  // namespace precis::explain
