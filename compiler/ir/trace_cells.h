#pragma once

// The cells of one trace by node and item: where `TraceLayout` says they are.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "compiler/ir/trace_layout.h"
#include "runtime/cell.h"
#include "runtime/record.h"

namespace precis::ir {

// The items that the enclosing list operations stand at, by level.
using Row = std::array<std::uint32_t, 2>;

class TraceCells {
 public:
  // All of these must outlive it. The trace must be that of `record` in `layout`.
  TraceCells(const Graph& graph, const TraceLayout& layout, std::span<const runtime::Cell> trace,
             const runtime::Record& record);

  // A node that the trace does not hold (the compiler found its value not to be needed) has a cell
  // only when it is a constant.
  std::optional<runtime::Cell> find(NodeId node, const Row& row = {}) const {
    const runtime::Cell* const cell = at(node, row);
    return cell == nullptr ? constant(node) : *cell;
  }
  // Null when the trace does not hold the node.
  const runtime::Cell* at(NodeId node, const Row& row = {}) const {
    const TraceLayout::Place* const place = layout_.find(node);
    if (place == nullptr) return nullptr;
    return &trace_[place->region == 0 ? place->slot : index_of_item(*place, row)];
  }

  std::size_t items(runtime::ListIndex list) const { return item_counts_[list]; }

 private:
  std::optional<runtime::Cell> constant(NodeId node) const;
  std::size_t index_of_item(const TraceLayout::Place& place, const Row& row) const;

  const Graph& graph_;
  const TraceLayout& layout_;
  std::span<const runtime::Cell> trace_;
  std::vector<std::size_t> item_counts_;
  std::vector<std::size_t> bases_;
};

}  // namespace precis::ir
