#include "compiler/ir/program.h"

namespace precis::ir {

std::size_t table_inputs(const Program& program, const Occurrence& table) {
  const Node& node = program.graph[table.node];
  if (node.op == Op::Choose && node.operands.size() <= table.children.size()) {
    const std::size_t inputs = table.children.size() - node.operands.size();
    const Occurrence& first = program.occurrences[table.children[inputs]];
    if (first.node == node.operands[0]) return inputs;
  }
  std::size_t first = table.children.size();
  while (first >= 2) {
    const Occurrence& condition = program.occurrences[table.children[first - 2]];
    const Occurrence& value = program.occurrences[table.children[first - 1]];
    const bool is_row = program.graph.type(condition.node).form == runtime::Form::Bool &&
                        program.graph[value.node].type == node.type && !condition.text.empty();
    if (!is_row) break;
    first -= 2;
  }
  return first;
}

}  // namespace precis::ir
