#pragma once

// In which order the rules of a decision are tried.

#include <cstdint>
#include <vector>

#include "compiler/typed/program.h"

namespace precis::typed {

// Numbers of rules in the author's order, as the ladder has them: phase by phase, in each the most
// severe outcome first where the decision says `most severe`, ties as written, and the phase's
// `otherwise` last.
std::vector<std::uint32_t> ladder_order(const Decision& decision);

}  // namespace precis::typed
