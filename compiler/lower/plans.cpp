#include "compiler/lower/plans.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "compiler/lower/content_hash.h"
#include "compiler/lower/outcomes.h"
#include "compiler/lower/phases.h"
#include "compiler/typed/plans.h"
#include "runtime/date.h"

namespace precis::lower {

using ir::NodeId;
using ir::OccurrenceId;
using ir::Op;
using ir::Shape;

static NodeId day(Builder& builder, std::int32_t value) {
  const ir::TypeId type = builder.intern({runtime::Form::Date, 0, 0, "", value, value});
  return builder.constant(type, value, value);
}

NodeId in_force(Builder& builder, NodeId at, std::int32_t from, std::int32_t to) {
  const ir::TypeId boolean = builder.bool_type();
  return builder.node(Op::And, boolean,
                      {builder.node(Op::LessEqual, boolean, {day(builder, from), at}),
                       builder.node(Op::LessEqual, boolean, {at, day(builder, to)})});
}

NodeId gives(Builder& builder, ir::DecisionId id, NodeId at, std::int64_t mask) {
  const ir::Decision& decision = builder.program().decisions[id];
  const ir::Policy& policy = builder.program().policies[decision.policy];
  const auto wanted = [&](const ir::OutcomeValue& value) {
    return (mask >> value.alternative & 1) != 0;
  };
  const ir::TypeId boolean = builder.bool_type();
  // Without `otherwise` the last rule is sure.
  NodeId given = builder.truth(decision.otherwise && wanted(decision.otherwise->then));
  for (std::size_t i = decision.rules.size(); i-- > 0;) {
    const NodeId applies = decision.rules[i].applies;
    given = wanted(decision.rules[i].then)
                ? builder.node(Op::Or, boolean, {applies, given})
                : builder.node(Op::And, boolean, {builder.negation(applies), given});
  }
  std::vector<NodeId> parts;
  if (policy.governs) parts.push_back(builder.node_of(*policy.governs));
  parts.push_back(in_force(builder, at, policy.effective_from, policy.effective_to));
  parts.push_back(given);
  return builder.all_of(parts);
}

namespace {

class PlanLowering {
 public:
  PlanLowering(const typed::Program& program, const typed::Plan& plan, Builder& builder,
               Expressions& expressions)
      : program_(program),
        plan_(plan),
        builder_(builder),
        expressions_(expressions),
        context_{plan.schema},
        at_(expressions.lower(plan.at, context_)),
        rules_(typed::plan_rules(program, plan)) {}

  // `id` is the plan's place among policies, `decision` among decisions.
  std::pair<ir::Policy, ir::Decision> run(ir::PolicyId id, ir::DecisionId decision,
                                          std::string hash) {
    add_all_sources();
    lower_overlays();
    ir::Policy policy{.name = plan_.name,
                      .title = plan_.title,
                      .version = plan_.version,
                      .effective_from = plan_.effective_from,
                      .effective_to = plan_.effective_to,
                      .schema = plan_.schema,
                      .governs = {},
                      .sources = sources_,
                      .decisions = {decision},
                      .content_hash = std::move(hash),
                      .span = plan_.span,
                      .plan = structure()};
    if (!plan_.otherwise) policy.governs = governs();
    ir::Decision made{.name = plan_.decision,
                      .policy = id,
                      .outcome = plan_.outcome,
                      .rules = {},
                      .otherwise = otherwise(),
                      .span = plan_.span};
    for (std::uint32_t i = 0; i < rules_.size(); ++i) made.rules.push_back(rule(i));
    return {std::move(policy), std::move(made)};
  }

 private:
  static ir::DecisionId same(typed::DecisionId id) { return ir::DecisionId(id.index()); }
  const ir::Decision& decision_of(typed::DecisionId id) const {
    return builder_.program().decisions[same(id)];
  }
  const ir::Policy& policy_of(typed::DecisionId id) const {
    return builder_.program().policies[decision_of(id).policy];
  }

  // The sources of the plan, then those of its policies and overlays.
  void add_all_sources() {
    add_sources(plan_.sources, sources_);
    for (const typed::PlanRule& it : rules_) {
      const std::uint32_t policy = program_.decisions[it.decision].policy.index();
      const auto first = static_cast<std::uint32_t>(sources_.size());
      if (!policy_sources_.emplace(policy, first).second) continue;
      add_sources(program_.policies[typed::PolicyId(policy)].sources, sources_);
    }
    for (const typed::OverlayId id : plan_.overlays) {
      overlay_sources_.push_back(static_cast<std::uint32_t>(sources_.size()));
      add_sources(program_.overlays[id].sources, sources_);
    }
  }

  std::vector<ir::Citation> of_policy(std::vector<ir::Citation> cited,
                                      typed::DecisionId decision) const {
    const std::uint32_t first = policy_sources_.at(program_.decisions[decision].policy.index());
    for (ir::Citation& it : cited) it.source += first;
    return cited;
  }

  OccurrenceId in_force_words(std::int32_t from, std::int32_t to, source::Span span) {
    const auto constant = [&](std::int32_t value) {
      const OccurrenceId id = builder_.occurrence(Shape::Constant, day(builder_, value), span);
      builder_.program().occurrences[id].text = runtime::format_date(value);
      return id;
    };
    const NodeId node = in_force(builder_, builder_.node_of(at_), from, to);
    const OccurrenceId id =
        builder_.occurrence(Shape::Window, node, span, {at_, constant(from), constant(to)});
    builder_.program().occurrences[id].text =
        fmt::format("in force from {} to {}", runtime::format_date(from), runtime::format_date(to));
    return id;
  }

  void lower_overlays() {
    for (std::size_t i = 0; i < plan_.overlays.size(); ++i) {
      const typed::Overlay& overlay = program_.overlays[plan_.overlays[i]];
      std::vector<OccurrenceId> scope{
          in_force_words(overlay.effective_from, overlay.effective_to, overlay.span)};
      if (overlay.when) scope.push_back(expressions_.lower(*overlay.when, context_));
      std::vector<ir::Exception> exceptions;
      for (const typed::Exception& it : overlay.exceptions) {
        std::vector<OccurrenceId> parts = scope;
        parts.push_back(expressions_.lower(it.condition, context_));
        const NodeId node = builder_.all_of(builder_.nodes_of(parts));
        const source::Span span = program_.exprs[it.condition].span;
        exceptions.push_back({overlay.name + "." + it.name, it.title,
                              builder_.occurrence(Shape::AllOf, node, span, parts), it.span,
                              citations(overlay.citations, overlay_sources_[i])});
      }
      for (const typed::Overlay::Exempted& it : overlay.exempts) {
        auto& of_rule = overlay_exceptions_[{it.decision.index(), on_ladder(it)}];
        of_rule.insert(of_rule.end(), exceptions.begin(), exceptions.end());
      }
    }
  }

  std::uint32_t on_ladder(const typed::Overlay::Exempted& it) const {
    const std::vector<ir::Rule>& rules = decision_of(it.decision).rules;
    std::uint32_t found = 0;
    while (rules[found].written != it.rule) ++found;
    return found;
  }

  const std::vector<ir::Exception>& added(typed::DecisionId decision, std::uint32_t rule) {
    return overlay_exceptions_[{decision.index(), rule}];
  }

  // Whether the rule applies in its policy, with the overlays of the plan.
  NodeId applies(typed::DecisionId id, std::uint32_t rule) {
    const ir::Decision& decision = decision_of(id);
    if (rule >= decision.rules.size()) return builder_.truth(true);
    std::vector<NodeId> parts = applies_in_policy(id, rule);
    for (const ir::Exception& it : added(id, rule)) {
      parts.push_back(builder_.negation(builder_.node_of(it.condition)));
    }
    return builder_.all_of(parts);
  }

  // Of a rule that others of its phase may pass over these have the plan's overlays too.
  std::vector<NodeId> applies_in_policy(typed::DecisionId id, std::uint32_t rule) {
    const ir::Decision& decision = decision_of(id);
    const std::vector<ir::Rule>& rules = decision.rules;
    const auto in_phase =
        open_phase(builder_, policy_of(id), decision.combination, rules[rule].phase);
    std::uint32_t first = rule;
    while (in_phase && first > 0 && rules[first - 1].phase == rules[rule].phase) --first;
    std::optional<NodeId> none_before;
    bool is_as_in_policy = true;
    for (std::uint32_t i = first; i < rule; ++i) {
      is_as_in_policy = is_as_in_policy && added(id, i).empty();
      none_before = nor(builder_, none_before, own_condition(builder_, rules[i], added(id, i)));
    }
    if (is_as_in_policy) return {rules[rule].applies};
    std::vector<NodeId> parts;
    if (!rules[rule].is_fallback) parts.push_back(*in_phase);
    parts.push_back(own_condition(builder_, rules[rule], {}));
    parts.push_back(unless_passed_over(builder_, *in_phase, *none_before));
    return parts;
  }

  std::vector<ir::Premise> scope_of(const typed::PlanRule& it) {
    const ir::Policy& policy = policy_of(it.decision);
    std::vector<ir::Premise> premises;
    if (policy.governs) {
      premises.push_back(
          {ir::Premise::Kind::Governs, builder_.node_of(*policy.governs), {*policy.governs}});
    }
    premises.push_back(
        {ir::Premise::Kind::InForce,
         in_force(builder_, builder_.node_of(at_), policy.effective_from, policy.effective_to),
         {}});
    return premises;
  }

  // Whether rule `earlier` of the same decision comes first in the plan as well, so that the order
  // says what a premise would.
  bool is_before(std::uint32_t earlier, std::uint32_t place) const {
    for (std::uint32_t i = 0; i < place; ++i) {
      if (rules_[i].decision == rules_[place].decision && rules_[i].rule == earlier) return true;
    }
    return false;
  }

  ir::Planned planned(std::uint32_t place) {
    const typed::PlanRule& it = rules_[place];
    ir::Planned made{.stage = it.stage,
                     .decision = same(it.decision),
                     .applies = applies(it.decision, it.rule),
                     .premises = scope_of(it),
                     .phases = phases_of(it.decision, it.rule),
                     .rejects = {}};
    for (std::uint32_t earlier = 0; earlier < it.rule; ++earlier) {
      if (is_before(earlier, place) || is_favorable_now(it)) continue;
      const ir::Rule& other = decision_of(it.decision).rules[earlier];
      std::vector<OccurrenceId> words = phases_of(it.decision, earlier);
      words.push_back(other.when);
      for (const ir::Exception& each : other.exceptions) words.push_back(each.condition);
      for (const ir::Exception& each : added(it.decision, earlier)) {
        words.push_back(each.condition);
      }
      made.premises.push_back({ir::Premise::Kind::NotBefore,
                               builder_.negation(applies(it.decision, earlier)), std::move(words)});
    }
    if (is_adverse(it)) made.rejects = rejects(it, made.applies);
    return made;
  }

  // The conditions of the phases up to the rule's own.
  std::vector<OccurrenceId> phases_of(typed::DecisionId id, std::uint32_t rule) const {
    std::vector<OccurrenceId> found;
    const ir::Decision& decision = decision_of(id);
    if (rule >= decision.rules.size() || !decision.rules[rule].phase) return found;
    for (std::uint32_t i = 0; i <= *decision.rules[rule].phase; ++i) {
      if (const auto& when = policy_of(id).phases[i].when) found.push_back(*when);
    }
    return found;
  }

  // Of a favorable rule all that is not favorable has been asked before.
  bool is_favorable_now(const typed::PlanRule& it) const {
    return typed::is_favorable(program_, program_.decisions[it.decision], it.rule);
  }
  bool is_adverse(const typed::PlanRule& it) const {
    const typed::Decision& decision = program_.decisions[it.decision];
    return program_.outcomes[decision.outcome]
               .alternatives[typed::outcome_of(decision, it.rule).alternative]
               .standing == typed::Standing::Adverse;
  }

  // What waives the rule in its policy is a favorable rule before it, and that the request is in an
  // earlier phase; other rules do not.
  NodeId rejects(const typed::PlanRule& it, NodeId own) {
    std::vector<NodeId> parts;
    for (const ir::Premise& premise : scope_of(it)) parts.push_back(premise.node);
    const typed::Decision& decision = program_.decisions[it.decision];
    const typed::Rule* const rule = typed::rule_on_ladder(decision, it.rule);
    const std::uint32_t phase = rule != nullptr ? rule->phase.value_or(0) : 0;
    for (std::uint32_t i = 0; i < phase; ++i) {
      const auto& when = policy_of(it.decision).phases[i].when;
      if (when) parts.push_back(builder_.negation(builder_.node_of(*when)));
    }
    for (std::uint32_t earlier = 0; earlier < it.rule; ++earlier) {
      // `otherwise` is given only when no other rule is.
      const bool waives =
          rule == nullptr || rule->is_fallback || typed::is_favorable(program_, decision, earlier);
      if (waives) parts.push_back(builder_.negation(applies(it.decision, earlier)));
    }
    parts.push_back(own);
    return builder_.all_of(parts);
  }

  ir::Rule rule(std::uint32_t place) {
    const typed::PlanRule& it = rules_[place];
    ir::Planned planned = this->planned(place);
    ir::Rule made = in_policy(it);
    made.name = typed::plan_rule_name(program_, plan_, it);
    made.written = place;
    made.phase = {};
    made.is_fallback = false;
    made.span = plan_.stages[it.stage].decisions[it.listed].span;
    made.citations = of_policy(std::move(made.citations), it.decision);
    const auto& more = added(it.decision, it.rule);
    made.exceptions.insert(made.exceptions.end(), more.begin(), more.end());
    std::vector<NodeId> parts;
    for (const ir::Premise& premise : planned.premises) parts.push_back(premise.node);
    parts.push_back(planned.applies);
    made.applies = builder_.all_of(parts);
    made.planned = std::move(planned);
    return made;
  }

  ir::Rule in_policy(const typed::PlanRule& it) {
    const ir::Decision& decision = decision_of(it.decision);
    if (it.rule < decision.rules.size()) return decision.rules[it.rule];
    const ir::Otherwise otherwise = *decision.otherwise;
    const NodeId always = builder_.truth(true);
    const OccurrenceId when = builder_.occurrence(Shape::Constant, always, otherwise.span);
    builder_.program().occurrences[when].text = "otherwise";
    return {.name = {},
            .title = "no other rule of the policy applies",
            .span = otherwise.span,
            .applies = always,
            .when = when,
            .exceptions = {},
            .then = otherwise.then,
            .because = otherwise.because,
            .citations = otherwise.citations,
            .justifications = {}};
  }

  ir::Otherwise otherwise() {
    if (plan_.otherwise) {
      const typed::Fallback& it = *plan_.otherwise;
      return {it.span, outcome(expressions_, it.then, context_),
              because(expressions_, it.because, context_), citations(it.citations)};
    }
    // Never given: where the plan governs, a rule of the policy that does applies.
    const typed::DecisionId last = plan_.stages.back().decisions.back().decision;
    const ir::Decision& decision = decision_of(last);
    ir::Otherwise made{plan_.span, ir::outcome_of(decision, ir::rung_count(decision) - 1), {}, {}};
    if (decision.otherwise) made = *decision.otherwise;
    made.citations = of_policy(std::move(made.citations), last);
    made.span = plan_.span;
    return made;
  }

  // That a policy of the plan governs the request and is in force.
  OccurrenceId governs() {
    std::vector<OccurrenceId> any;
    std::vector<bool> seen(program_.policies.size(), false);
    for (const typed::Stage& stage : plan_.stages) {
      for (const typed::Stage::Listed& it : stage.decisions) {
        const ir::Policy policy = policy_of(it.decision);
        const std::uint32_t index = decision_of(it.decision).policy.index();
        if (seen[index]) continue;
        seen[index] = true;
        std::vector<OccurrenceId> parts;
        if (policy.governs) parts.push_back(*policy.governs);
        parts.push_back(in_force_words(policy.effective_from, policy.effective_to, it.span));
        const NodeId node = builder_.all_of(builder_.nodes_of(parts));
        any.push_back(builder_.occurrence(Shape::AllOf, node, it.span, parts));
      }
    }
    if (any.size() == 1) return any.front();
    const NodeId node = builder_.node(Op::Or, builder_.bool_type(), builder_.nodes_of(any));
    const OccurrenceId id = builder_.occurrence(Shape::AnyOf, node, plan_.span, any);
    builder_.program().occurrences[id].text = "a policy of the plan governs the request";
    return id;
  }

  ir::Plan structure() const {
    ir::Plan made{{}, {}, plan_.appeal};
    for (const typed::DecisionId id : plan_.cost) made.cost.push_back(same(id));
    for (std::uint32_t s = 0; s < plan_.stages.size(); ++s) {
      const typed::Stage& stage = plan_.stages[s];
      ir::Stage lowered{stage.name, stage.title, stage.most_severe, {}};
      for (std::uint32_t d = 0; d < stage.decisions.size(); ++d) {
        lowered.decisions.push_back({same(stage.decisions[d].decision), places(s, d)});
      }
      made.stages.push_back(std::move(lowered));
    }
    return made;
  }

  std::vector<std::uint32_t> places(std::uint32_t stage, std::uint32_t listed) const {
    std::vector<std::uint32_t> found;
    for (std::uint32_t i = 0; i < rules_.size(); ++i) {
      if (rules_[i].stage == stage && rules_[i].listed == listed) found.push_back(i);
    }
    std::ranges::sort(found, {}, [&](std::uint32_t i) { return rules_[i].rule; });
    return found;
  }

  const typed::Program& program_;
  const typed::Plan& plan_;
  Builder& builder_;
  Expressions& expressions_;
  Context context_;
  OccurrenceId at_;
  std::vector<typed::PlanRule> rules_;
  std::vector<ir::Source> sources_;
  std::map<std::uint32_t, std::uint32_t> policy_sources_;  // by policy: its first source
  std::vector<std::uint32_t> overlay_sources_;             // beside Plan::overlays
  // By decision and rule.
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<ir::Exception>> overlay_exceptions_;
};

}  // namespace

void add_plans(const typed::Program& program, const source::Map& sources, Builder& builder,
               Expressions& expressions) {
  for (std::uint32_t i = 0; i < program.plans.size(); ++i) {
    const typed::PlanId id(i);
    const typed::Plan& plan = program.plans[id];
    auto [policy, decision] = PlanLowering(program, plan, builder, expressions)
                                  .run(policy_of(program, id), decision_of(program, id),
                                       content_hash(sources, plan.span.file, program.data_files));
    builder.program().policies.add(std::move(policy));
    builder.program().decisions.add(std::move(decision));
  }
}

}  // namespace precis::lower
