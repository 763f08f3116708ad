#pragma once

// The rules about rules: what an adverse outcome may rest on, and what it must say.

#include "compiler/check/rules.h"

namespace precis::check {

// Checks the policy's rules and marks the clinical ones. `written` is what each of the policy's
// decisions was made from.
void check_governance(Context& context, typed::PolicyId id,
                      const std::vector<DecisionParts>& written);

}  // namespace precis::check
