#pragma once

// Decisions: rules, outcomes, texts and citations.

#include "compiler/check/context.h"

namespace precis::check {

// Adds the typed decision; none when its outcome type is unknown. What is wrong inside is reported,
// and poison stands there.
std::optional<typed::DecisionId> read_decision(Context& context, std::size_t module,
                                               PolicyScope& scope, const typed::Policy& policy,
                                               typed::PolicyId id, const syntax::Decision& tree);

}  // namespace precis::check
