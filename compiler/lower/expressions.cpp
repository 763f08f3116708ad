#include "compiler/lower/expressions.h"

#include <algorithm>

#include "compiler/lower/plans.h"
#include "compiler/support/match.h"
#include "compiler/typed/tables.h"

namespace precis::lower {

using ir::NodeId;
using ir::OccurrenceId;
using ir::Op;
using ir::Shape;

ir::Precision precision_of(const runtime::Schema& schema, runtime::LeafIndex index) {
  const runtime::Leaf& leaf = schema.leaves[index];
  // A code may be one of another system than the field's: then it is not known.
  const bool is_code =
      leaf.type.form == runtime::Form::Code || leaf.type.form == runtime::Form::Text;
  const bool is_exact = !leaf.optional && !leaf.approximate && !leaf.measured && !is_code;
  return is_exact ? ir::Precision::Exact : ir::Precision::Partial;
}

ir::TypeId Expressions::type_of(typed::TypeId id) {
  const std::optional<runtime::ValueType> type = typed::value_type(program_.types[id]);
  CHECK(type.has_value(), "an item is no value");
  return builder_.intern(*type);
}

std::vector<OccurrenceId> Expressions::lower_all(const std::vector<typed::ExprId>& ids,
                                                 const Context& context) {
  std::vector<OccurrenceId> lowered;
  for (typed::ExprId id : ids) lowered.push_back(lower(id, context));
  return lowered;
}

OccurrenceId Expressions::lower(typed::ExprId id, const Context& in) {
  const typed::Expr& e = expr(id);
  using Result = OccurrenceId;
  return support::match(
      e.kind, [&](const typed::Constant& it) -> Result { return constant(e, it); },
      [&](const typed::Fact& it) -> Result { return fact(e, it, in); },
      [&](const typed::ItemFact& it) -> Result { return item_fact(e, it, in); },
      [&](const typed::Param& it) -> Result { return in.params.at(it.index); },
      [&](const typed::Diplotype& it) -> Result { return diplotype(e, it, in); },
      [&](const typed::DefinitionUse& it) -> Result { return definition(e, it, in); },
      [&](const typed::TableUse& it) -> Result { return table(e, it, in); },
      [&](const typed::ParameterUse& it) -> Result { return parameter(e, it, in); },
      [&](const typed::LookUp& it) -> Result { return look_up(e, it, in); },
      [&](const typed::RowValue& it) -> Result { return row_value(e, it, in); },
      [&](const typed::And& it) -> Result {
        return plain(Shape::AllOf, Op::And, e, it.operands, in);
      },
      [&](const typed::Or& it) -> Result {
        return plain(Shape::AnyOf, Op::Or, e, it.operands, in);
      },
      [&](const typed::Not& it) -> Result {
        return plain(Shape::Not, Op::Not, e, {it.operand}, in);
      },
      [&](const typed::AtLeast& it) -> Result {
        return plain(Shape::AtLeast, Op::AtLeast, e, it.conditions, in, it.count);
      },
      [&](const typed::If& it) -> Result { return conditional(e, it, in); },
      [&](const typed::Compare& it) -> Result { return compare(e, it, in); },
      [&](const typed::CompareQuotient& it) -> Result { return compare_quotient(e, it, in); },
      [&](const typed::InMask& it) -> Result { return in_mask(e, it, in); },
      [&](const typed::SameMember& it) -> Result { return same_member(e, it, in); },
      [&](const typed::InValueSet& it) -> Result { return in_value_set(e, it, in); },
      [&](const typed::Within& it) -> Result { return within(e, it, in); },
      [&](const typed::Add& it) -> Result {
        return plain(Shape::Arithmetic, Op::Add, e, {it.left, it.right}, in);
      },
      [&](const typed::Subtract& it) -> Result {
        return plain(Shape::Arithmetic, Op::Subtract, e, {it.left, it.right}, in);
      },
      [&](const typed::Multiply& it) -> Result {
        return plain(Shape::Arithmetic, Op::Multiply, e, {it.left, it.right}, in, it.dropped,
                     static_cast<std::int64_t>(it.rounding));
      },
      [&](const typed::Divide& it) -> Result {
        return plain(Shape::Arithmetic, Op::Divide, e, {it.left, it.right}, in, it.gained,
                     static_cast<std::int64_t>(it.rounding));
      },
      [&](const typed::Rescale& it) -> Result {
        return plain(Shape::Arithmetic, Op::Rescale, e, {it.operand}, in, it.power);
      },
      [&](const typed::Extreme& it) -> Result {
        const Op op = it.greatest ? Op::Maximum : Op::Minimum;
        return plain(Shape::Arithmetic, op, e, {it.left, it.right}, in);
      },
      [&](const typed::Function& it) -> Result {
        return plain(Shape::Arithmetic, Op::Function, e, {it.operand}, in,
                     static_cast<std::int64_t>(it.function), places_of(it.operand));
      },
      [&](const typed::Power& it) -> Result {
        return plain(Shape::Arithmetic, Op::Power, e, {it.base, it.exponent}, in,
                     places_of(it.base), places_of(it.exponent));
      },
      [&](const typed::AddMonths& it) -> Result {
        return plain(Shape::Arithmetic, Op::AddMonths, e, {it.date}, in, it.months, it.refuses);
      },
      [&](const typed::Age& it) -> Result {
        const OccurrenceId birth = lower(it.birth, in);
        const NodeId at = leaf_node(schema(in).at, in);
        const NodeId node = builder_.node(Op::Age, type_of(e.type), {builder_.node_of(birth), at});
        return builder_.occurrence(Shape::Arithmetic, node, e.span, {birth}, "age");
      },
      [&](const typed::Known& it) -> Result { return known(e, it, in); },
      [&](const typed::Otherwise& it) -> Result {
        return plain(Shape::Assumption, Op::Otherwise, e, {it.value, it.fallback}, in);
      },
      [&](const typed::OnFile& it) -> Result { return on_file(e, it, in); },
      [&](const typed::Quantifier& it) -> Result { return quantifier(e, it, in); },
      [&](const typed::Count& it) -> Result { return count(e, it, in); },
      [&](const typed::CountDistinct& it) -> Result { return count_distinct(e, it, in); },
      [&](const typed::Total& it) -> Result { return total(e, it, in); },
      [&](const typed::RowQuantifier& it) -> Result { return row_quantifier(e, it, in); },
      [&](const typed::RowCount& it) -> Result { return row_count(e, it, in); },
      [&](const typed::RowTotal& it) -> Result { return row_total(e, it, in); },
      [&](const typed::RowCountDistinct& it) -> Result { return row_count_distinct(e, it, in); },
      [&](const typed::Select& it) -> Result {
        return select(e, it.selector, it.query, it.key, it.value, in);
      },
      [&](const typed::SelectItem& it) -> Result {
        return select(e, it.selector, it.query, it.key, it.key, in);
      },
      [&](const typed::DaysCovered& it) -> Result { return days_covered(e, it, in); },
      [&](const typed::LongestRun& it) -> Result { return longest_run(e, it, in); },
      [&](const typed::OnHand& it) -> Result { return on_hand(e, it, in); },
      [&](const typed::OutcomeIs& it) -> Result { return outcome_is(e, it, in); },
      [&](const typed::Poison&) -> Result { CHECK(false, "poison in a sound program"); });
}

OccurrenceId Expressions::plain(Shape shape, Op op, const typed::Expr& e,
                                const std::vector<typed::ExprId>& operands, const Context& context,
                                std::int64_t a, std::int64_t b) {
  const std::vector<OccurrenceId> children = lower_all(operands, context);
  const NodeId node = builder_.node(op, type_of(e.type), builder_.nodes_of(children), a, b);
  return builder_.occurrence(shape, node, e.span, children);
}

std::int64_t Expressions::places_of(typed::ExprId id) {
  return builder_.program().graph.type(type_of(expr(id).type)).scale;
}

OccurrenceId Expressions::outcome_is(const typed::Expr& e, const typed::OutcomeIs& it,
                                     const Context& context) {
  const ir::DecisionId id = support::match(
      it.of, [](typed::DecisionId decision) { return ir::DecisionId(decision.index()); },
      [&](typed::PlanId plan) { return decision_of(program_, plan); });
  const NodeId given = gives(builder_, id, leaf_node(schema(context).at, context), it.mask);
  return builder_.occurrence(Shape::Membership, negated_if(it.negated, given), e.span);
}

// ---- leaves and names

OccurrenceId Expressions::constant(const typed::Expr& e, const typed::Constant& it) {
  const NodeId node = builder_.constant(type_of(e.type), it.value, it.value);
  return builder_.occurrence(Shape::Constant, node, e.span);
}

OccurrenceId Expressions::fact(const typed::Expr& e, const typed::Fact& it,
                               const Context& context) {
  const runtime::Schema& schema = this->schema(context);
  const NodeId node = builder_.fact(type_of(e.type), it.leaf, precision_of(schema, it.leaf));
  for (const runtime::GeneSlot& gene : schema.genes) {
    if (it.leaf != gene.tested) continue;
    const OccurrenceId tested =
        builder_.occurrence(Shape::Fact, leaf_node(gene.phenotype, context), e.span);
    return builder_.occurrence(Shape::Test, node, e.span, {tested}, "is tested");
  }
  return builder_.occurrence(Shape::Fact, node, e.span);
}

OccurrenceId Expressions::item_fact(const typed::Expr& e, const typed::ItemFact& it,
                                    const Context& context) {
  const NodeId node = builder_.item_fact(type_of(e.type), it.leaf, context.levels.at(it.query),
                                         context.scope, precision_of(schema(context), it.leaf));
  return builder_.occurrence(Shape::Fact, node, e.span);
}

ir::Scope scope_of_arguments(const Builder& builder, const std::vector<OccurrenceId>& arguments) {
  ir::Scope scope;
  for (OccurrenceId id : arguments) {
    const std::optional<ir::Scope> both = ir::join(scope, builder.scope_of(id));
    CHECK(both.has_value(), "arguments of different items");
    scope = *both;
  }
  return scope;
}

OccurrenceId Expressions::definition(const typed::Expr& e, const typed::DefinitionUse& it,
                                     const Context& context) {
  const typed::Define& define = program_.defines[it.define];
  const std::vector<OccurrenceId> arguments = lower_all(it.arguments, context);
  const Context inside{
      context.schema, scope_of_arguments(builder_, arguments), {}, arguments, define.body_span};
  const auto key = std::pair{context.schema, it.define};
  auto found = arguments.empty() ? bodies_.find(key) : bodies_.end();
  OccurrenceId body = found != bodies_.end() ? found->second : lower(define.body, inside);
  if (arguments.empty()) bodies_.emplace(key, body);
  return builder_.occurrence(Shape::Definition, builder_.node_of(body), e.span, {body},
                             define.name);
}

// ---- choice

OccurrenceId Expressions::row_condition(const typed::Row& row, const Context& context) {
  std::vector<OccurrenceId> cells;
  for (const std::optional<typed::ExprId>& cell : row.conditions) {
    if (cell) cells.push_back(lower(*cell, context));
  }
  const NodeId node = builder_.all_of(builder_.nodes_of(cells));
  const Shape shape = cells.empty() ? Shape::Constant : Shape::AllOf;
  return builder_.occurrence(shape, node, row.span, cells);
}

NodeId Expressions::tested(NodeId phenotype, const Context& context) {
  const ir::Node value = builder_.program().graph[phenotype];
  if (value.op == Op::Fact) {
    for (const runtime::GeneSlot& gene : schema(context).genes) {
      if (value.a == gene.phenotype) return leaf_node(gene.tested, context);
    }
  }
  if (value.op == Op::Choose) {
    std::vector<NodeId> choices = value.operands;
    for (std::size_t i = 1; i < choices.size(); i += 2) choices[i] = tested(choices[i], context);
    return builder_.node(Op::Choose, builder_.bool_type(), choices);
  }
  if (value.op == Op::Otherwise) {
    const NodeId known = builder_.node(Op::Known, builder_.bool_type(), {value.operands[0]});
    return builder_.node(Op::Choose, builder_.bool_type(),
                         {known, tested(value.operands[0], context), builder_.truth(true),
                          tested(value.operands[1], context)});
  }
  return builder_.truth(true);
}

OccurrenceId Expressions::table(const typed::Expr& e, const typed::TableUse& it,
                                const Context& context) {
  const typed::DecisionTable& table = program_.tables[it.table];
  std::vector<OccurrenceId> children = lower_all(it.arguments, context);
  Context inside{context.schema, scope_of_arguments(builder_, children), {}, children, table.span};
  for (std::uint32_t i = 0; i < table.inputs.size(); ++i) {
    if (!typed::reads_file(program_, table, i)) continue;
    inside.tested.emplace(i, tested(builder_.node_of(children[i]), context));
  }
  std::vector<NodeId> choices;
  const auto add_row = [&](OccurrenceId condition, typed::ExprId output) {
    const OccurrenceId value = lower(output, inside);
    children.insert(children.end(), {condition, value});
    choices.push_back(builder_.node_of(condition));
    choices.push_back(builder_.node_of(value));
  };
  for (const typed::Row& row : table.rows) {
    add_row(row_condition(row, inside), row.outputs[it.output]);
  }
  if (table.otherwise) {
    const OccurrenceId always =
        builder_.occurrence(Shape::Constant, builder_.truth(true), table.otherwise->span);
    add_row(always, table.otherwise->outputs[it.output]);
  }
  const NodeId node = builder_.node(Op::Choose, type_of(table.outputs[it.output].type), choices);
  return builder_.occurrence(Shape::Table, node, e.span, children, table.name);
}

OccurrenceId Expressions::conditional(const typed::Expr& e, const typed::If& it,
                                      const Context& context) {
  const std::vector<OccurrenceId> parts = lower_all({it.condition, it.then, it.otherwise}, context);
  const std::vector<NodeId> nodes = builder_.nodes_of(parts);
  const NodeId node = builder_.node(Op::Choose, type_of(e.type),
                                    {nodes[0], nodes[1], builder_.truth(true), nodes[2]});
  return builder_.occurrence(Shape::Conditional, node, e.span, parts);
}

}  // namespace precis::lower
