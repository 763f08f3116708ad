#pragma once

// What of a plan is computed only where it can count. A rule of a plan applies only where its
// policy governs the request and is in force. So the nodes that rules of some policies read, and no
// others, are a region: code behind a branch that is taken where one of these policies may count.

#include <vector>

#include "compiler/ir/program.h"

namespace precis::codegen {

struct Region {
  // The nodes that must all hold for rules that read it to apply, of each of their policies. None:
  // it is computed always.
  std::vector<std::vector<ir::NodeId>> policies;
  std::vector<ir::NodeId> nodes;  // ascending
  // Those of member scope that later regions or the ladder may read.
  std::vector<ir::NodeId> given;
};

// All of `nodes`, which are ascending and closed under operands. A region reads nodes of its own
// and of those before it.
std::vector<Region> regions_of(const ir::Program& program, ir::DecisionId decision,
                               const std::vector<ir::NodeId>& nodes);

}  // namespace precis::codegen
