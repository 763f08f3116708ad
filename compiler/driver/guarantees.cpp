#include "compiler/driver/guarantees.h"

#include <fmt/format.h>

#include "compiler/interp/interp.h"
#include "compiler/sample/sample.h"
#include "runtime/ingest/ingest.h"

namespace precis::driver {

using runtime::AnswerKind;

namespace {

class Trial {
 public:
  Trial(const ir::Program& program, const ir::Guarantee& guarantee)
      : program_(program), guarantee_(guarantee), symbols_(program.catalogue) {
    if (guarantee.when) roots_.push_back(node(*guarantee.when));
    roots_.push_back(node(guarantee.holds));
  }

  GuaranteeTried run(std::size_t records) {
    GuaranteeTried tried{&guarantee_};
    sample::Generator generator(program_, guarantee_.schema, roots_, Seed);
    std::vector<sample::Sample> good;  // that met `when`: what is near them meets it too, often
    // A gene's alleles may combine to what its laboratory never reports: those are not records.
    for (std::size_t i = 0; i < 2 * records && tried.records < records; ++i) {
      const bool is_near = !good.empty() && i % 2 == 1;
      const sample::Sample made =
          is_near ? generator.near(good[i / 2 % good.size()]) : generator.make();
      symbols_.clear();
      const auto record = runtime::ingest::read_one(
          sample::to_json(program_, guarantee_.schema, made), program_.schemas[guarantee_.schema],
          program_.catalogue, symbols_);
      if (!record.ok()) continue;
      ++tried.records;
      const std::vector<runtime::Cell> cells =
          interp::values(program_, guarantee_.schema, roots_, *record, symbols_);
      const bool is_met = !guarantee_.when || is_true(cells.front());
      if (guarantee_.when && cells.front().may_fault) return broken(tried, made, *record, true);
      if (!is_met) continue;
      ++tried.met;
      if (good.size() < MostKept) good.push_back(made);
      const runtime::Cell& holds = cells.back();
      if (holds.may_fault) return broken(tried, made, *record, true);
      if (holds.low == runtime::CanBeFalse) return broken(tried, made, *record, false);
    }
    return tried;
  }

 private:
  static constexpr std::uint64_t Seed = 20260101;
  static constexpr std::size_t MostKept = 64;

  ir::NodeId node(ir::OccurrenceId id) const { return program_.occurrences[id].node; }

  static bool is_true(const runtime::Cell& cell) {
    return cell.low == runtime::CanBeTrue && !cell.may_fault;
  }

  GuaranteeTried broken(GuaranteeTried tried, const sample::Sample& made,
                        const runtime::Record& record, bool faults) {
    tried.faults = faults;
    tried.counterexample = fmt::format("test \"{} does not hold\" {{\n", guarantee_.name);
    tried.counterexample += sample::to_givens(program_, guarantee_.schema, made);
    for (const ir::Policy& policy : program_.policies) {
      if (policy.name != guarantee_.of || policy.schema != guarantee_.schema) continue;
      for (const ir::DecisionId decision : policy.decisions) {
        tried.counterexample += expectation(policy, decision, record);
      }
    }
    tried.counterexample += "}\n";
    return tried;
  }

  std::string expectation(const ir::Policy& policy, ir::DecisionId id,
                          const runtime::Record& record) {
    const ir::Decision& decision = program_.decisions[id];
    const ir::TraceLayout layout(program_, id);
    const runtime::Answer answer = interp::decide(program_, id, layout, record, symbols_).answer;
    const std::string head = fmt::format("  expect {}.{} ", policy.name, decision.name);
    switch (answer.kind) {
      case AnswerKind::Decided: {
        if (decision.combination == ir::Combination::Collect) return {};
        const bool is_rule = answer.rule < decision.rules.size();
        const ir::OutcomeValue& then = ir::outcome_of(decision, answer.rule);
        const auto& alternatives = program_.outcomes[decision.outcome].alternatives;
        return fmt::format(
            "{}is {} by {}\n", head, alternatives[then.alternative].name,
            is_rule ? "rule " + ir::rule_name(program_, decision, answer.rule) : "otherwise");
      }
      case AnswerKind::Fault:
        return head + "faults\n";
      case AnswerKind::NotGoverned:
        return head + "not governed\n";
      case AnswerKind::NotInForce:
        return head + "not in force\n";
      case AnswerKind::NeedsInformation:
        return {};
    }
    return {};
  }

  const ir::Program& program_;
  const ir::Guarantee& guarantee_;
  runtime::Symbols symbols_;
  std::vector<ir::NodeId> roots_;
};

}  // namespace

GuaranteeTried try_guarantee(const ir::Program& program, const ir::Guarantee& guarantee,
                             std::size_t records) {
  return Trial(program, guarantee).run(records);
}

}  // namespace precis::driver
