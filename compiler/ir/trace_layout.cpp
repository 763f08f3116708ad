#include "compiler/ir/trace_layout.h"

#include <algorithm>

namespace precis::ir {

static std::vector<OccurrenceId> values_of(const OutcomeValue& value,
                                           const std::vector<TemplatePart>& because) {
  std::vector<OccurrenceId> found;
  for (const std::optional<OccurrenceId>& field : value.payload) {
    if (field) found.push_back(*field);
  }
  for (const TemplatePart& part : because) {
    if (part.value) found.push_back(*part.value);
  }
  return found;
}

static std::vector<OccurrenceId> root_occurrences(const Program& program,
                                                  const Decision& decision) {
  std::vector<OccurrenceId> found;
  auto add_all = [&](const std::vector<OccurrenceId>& more) {
    found.insert(found.end(), more.begin(), more.end());
  };
  const Policy& policy = program.policies[decision.policy];
  if (policy.governs) found.push_back(*policy.governs);
  for (const Phase& phase : policy.phases) {
    if (phase.when) found.push_back(*phase.when);
  }
  for (const Rule& rule : decision.rules) {
    found.push_back(rule.when);
    for (const Exception& exception : rule.exceptions) found.push_back(exception.condition);
    if (rule.planned) {
      add_all(rule.planned->phases);
      for (const Premise& premise : rule.planned->premises) add_all(premise.words);
    }
    add_all(values_of(rule.then, rule.because));
  }
  if (decision.otherwise) {
    add_all(values_of(decision.otherwise->then, decision.otherwise->because));
  }
  return found;
}

std::vector<NodeId> roots(const Program& program, DecisionId id) {
  const Decision& decision = program.decisions[id];
  std::vector<NodeId> nodes;
  std::vector<bool> seen(program.graph.size(), false);
  auto add = [&](NodeId node) {
    if (seen[node.index()]) return;
    seen[node.index()] = true;
    nodes.push_back(node);
  };
  auto add_values = [&](const OutcomeValue& value, const std::vector<TemplatePart>& because) {
    for (OccurrenceId it : values_of(value, because)) add(program.occurrences[it].node);
  };
  const Policy& policy = program.policies[decision.policy];
  if (policy.governs) add(program.occurrences[*policy.governs].node);
  for (const Phase& phase : policy.phases) {
    if (phase.when) add(program.occurrences[*phase.when].node);
  }
  for (const Rule& rule : decision.rules) {
    add(rule.applies);
    add(program.occurrences[rule.when].node);
    for (const Exception& exception : rule.exceptions) {
      add(program.occurrences[exception.condition].node);
    }
    if (rule.planned) {
      add(rule.planned->applies);
      for (const Premise& premise : rule.planned->premises) add(premise.node);
      if (rule.planned->rejects) add(*rule.planned->rejects);
    }
    add_values(rule.then, rule.because);
  }
  if (decision.otherwise) add_values(decision.otherwise->then, decision.otherwise->because);
  return nodes;
}

std::vector<NodeId> reachable(const Program& program, DecisionId decision) {
  std::vector<bool> seen(program.graph.size(), false);
  for (NodeId root : roots(program, decision)) seen[root.index()] = true;

  std::vector<OccurrenceId> open = root_occurrences(program, program.decisions[decision]);
  std::vector<bool> visited(program.occurrences.size(), false);
  while (!open.empty()) {
    const OccurrenceId id = open.back();
    open.pop_back();
    if (visited[id.index()]) continue;
    visited[id.index()] = true;
    const Occurrence& it = program.occurrences[id];
    seen[it.node.index()] = true;
    if (it.observed) seen[it.observed->index()] = true;
    open.insert(open.end(), it.children.begin(), it.children.end());
  }

  std::vector<NodeId> shown;
  for (std::uint32_t i = 0; i < seen.size(); ++i) {
    if (seen[i]) shown.push_back(NodeId(i));
  }
  return below(program.graph, shown);
}

std::vector<NodeId> below(const Graph& graph, const std::vector<NodeId>& roots) {
  std::vector<bool> seen(graph.size(), false);
  for (const NodeId root : roots) seen[root.index()] = true;
  // Operands have smaller ids, so one walk downwards meets everything.
  std::vector<NodeId> nodes;
  for (std::size_t i = seen.size(); i-- > 0;) {
    if (!seen[i]) continue;
    const NodeId id(static_cast<std::uint32_t>(i));
    nodes.push_back(id);
    for (NodeId operand : graph[id].operands) seen[operand.index()] = true;
  }
  std::reverse(nodes.begin(), nodes.end());
  return nodes;
}

TraceLayout::TraceLayout(const Program& program, DecisionId decision)
    : TraceLayout(program.graph, reachable(program, decision)) {}

TraceLayout::TraceLayout(const Graph& graph, const std::vector<NodeId>& nodes) {
  places_.assign(nodes.empty() ? 0 : nodes.back().index() + 1, Place{None, 0});
  for (NodeId id : nodes) {
    const Scope& scope = graph[id].scope;
    if (scope.depth == 0) {
      places_[id.index()] = {0, static_cast<std::uint32_t>(member_nodes_.size())};
      member_nodes_.push_back(id);
      continue;
    }
    auto region = std::find_if(regions_.begin(), regions_.end(),
                               [&](const Region& it) { return it.scope == scope; });
    if (region == regions_.end()) region = regions_.insert(regions_.end(), Region{scope, {}});
    const auto number = static_cast<std::uint32_t>(region - regions_.begin()) + 1;
    places_[id.index()] = {number, static_cast<std::uint32_t>(region->nodes.size())};
    region->nodes.push_back(id);
  }
}

std::vector<std::size_t> TraceLayout::bases(std::span<const std::size_t> item_counts) const {
  std::vector<std::size_t> result{0, member_nodes_.size()};
  for (const Region& region : regions_) {
    std::size_t rows = item_counts[region.scope.lists[0]];
    if (region.scope.depth == 2) rows *= item_counts[region.scope.lists[1]];
    result.push_back(result.back() + rows * region.nodes.size());
  }
  return result;
}

}  // namespace precis::ir
