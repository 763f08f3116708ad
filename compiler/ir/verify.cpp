#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "compiler/ir/operand_types.h"
#include "compiler/ir/program.h"

namespace precis::ir {

static std::string broken(std::string_view invariant, std::string_view where) {
  return fmt::format("{}: {}", invariant, where);
}

static bool order_holds(const Node& node, NodeId id) {
  return std::all_of(node.operands.begin(), node.operands.end(),
                     [&](NodeId operand) { return operand < id; });
}

static bool scope_holds(const Graph& graph, const Node& node) {
  const Scope& scope = node.scope;
  if (scope.depth > scope.lists.size()) return false;
  for (std::size_t level = scope.depth; level < scope.lists.size(); ++level) {
    if (scope.lists[level] != 0) return false;
  }
  if (node.op == Op::ItemFact) return scope.depth == node.b + 1;
  return scope_of(graph, node.op, node.operands, node.a, node.b) == scope;
}

static std::string verify_nodes(const Graph& graph) {
  for (std::uint32_t i = 0; i < graph.size(); ++i) {
    const NodeId id(i);
    const Node& node = graph[id];
    const std::string where = fmt::format("node n{} ({})", i, op_name(node.op));
    if (!order_holds(node, id)) return broken("order", where);
    if (!operand_types_hold(graph, node)) return broken("operand_types", where);
    if (!scope_holds(graph, node)) return broken("scope", where);
  }
  return {};
}

static bool is_negation_of(const Graph& graph, NodeId id, NodeId condition) {
  return graph[id].op == Op::Not && graph[id].operands.front() == condition;
}

// Of a rule of a plan. Its own policy's invariant speaks of the rest.
static bool planned_holds(const Program& program, const Rule& rule) {
  const Planned& planned = *rule.planned;
  if (planned.premises.empty()) return rule.applies == planned.applies;
  const Node& applies = program.graph[rule.applies];
  if (applies.op != Op::And || applies.operands.size() != planned.premises.size() + 1) return false;
  for (std::size_t i = 0; i < planned.premises.size(); ++i) {
    if (applies.operands[i] != planned.premises[i].node) return false;
  }
  return applies.operands.back() == planned.applies;
}

// The conjuncts that `applies` must have, in order; the second says which of them are negated.
static std::vector<std::pair<NodeId, bool>> conjuncts_of(const Program& program,
                                                         const Decision& decision,
                                                         const Rule& rule) {
  std::vector<std::pair<NodeId, bool>> parts;
  const auto add = [&](OccurrenceId id, bool negated) {
    parts.emplace_back(program.occurrences[id].node, negated);
  };
  if (rule.phase) {
    const std::vector<Phase>& phases = program.policies[decision.policy].phases;
    for (std::uint32_t i = 0; i < *rule.phase && decision.combination == Combination::Collect;
         ++i) {
      if (phases[i].when) add(*phases[i].when, true);
    }
    if (phases[*rule.phase].when && !rule.is_fallback) add(*phases[*rule.phase].when, false);
  }
  add(rule.when, false);
  for (const Exception& exception : rule.exceptions) add(exception.condition, true);
  return parts;
}

// Or(Known(condition of the rule's phase), ...): of a rule with others before it in its phase.
static bool is_unless_passed_over(const Program& program, const Decision& decision,
                                  const Rule& rule, NodeId id) {
  if (!rule.phase || decision.combination == Combination::Collect) return false;
  const bool is_first = &rule == &decision.rules.front() || (&rule - 1)->phase != rule.phase;
  const auto& when = program.policies[decision.policy].phases[*rule.phase].when;
  const Node& either = program.graph[id];
  if (is_first || !when || either.op != Op::Or || either.operands.size() != 2) return false;
  const Node& known = program.graph[either.operands.front()];
  return known.op == Op::Known && known.operands.front() == program.occurrences[*when].node;
}

static bool is_true(const Graph& graph, NodeId id) {
  return graph[id].op == Op::Constant && graph[id].a == runtime::CanBeTrue;
}

static bool applies_holds(const Program& program, const Decision& decision, const Rule& rule) {
  if (rule.planned) return planned_holds(program, rule);
  const bool is_last = &rule == &decision.rules.back();
  if (is_last && !decision.otherwise && decision.combination != Combination::Collect) {
    return is_true(program.graph, rule.applies);
  }
  const auto parts = conjuncts_of(program, decision, rule);
  const auto holds = [&](NodeId node, const std::pair<NodeId, bool>& part) {
    return part.second ? is_negation_of(program.graph, node, part.first) : node == part.first;
  };
  if (parts.size() == 1 && holds(rule.applies, parts.front())) return true;
  const Node& applies = program.graph[rule.applies];
  if (applies.op != Op::And) return false;
  std::vector<NodeId> operands = applies.operands;
  if (operands.size() == parts.size() + 1 &&
      is_unless_passed_over(program, decision, rule, operands.back())) {
    operands.pop_back();
  }
  return std::equal(operands.begin(), operands.end(), parts.begin(), parts.end(), holds);
}

// What the ladder is sorted by; ties keep the author's order.
static auto rank(const Decision& decision, const Rule& rule) {
  const std::uint32_t severity =
      decision.combination == Combination::MostSevere ? rule.then.alternative : 0;
  return std::tuple(rule.phase.value_or(0), rule.is_fallback, ~severity, rule.written);
}

static bool order_holds(const Decision& decision) {
  for (std::size_t i = 1; i < decision.rules.size(); ++i) {
    if (rank(decision, decision.rules[i - 1]) >= rank(decision, decision.rules[i])) return false;
  }
  return true;
}

static bool is_part_of(const Scope& part, const Scope& whole) {
  return part.depth <= whole.depth && join(part, whole) == whole;
}

static bool children_hold(const Program& program, const Occurrence& parent) {
  const Scope& outer = program.graph[parent.node].scope;
  Scope below = outer;
  if (parent.list && parent.level >= outer.depth) {
    below.depth = static_cast<std::uint8_t>(parent.level + 1);
    below.lists[parent.level] = *parent.list;
  }
  return std::all_of(parent.children.begin(), parent.children.end(), [&](OccurrenceId child) {
    const Scope& scope = program.graph[program.occurrences[child].node].scope;
    return is_part_of(scope, outer) || (parent.list && is_part_of(scope, below));
  });
}

std::string verify(const Program& program) {
  if (std::string found = verify_nodes(program.graph); !found.empty()) return found;
  for (const Decision& decision : program.decisions) {
    if (!order_holds(decision)) return broken("order", "decision " + decision.name);
    for (const Rule& rule : decision.rules) {
      if (!applies_holds(program, decision, rule)) return broken("applies", "rule " + rule.name);
    }
  }
  std::uint32_t index = 0;
  for (const Occurrence& occurrence : program.occurrences) {
    if (!children_hold(program, occurrence)) {
      return broken("children", fmt::format("occurrence o{} ({})", index, occurrence.text));
    }
    ++index;
  }
  return {};
}

}  // namespace precis::ir
