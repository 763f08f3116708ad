#pragma once

// From the cells of a decision to its answer. These words are the contract; the code generator
// implements the same from the same words, and shares no code with this.
//
// Before the ladder:
//   - `governs` is {F}: NotGoverned;
//   - the `at` date is outside the policy's effective period (both ends are inside): NotInForce;
//   - `governs` surely faults: Fault, NoRule; it is anything but {T}: NeedsInformation.
//
// An outcome *as its own* (of rule i, or of `otherwise`, whose number is the one after the last
// rule), by its payload cells; an absent payload counts as exact:
//   - some cell surely faults: Fault, that rule;
//   - some cell may fault: NeedsInformation;
//   - some cell is not exact (one member of a mask, one value of an interval): NeedsInformation;
//   - otherwise Decided, that rule.
//
// R(otherwise) is its outcome as its own. From the last rule to the first, by the cell c of
// `applies` as a subset of {T, F, X} (X: may fault):
//   - {T}: R(i) is the outcome of rule i as its own;
//   - {F}: R(i) = R(i + 1);
//   - {X}: R(i) is Fault, rule i;
//   - {F, T}: R(i + 1), when that is Decided and its outcome equals that of rule i: the outcome of
//     rule i as its own is Decided, of the same alternative, with the same payloads absent and
//     equal cells for the others. The rule reported is the sure one further down. Else
//     NeedsInformation;
//   - {F, X}: R(i + 1) when that is Fault, else NeedsInformation;
//   - any other set: NeedsInformation.
// Without `otherwise` the last rule is sure, and R begins with it.
// The answer is R(first rule). NeedsInformation, NotGoverned and NotInForce carry NoRule.

//
// Of a `collect` decision each rule is on its own. By its cell c and its outcome as its own:
//   - {T}, and the outcome is Decided: the rule is sure;
//   - {X}, or {T} and the outcome is Fault: the rule faults;
//   - {F}: nothing;
//   - any other: the rule is possible.
// The answer is Fault of the first rule that faults; else NeedsInformation when some rule is
// possible; else Decided, NoRule. Where `governs` is not sure but may hold, what would be sure is
// possible; where it cannot hold, and out of force, no rule is either.

#include <functional>

#include "compiler/ir/program.h"
#include "runtime/answer.h"
#include "runtime/cell.h"

namespace precis::interp {

struct Verdict {
  runtime::Answer answer;
  runtime::Collected collected;  // of a `collect` decision; else without words
};

// `cell_of` gives the cell of a node of member scope.
Verdict ladder(const ir::Program& program, const ir::Decision& decision, std::int64_t at,
               const std::function<runtime::Cell(ir::NodeId)>& cell_of);

}  // namespace precis::interp
