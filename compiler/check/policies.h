#pragma once

// Policies: header, sources, definitions, decisions and their rules.

#include "compiler/check/schema.h"

namespace precis::check {

// Checks every policy of the program, then what policies of one name promise together.
void check_policies(Context& context, Schemas& schemas);

}  // namespace precis::check
