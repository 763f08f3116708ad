#pragma once

// Cells of nodes, for one record: the operations of `compiler/ir/ops.def`, plainly. Private to
// interp.

#include <array>
#include <span>
#include <vector>

#include "compiler/ir/program.h"
#include "compiler/ir/trace_layout.h"
#include "runtime/builtins.h"
#include "runtime/cell.h"
#include "runtime/record.h"
#include "runtime/symbols.h"

namespace precis::interp {

// The items that the lists of a scope stand at.
using Position = std::array<std::size_t, 2>;

class Evaluator {
 public:
  // All of these must outlive it.
  Evaluator(const ir::Program& program, const runtime::Schema& schema,
            const ir::TraceLayout& layout, const runtime::Record& record,
            const runtime::Symbols& symbols);

  // Evaluates these nodes of the layout, operands first, at each item of their scope.
  void run(const std::vector<ir::NodeId>& nodes);
  // The cells so far, as the layout says.
  std::vector<runtime::Cell>& trace() { return trace_; }

  // The node at these items, from the cells of its operands.
  runtime::Cell evaluate(ir::NodeId id, const Position& at);
  // Its place in the trace.
  std::size_t index(ir::NodeId id, const Position& at) const;
  // How many items each level of the node's scope has; 1 for a level that it has not.
  Position extent(ir::NodeId id) const;

 private:
  const runtime::Cell& cell(ir::NodeId id, const Position& at) const {
    return trace_[index(id, at)];
  }
  std::vector<runtime::Cell> operands(const ir::Node& node, const Position& at) const;
  std::vector<runtime::Cell> elements(const ir::Node& node, std::size_t operand, Position at) const;
  bool is_mask(ir::NodeId id) const;
  runtime::Cell everything(const runtime::ValueType& type) const;

  runtime::Cell item_fact(const ir::Node& node, const Position& at) const;
  runtime::Cell in_value_set(const runtime::Cell& code, std::uint32_t value_set) const;
  runtime::Cell look_up(const ir::Node& node, const runtime::ValueType& type,
                        const runtime::Cell& code) const;
  runtime::Cell fold(ir::NodeId id, const ir::Node& node, const Position& at);
  runtime::Cell select(ir::NodeId id, const ir::Node& node,
                       const std::vector<runtime::Cell>& bodies, const Position& at);
  runtime::Cell total(ir::NodeId id, const ir::Node& node, const std::vector<runtime::Cell>& bodies,
                      const Position& at);
  runtime::Cell exposure(ir::NodeId id, const ir::Node& node,
                         const std::vector<runtime::Cell>& bodies, const Position& at);

  const ir::Program& program_;
  const runtime::Schema& schema_;
  const ir::TraceLayout& layout_;
  const runtime::Record& record_;
  const runtime::Symbols& symbols_;
  std::vector<std::size_t> counts_;
  std::vector<std::size_t> bases_;
  std::vector<runtime::Cell> trace_;
  runtime::Workspace workspace_;
};

}  // namespace precis::interp
