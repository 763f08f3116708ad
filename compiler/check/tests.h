#pragma once

// In-language tests: facts as literal trees, expectations resolved.

#include "compiler/check/schema.h"

namespace precis::check {

void check_tests(Context& context, const Schemas& schemas);

}  // namespace precis::check
