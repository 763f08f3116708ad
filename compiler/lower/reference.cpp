// Reference data: parameters by date, catalogs by code, and questions over rows.

#include <fmt/format.h>

#include "compiler/lower/expressions.h"
#include "runtime/builtins.h"
#include "runtime/date.h"

namespace precis::lower {

using ir::NodeId;
using ir::OccurrenceId;
using ir::Op;
using ir::Shape;

// ---- parameters

// From the last entry to the first: the first that begins on or before the date is in force.
OccurrenceId Expressions::parameter(const typed::Expr& e, const typed::ParameterUse& it,
                                    const Context& context) {
  const typed::Parameter& parameter = program_.parameters[it.parameter];
  const std::vector<OccurrenceId> arguments = lower_all(it.arguments, context);
  const OccurrenceId date = lower(it.date, context);
  const Context inside{
      context.schema, scope_of_arguments(builder_, arguments), {}, arguments, parameter.span};
  std::vector<OccurrenceId> children = arguments;
  children.push_back(date);
  std::vector<NodeId> choices;
  const auto add = [&](OccurrenceId condition, OccurrenceId value) {
    children.insert(children.end(), {condition, value});
    choices.insert(choices.end(), {builder_.node_of(condition), builder_.node_of(value)});
  };
  for (std::size_t i = parameter.entries.size(); i-- > 0;) {
    const typed::Parameter::Entry& entry = parameter.entries[i];
    const NodeId from = builder_.constant(type_of(expr(it.date).type), entry.from, entry.from);
    const bool always = i == 0 && it.covered;
    const NodeId begun =
        always ? builder_.truth(true)
               : builder_.node(Op::LessEqual, builder_.bool_type(), {from, builder_.node_of(date)});
    const OccurrenceId reached = builder_.occurrence(Shape::Comparison, begun, entry.span, {date});
    add(builder_.occurrence(Shape::AllOf, begun, entry.span, {reached}),
        lower(entry.value, inside));
  }
  if (!it.covered) add(before_first_entry(parameter), children.back());
  const NodeId node = builder_.node(Op::Choose, type_of(e.type), choices);
  return builder_.occurrence(Shape::Parameter, node, e.span, children, parameter.name);
}

OccurrenceId Expressions::before_first_entry(const typed::Parameter& parameter) {
  const OccurrenceId id = builder_.occurrence(Shape::Constant, no_value(), parameter.span);
  builder_.program().occurrences[id].text =
      fmt::format("{} has no value before {}", parameter.name,
                  runtime::format_date(parameter.entries.front().from));
  return id;
}

// ---- catalogs

OccurrenceId Expressions::look_up(const typed::Expr& e, const typed::LookUp& it,
                                  const Context& context) {
  const OccurrenceId key = lower(it.key, context);
  const NodeId node =
      builder_.node(Op::LookUp, type_of(e.type), {builder_.node_of(key)}, it.catalog, it.column);
  return builder_.occurrence(Shape::LookUp, node, e.span, {key},
                             program_.catalogue.catalogs[it.catalog].name);
}

// An empty cell stays a look-up, so that it is known what is missing.
OccurrenceId Expressions::row_value(const typed::Expr& e, const typed::RowValue& it,
                                    const Context& context) {
  const typed::Rows& rows = program_.rows[it.rows];
  const std::size_t row = context.rows.at(it.rows);
  const std::int64_t key = rows.keys[row];
  if (!it.column) {
    return builder_.occurrence(Shape::Constant, builder_.constant(type_of(e.type), key, key),
                               e.span);
  }
  const runtime::CatalogTable& catalog = program_.catalogue.catalogs[*rows.catalog];
  const auto& cell = catalog.columns[*it.column].cells[row];
  const NodeId value = builder_.constant(type_of(e.type), cell.low, cell.high);
  if (builder_.program().graph[value].precision == ir::Precision::Exact) {
    return builder_.occurrence(Shape::Constant, value, e.span);
  }
  runtime::ValueType code;
  code.form = runtime::Form::Code;
  const OccurrenceId of = builder_.occurrence(
      Shape::Constant, builder_.constant(builder_.intern(code), key, key), e.span);
  const NodeId empty =
      builder_.node(Op::LookUp, type_of(e.type), {builder_.node_of(of)}, *rows.catalog, *it.column);
  return builder_.occurrence(Shape::LookUp, empty, e.span, {of}, catalog.name);
}

// ---- row by row

std::vector<OccurrenceId> Expressions::row_parts(typed::RowsId id, bool vanishes_when,
                                                 const std::optional<typed::ExprId>& satisfy,
                                                 const Context& context) {
  const typed::Rows& rows = program_.rows[id];
  std::vector<OccurrenceId> parts;
  for (std::size_t row = 0; row < rows.keys.size(); ++row) {
    Context inside = context;
    inside.rows[id] = row;
    std::vector<OccurrenceId> asked;
    if (rows.where) asked.push_back(lower(*rows.where, inside));
    const bool is_asked = asked.empty() || settled_.is(builder_.node_of(asked[0]), true);
    if (satisfy && !asked.empty() && settled_.is(builder_.node_of(asked[0]), false)) continue;
    OccurrenceId condition =
        asked.empty() ? builder_.occurrence(Shape::Constant, builder_.truth(true), rows.span)
                      : asked[0];
    if (satisfy) {
      const OccurrenceId wanted = lower(*satisfy, inside);
      const OccurrenceId beside = builder_.occurrence(
          Shape::Not, builder_.negation(builder_.node_of(condition)), rows.span, {condition});
      const std::vector<OccurrenceId> either{beside, wanted};
      condition = is_asked ? wanted
                           : builder_.occurrence(Shape::AnyOf,
                                                 builder_.node(Op::Or, builder_.bool_type(),
                                                               builder_.nodes_of(either)),
                                                 rows.span, either);
    }
    if (settled_.is(builder_.node_of(condition), vanishes_when)) continue;
    const OccurrenceId part = builder_.occurrence(Shape::Definition, builder_.node_of(condition),
                                                  rows.span, {condition}, rows.binder);
    builder_.program().occurrences[part].text =
        fmt::format("for {} = {}", rows.binder, settled_.name(rows.keys[row]));
    parts.push_back(part);
  }
  return parts;
}

OccurrenceId Expressions::row_quantifier(const typed::Expr& e, const typed::RowQuantifier& it,
                                         const Context& context) {
  const bool is_all = it.quantity == typed::Quantity::All;
  const std::vector<OccurrenceId> parts = row_parts(it.rows, is_all, it.satisfy, context);
  const std::vector<NodeId> nodes = builder_.nodes_of(parts);
  if (is_all) {
    return builder_.occurrence(Shape::AllOf, builder_.all_of(nodes), e.span, parts, "all");
  }
  const NodeId some = any_of(nodes);
  const OccurrenceId any = builder_.occurrence(Shape::AnyOf, some, e.span, parts, "any");
  if (it.quantity == typed::Quantity::Any) return any;
  return builder_.occurrence(Shape::Not, builder_.negation(some), e.span, {any}, "no");
}

// A sum of ones: [sure rows, rows that may match].
OccurrenceId Expressions::row_count(const typed::Expr& e, const typed::RowCount& it,
                                    const Context& context) {
  const std::vector<OccurrenceId> parts = row_parts(it.rows, false, {}, context);
  const ir::TypeId type = type_of(e.type);
  NodeId sum = builder_.constant(type, 0, 0);
  for (const OccurrenceId part : parts) {
    const NodeId one = builder_.node(Op::Choose, type,
                                     {builder_.node_of(part), builder_.constant(type, 1, 1),
                                      builder_.truth(true), builder_.constant(type, 0, 0)});
    sum = part == parts.front() ? one : builder_.node(Op::Add, type, {sum, one});
  }
  return builder_.occurrence(Shape::CountOf, sum, e.span, parts, "count");
}

}  // namespace precis::lower
