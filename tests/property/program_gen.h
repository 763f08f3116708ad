#pragma once

// Random programs over the world: one policy with one decision, type-directed, so that every
// generated program verifies. They are built as expression graphs, to reach every operation in
// every combination, whether or not an author would write it.

#include <cstdint>
#include <set>

#include "compiler/ir/program.h"
#include "tests/property/world.h"

namespace precis::property {

struct GeneratedProgram {
  ir::Program program;
  ir::DecisionId decision{0};
};

GeneratedProgram generate_program(const World& world, std::uint64_t seed);

// What a completion must leave as it is (language page, section 4): leaves below an assumption or
// an on-file test, and lists among whose items on file one is selected or tested for.
struct Untouchable {
  std::set<runtime::LeafIndex> leaves;
  std::set<runtime::ListIndex> lists;
};
Untouchable untouchable(const ir::Program& program, ir::DecisionId decision);

}  // namespace precis::property
