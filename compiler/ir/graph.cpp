#include "compiler/ir/graph.h"

#include <algorithm>

#include "compiler/ir/precision.h"
#include "compiler/support/hash.h"

namespace precis::ir {

std::string_view op_name(Op op) {
  switch (op) {
#define OP(name, operands, immediates) \
  case Op::name:                       \
    return #name;
#include "compiler/ir/ops.def"
#undef OP
  }
  return "?";
}

bool is_list_op(Op op) {
  switch (op) {
    case Op::Any:
    case Op::Count:
    case Op::Sum:
    case Op::Least:
    case Op::Greatest:
    case Op::CountDistinct:
    case Op::Possible:
    case Op::OnFile:
    case Op::SelectLast:
    case Op::SelectFirst:
    case Op::DaysCovered:
    case Op::LongestRun:
    case Op::OnHand:
      return true;
    case Op::Constant:
    case Op::Fact:
    case Op::ItemFact:
    case Op::And:
    case Op::Or:
    case Op::Not:
    case Op::AtLeast:
    case Op::Less:
    case Op::LessEqual:
    case Op::Equal:
    case Op::CompareQuotient:
    case Op::InMask:
    case Op::SameMember:
    case Op::InValueSet:
    case Op::LookUp:
    case Op::Add:
    case Op::Subtract:
    case Op::Multiply:
    case Op::Divide:
    case Op::Rescale:
    case Op::Minimum:
    case Op::Maximum:
    case Op::Function:
    case Op::Power:
    case Op::AddMonths:
    case Op::Age:
    case Op::Known:
    case Op::Otherwise:
    case Op::Unseen:
    case Op::Widen:
    case Op::Choose:
      return false;
  }
  return false;
}

std::optional<Scope> join(const Scope& a, const Scope& b) {
  const Scope& shallow = a.depth <= b.depth ? a : b;
  const Scope& deep = a.depth <= b.depth ? b : a;
  for (std::uint8_t level = 0; level < shallow.depth; ++level) {
    if (shallow.lists[level] != deep.lists[level]) return std::nullopt;
  }
  return deep;
}

bool is_exposure(Op op) {
  return op == Op::DaysCovered || op == Op::LongestRun || op == Op::OnHand;
}

// How many of a list operation's operands are evaluated for each item; the others are not.
static std::size_t element_operands(Op op, std::size_t count) {
  return is_exposure(op) ? std::min(ExposureItemOperands, count) : count;
}

std::optional<Scope> scope_of(const Graph& graph, Op op, std::span<const NodeId> operands,
                              std::int64_t a, std::int64_t b) {
  const std::size_t elements = is_list_op(op) ? element_operands(op, operands.size()) : 0;
  Scope body;
  for (NodeId operand : operands.first(elements)) {
    const std::optional<Scope> both = join(body, graph[operand].scope);
    if (!both) return std::nullopt;
    body = *both;
  }
  if (is_list_op(op) && body.depth > b) {
    const auto level = static_cast<std::uint8_t>(b);
    if (body.depth != level + 1 || body.lists[level] != a) return std::nullopt;
    body.depth = level;
    body.lists[level] = 0;
  }
  for (NodeId operand : operands.subspan(elements)) {
    const std::optional<Scope> both = join(body, graph[operand].scope);
    if (!both) return std::nullopt;
    body = *both;
  }
  if (is_list_op(op) && body.depth > b) return std::nullopt;
  return body;
}

static std::uint64_t hash_of(const runtime::ValueType& type) {
  std::uint64_t hash = support::hash_bytes(type.unit);
  for (std::uint64_t part :
       {static_cast<std::uint64_t>(type.form), static_cast<std::uint64_t>(type.enumeration),
        static_cast<std::uint64_t>(type.scale), static_cast<std::uint64_t>(type.low),
        static_cast<std::uint64_t>(type.high)}) {
    hash = support::combine(hash, part);
  }
  return hash;
}

static std::uint64_t hash_of(const Node& node) {
  std::uint64_t hash = support::combine(static_cast<std::uint64_t>(node.op), node.type.index());
  for (NodeId operand : node.operands) hash = support::combine(hash, operand.index());
  for (std::uint64_t part : {static_cast<std::uint64_t>(node.a), static_cast<std::uint64_t>(node.b),
                             static_cast<std::uint64_t>(node.scope.depth),
                             static_cast<std::uint64_t>(node.scope.lists[0]),
                             static_cast<std::uint64_t>(node.scope.lists[1])}) {
    hash = support::combine(hash, part);
  }
  return hash;
}

static bool same(const Node& x, const Node& y) {
  return x.op == y.op && x.type == y.type && x.operands == y.operands && x.a == y.a && x.b == y.b &&
         x.scope == y.scope && x.precision == y.precision;
}

TypeId Graph::intern(const runtime::ValueType& type) {
  const std::uint64_t hash = hash_of(type);
  const auto [begin, end] = types_by_hash_.equal_range(hash);
  for (auto it = begin; it != end; ++it) {
    if (types_[it->second] == type) return it->second;
  }
  const TypeId id = types_.add(type);
  types_by_hash_.emplace(hash, id);
  return id;
}

NodeId Graph::add(Op op, TypeId type, std::vector<NodeId> operands, std::int64_t a, std::int64_t b,
                  Scope scope, Precision fact_precision) {
  const bool is_fact = op == Op::Fact || op == Op::ItemFact;
  const Precision precision =
      is_fact ? fact_precision : precision_of(*this, op, type, operands, a, b);
  Node node{op, type, std::move(operands), a, b, scope, precision};
  const std::uint64_t hash = hash_of(node);
  const auto [begin, end] = by_hash_.equal_range(hash);
  for (auto it = begin; it != end; ++it) {
    if (same(nodes_[it->second], node)) return it->second;
  }
  const NodeId id = nodes_.add(std::move(node));
  by_hash_.emplace(hash, id);
  return id;
}

}  // namespace precis::ir
