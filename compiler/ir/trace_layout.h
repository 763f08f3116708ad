#pragma once

// Where a trace keeps the cell of each node of one decision. A trace is one flat array of cells:
// first the nodes of member scope, a slot each; then, for each list scope in order of first use, a
// row of slots for each item (or pair of items: outer-major).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "compiler/ir/program.h"

namespace precis::ir {

// The roots of a decision: governs, and of each rule `applies`, `when`, exceptions, premises,
// payloads and template values; of `otherwise` the last two. In a fixed order, without repeats.
std::vector<NodeId> roots(const Program& program, DecisionId decision);

// Every node a decision reaches, in ascending order: those below its roots, and those that the
// occurrences below its roots show (the quotient of a comparison is no operand of it).
std::vector<NodeId> reachable(const Program& program, DecisionId decision);

// These nodes and every node that they are computed from, in ascending order.
std::vector<NodeId> below(const Graph& graph, const std::vector<NodeId>& roots);

class TraceLayout {
 public:
  TraceLayout(const Program& program, DecisionId decision);
  // Of these nodes, in ascending order.
  TraceLayout(const Graph& graph, const std::vector<NodeId>& nodes);

  struct Region {
    Scope scope;                // depth 1 or 2
    std::vector<NodeId> nodes;  // ascending; a row holds them in this order
  };
  struct Place {
    std::uint32_t region;  // 0 = member scope, k = regions()[k - 1]
    std::uint32_t slot;
  };

  const std::vector<NodeId>& member_nodes() const { return member_nodes_; }
  const std::vector<Region>& regions() const { return regions_; }
  std::optional<Place> place(NodeId node) const {
    const Place* const found = find(node);
    return found == nullptr ? std::nullopt : std::optional(*found);
  }
  // Null where the trace does not hold the node. Explanations ask some hundred times each.
  const Place* find(NodeId node) const {
    const std::size_t index = node.index();
    return index >= places_.size() || places_[index].region == None ? nullptr : &places_[index];
  }

  // The first cell of each region, and at the end the size, for a record with these item counts
  // (by list index): member scope at [0]. The cell of a node at items i (and j) of its scope's
  // lists is at bases[region] + row * nodes + slot, row = i, or i * count of the inner list + j.
  std::vector<std::size_t> bases(std::span<const std::size_t> item_counts) const;

 private:
  static constexpr std::uint32_t None = 0xffffffff;

  std::vector<NodeId> member_nodes_;
  std::vector<Region> regions_;
  std::vector<Place> places_;  // by node, up to the last that has one
};

}  // namespace precis::ir
