#pragma once

// The rules about rules: what an adverse outcome may rest on, and what it must say.

#include "compiler/check/context.h"

namespace precis::check {

// Checks the policy's rules and marks the clinical ones. `tree` is what the policy was made from.
void check_governance(Context& context, typed::PolicyId id, const syntax::Policy& tree);

}  // namespace precis::check
