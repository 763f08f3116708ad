#pragma once

// What the rows of a table say together about one of its inputs.

#include <cstdint>

#include "compiler/typed/program.h"

namespace precis::typed {

// Whether some row's cell of this input is `not tested`. Such a column reads the file: its other
// cells mean "tested, and one of these", so that for an untested gene exactly the rows that say
// `not tested` or `any` apply.
bool reads_file(const Program& program, const DecisionTable& table, std::uint32_t input);

}  // namespace precis::typed
