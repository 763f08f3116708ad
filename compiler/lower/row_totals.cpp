// Totals over the rows of a catalog or the codes of a value set, written out row by row with
// choices, sums and comparisons. What the list operations give on items, these give on rows, but
// that the least or greatest of no row is a fault: a catalog is all there is, so nobody could
// supply the missing value.

#include <fmt/format.h>

#include <map>
#include <tuple>

#include "compiler/lower/expressions.h"
#include "runtime/builtins.h"

namespace precis::lower {

using ir::NodeId;
using ir::OccurrenceId;
using ir::Op;
using ir::Shape;

// A condition that is neither true nor false but a fault: there is no value to choose.
NodeId Expressions::no_value() {
  const auto whole = [&](std::int64_t value) {
    runtime::ValueType type;
    type.form = runtime::Form::Number;
    type.low = type.high = value;
    return builder_.constant(builder_.intern(type), value, value);
  };
  return builder_.node(Op::CompareQuotient, builder_.bool_type(), {whole(1), whole(0), whole(0)},
                       static_cast<std::int64_t>(runtime::Relation::Equal));
}

NodeId Expressions::any_of(const std::vector<NodeId>& nodes) {
  if (nodes.empty()) return builder_.truth(false);
  return nodes.size() == 1 ? nodes.front() : builder_.node(Op::Or, builder_.bool_type(), nodes);
}

std::optional<Expressions::RowItem> Expressions::row_item(typed::RowsId id, std::size_t row,
                                                          typed::ExprId value,
                                                          const Context& context) {
  const typed::Rows& rows = program_.rows[id];
  Context inside = context;
  inside.rows[id] = row;
  const OccurrenceId condition =
      rows.where ? lower(*rows.where, inside)
                 : builder_.occurrence(Shape::Constant, builder_.truth(true), rows.span);
  if (settled_.is(builder_.node_of(condition), false)) return std::nullopt;
  const OccurrenceId each = lower(value, inside);
  return RowItem{
      rows.keys[row], builder_.node_of(condition), builder_.node_of(each), {condition, each}};
}

// What a row adds, shown with the row's name.
OccurrenceId Expressions::row_part(typed::RowsId id, const RowItem& item, NodeId node) {
  const typed::Rows& rows = program_.rows[id];
  const OccurrenceId part =
      builder_.occurrence(Shape::Definition, node, rows.span, item.shown, rows.binder);
  builder_.program().occurrences[part].text =
      fmt::format("for {} = {}", rows.binder, settled_.name(item.key));
  return part;
}

OccurrenceId Expressions::row_total(const typed::Expr& e, const typed::RowTotal& it,
                                    const Context& context) {
  const ir::TypeId type = type_of(e.type);
  const runtime::ValueType of = builder_.program().graph.type(type);
  const auto constant = [&](std::int64_t value) { return builder_.constant(type, value, value); };
  const auto [op, neutral, name] = [&]() -> std::tuple<Op, std::int64_t, std::string> {
    switch (it.kind) {
      case typed::TotalKind::Sum:
        break;
      case typed::TotalKind::Least:
        return {Op::Minimum, of.high, "min"};
      case typed::TotalKind::Greatest:
        return {Op::Maximum, of.low, "max"};
    }
    return {Op::Add, 0, "sum"};
  }();
  std::vector<OccurrenceId> parts;
  std::vector<NodeId> conditions;
  bool is_sure = it.kind == typed::TotalKind::Sum;
  NodeId total = constant(neutral);
  // Row by row, so that few values are alive at once in the code that is made.
  for (std::size_t row = 0; row < program_.rows[it.rows].keys.size(); ++row) {
    const auto item = row_item(it.rows, row, it.value, context);
    if (!item) continue;
    const bool matches = settled_.is(item->condition, true);
    const NodeId adds = matches ? item->value
                                : builder_.node(Op::Choose, type,
                                                {item->condition, item->value, builder_.truth(true),
                                                 constant(neutral)});
    total = parts.empty() && op != Op::Add ? adds : builder_.node(op, type, {total, adds});
    parts.push_back(row_part(it.rows, *item, adds));
    conditions.push_back(item->condition);
    is_sure = is_sure || matches;
  }
  if (!is_sure) {
    const NodeId some = any_of(conditions);
    total = builder_.node(Op::Choose, type, {some, total, no_value(), total});
  }
  return builder_.occurrence(Shape::CountOf, total, e.span, parts, name);
}

NodeId Expressions::same_value(NodeId x, NodeId y) {
  const runtime::ValueType& type = builder_.program().graph.type(builder_.program().graph[x].type);
  const bool is_mask = runtime::joining_of(type.form) == runtime::Joining::Mask;
  return builder_.node(is_mask ? Op::SameMember : Op::Equal, builder_.bool_type(), {x, y});
}

// Rows with one known value count together; any other value counts where it surely or possibly
// differs from all that are counted before it.
OccurrenceId Expressions::row_count_distinct(const typed::Expr& e,
                                             const typed::RowCountDistinct& it,
                                             const Context& context) {
  struct Group {
    NodeId value;
    bool is_known;
    std::vector<NodeId> conditions;
    OccurrenceId shown;
  };
  std::vector<Group> groups;
  std::map<std::pair<bool, std::int64_t>, std::size_t> places;  // by value, else by node
  for (std::size_t row = 0; row < program_.rows[it.rows].keys.size(); ++row) {
    const auto item = row_item(it.rows, row, it.value, context);
    if (!item) continue;
    const auto cell = settled_.cell(item->value);
    const bool is_known = cell && cell->low == cell->high &&
                          builder_.program().graph[item->value].precision == ir::Precision::Exact;
    const std::int64_t key = is_known ? cell->low : item->value.index();
    const auto [place, is_new] = places.try_emplace({is_known, key}, groups.size());
    if (is_new) {
      groups.push_back({item->value, is_known, {}, row_part(it.rows, *item, item->condition)});
    }
    groups[place->second].conditions.push_back(item->condition);
  }
  const ir::TypeId type = type_of(e.type);
  NodeId total = builder_.constant(type, 0, 0);
  std::vector<OccurrenceId> parts;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    std::vector<NodeId> counts{any_of(groups[i].conditions)};
    for (std::size_t j = 0; j < groups.size() && !groups[i].is_known; ++j) {
      if (j == i || (!groups[j].is_known && j > i)) continue;
      const NodeId before = builder_.conjunction(
          {any_of(groups[j].conditions), same_value(groups[i].value, groups[j].value)});
      counts.push_back(builder_.negation(before));
    }
    const NodeId one = builder_.node(Op::Choose, type,
                                     {builder_.conjunction(counts), builder_.constant(type, 1, 1),
                                      builder_.truth(true), builder_.constant(type, 0, 0)});
    total = builder_.node(Op::Add, type, {total, one});
    parts.push_back(groups[i].shown);
  }
  return builder_.occurrence(Shape::CountOf, total, e.span, parts, "count distinct");
}

}  // namespace precis::lower
