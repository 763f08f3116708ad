#include <limits>

#include "compiler/lower/expressions.h"
#include "runtime/builtins.h"
#include "runtime/decimal.h"

namespace precis::lower {

using ir::NodeId;
using ir::OccurrenceId;
using ir::Op;
using ir::Shape;

// `x on or after D` is a window of which one end is missing. The name says which.
static std::string one_sided(typed::Relation relation) {
  switch (relation) {
    case typed::Relation::Less:
      return "before";
    case typed::Relation::LessEqual:
      return "on or before";
    case typed::Relation::Greater:
      return "after";
    case typed::Relation::GreaterEqual:
      return "on or after";
    case typed::Relation::Equal:
    case typed::Relation::NotEqual:
      return {};
  }
  return {};
}

OccurrenceId Expressions::compare(const typed::Expr& e, const typed::Compare& it,
                                  const Context& context) {
  const std::vector<OccurrenceId> sides = lower_all({it.left, it.right}, context);
  const NodeId left = builder_.node_of(sides[0]);
  const NodeId right = builder_.node_of(sides[1]);
  const auto relate = [&](Op op, NodeId x, NodeId y) {
    return builder_.node(op, builder_.bool_type(), {x, y});
  };
  const NodeId node = [&] {
    switch (it.relation) {
      case typed::Relation::Less:
        return relate(Op::Less, left, right);
      case typed::Relation::LessEqual:
        return relate(Op::LessEqual, left, right);
      case typed::Relation::Greater:
        return relate(Op::Less, right, left);
      case typed::Relation::GreaterEqual:
        return relate(Op::LessEqual, right, left);
      case typed::Relation::Equal:
        return relate(Op::Equal, left, right);
      case typed::Relation::NotEqual:
        break;
    }
    return builder_.negation(relate(Op::Equal, left, right));
  }();
  const bool is_date = std::holds_alternative<typed::DateType>(program_.types[expr(it.left).type]);
  const std::string name = is_date ? one_sided(it.relation) : std::string();
  return builder_.occurrence(name.empty() ? Shape::Comparison : Shape::Window, node, e.span, sides,
                             name);
}

static runtime::Relation relation_of(typed::Relation relation) {
  switch (relation) {
    case typed::Relation::Less:
      return runtime::Relation::Less;
    case typed::Relation::LessEqual:
      return runtime::Relation::LessEqual;
    case typed::Relation::Greater:
      return runtime::Relation::Greater;
    case typed::Relation::GreaterEqual:
      return runtime::Relation::GreaterEqual;
    case typed::Relation::Equal:
      return runtime::Relation::Equal;
    case typed::Relation::NotEqual:
      return runtime::Relation::NotEqual;
  }
  return runtime::Relation::Equal;
}

OccurrenceId Expressions::compare_quotient(const typed::Expr& e, const typed::CompareQuotient& it,
                                           const Context& context) {
  const std::vector<OccurrenceId> parts =
      lower_all({it.dividend, it.divisor, it.threshold}, context);
  const std::vector<NodeId> nodes = builder_.nodes_of(parts);
  const NodeId node = builder_.node(Op::CompareQuotient, builder_.bool_type(), nodes,
                                    static_cast<std::int64_t>(relation_of(it.relation)), it.shift);

  // The comparison does not carry out the division: a node of its own shows it.
  const ir::Graph& graph = builder_.program().graph;
  runtime::ValueType type = graph.type(nodes[2]);
  const int gained =
      runtime::MaxVisibleScale - graph.type(nodes[0]).scale + graph.type(nodes[1]).scale;
  type.scale = runtime::MaxVisibleScale;
  type.low = std::numeric_limits<std::int64_t>::min();
  type.high = std::numeric_limits<std::int64_t>::max();
  const NodeId division =
      builder_.node(Op::Divide, builder_.intern(type), {nodes[0], nodes[1]}, std::max(gained, 0));
  const OccurrenceId quotient =
      builder_.occurrence(Shape::Arithmetic, division, it.quotient, {parts[0], parts[1]});
  return builder_.occurrence(Shape::Comparison, node, e.span, {quotient, parts[2]});
}

NodeId Expressions::file_cell(NodeId phenotype, std::int64_t mask, NodeId tested) {
  const std::uint32_t phenotypes = builder_.program().graph.type(phenotype).enumeration;
  const std::size_t members = program_.catalogue.enumerations[phenotypes].members.size();
  const std::int64_t untested = std::int64_t{1} << members;
  const NodeId one_of =
      builder_.node(Op::InMask, builder_.bool_type(), {phenotype}, mask & ~untested);
  if ((mask & untested) == 0) return builder_.all_of({tested, one_of});
  const NodeId not_tested = builder_.negation(tested);
  if (mask == untested) return not_tested;
  return builder_.node(Op::Or, builder_.bool_type(), {not_tested, one_of});
}

OccurrenceId Expressions::in_mask(const typed::Expr& e, const typed::InMask& it,
                                  const Context& context) {
  const OccurrenceId subject = lower(it.subject, context);
  const auto* param = std::get_if<typed::Param>(&expr(it.subject).kind);
  const auto tested = param ? context.tested.find(param->index) : context.tested.end();
  const NodeId node =
      tested != context.tested.end()
          ? file_cell(builder_.node_of(subject), it.mask, tested->second)
          : builder_.node(Op::InMask, builder_.bool_type(), {builder_.node_of(subject)}, it.mask);
  return builder_.occurrence(Shape::Membership, negated_if(it.negated, node), e.span, {subject},
                             builder_.text(it.set));
}

OccurrenceId Expressions::same_member(const typed::Expr& e, const typed::SameMember& it,
                                      const Context& context) {
  const std::vector<OccurrenceId> sides = lower_all({it.left, it.right}, context);
  const NodeId node = builder_.node(Op::SameMember, builder_.bool_type(), builder_.nodes_of(sides));
  return builder_.occurrence(Shape::Comparison, negated_if(it.negated, node), e.span, sides);
}

OccurrenceId Expressions::in_value_set(const typed::Expr& e, const typed::InValueSet& it,
                                       const Context& context) {
  const OccurrenceId subject = lower(it.subject, context);
  const auto member = [&](NodeId code) {
    return builder_.node(Op::InValueSet, builder_.bool_type(), {code}, it.value_set);
  };
  const ir::Graph& graph = builder_.program().graph;
  const ir::Node value = graph[builder_.node_of(subject)];
  const bool is_gene_result =
      std::holds_alternative<typed::DiplotypeType>(program_.types[expr(it.subject).type]) &&
      value.op == Op::SelectLast;
  // Of the possible results each is asked: two that are both members need not be told apart.
  const NodeId node = is_gene_result ? builder_.node(Op::Possible, builder_.bool_type(),
                                                     {member(value.operands[2])}, value.a, value.b)
                                     : member(builder_.node_of(subject));
  return builder_.occurrence(Shape::Membership, negated_if(it.negated, node), e.span, {subject},
                             program_.catalogue.value_sets[it.value_set].name);
}

OccurrenceId Expressions::within(const typed::Expr& e, const typed::Within& it,
                                 const Context& context) {
  const std::vector<OccurrenceId> parts = lower_all({it.subject, it.first, it.last}, context);
  const std::vector<NodeId> nodes = builder_.nodes_of(parts);
  const NodeId not_before =
      builder_.node(Op::LessEqual, builder_.bool_type(), {nodes[1], nodes[0]});
  const NodeId not_after = builder_.node(Op::LessEqual, builder_.bool_type(), {nodes[0], nodes[2]});
  const NodeId node = builder_.all_of({not_before, not_after});
  return builder_.occurrence(Shape::Window, node, e.span, parts, "within");
}

OccurrenceId Expressions::known(const typed::Expr& e, const typed::Known& it,
                                const Context& context) {
  const OccurrenceId subject = lower(it.subject, context);
  const NodeId node = builder_.node(Op::Known, builder_.bool_type(), {builder_.node_of(subject)});
  return builder_.occurrence(Shape::Test, negated_if(it.negated, node), e.span, {subject},
                             it.negated ? "is unknown" : "is known");
}

}  // namespace precis::lower
