#include "compiler/coverage/coverage.h"

#include <algorithm>
#include <set>
#include <utility>

namespace precis::coverage {

using ir::Occurrence;
using ir::OccurrenceId;
using ir::Shape;
using runtime::AnswerKind;
using runtime::Cell;

static bool surely(const Cell& cell, std::int64_t truth) {
  return cell.no_value == 0 && cell.may_fault == 0 && cell.low == truth;
}

static std::tuple<std::uint32_t, std::uint32_t, std::uint32_t> place(source::Span span) {
  return {span.file.index(), span.begin, span.end};
}

static std::vector<OccurrenceId> payload_of(const ir::OutcomeValue& value) {
  std::vector<OccurrenceId> found;
  for (const std::optional<OccurrenceId>& field : value.payload) {
    if (field) found.push_back(*field);
  }
  return found;
}

// ---- what there is to see

bool Collector::is_condition(const Occurrence& it) const {
  const bool is_boolean = program_.graph.type(it.node).form == runtime::Form::Bool;
  switch (it.shape) {
    case Shape::Constant:
    case Shape::Definition:
    case Shape::Not:
      return false;
    case Shape::Fact:
    case Shape::AllOf:
    case Shape::AnyOf:
    case Shape::AtLeast:
    case Shape::Comparison:
    case Shape::Membership:
    case Shape::Window:
    case Shape::Quantifier:
    case Shape::Selection:
    case Shape::CountOf:
    case Shape::Exposure:
    case Shape::Table:
    case Shape::Conditional:
    case Shape::Arithmetic:
    case Shape::Test:
    case Shape::Assumption:
    case Shape::LookUp:
    case Shape::Parameter:
      return is_boolean;
  }
  return false;
}

Collector::Collector(const ir::Program& program, std::unordered_set<source::FileId> files)
    : program_(program), files_(std::move(files)), policies_(program.policies.size()) {
  for (const ir::Decision& decision : program.decisions) decisions_.push_back(enroll(decision));
}

Decision Collector::enroll(const ir::Decision& decision) {
  PolicySeen& policy = policies_[decision.policy.index()];
  std::unordered_set<std::uint32_t> visited;
  if (const auto& governs = program_.policies[decision.policy].governs) {
    enroll(*governs, policy, visited);
  }
  Decision made{decision.name, {}, {}};
  for (const ir::Phase& phase : program_.policies[decision.policy].phases) {
    if (phase.when) enroll(*phase.when, policy, visited);
  }
  for (std::size_t i = 0; i < decision.rules.size(); ++i) {
    const ir::Rule& rule = decision.rules[i];
    const std::string name = ir::rule_name(program_, decision, i);
    made.rules.push_back({name, rule.span});
    enroll(rule.when, policy, visited);
    for (const ir::Exception& it : rule.exceptions) {
      made.exceptions.push_back({name, it.name, it.span});
      enroll(it.condition, policy, visited);
    }
    for (const OccurrenceId id : payload_of(rule.then)) enroll(id, policy, visited);
  }
  if (!decision.otherwise) return made;
  made.rules.push_back({"otherwise", decision.otherwise->span, true});
  for (const OccurrenceId id : payload_of(decision.otherwise->then)) enroll(id, policy, visited);
  return made;
}

void Collector::enroll(OccurrenceId id, PolicySeen& policy,
                       std::unordered_set<std::uint32_t>& visited) {
  if (!visited.insert(id.index()).second) return;
  const Occurrence& it = program_.occurrences[id];
  if (counts(it) && is_condition(it)) {
    Condition& condition =
        policy.conditions.try_emplace(place(it.span), Condition{it.span, it.text}).first->second;
    condition.can_be_unknown |= program_.graph[it.node].precision == ir::Precision::Partial;
  }
  const bool has_rows = it.shape == Shape::Table || it.shape == Shape::Parameter;
  const std::size_t inputs = has_rows ? ir::table_inputs(program_, it) : it.children.size();
  for (std::size_t i = 0; i < inputs; ++i) enroll(it.children[i], policy, visited);
  // Nobody need test the entries of a parameter that are over.
  if (it.shape == Shape::Parameter) return;
  for (std::size_t i = inputs; i < it.children.size(); i += 2) {
    const Occurrence& row = program_.occurrences[it.children[i]];
    if (!counts(row)) continue;
    policy.rows.try_emplace(place(row.span), Row{it.name, row.span, row.text});
  }
}

// ---- what was seen

// One decision of one record, while its constructs are visited: each once for each item.
struct Collector::Walk {
  const ir::TraceCells& cells;
  PolicySeen& policy;
  std::set<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>> visited = {};
};

void Collector::add(ir::DecisionId id, const ir::TraceCells& cells, const runtime::Answer& answer,
                    const runtime::Collected& collected) {
  const ir::Decision& decision = program_.decisions[id];
  Decision& seen = decisions_[id.index()];
  Walk walk{cells, policies_[decision.policy.index()]};
  if (const auto& governs = program_.policies[decision.policy].governs) see(*governs, {}, walk);
  if (answer.kind == AnswerKind::NotGoverned || answer.kind == AnswerKind::NotInForce) return;

  for (const ir::Phase& phase : program_.policies[decision.policy].phases) {
    if (phase.when) see(*phase.when, {}, walk);
  }
  const bool collects = decision.combination == ir::Combination::Collect;
  const bool is_decided = answer.kind == AnswerKind::Decided && !collects;
  for (std::size_t i = 0; i < decision.rules.size(); ++i) {
    const Cell applies = cells.find(decision.rules[i].applies).value();
    const bool fired =
        collects ? runtime::has_rule(collected.sure, i) : is_decided && answer.rule == i;
    seen.rules[i].fired += fired ? 1 : 0;
    seen.rules[i].not_fired += surely(applies, runtime::CanBeFalse) ? 1 : 0;
    see(decision.rules[i].when, {}, walk);
    see_exceptions(decision.rules[i], seen.rules[i].name, seen, walk);
    if (fired) {
      for (const OccurrenceId value : payload_of(decision.rules[i].then)) see(value, {}, walk);
    }
    if (!collects && (surely(applies, runtime::CanBeTrue) || applies.no_value != 0)) return;
  }
  if (!is_decided || !decision.otherwise) return;
  seen.rules.back().fired += 1;
  for (const OccurrenceId value : payload_of(decision.otherwise->then)) see(value, {}, walk);
}

void Collector::see_exceptions(const ir::Rule& rule, const std::string& name, Decision& seen,
                               Walk& walk) {
  const Cell when = walk.cells.find(program_.occurrences[rule.when].node).value();
  if (surely(when, runtime::CanBeFalse)) return;
  for (const ir::Exception& it : rule.exceptions) {
    const auto found = std::find_if(
        seen.exceptions.begin(), seen.exceptions.end(),
        [&](const Exception& each) { return each.rule == name && each.name == it.name; });
    see(it.condition, {}, walk);
    const Cell met = walk.cells.find(program_.occurrences[it.condition].node).value();
    found->met += surely(met, runtime::CanBeTrue) ? 1 : 0;
    found->not_met += surely(met, runtime::CanBeFalse) ? 1 : 0;
  }
}

void Collector::see(OccurrenceId id, const ir::Row& row, Walk& walk) {
  if (!walk.visited.emplace(id.index(), row[0], row[1]).second) return;
  const Occurrence& it = program_.occurrences[id];
  if (counts(it) && is_condition(it)) see_condition(it, row, walk);
  std::size_t inputs = it.children.size();
  if (it.shape == Shape::Table) see_rows(it, row, walk);
  if (it.shape == Shape::Table || it.shape == Shape::Parameter) {
    inputs = ir::table_inputs(program_, it);
  }
  const std::size_t items = it.list ? walk.cells.items(*it.list) : 1;
  for (std::size_t i = 0; i < inputs; ++i) {
    ir::Row at = row;
    for (std::size_t item = 0; item < items; ++item) {
      if (it.list) at[it.level] = static_cast<std::uint32_t>(item);
      see(it.children[i], at, walk);
    }
  }
}

void Collector::see_condition(const Occurrence& it, const ir::Row& row, Walk& walk) {
  const std::optional<Cell> cell = walk.cells.find(it.node, row);
  if (!cell) return;
  Condition& seen = walk.policy.conditions.at(place(it.span));
  if (surely(*cell, runtime::CanBeTrue)) {
    ++seen.was_true;
  } else if (surely(*cell, runtime::CanBeFalse)) {
    ++seen.was_false;
  } else {
    ++seen.was_unknown;
  }
}

void Collector::see_rows(const Occurrence& it, const ir::Row& row, Walk& walk) {
  for (std::size_t i = ir::table_inputs(program_, it); i < it.children.size(); i += 2) {
    const Occurrence& condition = program_.occurrences[it.children[i]];
    const std::optional<Cell> cell = walk.cells.find(condition.node, row);
    if (!cell || surely(*cell, runtime::CanBeFalse)) continue;
    if (surely(*cell, runtime::CanBeTrue) && counts(condition)) {
      ++walk.policy.rows.at(place(condition.span)).chosen;
    }
    return;
  }
}

std::vector<Policy> Collector::result() const {
  std::vector<Policy> made;
  for (const ir::Policy& policy : program_.policies) {
    // The rules of a plan are those of its policies. Plans come last.
    if (policy.plan) break;
    const PolicySeen& seen = policies_[made.size()];
    Policy it{policy.name, policy.span, {}, {}, {}};
    for (const ir::DecisionId id : policy.decisions) it.decisions.push_back(decisions_[id.index()]);
    for (const auto& [at, condition] : seen.conditions) it.conditions.push_back(condition);
    for (const auto& [at, row] : seen.rows) it.rows.push_back(row);
    made.push_back(std::move(it));
  }
  return made;
}

// ---- shares

Share& Share::operator+=(Share other) {
  seen += other.seen;
  of += other.of;
  return *this;
}

static Share goal(std::size_t times) {
  return {times > 0 ? std::size_t{1} : std::size_t{0}, 1};
}

Share rules_seen(const Policy& policy) {
  Share share;
  for (const Decision& decision : policy.decisions) {
    for (const Rule& rule : decision.rules) {
      share += goal(rule.fired);
      if (!rule.is_otherwise) share += goal(rule.not_fired);
    }
  }
  return share;
}

Share rows_seen(const Policy& policy) {
  Share share;
  for (const Row& row : policy.rows) share += goal(row.chosen);
  return share;
}

Share gated(const Policy& policy) {
  Share share = rules_seen(policy);
  return share += rows_seen(policy);
}

Share exceptions_seen(const Policy& policy) {
  Share share;
  for (const Decision& decision : policy.decisions) {
    for (const Exception& it : decision.exceptions) {
      share += goal(it.met);
      share += goal(it.not_met);
    }
  }
  return share;
}

Share conditions_decided(const Policy& policy) {
  Share share;
  for (const Condition& it : policy.conditions) {
    share += goal(it.was_true);
    share += goal(it.was_false);
  }
  return share;
}

Share conditions_unknown(const Policy& policy) {
  Share share;
  for (const Condition& it : policy.conditions) {
    if (it.can_be_unknown) share += goal(it.was_unknown);
  }
  return share;
}

}  // namespace precis::coverage
