#pragma once

// What is not wrong and yet odd: conditions that can only come out one way, things said twice, one
// boundary read in two ways, parameters nobody reads, reasons without a word.

#include "compiler/check/context.h"

namespace precis::check {

// For a program without errors: a broken place may have been the one that makes sense of another.
void lint(Context& context);

}  // namespace precis::check
