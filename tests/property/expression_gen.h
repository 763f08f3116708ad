#pragma once

// Random expressions over the world, as nodes of a graph with their occurrences.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "compiler/ir/program.h"
#include "compiler/support/check.h"
#include "runtime/builtins.h"
#include "runtime/date.h"
#include "tests/property/world.h"

namespace precis::property {

using ir::NodeId;
using ir::Op;
using runtime::Form;
using runtime::ValueType;

// The condition on a list's items, whether the days it asks about are observed, and its occurrence.
struct Body {
  NodeId condition;
  NodeId observed;
  ir::OccurrenceId occurrence;
};

// The lists whose items the enclosing list operations stand at.
using Levels = std::vector<runtime::ListIndex>;

// Expressions of every type, whose lists may be asked about inside of each other.
class ExpressionGenerator {
 public:
  ExpressionGenerator(const World& world, ir::Program& program, Random& random)
      : w_(world), program_(program), graph_(program.graph), random_(random) {
    bool_ = type({Form::Bool, 0, 0, "", 0, 0});
    date_ =
        type({Form::Date, 0, 0, "", runtime::first_supported_day(), runtime::last_supported_day()});
    whole_ = type({Form::Number, 0, 0, "", -Wide, Wide});
    tenths_ = type({Form::Number, 0, 1, "", -Wide, Wide});
    days_ = type({Form::Number, 0, 0, "days", 0, 400});
    colour_ = type({Form::Enum, 0, 0, "", 0, 0});
    eighths_ = type({Form::Number, 0, 8, "", INT64_MIN, INT64_MAX});
    sums_ = type({Form::Number, 0, 0, "days", 0, Wide});
    counts_ = type({Form::Number, 0, 0, "", 0, 1000});
    code_ = type({Form::Code, 0, 0, "", 0, 0});
  }

  NodeId boolean(int depth, const Levels& levels);
  NodeId whole(int depth, const Levels& levels);
  NodeId tenths(int depth, const Levels& levels);
  NodeId date(int depth, const Levels& levels);
  NodeId colour(int depth, const Levels& levels);
  NodeId code(int depth, const Levels& levels);
  // In the world's catalog.
  NodeId look_up(ir::TypeId type, std::int64_t column, int depth, const Levels& levels);

  // The occurrence of a finished root, above those of the list operations generated for it.
  ir::OccurrenceId occurrence(NodeId root) {
    const std::vector<ir::OccurrenceId> children = std::move(frames_.back());
    frames_.back().clear();
    return occur(root, ir::Shape::AllOf, children);
  }

  ir::TypeId colour_type() const { return colour_; }
  ir::TypeId tenths_type() const { return tenths_; }
  NodeId colour_constant() { return constant(colour_, std::int64_t{1} << random_.between(0, 3)); }

 private:
  static constexpr std::int64_t Wide = 1'000'000'000;

  ir::TypeId type(const ValueType& t) { return graph_.intern(t); }

  // Scope is the join of the operands' scopes, less the level a list operation binds.
  NodeId add(Op op, ir::TypeId type, std::vector<NodeId> operands, std::int64_t a = 0,
             std::int64_t b = 0) {
    ir::Scope scope;
    for (NodeId operand : operands) {
      ir::Scope of = graph_[operand].scope;
      if (ir::is_list_op(op) && of.depth == b + 1) {
        --of.depth;
        of.lists[of.depth] = 0;
      }
      if (of.depth > scope.depth) scope = of;
    }
    return graph_.add(op, type, std::move(operands), a, b, scope);
  }
  NodeId constant(ir::TypeId type, std::int64_t value) {
    return graph_.add(Op::Constant, type, {}, value, value, {});
  }
  NodeId truth(bool value) {
    return constant(bool_, value ? runtime::CanBeTrue : runtime::CanBeFalse);
  }
  NodeId fact(runtime::LeafIndex leaf) {
    const runtime::Leaf& it = w_.schema.leaves[leaf];
    return graph_.add(Op::Fact, type(it.type), {}, leaf, 0, {}, precision(it));
  }
  NodeId item(runtime::LeafIndex leaf, const Levels& levels) {
    const runtime::Leaf& it = w_.schema.leaves[leaf];
    const std::size_t level = level_of(*it.list, levels);
    ir::Scope scope;
    scope.depth = static_cast<std::uint8_t>(level + 1);
    for (std::size_t k = 0; k <= level; ++k) scope.lists[k] = levels[k];
    return graph_.add(Op::ItemFact, type(it.type), {}, leaf, static_cast<std::int64_t>(level),
                      scope, precision(it));
  }
  static ir::Precision precision(const runtime::Leaf& leaf) {
    const bool exact = !leaf.optional && !leaf.approximate && leaf.type.form != Form::Code;
    return exact ? ir::Precision::Exact : ir::Precision::Partial;
  }
  // The innermost level that stands at `list`.
  static std::size_t level_of(runtime::ListIndex list, const Levels& levels) {
    for (std::size_t k = levels.size(); k-- > 0;) {
      if (levels[k] == list) return k;
    }
    CHECK(false, "no enclosing list operation stands at this list");
    return 0;
  }
  static bool inside(runtime::ListIndex list, const Levels& levels) {
    return std::find(levels.begin(), levels.end(), list) != levels.end();
  }

  ir::OccurrenceId occur(NodeId node, ir::Shape shape, std::vector<ir::OccurrenceId> children) {
    return program_.occurrences.add({node,
                                     shape,
                                     {source::FileId(0), 0, 0},
                                     "generated",
                                     "",
                                     std::move(children),
                                     std::nullopt,
                                     0,
                                     std::nullopt});
  }
  // A list operation as an author's construct: its where-condition below it, and what it observes.
  void occur_list(NodeId node, ir::Shape shape, const Body& body, runtime::ListIndex list,
                  std::size_t level);

  NodeId boolean_leaf(const Levels& levels);
  NodeId comparison(int depth, const Levels& levels);
  NodeId quantifier(int depth, const Levels& levels);
  NodeId on_file(int depth, const Levels& levels);
  NodeId candidate(const Levels& levels);
  NodeId choice(ir::TypeId type, const std::vector<NodeId>& values, int depth,
                const Levels& levels);
  NodeId selection(ir::TypeId type, runtime::LeafIndex value, int depth, const Levels& levels);
  NodeId exposure(const Levels& levels);
  NodeId total(Op op, ir::TypeId type, runtime::LeafIndex value, ir::Side side,
               const Levels& levels);
  NodeId elementary(int depth, const Levels& levels);
  std::int64_t rounding() { return random_.chance(50) ? 0 : random_.between(1, 3); }

  NodeId window_start();
  Body body_of(runtime::ListIndex list, int depth, const Levels& inner);

  const World& w_;
  ir::Program& program_;
  ir::Graph& graph_;
  Random& random_;
  // Occurrences waiting for the one above them: of the root, and of each body being generated.
  std::vector<std::vector<ir::OccurrenceId>> frames_{1};
  ir::TypeId bool_{0}, date_{0}, whole_{0}, tenths_{0}, eighths_{0}, days_{0}, sums_{0}, counts_{0},
      colour_{0}, code_{0};
};

}  // namespace precis::property
