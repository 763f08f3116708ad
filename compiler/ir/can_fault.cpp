#include <algorithm>
#include <unordered_set>

#include "compiler/ir/graph.h"

namespace precis::ir {

using Wide = __int128;

// The largest distance from 0 that a value of the type has.
static Wide reach(const runtime::ValueType& type) {
  const Wide low = type.low;
  const Wide high = type.high;
  return std::max(low < 0 ? -low : low, high < 0 ? -high : high);
}

static Wide power_of_ten(std::int64_t exponent) {
  Wide result = 1;
  for (std::int64_t i = 0; i < exponent; ++i) result *= 10;
  return result;
}

// Whether a result this far from 0 can leave 64 bits.
static bool leaves_range(Wide reach) {
  return reach > Wide{1} << 62;
}

static bool holds_zero(const runtime::ValueType& type) {
  return type.low <= 0 && type.high >= 0;
}

static bool faults_by_itself(const Graph& graph, const Node& node) {
  const auto type = [&](std::size_t i) -> const runtime::ValueType& {
    return graph.type(node.operands[i]);
  };
  if (node.op == Op::CompareQuotient) return holds_zero(type(1));
  if (node.op == Op::Divide) {
    const Wide by = power_of_ten(std::max<std::int64_t>(node.a, 0));
    return holds_zero(type(1)) || leaves_range(reach(type(0)) * by);
  }
  if (node.op == Op::Add || node.op == Op::Subtract) {
    return leaves_range(reach(type(0)) + reach(type(1)));
  }
  if (node.op == Op::Multiply) return leaves_range(reach(type(0)) * reach(type(1)));
  if (node.op == Op::AddMonths) return node.b != 0;
  if (node.op == Op::Function || node.op == Op::Power) return true;
  if (node.op == Op::Rescale) return leaves_range(reach(type(0)) * power_of_ten(node.a));
  return false;
}

bool can_fault(const Graph& graph, NodeId root) {
  std::vector<NodeId> open{root};
  std::unordered_set<NodeId> seen{root};
  while (!open.empty()) {
    const Node& node = graph[open.back()];
    open.pop_back();
    if (faults_by_itself(graph, node)) return true;
    for (NodeId operand : node.operands) {
      if (seen.insert(operand).second) open.push_back(operand);
    }
  }
  return false;
}

}  // namespace precis::ir
