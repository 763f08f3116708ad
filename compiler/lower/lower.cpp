#include "compiler/lower/lower.h"

#include "compiler/lower/content_hash.h"
#include "compiler/lower/expressions.h"
#include "compiler/lower/outcomes.h"
#include "compiler/lower/phases.h"
#include "compiler/lower/plans.h"
#include "compiler/lower/record_json.h"
#include "compiler/support/match.h"
#include "compiler/typed/decisions.h"

namespace precis::lower {

namespace {

// Policies and decisions keep their numbers: those of the checked program and of the lowered one
// are the same. Those of plans follow.
class Lowering {
 public:
  Lowering(const typed::Program& program, const source::Map& sources)
      : program_(program),
        sources_(sources),
        builder_(result_, sources),
        expressions_(program, builder_) {}

  ir::Program run() {
    result_.catalogue = program_.catalogue;
    result_.schemas = program_.schemas;
    for (const typed::OutcomeType& it : program_.outcomes) outcome_type(it);
    for (const typed::Policy& it : program_.policies) policy(it);
    for (const typed::Decision& it : program_.decisions) decision(it);
    add_plans(program_, sources_, builder_, expressions_);
    for (const typed::Guarantee& it : program_.guarantees) guarantee(it);
    for (const typed::Test& it : program_.tests) test(it);
    return std::move(result_);
  }

 private:
  static ir::PolicyId same(typed::PolicyId id) { return ir::PolicyId(id.index()); }
  static ir::DecisionId same(typed::DecisionId id) { return ir::DecisionId(id.index()); }

  static ir::Standing standing(typed::Standing standing) {
    switch (standing) {
      case typed::Standing::Favorable:
        return ir::Standing::Favorable;
      case typed::Standing::Review:
        return ir::Standing::Review;
      case typed::Standing::Adverse:
        return ir::Standing::Adverse;
    }
    return ir::Standing::Adverse;
  }

  void outcome_type(const typed::OutcomeType& it) {
    ir::OutcomeType made{it.name, {}};
    for (const typed::Alternative& alternative : it.alternatives) {
      ir::Alternative lowered{
          alternative.name, standing(alternative.standing), alternative.administrative, {}};
      for (const typed::Alternative::Field& field : alternative.fields) {
        lowered.fields.push_back({field.name, expressions_.type_of(field.type), field.optional});
      }
      made.alternatives.push_back(std::move(lowered));
    }
    result_.outcomes.push_back(std::move(made));
  }

  void policy(const typed::Policy& it) {
    ir::Policy made{.name = it.name,
                    .title = it.title,
                    .version = it.version,
                    .effective_from = it.effective_from,
                    .effective_to = it.effective_to,
                    .schema = it.schema,
                    .governs = {},
                    .sources = {},
                    .decisions = {},
                    .content_hash = content_hash(sources_, it.span.file, program_.data_files),
                    .span = it.span};
    if (it.governs) made.governs = expressions_.lower(*it.governs, Context{it.schema});
    add_sources(it.sources, made.sources);
    for (const typed::Phase& phase : it.phases) {
      ir::Phase lowered{phase.name, phase.title, {}, phase.span};
      if (phase.when) lowered.when = expressions_.lower(*phase.when, Context{it.schema});
      made.phases.push_back(std::move(lowered));
    }
    for (typed::DecisionId id : it.decisions) made.decisions.push_back(same(id));
    result_.policies.add(std::move(made));
  }

  // What holds of a request that the rules of a phase are for.
  std::vector<ir::NodeId> in_phase(const typed::Decision& decision, std::uint32_t number) {
    const std::vector<ir::Phase>& phases = result_.policies[same(decision.policy)].phases;
    std::vector<ir::NodeId> holds;
    for (std::uint32_t i = 0; i < number; ++i) {
      if (decision.combination != typed::Combination::Collect || !phases[i].when) continue;
      holds.push_back(builder_.negation(builder_.node_of(*phases[i].when)));
    }
    if (phases[number].when) holds.push_back(builder_.node_of(*phases[number].when));
    return holds;
  }

  // `passed_over`: the conjunct that others before it in its phase ask for.
  ir::Rule rule(const typed::Decision& decision, std::uint32_t number, const Context& context,
                std::optional<ir::NodeId> passed_over) {
    const typed::Rule& it = decision.rules[number];
    const ir::OccurrenceId when =
        it.is_fallback ? *result_.policies[same(decision.policy)].phases[*it.phase].when
                       : expressions_.lower(it.when, context);
    std::vector<ir::NodeId> applies;
    if (it.phase && !it.is_fallback) applies = in_phase(decision, *it.phase);
    applies.push_back(builder_.node_of(when));
    std::vector<ir::Exception> exceptions;
    for (const typed::Exception& exception : it.exceptions) {
      const ir::OccurrenceId condition = expressions_.lower(exception.condition, context);
      applies.push_back(builder_.negation(builder_.node_of(condition)));
      exceptions.push_back({exception.name, exception.title, condition, exception.span});
    }
    if (passed_over) applies.push_back(*passed_over);
    return {.name = it.name,
            .title = it.title,
            .span = it.span,
            .applies = builder_.all_of(applies),
            .when = when,
            .exceptions = std::move(exceptions),
            .then = outcome(expressions_, it.then, context),
            .because = because(expressions_, it.because, context),
            .citations = citations(it.citations),
            .kind = it.clinical ? ir::RuleKind::Clinical : ir::RuleKind::Administrative,
            .justifications = it.justifications,
            .written = number,
            .phase = it.phase,
            .is_fallback = it.is_fallback};
  }

  static ir::Combination combination(typed::Combination combination) {
    switch (combination) {
      case typed::Combination::FirstMatch:
        return ir::Combination::FirstMatch;
      case typed::Combination::Unique:
        return ir::Combination::Unique;
      case typed::Combination::MostSevere:
        return ir::Combination::MostSevere;
      case typed::Combination::Collect:
        return ir::Combination::Collect;
    }
    return ir::Combination::FirstMatch;
  }

  void decision(const typed::Decision& it) {
    const Context context{program_.policies[it.policy].schema};
    ir::Decision made{.name = it.name,
                      .policy = same(it.policy),
                      .outcome = it.outcome,
                      .rules = {},
                      .otherwise = {},
                      .span = it.span,
                      .combination = combination(it.combination)};
    if (it.otherwise) {
      made.otherwise =
          ir::Otherwise{it.otherwise->span, outcome(expressions_, it.otherwise->then, context),
                        because(expressions_, it.otherwise->because, context),
                        citations(it.otherwise->citations)};
    }
    const ir::Policy& policy = result_.policies[made.policy];
    std::optional<ir::NodeId> none_before;
    for (const std::uint32_t number : typed::ladder_order(it)) {
      const std::optional<std::uint32_t> phase = it.rules[number].phase;
      if (made.rules.empty() || made.rules.back().phase != phase) none_before.reset();
      const auto in_phase = open_phase(builder_, policy, made.combination, phase);
      std::optional<ir::NodeId> passed_over;
      if (none_before) passed_over = unless_passed_over(builder_, *in_phase, *none_before);
      made.rules.push_back(rule(it, number, context, passed_over));
      if (!in_phase || it.rules[number].is_fallback) continue;
      none_before = nor(builder_, none_before, own_condition(builder_, made.rules.back(), {}));
    }
    if (!it.otherwise && it.combination != typed::Combination::Collect) {
      // The rules leave nothing out: whoever reaches the last one is its case.
      made.rules.back().applies = builder_.truth(true);
    }
    result_.decisions.add(std::move(made));
  }

  static ir::Expectation::Kind kind(typed::ExpectationKind kind) {
    switch (kind) {
      case typed::ExpectationKind::Is:
        return ir::Expectation::Kind::Is;
      case typed::ExpectationKind::Collects:
        return ir::Expectation::Kind::Collects;
      case typed::ExpectationKind::Needs:
        return ir::Expectation::Kind::Needs;
      case typed::ExpectationKind::Rejects:
        return ir::Expectation::Kind::Rejects;
      case typed::ExpectationKind::Faults:
        return ir::Expectation::Kind::Faults;
      case typed::ExpectationKind::NotGoverned:
        return ir::Expectation::Kind::NotGoverned;
      case typed::ExpectationKind::NotInForce:
        return ir::Expectation::Kind::NotInForce;
    }
    return ir::Expectation::Kind::Is;
  }

  ir::DecisionId decision_of(const std::variant<typed::DecisionId, typed::PlanId>& of) const {
    return support::match(
        of, [](typed::DecisionId id) { return same(id); },
        [&](typed::PlanId id) { return lower::decision_of(program_, id); });
  }

  void guarantee(const typed::Guarantee& it) {
    const Context context{it.schema};
    std::optional<ir::OccurrenceId> when;
    if (it.when) when = expressions_.lower(*it.when, context);
    result_.guarantees.push_back({it.name, it.title, it.of, it.schema, when,
                                  expressions_.lower(it.holds, context), it.span});
  }

  // From numbers in the author's order to those of the ladder.
  std::vector<std::uint32_t> on_ladder(const ir::Decision& decision,
                                       const std::vector<std::uint32_t>& written) const {
    std::vector<std::uint32_t> found;
    for (const std::uint32_t number : written) {
      std::uint32_t i = 0;
      while (i < decision.rules.size() && decision.rules[i].written != number) ++i;
      found.push_back(i);
    }
    return found;
  }

  ir::Expectation expectation(const typed::Expectation& it, const Context& context) {
    const ir::DecisionId of = decision_of(it.of);
    const ir::Decision& decision = result_.decisions[of];
    ir::Expectation made{.decision = of,
                         .kind = kind(it.kind),
                         .alternative = it.alternative,
                         .fields = {},
                         .rules = on_ladder(decision, it.rules),
                         .by = it.by,
                         .sure = on_ladder(decision, it.sure),
                         .possible = on_ladder(decision, it.possible),
                         .needs = it.needs,
                         .rejects = it.rejects,
                         .span = it.span};
    for (const typed::Expectation::Field& field : it.fields) {
      const ir::OccurrenceId value = expressions_.lower(field.value, context);
      std::optional<std::uint32_t> rule;
      if (field.rule) rule = on_ladder(decision, {*field.rule}).at(0);
      made.fields.push_back(
          {field.index, builder_.node_of(value), result_.occurrences[value].text, rule});
    }
    return made;
  }

  void test(const typed::Test& it) {
    ir::Test made{it.title, it.schema, record_json(program_, it), {}, it.span};
    for (const typed::Expectation& each : it.expectations) {
      made.expectations.push_back(expectation(each, Context{it.schema}));
    }
    result_.tests.push_back(std::move(made));
  }

  const typed::Program& program_;
  const source::Map& sources_;
  ir::Program result_;
  Builder builder_;
  Expressions expressions_;
};

}  // namespace

ir::Program program(const typed::SoundProgram& program, const source::Map& sources) {
  return Lowering(program.get(), sources).run();
}

}  // namespace precis::lower
