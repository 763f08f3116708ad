#pragma once

// From a checked program to the expression graph: definitions and tables are written out, windows
// and quantifiers become operations, and every construct that an author wrote is kept as an
// occurrence of the node it became.

#include "compiler/ir/program.h"
#include "compiler/source/map.h"
#include "compiler/typed/program.h"

namespace precis::lower {

// Total: every sound program lowers, so there is no sink and no result type. `sources` is the map
// that the program was read from.
ir::Program program(const typed::SoundProgram& program, const source::Map& sources);

}  // namespace precis::lower
