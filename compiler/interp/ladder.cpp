#include "compiler/interp/ladder.h"

#include <algorithm>
#include <optional>
#include <utility>

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
    std::size_t rule = ir::rung_count(decision_) - 1;
    Answer answer = own_answer(rule);
    while (rule-- > 0) answer = step(rule, answer);
    return answer;
  }

  Answer collect(runtime::Collected& collected) const {
    Answer faulted{AnswerKind::Decided, 0, runtime::NoRule};
    bool is_open = false;
    for (std::size_t rule = 0; rule < decision_.rules.size(); ++rule) {
      const Cell applies = cell_of_(decision_.rules[rule].applies);
      if (applies.low == runtime::CanBeFalse && !applies.may_fault) continue;
      const AnswerKind own =
          is_sure(applies) ? own_answer(rule).kind : AnswerKind::NeedsInformation;
      if (own == AnswerKind::Decided) {
        runtime::add_rule(collected.sure, rule);
      } else if (own == AnswerKind::Fault || applies.no_value) {
        if (faulted.kind != AnswerKind::Fault) faulted = fault(rule);
      } else {
        runtime::add_rule(collected.possible, rule);
        is_open = true;
      }
    }
    return is_open && faulted.kind != AnswerKind::Fault ? NeedsInformation : faulted;
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
    return ir::outcome_of(decision_, rule);
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

// Whether the policy decides the record at all: if not, or not surely, what is answered.
static std::optional<Answer> outside(const ir::Policy& policy, const Cell& governs,
                                     std::int64_t at) {
  if (governs.low == runtime::CanBeFalse && !governs.may_fault) {
    return Answer{AnswerKind::NotGoverned, 0, runtime::NoRule};
  }
  if (at < policy.effective_from || at > policy.effective_to) {
    return Answer{AnswerKind::NotInForce, 0, runtime::NoRule};
  }
  if (governs.no_value) return Answer{AnswerKind::Fault, 0, runtime::NoRule};
  if (!is_sure(governs)) return NeedsInformation;
  return std::nullopt;
}

Verdict ladder(const ir::Program& program, const ir::Decision& decision, std::int64_t at,
               const std::function<Cell(ir::NodeId)>& cell_of) {
  const ir::Policy& policy = program.policies[decision.policy];
  const Cell governs =
      policy.governs ? cell_of(program.occurrences[*policy.governs].node) : runtime::boolean(true);
  const std::optional<Answer> early = outside(policy, governs, at);
  const Ladder rungs(program, decision, cell_of);
  const std::size_t words = ir::collected_words(decision);
  Verdict verdict{{}, {std::vector<std::uint64_t>(words), std::vector<std::uint64_t>(words)}};
  if (decision.combination == ir::Combination::Collect) {
    if (!early) {
      verdict.answer = rungs.collect(verdict.collected);
    } else if (early->kind == AnswerKind::NeedsInformation) {
      rungs.collect(verdict.collected);
      for (std::size_t i = 0; i < words; ++i) {
        verdict.collected.possible[i] |= std::exchange(verdict.collected.sure[i], 0);
      }
    }
  } else if (!early) {
    verdict.answer = rungs.climb();
  }
  if (early) verdict.answer = *early;
  return verdict;
}

}  // namespace precis::interp
