#include <algorithm>

#include "compiler/interp/evaluator.h"
#include "compiler/interp/interp.h"
#include "compiler/interp/ladder.h"
#include "compiler/support/check.h"

namespace precis::interp {

using ir::NodeId;
using runtime::Cell;

class WhatIf::State {
 public:
  State(const ir::Program& program, ir::DecisionId decision, const ir::TraceLayout& layout,
        const runtime::Record& record, const runtime::Symbols& symbols, std::span<const Cell> trace,
        const std::vector<NodeId>& movable)
      : program_(program),
        decision_(program.decisions[decision]),
        layout_(layout),
        evaluator_(program, program.schemas[program.policies[decision_.policy].schema], layout,
                   record, symbols),
        at_(record.facts[program.schemas[program.policies[decision_.policy].schema].at].cell.low),
        is_moved_(program.graph.size(), false) {
    CHECK(trace.size() == evaluator_.trace().size(), "a trace of another record or decision");
    std::copy(trace.begin(), trace.end(), evaluator_.trace().begin());
    std::vector<bool> rests(program.graph.size(), false);
    for (const NodeId node : movable) rests[node.index()] = true;
    for (const NodeId node : ir::reachable(program, decision)) {
      const std::vector<NodeId>& operands = program.graph[node].operands;
      const bool above =
          std::ranges::any_of(operands, [&](NodeId operand) { return rests[operand.index()]; });
      if (above || rests[node.index()]) nodes_.push_back(node);
      if (above) rests[node.index()] = true;
    }
  }

  runtime::Answer decide(std::span<const Supposed> supposed) {
    undo();
    for (const Supposed& it : supposed) {
      set(it.node, evaluator_.index(it.node, {it.row[0], it.row[1]}), it.cell);
    }
    const std::size_t fixed = changes_.size();
    for (const NodeId node : nodes_) compute(node, fixed);
    return ladder(program_, decision_, at_,
                  [&](NodeId node) { return evaluator_.trace()[layout_.place(node).value().slot]; })
        .answer;
  }

  const Cell& cell(NodeId node, const ir::Row& row) {
    return evaluator_.trace()[evaluator_.index(node, {row[0], row[1]})];
  }

 private:
  struct Change {
    NodeId node;
    std::size_t index;
    Cell before;
  };

  void set(NodeId node, std::size_t index, const Cell& cell) {
    Cell& here = evaluator_.trace()[index];
    changes_.push_back({node, index, here});
    here = cell;
    is_moved_[node.index()] = true;
  }

  void undo() {
    for (std::size_t i = changes_.size(); i-- > 0;) {
      evaluator_.trace()[changes_[i].index] = changes_[i].before;
      is_moved_[changes_[i].node.index()] = false;
    }
    changes_.clear();
  }

  // The first `fixed` changes are what was supposed: they stay.
  void compute(NodeId node, std::size_t fixed) {
    const std::vector<NodeId>& operands = program_.graph[node].operands;
    const bool rests = std::ranges::any_of(
        operands, [&](NodeId operand) { return bool(is_moved_[operand.index()]); });
    if (!rests) return;
    const Position extent = evaluator_.extent(node);
    for (std::size_t i = 0; i < extent[0]; ++i) {
      for (std::size_t j = 0; j < extent[1]; ++j) {
        const std::size_t index = evaluator_.index(node, {i, j});
        const bool is_fixed =
            std::any_of(changes_.begin(), changes_.begin() + static_cast<std::ptrdiff_t>(fixed),
                        [&](const Change& it) { return it.index == index; });
        if (is_fixed) continue;
        const Cell now = evaluator_.evaluate(node, {i, j});
        if (!(now == evaluator_.trace()[index])) set(node, index, now);
      }
    }
  }

  const ir::Program& program_;
  const ir::Decision& decision_;
  const ir::TraceLayout& layout_;
  Evaluator evaluator_;
  std::int64_t at_;
  std::vector<NodeId> nodes_;  // that can change, operands first
  std::vector<bool> is_moved_;
  std::vector<Change> changes_;
};

WhatIf::WhatIf(const ir::Program& program, ir::DecisionId decision, const ir::TraceLayout& layout,
               const runtime::Record& record, const runtime::Symbols& symbols,
               std::span<const Cell> trace, const std::vector<NodeId>& movable)
    : state_(std::make_unique<State>(program, decision, layout, record, symbols, trace, movable)) {}

WhatIf::~WhatIf() = default;

runtime::Answer WhatIf::decide(std::span<const Supposed> supposed) {
  return state_->decide(supposed);
}

const Cell& WhatIf::cell(NodeId node, const ir::Row& row) const {
  return state_->cell(node, row);
}

}  // namespace precis::interp
