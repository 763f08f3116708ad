#pragma once

// Finds what is written and does nothing: reasons without words, parameters that are never read.

#include "compiler/check/context.h"

namespace precis::check {

// Reports warnings only; the program has no errors.
void lint_written(Context& context);

}  // namespace precis::check
