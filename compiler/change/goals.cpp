#include "compiler/change/goals.h"

#include <algorithm>

namespace precis::change {

using runtime::AnswerKind;
using runtime::Cell;

int severity_of(const Search& search, std::size_t rung) {
  const ir::OutcomeType& type = search.program.outcomes[search.decision().outcome];
  const ir::OutcomeValue& value = ir::outcome_of(search.decision(), rung);
  switch (type.alternatives[value.alternative].standing) {
    case ir::Standing::Favorable:
      return 0;
    case ir::Standing::Review:
      return 1;
    case ir::Standing::Adverse:
      return 2;
  }
  return 2;
}

static std::optional<int> severest_possible(const Search& search, const World& world) {
  int severest = 0;
  const std::vector<ir::Rule>& rules = search.decision().rules;
  for (std::size_t i = 0; i < ir::rung_count(search.decision()); ++i) {
    const std::optional<Cell> applies =
        i < rules.size() ? world.find(rules[i].applies) : runtime::boolean(true);
    if (!applies || applies->no_value != 0) continue;
    if ((applies->low & runtime::CanBeTrue) == 0) continue;
    severest = std::max(severest, severity_of(search, i));
    if (applies->may_fault == 0 && applies->low == runtime::CanBeTrue) break;
  }
  return severest == 0 ? std::nullopt : std::optional(severest);
}

std::optional<int> severity_to_beat(const Search& search, const World& world) {
  if (search.decision().combination == ir::Combination::Collect) return std::nullopt;
  switch (world.answer().kind) {
    case AnswerKind::Decided: {
      const int severity = severity_of(search, world.answer().rule);
      return severity == 0 ? std::nullopt : std::optional(severity);
    }
    case AnswerKind::NeedsInformation:
      return severest_possible(search, world);
    case AnswerKind::Fault:
    case AnswerKind::NotGoverned:
    case AnswerKind::NotInForce:
      return std::nullopt;
  }
  return std::nullopt;
}

// Ways in which a rung of at most this severity is reached, and none that is severer before it.
static Ways ways_to(Search& search, Solver& solver, const World& world, int severity) {
  const std::vector<ir::Rule>& rules = search.decision().rules;
  Ways found;
  Ways reached{Way{}};
  for (std::size_t i = 0; i < ir::rung_count(search.decision()) && !reached.empty(); ++i) {
    const bool is_rule = i < rules.size();
    if (severity_of(search, i) <= severity) {
      const Ways applies = is_rule ? solver.truth(world, rules[i].applies, {}, true) : Ways{Way{}};
      const Ways more = solver.product(reached, applies);
      found.insert(found.end(), more.begin(), more.end());
    } else if (is_rule) {
      reached = solver.product(reached, solver.truth(world, rules[i].applies, {}, false));
    }
  }
  return found;
}

Ways ways_to_better(Search& search, Solver& solver, const World& world, int severity) {
  Ways found;
  for (int wanted = 0; wanted < severity; ++wanted) {
    const Ways more = ways_to(search, solver, world, wanted);
    found.insert(found.end(), more.begin(), more.end());
  }
  std::erase_if(found, [](const Way& way) { return way.size() == 0; });
  std::ranges::stable_sort(found, {}, &Way::size);
  return found;
}

static bool is_condition(const Search& search, const ir::Occurrence& it) {
  const ir::Node& node = search.program.graph[it.node];
  if (node.scope.depth != 0 || it.text.empty()) return false;
  if (search.program.graph.type(it.node).form != runtime::Form::Bool) return false;
  switch (it.shape) {
    case ir::Shape::Comparison:
    case ir::Shape::Membership:
    case ir::Shape::Window:
    case ir::Shape::Quantifier:
    case ir::Shape::AtLeast:
    case ir::Shape::Test:
    case ir::Shape::Fact:
    case ir::Shape::Assumption:
    case ir::Shape::LookUp:
      return true;
    case ir::Shape::Constant:
    case ir::Shape::Definition:
    case ir::Shape::AllOf:
    case ir::Shape::AnyOf:
    case ir::Shape::Not:
    case ir::Shape::Selection:
    case ir::Shape::CountOf:
    case ir::Shape::Exposure:
    case ir::Shape::Table:
    case ir::Shape::Conditional:
    case ir::Shape::Arithmetic:
    case ir::Shape::Parameter:
      return false;
  }
  return false;
}

std::map<ir::NodeId, ir::OccurrenceId> conditions_of(const Search& search) {
  std::vector<ir::OccurrenceId> open;
  for (const ir::Phase& phase : search.policy().phases) {
    if (phase.when) open.push_back(*phase.when);
  }
  for (const ir::Rule& rule : search.decision().rules) {
    open.push_back(rule.when);
    for (const ir::Exception& it : rule.exceptions) open.push_back(it.condition);
    if (!rule.planned) continue;
    open.insert(open.end(), rule.planned->phases.begin(), rule.planned->phases.end());
    for (const ir::Premise& it : rule.planned->premises) {
      open.insert(open.end(), it.words.begin(), it.words.end());
    }
  }
  std::map<ir::NodeId, ir::OccurrenceId> words;
  std::vector<bool> seen(search.program.occurrences.size(), false);
  while (!open.empty()) {
    const ir::OccurrenceId id = open.back();
    open.pop_back();
    if (seen[id.index()]) continue;
    seen[id.index()] = true;
    const ir::Occurrence& it = search.program.occurrences[id];
    open.insert(open.end(), it.children.begin(), it.children.end());
    if (!is_condition(search, it)) continue;
    const auto [place, is_first] = words.emplace(it.node, id);
    const std::string& known = search.program.occurrences[place->second].text;
    const bool is_shorter =
        it.text.size() < known.size() || (it.text.size() == known.size() && it.text < known);
    if (is_shorter) place->second = id;
  }
  return words;
}

}  // namespace precis::change
