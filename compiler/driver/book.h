#pragma once

// The book of compiled policies, with what their tests came out as.

#include <vector>

#include "compiler/book/book.h"
#include "compiler/coverage/coverage.h"
#include "compiler/driver/compile.h"
#include "compiler/driver/tests.h"
#include "compiler/source/map.h"

namespace precis::driver {

// `tested` are tests of the program, `coverage` what they have seen.
std::vector<book::File> book(const source::Map& sources, const Compiled& compiled,
                             const std::vector<Tested>& tested,
                             std::vector<coverage::Policy> coverage);

}  // namespace precis::driver
