#include "compiler/lower/phases.h"

namespace precis::lower {

using ir::NodeId;
using ir::Op;

std::optional<NodeId> open_phase(const Builder& builder, const ir::Policy& policy,
                                 ir::Combination combination, std::optional<std::uint32_t> phase) {
  if (!phase || combination == ir::Combination::Collect) return std::nullopt;
  const std::optional<ir::OccurrenceId>& when = policy.phases[*phase].when;
  if (!when) return std::nullopt;
  const NodeId node = builder.node_of(*when);
  const bool is_open = builder.program().graph[node].precision == ir::Precision::Partial;
  return is_open ? std::optional(node) : std::nullopt;
}

NodeId own_condition(Builder& builder, const ir::Rule& rule,
                     const std::vector<ir::Exception>& more) {
  std::vector<NodeId> parts{builder.node_of(rule.when)};
  for (const auto* exceptions : {&rule.exceptions, &more}) {
    for (const ir::Exception& it : *exceptions) {
      parts.push_back(builder.negation(builder.node_of(it.condition)));
    }
  }
  return builder.all_of(parts);
}

NodeId nor(Builder& builder, std::optional<NodeId> none_before, NodeId condition) {
  const NodeId fails = builder.negation(condition);
  return none_before ? builder.all_of({*none_before, fails}) : fails;
}

NodeId unless_passed_over(Builder& builder, NodeId in_phase, NodeId none_before) {
  const ir::TypeId boolean = builder.bool_type();
  return builder.node(Op::Or, boolean, {builder.node(Op::Known, boolean, {in_phase}), none_before});
}

}  // namespace precis::lower
