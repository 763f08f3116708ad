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
    if (rule.planned) {
      for (const ir::Premise& premise : rule.planned->premises) {
        for (const OccurrenceId id : premise.words) enroll(id, policy, visited);
      }
    }
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
                       std::unordered_set<std::uint32_t>& visited) const {
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
    if (decision.rules[i].planned) see_scope(*decision.rules[i].planned, walk);
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

// What the policy of a plan's rule governs.
void Collector::see_scope(const ir::Planned& planned, Walk& walk) {
  for (const ir::Premise& premise : planned.premises) {
    if (premise.kind != ir::Premise::Kind::Governs) continue;
    for (const OccurrenceId id : premise.words) see(id, {}, walk);
  }
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

// An overlay's exception is one, however many rules it is added to.
static void add_exception(const Decision& of_rules, const std::string& rule,
                          const ir::Exception& it, std::vector<Exception>& lines) {
  const auto counted = std::find_if(
      of_rules.exceptions.begin(), of_rules.exceptions.end(),
      [&](const Exception& each) { return each.rule == rule && each.name == it.name; });
  auto line = std::find_if(lines.begin(), lines.end(),
                           [&](const Exception& each) { return each.name == it.name; });
  if (line == lines.end()) line = lines.insert(lines.end(), {rule, it.name, it.span});
  line->met += counted->met;
  line->not_met += counted->not_met;
}

std::vector<const ir::Exception*> Collector::added(const ir::Rule& rule) const {
  std::set<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>> of_policy;
  for (const ir::Rule& other : program_.decisions[rule.planned->decision].rules) {
    for (const ir::Exception& it : other.exceptions) of_policy.insert(place(it.span));
  }
  std::vector<const ir::Exception*> found;
  for (const ir::Exception& it : rule.exceptions) {
    if (!of_policy.contains(place(it.span))) found.push_back(&it);
  }
  return found;
}

// Its rules are those of its policies: a listed decision is one line.
Policy Collector::plan(const ir::Policy& policy, const PolicySeen& seen) const {
  const ir::DecisionId id = policy.decisions.front();
  const ir::Decision& decision = program_.decisions[id];
  const Decision& of_rules = decisions_[id.index()];
  std::size_t decided = 0;
  for (const Rule& rule : of_rules.rules) decided += rule.fired;
  Policy made{policy.name, policy.span, {{decision.name, {}, {}}}, {}, {}, true};
  Decision& lines = made.decisions.front();
  PolicySeen own;
  std::unordered_set<std::uint32_t> visited;
  for (const ir::Stage& stage : policy.plan->stages) {
    for (const ir::Stage::Listed& listed : stage.decisions) {
      const ir::Decision& other = program_.decisions[listed.decision];
      const std::string name = program_.policies[other.policy].name + "." + other.name;
      Rule line{name, decision.rules[listed.rules.front()].span};
      for (const std::uint32_t rule : listed.rules) line.fired += of_rules.rules[rule].fired;
      line.not_fired = decided - line.fired;
      lines.rules.push_back(line);
    }
  }
  // One that governs what its policies govern never comes to its `otherwise`.
  if (!policy.governs) lines.rules.push_back(of_rules.rules.back());
  for (std::size_t i = 0; i < decision.rules.size(); ++i) {
    for (const ir::Premise& premise : decision.rules[i].planned->premises) {
      if (premise.kind != ir::Premise::Kind::Governs) continue;
      for (const OccurrenceId words : premise.words) enroll(words, own, visited);
    }
    for (const ir::Exception* it : added(decision.rules[i])) {
      enroll(it->condition, own, visited);
      add_exception(of_rules, of_rules.rules[i].name, *it, lines.exceptions);
    }
  }
  for (const auto& [at, condition] : own.conditions) {
    made.conditions.push_back(seen.conditions.at(at));
  }
  return made;
}

std::vector<Policy> Collector::result() const {
  std::vector<Policy> made;
  for (const ir::Policy& policy : program_.policies) {
    const PolicySeen& seen = policies_[made.size()];
    if (policy.plan) {
      made.push_back(plan(policy, seen));
      continue;
    }
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
