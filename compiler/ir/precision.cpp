#include "compiler/ir/precision.h"

#include <algorithm>
#include <bit>

namespace precis::ir {

using runtime::Form;
using runtime::ValueType;

static bool is_mask(Form form) {
  return form == Form::Bool || form == Form::Enum;
}

// Bounds of what a node can hold, in stored form.
struct Range {
  __int128 low;
  __int128 high;
};

static Range range_of(const Graph& graph, NodeId id) {
  const Node& node = graph[id];
  if (node.op == Op::Constant) return {node.a, node.b};
  const ValueType& type = graph.type(id);
  return {type.low, type.high};
}

static __int128 ten_to(std::int64_t exponent) {
  __int128 result = 1;
  for (std::int64_t i = 0; i < exponent; ++i) result *= 10;
  return result;
}

static bool fits(__int128 low, __int128 high) {
  return low >= INT64_MIN && high <= INT64_MAX;
}

static bool excludes_zero(const Range& range) {
  return range.low > 0 || range.high < 0;
}

// Whether no combination of operand values leaves i64.
static bool cannot_overflow(const Graph& graph, Op op, std::span<const NodeId> operands,
                            std::int64_t a) {
  const Range x = range_of(graph, operands[0]);
  if (op == Op::Rescale) return fits(x.low * ten_to(a), x.high * ten_to(a));
  const Range y = range_of(graph, operands[1]);
  if (op == Op::Add) return fits(x.low + y.low, x.high + y.high);
  if (op == Op::Subtract) return fits(x.low - y.high, x.high - y.low);
  if (op == Op::Divide) {
    const __int128 by = ten_to(std::max<std::int64_t>(a, 0));
    return fits(x.low * by, x.high * by);
  }
  const auto [low, high] =
      std::minmax({x.low * y.low, x.low * y.high, x.high * y.low, x.high * y.high});
  return fits(low / ten_to(a) - 1, high / ten_to(a) + 1);
}

static bool is_one_value(const ValueType& type, std::int64_t a, std::int64_t b) {
  return a == b && (!is_mask(type.form) || std::popcount(static_cast<std::uint64_t>(a)) == 1);
}

Precision precision_of(const Graph& graph, Op op, TypeId type, std::span<const NodeId> operands,
                       std::int64_t a, std::int64_t b) {
  auto is_exact = [&](NodeId id) {
    return id.index() < graph.size() && graph[id].precision == Precision::Exact;
  };
  auto exact_if = [](bool exact) { return exact ? Precision::Exact : Precision::Partial; };
  const bool all_exact = std::all_of(operands.begin(), operands.end(), is_exact);
  switch (op) {
    case Op::Constant:
      return exact_if(is_one_value(graph.type(type), a, b));
    case Op::And:
    case Op::Or:
    case Op::Not:
    case Op::AtLeast:
    case Op::Less:
    case Op::LessEqual:
    case Op::Equal:
    case Op::InMask:
    case Op::SameMember:
    case Op::InValueSet:
    case Op::Minimum:
    case Op::Maximum:
    case Op::Age:
    case Op::Choose:
    case Op::Any:
    case Op::Count:
      return exact_if(all_exact);
    case Op::AddMonths:
      return exact_if(all_exact && b == 0);
    case Op::CompareQuotient:
      return exact_if(all_exact && operands.size() == 3 &&
                      excludes_zero(range_of(graph, operands[1])));
    case Op::Divide:
      return exact_if(all_exact && operands.size() == 2 &&
                      excludes_zero(range_of(graph, operands[1])) &&
                      cannot_overflow(graph, op, operands, a));
    case Op::Add:
    case Op::Subtract:
    case Op::Multiply:
      return exact_if(all_exact && operands.size() == 2 && cannot_overflow(graph, op, operands, a));
    case Op::Rescale:
      return exact_if(all_exact && operands.size() == 1 && cannot_overflow(graph, op, operands, a));
    case Op::Known:
    case Op::OnFile:
      return Precision::Exact;
    case Op::Otherwise:
      // Where the first is taken, it is known to hold one value.
      return exact_if(operands.size() == 2 && is_exact(operands[1]));
    case Op::Fact:
    case Op::ItemFact:
    case Op::Function:
    case Op::Power:
    case Op::LookUp:
    case Op::Unseen:
    case Op::Widen:
    case Op::Possible:
    case Op::Sum:
    case Op::Least:
    case Op::Greatest:
    case Op::CountDistinct:
    case Op::SelectLast:
    case Op::SelectFirst:
    case Op::DaysCovered:
    case Op::LongestRun:
    case Op::OnHand:
      return Precision::Partial;
  }
  return Precision::Partial;
}

}  // namespace precis::ir
