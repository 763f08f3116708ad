#include "compiler/lower/builder.h"

#include <algorithm>
#include <cctype>

namespace precis::lower {

Builder::Builder(ir::Program& program, const source::Map& sources)
    : program_(program), sources_(sources), bool_(program.graph.intern(runtime::ValueType{})) {}

ir::NodeId Builder::node(ir::Op op, ir::TypeId type, const std::vector<ir::NodeId>& operands,
                         std::int64_t a, std::int64_t b) {
  const std::optional<ir::Scope> scope = ir::scope_of(program_.graph, op, operands, a, b);
  CHECK(scope.has_value(), "operands of different items");
  return program_.graph.add(op, type, operands, a, b, *scope);
}

ir::NodeId Builder::constant(ir::TypeId type, std::int64_t low, std::int64_t high) {
  return node(ir::Op::Constant, type, {}, low, high);
}

ir::NodeId Builder::truth(bool value) {
  const std::int64_t members = value ? runtime::CanBeTrue : runtime::CanBeFalse;
  return constant(bool_, members, members);
}

ir::NodeId Builder::fact(ir::TypeId type, runtime::LeafIndex leaf, ir::Precision precision) {
  return program_.graph.add(ir::Op::Fact, type, {}, leaf, 0, {}, precision);
}

ir::NodeId Builder::item_fact(ir::TypeId type, runtime::LeafIndex leaf, std::uint8_t level,
                              const ir::Scope& scope, ir::Precision precision) {
  ir::Scope here;
  here.depth = static_cast<std::uint8_t>(level + 1);
  for (std::uint8_t i = 0; i <= level; ++i) here.lists[i] = scope.lists[i];
  return program_.graph.add(ir::Op::ItemFact, type, {}, leaf, level, here, precision);
}

ir::NodeId Builder::negation(ir::NodeId operand) {
  return node(ir::Op::Not, bool_, {operand});
}

ir::NodeId Builder::all_of(const std::vector<ir::NodeId>& operands) {
  if (operands.empty()) return truth(true);
  return operands.size() == 1 ? operands.front() : node(ir::Op::And, bool_, operands);
}

ir::NodeId Builder::conjunction(const std::vector<ir::NodeId>& operands) {
  std::vector<ir::NodeId> open(operands.rbegin(), operands.rend());
  std::vector<ir::NodeId> conjuncts;
  while (!open.empty()) {
    const ir::NodeId next = open.back();
    open.pop_back();
    const ir::Node& it = program_.graph[next];
    if (it.op == ir::Op::And) {
      open.insert(open.end(), it.operands.rbegin(), it.operands.rend());
    } else if (std::find(conjuncts.begin(), conjuncts.end(), next) == conjuncts.end()) {
      conjuncts.push_back(next);
    }
  }
  return all_of(conjuncts);
}

ir::OccurrenceId Builder::occurrence(ir::Shape shape, ir::NodeId node, source::Span span,
                                     std::vector<ir::OccurrenceId> children, std::string name) {
  return program_.occurrences.add({.node = node,
                                   .shape = shape,
                                   .span = span,
                                   .text = text(span),
                                   .name = std::move(name),
                                   .children = std::move(children),
                                   .list = {},
                                   .observed = {}});
}

std::vector<ir::NodeId> Builder::nodes_of(const std::vector<ir::OccurrenceId>& occurrences) const {
  std::vector<ir::NodeId> nodes;
  for (ir::OccurrenceId id : occurrences) nodes.push_back(node_of(id));
  return nodes;
}

std::string Builder::text(source::Span span) const {
  std::string folded;
  bool in_comment = false;
  bool in_quotes = false;
  for (char c : sources_.text(span)) {
    if (c == '\n') in_comment = in_quotes = false;
    if (c == '"' && !in_comment) in_quotes = !in_quotes;
    if (c == '#' && !in_quotes) in_comment = true;
    const bool is_space = in_comment || std::isspace(static_cast<unsigned char>(c)) != 0;
    if (!is_space) {
      folded += c;
    } else if (!folded.empty() && folded.back() != ' ') {
      folded += ' ';
    }
  }
  while (!folded.empty() && folded.back() == ' ') folded.pop_back();
  return folded;
}

}  // namespace precis::lower
