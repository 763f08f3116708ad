#include "compiler/ir/trace_cells.h"

#include "compiler/support/check.h"

namespace precis::ir {

using runtime::Cell;

TraceCells::TraceCells(const Graph& graph, const TraceLayout& layout, std::span<const Cell> trace,
                       const runtime::Record& record)
    : graph_(graph), layout_(layout), trace_(trace) {
  for (const std::vector<runtime::Item>& list : record.lists) item_counts_.push_back(list.size());
  bases_ = layout.bases(item_counts_);
  CHECK(trace.size() == bases_.back(), "a trace of another record or decision");
}

std::optional<Cell> TraceCells::constant(NodeId id) const {
  const Node& it = graph_[id];
  if (it.op == Op::Constant) return Cell{it.a, it.b, 0, 0};
  return std::nullopt;
}

std::size_t TraceCells::index_of_item(const TraceLayout::Place& place, const Row& row) const {
  const TraceLayout::Region& region = layout_.regions()[place.region - 1];
  std::size_t index = row[0];
  if (region.scope.depth == 2) index = index * item_counts_[region.scope.lists[1]] + row[1];
  return bases_[place.region] + index * region.nodes.size() + place.slot;
}

}  // namespace precis::ir
