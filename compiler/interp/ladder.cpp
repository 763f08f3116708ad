#include "compiler/interp/ladder.h"

#include <algorithm>

#include "compiler/interp/cells.h"

namespace precis::interp {

using runtime::Answer;
using runtime::AnswerKind;
using runtime::Cell;

static constexpr Answer NeedsInformation{AnswerKind::NeedsInformation, 0, runtime::NoRule};

// Reads one decision's outcomes by rule number; the number after the last rule is `otherwise`.
class Ladder {
 public:
  Ladder(const ir::Program& program, const ir::Decision& decision,
         const std::function<Cell(ir::NodeId)>& cell_of)
      : program_(program), decision_(decision), cell_of_(cell_of) {}

  Answer climb() const {
    Answer answer = own_answer(decision_.rules.size());
    for (std::size_t rule = decision_.rules.size(); rule-- > 0;) answer = step(rule, answer);
    return answer;
  }

 private:
  Answer step(std::size_t rule, Answer below) const {
    const Cell applies = cell_of_(decision_.rules[rule].applies);
    const bool can_hold = can_be_true(applies);
    const bool can_fail = can_be_false(applies);
    const bool may_fault = applies.may_fault != 0;
    if (can_hold && !can_fail && !may_fault) return own_answer(rule);
    if (!can_hold && can_fail && !may_fault) return below;
    if (!can_hold && !can_fail) return fault(rule);
    if (can_hold && can_fail && !may_fault) {
      const bool same = below.kind == AnswerKind::Decided && gives_equal(rule, below.rule);
      return same ? below : NeedsInformation;
    }
    if (!can_hold && can_fail && below.kind == AnswerKind::Fault) return below;
    return NeedsInformation;
  }

  static Answer fault(std::size_t rule) {
    return {AnswerKind::Fault, 0, static_cast<std::uint16_t>(rule)};
  }

  const ir::OutcomeValue& outcome(std::size_t rule) const {
    return rule < decision_.rules.size() ? decision_.rules[rule].then : decision_.otherwise.then;
  }

  Cell payload(ir::OccurrenceId id) const { return cell_of_(program_.occurrences[id].node); }

  bool is_mask(ir::OccurrenceId id) const {
    const runtime::Form form = program_.graph.type(program_.occurrences[id].node).form;
    return form == runtime::Form::Bool || form == runtime::Form::Enum;
  }

  Answer own_answer(std::size_t rule) const {
    bool all_exact = true;
    for (const std::optional<ir::OccurrenceId>& it : outcome(rule).payload) {
      if (!it) continue;
      const Cell cell = payload(*it);
      if (cell.no_value) return fault(rule);
      all_exact &= is_exact(cell, is_mask(*it));
    }
    if (!all_exact) return NeedsInformation;
    return {AnswerKind::Decided, 0, static_cast<std::uint16_t>(rule)};
  }

  bool gives_equal(std::size_t rule, std::size_t other) const {
    const ir::OutcomeValue& x = outcome(rule);
    const ir::OutcomeValue& y = outcome(other);
    if (x.alternative != y.alternative) return false;
    if (own_answer(rule).kind != AnswerKind::Decided) return false;
    return std::equal(x.payload.begin(), x.payload.end(), y.payload.begin(), y.payload.end(),
                      [&](const auto& a, const auto& b) {
                        if (!a || !b) return !a && !b;
                        return payload(*a) == payload(*b);
                      });
  }

  const ir::Program& program_;
  const ir::Decision& decision_;
  const std::function<Cell(ir::NodeId)>& cell_of_;
};

Answer ladder(const ir::Program& program, const ir::Decision& decision, std::int64_t at,
              const std::function<Cell(ir::NodeId)>& cell_of) {
  const ir::Policy& policy = program.policies[decision.policy];
  const Cell governs =
      policy.governs ? cell_of(program.occurrences[*policy.governs].node) : runtime::boolean(true);
  if (governs.low == runtime::CanBeFalse && !governs.may_fault) {
    return {AnswerKind::NotGoverned, 0, runtime::NoRule};
  }
  if (at < policy.effective_from || at > policy.effective_to) {
    return {AnswerKind::NotInForce, 0, runtime::NoRule};
  }
  if (governs.no_value) return {AnswerKind::Fault, 0, runtime::NoRule};
  if (!is_sure(governs)) return NeedsInformation;
  return Ladder(program, decision, cell_of).climb();
}

}  // namespace precis::interp
