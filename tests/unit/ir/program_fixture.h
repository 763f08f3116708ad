#pragma once

// A small program made by hand: one policy, one decision, one list of items with a flag and a date.

#include <string>
#include <utility>
#include <vector>

#include "compiler/ir/program.h"

namespace precis::ir {

inline runtime::ValueType form(runtime::Form form) {
  return {.form = form, .enumeration = 0, .scale = 0, .unit = {}, .low = 0, .high = 0};
}
inline runtime::ValueType whole(std::int64_t low, std::int64_t high) {
  return {runtime::Form::Number, 0, 0, "", low, high};
}

inline constexpr source::Span Nowhere{source::FileId(0), 0, 0};
inline constexpr Scope InVisits{1, {0, 0}};
inline constexpr Scope InVisitPairs{2, {0, 0}};

class ProgramFixture {
 public:
  ProgramFixture() {
    runtime::Schema schema;
    schema.name = "Member";
    add_leaf(schema, "request.date", form(runtime::Form::Date));
    add_leaf(schema, "member.smoker", form(runtime::Form::Bool));
    add_leaf(schema, "member.visits[].urgent", form(runtime::Form::Bool));
    schema.leaves.back().list = 0;
    runtime::List visits;
    visits.name = "visits";
    visits.path = "member.visits";
    visits.leaves = {2};
    schema.lists.push_back(visits);
    schema.at = 0;
    program.schemas.push_back(schema);
    program.outcomes.push_back({"Coverage", {{"approve", Standing::Favorable, false, {}}}});

    const NodeId smoker = add(Op::Fact, Bool, {}, 1);
    const OccurrenceId when = occurrence(smoker, Shape::Fact, "member.smoker");
    Rule rule{.name = "smoking",
              .title = "Smokes",
              .span = Nowhere,
              .applies = smoker,
              .when = when,
              .exceptions = {},
              .then = {0, {}},
              .because = {},
              .citations = {},
              .justifications = {}};
    Decision decision{.name = "coverage",
                      .policy = PolicyId(0),
                      .outcome = 0,
                      .rules = {rule},
                      .otherwise = Otherwise{Nowhere, {0, {}}, {}, {}},
                      .span = Nowhere};
    const DecisionId id = program.decisions.add(decision);
    program.policies.add({.name = "smoke",
                          .title = "Smoke",
                          .version = "1",
                          .effective_from = 0,
                          .effective_to = 10,
                          .schema = 0,
                          .governs = {},
                          .sources = {},
                          .decisions = {id},
                          .content_hash = "",
                          .span = Nowhere});
  }

  NodeId add(Op op, TypeId type, std::vector<NodeId> operands, std::int64_t a = 0,
             std::int64_t b = 0, Scope scope = {}) {
    return program.graph.add(op, type, std::move(operands), a, b, scope, Precision::Partial);
  }
  NodeId urgent(std::uint8_t level, Scope scope) {
    return add(Op::ItemFact, Bool, {}, 2, level, scope);
  }

  OccurrenceId occurrence(NodeId node, Shape shape, std::string text) {
    return program.occurrences.add({.node = node,
                                    .shape = shape,
                                    .span = Nowhere,
                                    .text = std::move(text),
                                    .name = {},
                                    .children = {},
                                    .list = {},
                                    .observed = {}});
  }
  Rule& rule() { return program.decisions[DecisionId(0)].rules.front(); }

  Program program;
  TypeId Bool = program.graph.intern(form(runtime::Form::Bool));
  TypeId Date = program.graph.intern(form(runtime::Form::Date));

 private:
  static void add_leaf(runtime::Schema& schema, std::string path, runtime::ValueType type) {
    runtime::Leaf leaf;
    leaf.name = path;
    leaf.path = std::move(path);
    leaf.type = std::move(type);
    schema.leaves.push_back(leaf);
  }
};

}  // namespace precis::ir
