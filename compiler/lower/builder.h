#pragma once

// Makes nodes and occurrences: scopes are found from operands, texts from spans. Private to lower.

#include <optional>
#include <string>
#include <vector>

#include "compiler/ir/program.h"
#include "compiler/source/map.h"

namespace precis::lower {

class Builder {
 public:
  Builder(ir::Program& program, const source::Map& sources);

  ir::TypeId bool_type() const { return bool_; }
  ir::TypeId intern(const runtime::ValueType& type) { return program_.graph.intern(type); }

  ir::NodeId node(ir::Op op, ir::TypeId type, const std::vector<ir::NodeId>& operands,
                  std::int64_t a = 0, std::int64_t b = 0);
  ir::NodeId constant(ir::TypeId type, std::int64_t low, std::int64_t high);
  ir::NodeId truth(bool value);
  ir::NodeId fact(ir::TypeId type, runtime::LeafIndex leaf, ir::Precision precision);
  // `scope` is that of the item: its last list is the one at `level`.
  ir::NodeId item_fact(ir::TypeId type, runtime::LeafIndex leaf, std::uint8_t level,
                       const ir::Scope& scope, ir::Precision precision);
  ir::NodeId negation(ir::NodeId operand);
  // Of no operands true, of one the operand itself.
  ir::NodeId all_of(const std::vector<ir::NodeId>& operands);
  // The same cell as `all_of`, with the conjuncts of conjunctions taken for themselves, each once.
  ir::NodeId conjunction(const std::vector<ir::NodeId>& operands);

  ir::OccurrenceId occurrence(ir::Shape shape, ir::NodeId node, source::Span span,
                              std::vector<ir::OccurrenceId> children = {}, std::string name = {});

  ir::NodeId node_of(ir::OccurrenceId id) const { return program_.occurrences[id].node; }
  const ir::Scope& scope_of(ir::OccurrenceId id) const { return program_.graph[node_of(id)].scope; }
  std::vector<ir::NodeId> nodes_of(const std::vector<ir::OccurrenceId>& occurrences) const;
  // What the author wrote there, white space folded.
  std::string text(source::Span span) const;

  ir::Program& program() { return program_; }
  const ir::Program& program() const { return program_; }

 private:
  ir::Program& program_;
  const source::Map& sources_;
  ir::TypeId bool_;
};

}  // namespace precis::lower
