#include "compiler/interp/interp.h"

#include "compiler/interp/evaluator.h"
#include "compiler/interp/ladder.h"

namespace precis::interp {

using ir::NodeId;
using runtime::Cell;

Evaluation decide(const ir::Program& program, ir::DecisionId id, const ir::TraceLayout& layout,
                  const runtime::Record& record, const runtime::Symbols& symbols) {
  const ir::Decision& decision = program.decisions[id];
  const runtime::Schema& schema = program.schemas[program.policies[decision.policy].schema];
  Evaluation result;
  Evaluator evaluator(program, schema, layout, record, symbols);
  evaluator.run(ir::reachable(program, id));
  result.trace = std::move(evaluator.trace());
  const Cell at = record.facts[schema.at].cell;
  CHECK(at.low == at.high, "the `at` date of a record is exact");
  Verdict verdict = ladder(program, decision, at.low, [&](NodeId node) {
    return result.trace[layout.place(node).value().slot];
  });
  result.answer = verdict.answer;
  result.collected = std::move(verdict.collected);
  return result;
}

std::vector<Cell> values(const ir::Program& program, std::uint32_t schema,
                         const std::vector<NodeId>& nodes, const runtime::Record& record,
                         const runtime::Symbols& symbols) {
  const std::vector<NodeId> all = ir::below(program.graph, nodes);
  const ir::TraceLayout layout(program.graph, all);
  Evaluator evaluator(program, program.schemas[schema], layout, record, symbols);
  evaluator.run(all);
  std::vector<Cell> cells;
  for (const NodeId node : nodes) {
    cells.push_back(evaluator.trace()[layout.place(node).value().slot]);
  }
  return cells;
}

}  // namespace precis::interp
