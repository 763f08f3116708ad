#pragma once

// Whether the rows of a table cover every input, and each something of its own.

#include "compiler/check/context.h"

namespace precis::check {

// Reports the first gap, overlaps of a `unique` table and rows of a `first match` table that are
// never reached, each with an example.
void check_rows(Context& context, const typed::DecisionTable& table);

}  // namespace precis::check
