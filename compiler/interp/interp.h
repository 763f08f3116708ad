#pragma once

// The meaning of a program: what every other evaluator must agree with. A decision is evaluated
// plainly, each node that it reaches once for the record, or once for each item (or pair of items)
// of its scope, without short cuts; then its ladder gives the answer. Slow on purpose.

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "compiler/ir/program.h"
#include "compiler/ir/trace_cells.h"
#include "compiler/ir/trace_layout.h"
#include "runtime/answer.h"
#include "runtime/cell.h"
#include "runtime/record.h"
#include "runtime/symbols.h"

namespace precis::interp {

struct Evaluation {
  runtime::Answer answer;
  std::vector<runtime::Cell> trace;  // as `layout` says
  runtime::Collected collected;      // of a `collect` decision
};

// `layout` is that of the decision. `symbols` is the table whose ids the record holds. The record's
// `at` date is exact.
Evaluation decide(const ir::Program& program, ir::DecisionId decision,
                  const ir::TraceLayout& layout, const runtime::Record& record,
                  const runtime::Symbols& symbols);

// The cells of nodes of member scope, for a record of the schema.
std::vector<runtime::Cell> values(const ir::Program& program, std::uint32_t schema,
                                  const std::vector<ir::NodeId>& nodes,
                                  const runtime::Record& record, const runtime::Symbols& symbols);

// A node, at the items of its scope, is supposed to have this cell, whatever it is computed from.
struct Supposed {
  ir::NodeId node;
  ir::Row row;
  runtime::Cell cell;
};

// The same decision if some cells were others: for asking what would be if more were known. Only
// what rests on a supposed cell is computed again.
class WhatIf {
 public:
  // `trace` is that of the record in the layout. All but it must outlive this. `movable` are the
  // nodes that will be supposed of.
  WhatIf(const ir::Program& program, ir::DecisionId decision, const ir::TraceLayout& layout,
         const runtime::Record& record, const runtime::Symbols& symbols,
         std::span<const runtime::Cell> trace, const std::vector<ir::NodeId>& movable);
  ~WhatIf();
  WhatIf(const WhatIf&) = delete;
  WhatIf& operator=(const WhatIf&) = delete;

  runtime::Answer decide(std::span<const Supposed> supposed);
  // Of the last `decide`.
  const runtime::Cell& cell(ir::NodeId node, const ir::Row& row) const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace precis::interp
