#include "compiler/codegen/trace.h"

#include "compiler/support/check.h"

namespace precis::codegen {

using llvm::Value;

void Tracer::begin_record() {
  Builder& b = frame_.code();
  auto count = [&](runtime::ListIndex list) {
    const ItemRange range = frame_.items_of(list);
    return b.CreateSub(range.last, range.first);
  };
  Value* next = b.index(static_cast<std::int64_t>(layout_.member_nodes().size()));
  for (const ir::TraceLayout::Region& region : layout_.regions()) {
    bases_.push_back(next);
    Value* rows = count(region.scope.lists[0]);
    if (region.scope.depth == 2) rows = b.CreateMul(rows, count(region.scope.lists[1]));
    const auto width = static_cast<std::int64_t>(region.nodes.size());
    next = b.CreateAdd(next, b.CreateMul(rows, b.index(width)));
  }
}

// The row of the current items: outer-major for pairs.
Value* Tracer::row_of(const ir::Scope& scope) {
  Builder& b = frame_.code();
  const ItemRange outer = frame_.items_of(scope.lists[0]);
  Value* const row = b.CreateSub(frame_.item(0), outer.first);
  if (scope.depth == 1) return row;
  const ItemRange inner = frame_.items_of(scope.lists[1]);
  return b.CreateAdd(b.CreateMul(row, b.CreateSub(inner.last, inner.first)),
                     b.CreateSub(frame_.item(1), inner.first));
}

void Tracer::store(ir::NodeId node, const Known& known) {
  Builder& b = frame_.code();
  const auto place = layout_.place(node);
  CHECK(place.has_value(), "a trace has a place for every node its decision reaches");
  Value* index = b.index(static_cast<std::int64_t>(place->slot));
  if (place->region > 0) {
    const ir::TraceLayout::Region& region = layout_.regions()[place->region - 1];
    const auto width = static_cast<std::int64_t>(region.nodes.size());
    Value* const row = b.CreateMul(row_of(region.scope), b.index(width));
    index = b.CreateAdd(b.CreateAdd(frame_.here(bases_[place->region - 1]), row), index);
  }
  Value* const offset = b.CreateMul(index, b.index(sizeof(runtime::Cell)));
  Value* const cell = b.CreateGEP(b.getInt8Ty(), frame_.argument(parameter::Trace), offset);
  frame_.store_cell(cell, as_lane(b, known));
}

}  // namespace precis::codegen
