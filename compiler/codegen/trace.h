#pragma once

// The stores that make the trace flavour: each node's cell at its place in `ir::TraceLayout`.

#include <vector>

#include "compiler/codegen/frame.h"
#include "compiler/ir/trace_layout.h"

namespace precis::codegen {

class Tracer {
 public:
  Tracer(Frame& frame, const ir::TraceLayout& layout) : frame_(frame), layout_(layout) {}

  // Computes where the rows of the current record begin. Before any store.
  void begin_record();
  void store(ir::NodeId node, const Known& known);

 private:
  llvm::Value* row_of(const ir::Scope& scope);

  Frame& frame_;
  const ir::TraceLayout& layout_;
  std::vector<llvm::Value*> bases_;  // by region
};

}  // namespace precis::codegen
