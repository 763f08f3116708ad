#pragma once

// The expression graph: pure, typed, hash-consed, without control flow. A program's policies share
// one graph, so that what thirty policies ask is computed once. What each operation means is said
// in `ops.def`; names and source places are not in the nodes but in the occurrences of `program.h`.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/support/id.h"
#include "compiler/support/table.h"
#include "runtime/type.h"

namespace precis::ir {

using NodeId = support::Id<struct NodeTag>;
using TypeId = support::Id<struct TypeTag>;

enum class Op : std::uint8_t {
#define OP(name, operands, immediates) name,
#include "compiler/ir/ops.def"
#undef OP
};

std::string_view op_name(Op op);

// Where a node is evaluated: once for the record (depth 0), once for each item of a list (depth 1),
// or for each pair of items of two nested lists (depth 2).
struct Scope {
  std::uint8_t depth = 0;
  std::array<std::uint32_t, 2> lists{};  // the lists of levels 0 and 1; unused ones are 0

  friend auto operator<=>(const Scope&, const Scope&) = default;
};

// Whether a node can ever be other than one sure value.
enum class Precision : std::uint8_t { Exact, Partial };

// Invariants, checked by `verify`:
//   order: operands have smaller ids than their node, so ids are a topological order;
//   scope: a node's scope is the join of its operands' scopes, less the level that a list operation
//          binds; ItemFact has the scope of its list at its level;
//   operand_types: as `ops.def` says.
struct Node {
  Op op;
  TypeId type;
  std::vector<NodeId> operands;
  std::int64_t a = 0;
  std::int64_t b = 0;
  Scope scope;
  Precision precision;
};

bool is_list_op(Op op);
// Of the list operations, those that count days of supply: each has ExposureItemOperands operands
// of the item before those of the member.
bool is_exposure(Op op);
inline constexpr std::size_t ExposureItemOperands = 4;

// Which bounds of a total an item that is not on file can move.
enum class Side : std::int64_t { High, Low, Both };

// The smallest scope that contains both; nothing when neither is a part of the other.
std::optional<Scope> join(const Scope& a, const Scope& b);

class Graph {
 public:
  TypeId intern(const runtime::ValueType& type);
  const runtime::ValueType& type(TypeId id) const { return types_[id]; }
  const runtime::ValueType& type(NodeId id) const { return types_[nodes_[id].type]; }

  // The node with these parts, made when it is new. Scope must be given (lowering knows it);
  // precision is found from the operands, or for facts from `fact_precision`.
  NodeId add(Op op, TypeId type, std::vector<NodeId> operands, std::int64_t a, std::int64_t b,
             Scope scope, Precision fact_precision = Precision::Exact);

  const Node& operator[](NodeId id) const { return nodes_[id]; }
  std::size_t size() const { return nodes_.size(); }

 private:
  support::Table<NodeTag, Node> nodes_;
  support::Table<TypeTag, runtime::ValueType> types_;
  std::unordered_multimap<std::uint64_t, NodeId> by_hash_;
  std::unordered_multimap<std::uint64_t, TypeId> types_by_hash_;
};

// The scope that invariant `scope` demands of a node over these operands; nothing when they do not
// fit together. Of every op but ItemFact, whose scope only its place in the program tells.
std::optional<Scope> scope_of(const Graph& graph, Op op, std::span<const NodeId> operands,
                              std::int64_t a, std::int64_t b);

// Whether evaluating the node may fault for some record, as far as the types tell: a divisor whose
// range holds 0, a sum or product whose range leaves 64 bits.
bool can_fault(const Graph& graph, NodeId node);

}  // namespace precis::ir
