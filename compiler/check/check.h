#pragma once

// From what was written to what it means: names, types, units, the rules for adverse outcomes, and
// whether tables are complete.

#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/map.h"
#include "compiler/syntax/tree.h"
#include "compiler/typed/program.h"

namespace precis::check {

// Checks the modules as one program. Runs after errors of parsing too: what touches a damaged place
// stays silent. `sink` holds what parsing reported.
typed::Checked program(const std::vector<syntax::Module>& modules, const source::Map& sources,
                       diagnostics::Sink& sink);

}  // namespace precis::check
