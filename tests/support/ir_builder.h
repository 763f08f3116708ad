#pragma once

// Makes small programs in the form of the expression graph by hand: one schema, one policy, one
// decision. For tests of what reads the graph. `finish` checks the program with `ir::verify`.

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/ir/program.h"
#include "runtime/record.h"

namespace precis::testing {

inline constexpr std::int64_t Today = 20'000;  // the `at` date of `IrBuilder::record`

inline runtime::ValueType type_of(runtime::Form form, std::int64_t low = 0, std::int64_t high = 0) {
  return {form, 0, 0, "", low, high};
}
inline runtime::ValueType whole(std::int64_t low, std::int64_t high) {
  return type_of(runtime::Form::Number, low, high);
}
inline runtime::ValueType boolean() {
  return type_of(runtime::Form::Bool);
}
inline runtime::ValueType code() {
  return type_of(runtime::Form::Code);
}
inline runtime::ValueType date() {
  return type_of(runtime::Form::Date, -50'000, 100'000);
}

// How sure the schema is of a leaf.
enum class Sureness { Required, Optional, Approximate };

class IrBuilder {
 public:
  IrBuilder() {
    runtime::Schema schema;
    schema.name = "Member";
    program_.schemas.push_back(schema);
    program_.schemas[0].at = leaf(date(), Sureness::Required);
    program_.policies.add(policy());
    program_.outcomes.push_back({"Outcome", {}});
  }

  // ---- schema and catalogue
  runtime::LeafIndex leaf(const runtime::ValueType& type, Sureness sureness,
                          std::optional<runtime::ListIndex> list = std::nullopt) {
    std::vector<runtime::Leaf>& leaves = program_.schemas[0].leaves;
    runtime::Leaf made;
    made.name = "leaf" + std::to_string(leaves.size());
    made.path = "member." + made.name;
    made.type = type;
    made.optional = sureness == Sureness::Optional;
    made.approximate = sureness == Sureness::Approximate;
    made.list = list;
    leaves.push_back(made);
    const auto index = static_cast<runtime::LeafIndex>(leaves.size() - 1);
    if (list) program_.schemas[0].lists[*list].leaves.push_back(index);
    return index;
  }
  runtime::ListIndex list() {
    program_.schemas[0].lists.emplace_back();
    return static_cast<runtime::ListIndex>(program_.schemas[0].lists.size() - 1);
  }
  runtime::ValueType enumeration(std::size_t members) {
    runtime::Enumeration made;
    made.members.resize(members);
    program_.catalogue.enumerations.push_back(made);
    runtime::ValueType type = type_of(runtime::Form::Enum);
    type.enumeration = static_cast<std::uint32_t>(program_.catalogue.enumerations.size() - 1);
    return type;
  }
  // A catalog of one column. The codes are the first symbols; `rows` gives keys their cells.
  void catalog(const std::vector<std::string>& codes, const runtime::ValueType& column,
               const std::vector<std::pair<std::uint32_t, runtime::CatalogTable::Cell>>& rows) {
    for (const std::string& code : codes) program_.catalogue.named_codes.push_back({0, code});
    runtime::CatalogTable made{"Goods", "1", "goods.csv", 0, {}, {}, {{"column", column, {}}}};
    for (const auto& [key, cell] : rows) {
      made.keys.push_back(key);
      made.lines.push_back(key + 1);
      made.columns[0].cells.push_back(cell);
    }
    program_.catalogue.catalogs.push_back(std::move(made));
  }
  // Another column of the catalog, with a cell for each of its rows.
  void column(const runtime::ValueType& type, std::vector<runtime::CatalogTable::Cell> cells) {
    program_.catalogue.catalogs.back().columns.push_back({"column", type, std::move(cells)});
  }

  std::uint32_t value_set(const std::vector<std::string>& codes) {
    runtime::ValueSet made;
    for (const std::string& code : codes) made.entries.push_back({0, code, false, ""});
    program_.catalogue.value_sets.push_back(made);
    return static_cast<std::uint32_t>(program_.catalogue.value_sets.size() - 1);
  }

  // ---- nodes
  ir::NodeId node(ir::Op op, const runtime::ValueType& type, std::vector<ir::NodeId> operands,
                  std::int64_t a = 0, std::int64_t b = 0) {
    const std::optional<ir::Scope> scope = ir::scope_of(program_.graph, op, operands, a, b);
    EXPECT_TRUE(scope.has_value());
    return program_.graph.add(op, program_.graph.intern(type), std::move(operands), a, b, *scope);
  }
  ir::NodeId truth(ir::Op op, std::vector<ir::NodeId> operands, std::int64_t a = 0,
                   std::int64_t b = 0) {
    return node(op, boolean(), std::move(operands), a, b);
  }
  ir::NodeId constant(const runtime::ValueType& type, std::int64_t low, std::int64_t high) {
    return node(ir::Op::Constant, type, {}, low, high);
  }
  ir::NodeId constant(const runtime::ValueType& type, std::int64_t value) {
    return constant(type, value, value);
  }
  ir::NodeId yes() { return constant(boolean(), runtime::CanBeTrue); }
  ir::NodeId fact(runtime::LeafIndex leaf) {
    return program_.graph.add(ir::Op::Fact, program_.graph.intern(leaf_of(leaf).type), {}, leaf, 0,
                              {}, precision_of(leaf));
  }
  // A leaf of the item at level 0, or at level 1 below an item of the list `outer`.
  ir::NodeId item(runtime::LeafIndex leaf, std::optional<runtime::ListIndex> outer = std::nullopt) {
    const runtime::ListIndex own = *leaf_of(leaf).list;
    const ir::Scope scope = outer ? ir::Scope{2, {*outer, own}} : ir::Scope{1, {own, 0}};
    return program_.graph.add(ir::Op::ItemFact, program_.graph.intern(leaf_of(leaf).type), {}, leaf,
                              outer ? 1 : 0, scope, precision_of(leaf));
  }
  const ir::Graph& graph() const { return program_.graph; }

  // ---- the decision
  ir::OccurrenceId show(ir::NodeId node) {
    ir::Occurrence occurrence{node, ir::Shape::Definition, Nowhere, "", "", {}, {}, 0, {}};
    return program_.occurrences.add(occurrence);
  }
  // An outcome: the alternative and its payload, absent fields as nothing.
  using Payload = std::vector<std::optional<ir::NodeId>>;
  void rule(ir::NodeId applies, std::uint32_t alternative, const Payload& payload) {
    ir::Rule made{"rule" + std::to_string(decision_.rules.size()),
                  "",
                  Nowhere,
                  applies,
                  show(applies),
                  {},
                  outcome(alternative, payload),
                  {},
                  {},
                  ir::RuleKind::Administrative,
                  {}};
    made.written = static_cast<std::uint32_t>(decision_.rules.size());
    decision_.rules.push_back(made);
  }
  void otherwise(std::uint32_t alternative, const Payload& payload) {
    decision_.otherwise->then = outcome(alternative, payload);
  }
  // A list of what applies, not one outcome.
  void collects() {
    decision_.combination = ir::Combination::Collect;
    decision_.otherwise.reset();
  }
  void governs(ir::NodeId node) { program_.policies[ir::PolicyId(0)].governs = show(node); }
  void effective(std::int32_t from, std::int32_t to) {
    program_.policies[ir::PolicyId(0)].effective_from = from;
    program_.policies[ir::PolicyId(0)].effective_to = to;
  }
  // Nodes that only an explanation shows.
  void also_show(ir::NodeId node) {
    decision_.otherwise->because.push_back({"", show(node), std::nullopt});
  }

  ir::Program finish() {
    const ir::DecisionId id = program_.decisions.add(decision_);
    program_.policies[ir::PolicyId(0)].decisions = {id};
    EXPECT_EQ(ir::verify(program_), "");
    return std::move(program_);
  }

  // Nothing known but the `at` date. Items are added by the caller.
  static runtime::Record record(const ir::Program& program) {
    runtime::Record made =
        runtime::blank_record(program.schemas[0], program.catalogue.enumerations);
    made.facts[program.schemas[0].at] = {runtime::exact(Today), runtime::Cause::Known, 0};
    return made;
  }
  static void set(runtime::Record& record, runtime::LeafIndex leaf, const runtime::Cell& cell) {
    record.facts[leaf] = {cell, runtime::Cause::Known, 0};
  }
  // An item with these cells, in the order of the list's leaves.
  static void add_item(runtime::Record& record, runtime::ListIndex list,
                       const std::vector<runtime::Cell>& cells) {
    runtime::Item item;
    for (const runtime::Cell& cell : cells) item.facts.push_back({cell, runtime::Cause::Known, 0});
    record.lists[list].push_back(item);
  }

 private:
  static constexpr source::Span Nowhere{source::FileId(0), 0, 0};

  static ir::Policy policy() {
    ir::Policy made{"test", "", "1", 0, 40'000, 0, {}, {}, {}, "", Nowhere};
    return made;
  }
  const runtime::Leaf& leaf_of(runtime::LeafIndex leaf) const {
    return program_.schemas[0].leaves[leaf];
  }
  // A code may always be of another system than the field's.
  ir::Precision precision_of(runtime::LeafIndex leaf) const {
    const runtime::Leaf& it = leaf_of(leaf);
    const bool exact = !it.optional && !it.approximate && it.type.form != runtime::Form::Code;
    return exact ? ir::Precision::Exact : ir::Precision::Partial;
  }
  ir::OutcomeValue outcome(std::uint32_t alternative, const Payload& payload) {
    std::vector<ir::Alternative>& known = program_.outcomes[0].alternatives;
    while (known.size() <= alternative) {
      known.push_back({"outcome", ir::Standing::Favorable, false, {}});
    }
    ir::OutcomeValue made{alternative, {}};
    for (const std::optional<ir::NodeId>& field : payload) {
      if (field) {
        made.payload.push_back(show(*field));
      } else {
        made.payload.push_back(std::nullopt);
      }
    }
    return made;
  }

  ir::Program program_;
  ir::Decision decision_{
      "decision", ir::PolicyId(0), 0, {}, ir::Otherwise{Nowhere, {0, {}}, {}, {}}, Nowhere};
};

}  // namespace precis::testing
