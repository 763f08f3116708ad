#pragma once

// Percentages as factors.

#include "compiler/check/context.h"

namespace precis::check {

// What a factor of a product or quotient is: of a percentage the plain number, 0.25 of `25 %`;
// every other value itself. So `30 days * 75 %` is a number of days.
typed::ExprId as_factor(Context& context, typed::ExprId id);

}  // namespace precis::check
