#include "compiler/driver/guarantees.h"

#include <fmt/format.h>

#include <optional>
#include <utility>
#include <vector>

#include "compiler/driver/evaluator.h"
#include "compiler/interp/interp.h"
#include "compiler/ir/trace_cells.h"
#include "compiler/sample/sample.h"
#include "compiler/support/check.h"
#include "runtime/ingest/ingest.h"

namespace precis::driver {

using runtime::AnswerKind;

namespace {

// The program with one more decision, whose rules ask what the guarantee asks.
struct Asked {
  ir::Program program;
  ir::DecisionId decision = ir::DecisionId(0);
};

Asked asked(const ir::Program& program, const ir::Guarantee& guarantee) {
  Asked made{program};
  const ir::DecisionId decision(static_cast<std::uint32_t>(program.decisions.size()));
  const ir::PolicyId policy = made.program.policies.add({.name = guarantee.name,
                                                         .title = guarantee.title,
                                                         .version = {},
                                                         .effective_from = 0,
                                                         .effective_to = 0,
                                                         .schema = guarantee.schema,
                                                         .governs = {},
                                                         .sources = {},
                                                         .decisions = {decision},
                                                         .content_hash = {},
                                                         .span = guarantee.span});
  const std::vector<ir::Alternative>& alternatives = program.outcomes.front().alternatives;
  const ir::OutcomeValue any{
      0, std::vector<std::optional<ir::OccurrenceId>>(alternatives.front().fields.size())};
  const auto rule = [&](ir::OccurrenceId condition) {
    return ir::Rule{.name = {},
                    .title = {},
                    .span = guarantee.span,
                    .applies = program.occurrences[condition].node,
                    .when = condition,
                    .exceptions = {},
                    .then = any,
                    .because = {},
                    .citations = {},
                    .justifications = {}};
  };
  ir::Decision made_of_it{.name = "guarantee",
                          .policy = policy,
                          .outcome = 0,
                          .rules = {},
                          .otherwise = {},
                          .span = guarantee.span,
                          .combination = ir::Combination::Collect};
  if (guarantee.when) made_of_it.rules.push_back(rule(*guarantee.when));
  made_of_it.rules.push_back(rule(guarantee.holds));
  made.decision = made.program.decisions.add(std::move(made_of_it));
  return made;
}

class Trial {
 public:
  Trial(const ir::Program& program, const ir::Guarantee& guarantee)
      : program_(program),
        guarantee_(guarantee),
        asked_(asked(program, guarantee)),
        evaluator_(Evaluator::create(asked_.program)),
        symbols_(program.catalogue) {
    CHECK(evaluator_.ok(), "no code for this machine");
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
      const std::optional<std::vector<runtime::Cell>> both = values(*record);
      if (!both) {
        tried.readers_agree = false;
        return tried;
      }
      const std::vector<runtime::Cell>& cells = *both;
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

  // The cells of what is asked, where compiled code and interpreter agree.
  std::optional<std::vector<runtime::Cell>> values(const runtime::Record& record) const {
    const Evaluator& evaluator = *evaluator_;
    const jit::Trace compiled = evaluator.trace(asked_.decision, record, symbols_);
    const jit::Trace interpreted = evaluator.interpret(asked_.decision, record, symbols_);
    if (compiled.cells != interpreted.cells) return std::nullopt;
    const ir::TraceCells cells(asked_.program.graph, evaluator.layout(asked_.decision),
                               compiled.cells, record);
    std::vector<runtime::Cell> found;
    for (const ir::NodeId root : roots_) found.push_back(cells.find(root).value());
    return found;
  }

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
  Asked asked_;
  support::Result<Evaluator> evaluator_;
  runtime::Symbols symbols_;
  std::vector<ir::NodeId> roots_;
};

}  // namespace

GuaranteeTried try_guarantee(const ir::Program& program, const ir::Guarantee& guarantee,
                             std::size_t records) {
  return Trial(program, guarantee).run(records);
}

}  // namespace precis::driver
