#pragma once

// A record and a graph made by hand: facts are whatever cells a test wants, faults included.

#include <gtest/gtest.h>

#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "compiler/interp/interp.h"

namespace precis::runtime {

inline void PrintTo(const Cell& cell, std::ostream* out) {
  *out << "[" << cell.low << ", " << cell.high << "]" << (cell.may_fault ? " may fault" : "")
       << (cell.no_value ? ", no value" : "");
}
inline void PrintTo(const Answer& answer, std::ostream* out) {
  *out << "kind " << static_cast<int>(answer.kind) << ", rule " << answer.rule;
}

}  // namespace precis::runtime

namespace precis::interp {

using ir::NodeId;
using ir::Op;
using runtime::Cell;

// The seven Boolean cells: what can be, X is a fault.
inline const Cell T = runtime::mask(1);
inline const Cell F = runtime::mask(2);
inline const Cell TF = runtime::mask(3);
inline const Cell TX{1, 1, 1, 0};
inline const Cell FX{2, 2, 1, 0};
inline const Cell TFX{3, 3, 1, 0};
inline const Cell X = runtime::surely_faults();

inline runtime::ValueType form(runtime::Form form) {
  return {.form = form, .enumeration = 0, .scale = 0, .unit = {}, .low = 0, .high = 0};
}
inline runtime::ValueType number(std::int64_t low = -1000, std::int64_t high = 1000) {
  return {runtime::Form::Number, 0, 0, "", low, high};
}
inline runtime::ValueType date() {
  return {runtime::Form::Date, 0, 0, "", -100000, 100000};
}
inline const runtime::ValueType Bool = form(runtime::Form::Bool);
inline const runtime::ValueType Enum = form(runtime::Form::Enum);
inline const runtime::ValueType Code = form(runtime::Form::Code);

class Sheet {
 public:
  explicit Sheet(std::size_t item_count = 0) {
    program.catalogue.enumerations.push_back(
        {"Color", {{"red", "", ""}, {"green", "", ""}, {"blue", "", ""}}, false});
    program.catalogue.systems.push_back({"ICD", "icd"});
    program.catalogue.value_sets.push_back({"Bleeding", "1", {{0, "K25", false, ""}}});
    runtime::Schema& schema = program.schemas.emplace_back();
    schema.lists.emplace_back().name = "items";
    record.lists.emplace_back().resize(item_count);
    schema.at = 0;
    fact(date(), runtime::exact(0));
    program.outcomes.push_back({"Coverage", {}});
  }

  // A new leaf of the member that holds `cell`.
  NodeId fact(const runtime::ValueType& type, const Cell& cell) {
    const std::int64_t leaf = add_leaf(type);
    record.facts.back().cell = cell;
    return node(Op::Fact, type, {}, leaf);
  }

  // A new leaf of the list's items: a cell for each.
  NodeId item(const runtime::ValueType& type, const std::vector<Cell>& cells,
              std::uint8_t level = 0) {
    const std::int64_t leaf = add_leaf(type);
    program.schemas[0].lists[0].leaves.push_back(static_cast<runtime::LeafIndex>(leaf));
    for (std::size_t i = 0; i < cells.size(); ++i) {
      record.lists[0][i].facts.push_back({cells[i], runtime::Cause::Known, 0});
    }
    return item_at(type, leaf, level);
  }

  // The same leaf read at another level.
  NodeId item_at(const runtime::ValueType& type, std::int64_t leaf, std::uint8_t level) {
    const ir::Scope scope{static_cast<std::uint8_t>(level + 1), {0, 0}};
    return program.graph.add(Op::ItemFact, program.graph.intern(type), {}, leaf, level, scope,
                             ir::Precision::Partial);
  }

  NodeId constant(const runtime::ValueType& type, std::int64_t value) {
    return node(Op::Constant, type, {}, value, value);
  }

  NodeId node(Op op, const runtime::ValueType& type, const std::vector<NodeId>& operands,
              std::int64_t a = 0, std::int64_t b = 0) {
    const std::optional<ir::Scope> scope = scope_of(program.graph, op, operands, a, b);
    EXPECT_TRUE(scope.has_value());
    return program.graph.add(op, program.graph.intern(type), operands, a, b,
                             scope.value_or(ir::Scope{}), ir::Precision::Partial);
  }

  // The whole way: a decision that shows this node (of member scope), decided by the interpreter.
  Cell value(NodeId shown) {
    EXPECT_EQ(verify(program), "");
    ir::Program asked = program;
    const ir::OccurrenceId part = occurrence(asked, shown);
    ir::TemplatePart hole{"", part, {}};
    asked.decisions.add(decision({}, {Nowhere, {0, {}}, {hole}, {}}));
    asked.policies.add(policy());
    const ir::DecisionId id(0);
    const ir::TraceLayout layout(asked, id);
    const Evaluation evaluation = decide(asked, id, layout, record, symbols);
    return evaluation.trace.at(layout.place(shown).value().slot);
  }

  static ir::OccurrenceId occurrence(ir::Program& program, NodeId node) {
    return program.occurrences.add({.node = node,
                                    .shape = ir::Shape::Fact,
                                    .span = Nowhere,
                                    .text = {},
                                    .name = {},
                                    .children = {},
                                    .list = {},
                                    .observed = {}});
  }
  static ir::Decision decision(std::vector<ir::Rule> rules, ir::Otherwise otherwise) {
    return {"coverage", ir::PolicyId(0), 0, std::move(rules), std::move(otherwise), Nowhere};
  }
  static ir::Policy policy() {
    return {.name = "p",
            .title = "P",
            .version = "1",
            .effective_from = -10,
            .effective_to = 10,
            .schema = 0,
            .governs = {},
            .sources = {},
            .decisions = {ir::DecisionId(0)},
            .content_hash = {},
            .span = Nowhere};
  }

  static constexpr source::Span Nowhere{source::FileId(0), 0, 0};

  ir::Program program;
  runtime::Record record;
  runtime::Symbols symbols{bleeding()};

 private:
  // The symbol table wants a catalogue that stays where it is.
  static const runtime::Catalogue& bleeding() {
    static const runtime::Catalogue catalogue = [] {
      runtime::Catalogue made;
      made.systems.push_back({"ICD", "icd"});
      made.value_sets.push_back({"Bleeding", "1", {{0, "K25", false, ""}}});
      return made;
    }();
    return catalogue;
  }

  std::int64_t add_leaf(const runtime::ValueType& type) {
    runtime::Leaf leaf;
    leaf.type = type;
    program.schemas[0].leaves.push_back(leaf);
    record.facts.emplace_back();
    return static_cast<std::int64_t>(program.schemas[0].leaves.size()) - 1;
  }
};

}  // namespace precis::interp
