#pragma once

// The ladder of a decision: from the cells of conditions and payloads to the answer. In words, for
// R(i) = what the rules from i on give: rule i's own outcome if its condition is sure, R(i+1) if it
// cannot hold, and if it may be either then R(i+1) when that is the very same outcome, else needs
// information. Faults: language page, section 3. Of a decision that collects: which rules are sure,
// which possible, which fault. `compiler/interp/ladder.h` is the contract.

#include <optional>
#include <vector>

#include "compiler/codegen/frame.h"
#include "compiler/codegen/matching.h"
#include "compiler/codegen/nodes.h"

namespace precis::codegen {

// The nodes that the ladder reads. Here and below, `matching` has rules that are not read as nodes,
// or is null.
std::vector<ir::NodeId> ladder_nodes(const ir::Program& program, ir::DecisionId decision,
                                     const Matching* matching);

// The node that says whom the policy governs; none where it governs every request.
std::optional<ir::NodeId> governing_node(const ir::Program& program, ir::DecisionId decision);

// Whether the policy governs the current records. `counts`: as far as is known it does, and is in
// force.
struct Governing {
  llvm::Value* sure;
  llvm::Value* never;
  llvm::Value* only_fault;
  llvm::Value* counts;
};

// The first step, once the node that says whom the policy governs is computed.
Governing emit_governing(Frame& frame, Nodes& nodes);

// The answers of a block that no rule counts for are written here: what is emitted afterwards is
// not reached. In the kernel, not in a part of it.
void leave_where_nothing_counts(Frame& frame, const Governing& governing);

// Writes the answer of the current record, and the sets of rules that a decision collects.
void emit_ladder(Frame& frame, Nodes& nodes, const Matching* matching, Governing governing);

}  // namespace precis::codegen
