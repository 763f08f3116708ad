#include <fmt/format.h>

#include <algorithm>
#include <optional>

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

static bool applies_holds(const Program& program, const Rule& rule) {
  if (rule.planned) return planned_holds(program, rule);
  const NodeId when = program.occurrences[rule.when].node;
  if (rule.exceptions.empty()) return rule.applies == when;
  const Node& applies = program.graph[rule.applies];
  if (applies.op != Op::And || applies.operands.size() != rule.exceptions.size() + 1) return false;
  if (applies.operands.front() != when) return false;
  for (std::size_t i = 0; i < rule.exceptions.size(); ++i) {
    const NodeId condition = program.occurrences[rule.exceptions[i].condition].node;
    if (!is_negation_of(program.graph, applies.operands[i + 1], condition)) return false;
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
    for (const Rule& rule : decision.rules) {
      if (!applies_holds(program, rule)) return broken("applies", "rule " + rule.name);
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
