#include <utility>

#include "compiler/lower/expressions.h"
#include "runtime/exposure.h"

namespace precis::lower {

using ir::NodeId;
using ir::OccurrenceId;
using ir::Op;
using ir::Shape;

NodeId Expressions::leaf_node(runtime::LeafIndex leaf, const Context& context) {
  const runtime::Schema& schema = this->schema(context);
  return builder_.fact(builder_.intern(schema.leaves[leaf].type), leaf, precision_of(schema, leaf));
}

// ---- which items match

static bool contains(source::Span outer, source::Span inner) {
  return outer.file == inner.file && outer.begin <= inner.begin && inner.end <= outer.end;
}

Expressions::Matching Expressions::match(typed::QueryId id, source::Span span,
                                         const Context& context) {
  const typed::Query& query = program_.queries[id];
  // A selection that a definition names was written elsewhere and sees none of these items.
  const bool is_foreign = context.written_in && !contains(*context.written_in, query.span);
  Context inside = is_foreign ? Context{context.schema} : context;
  const std::uint8_t level = inside.scope.depth;
  CHECK(level < inside.scope.lists.size(), "three nested quantifiers");
  inside.written_in = is_foreign ? query.span : span;
  inside.scope.depth = static_cast<std::uint8_t>(level + 1);
  inside.scope.lists[level] = query.list;
  inside.levels[id] = level;

  std::vector<OccurrenceId> parts;
  std::vector<OccurrenceId> written;
  if (query.visible) parts.push_back(lower(*query.visible, inside));
  for (const std::optional<typed::ExprId>& part : {query.measured, query.where}) {
    if (!part) continue;
    parts.push_back(lower(*part, inside));
    written.push_back(parts.back());
  }
  const NodeId body = builder_.conjunction(builder_.nodes_of(parts));
  const OccurrenceId where =
      written.size() == 1
          ? written.front()
          : builder_.occurrence(written.empty() ? Shape::Constant : Shape::AllOf,
                                builder_.all_of(builder_.nodes_of(written)), query.span, written);
  return {inside, level, query.list, body, where, parts, query.span};
}

OccurrenceId Expressions::over_list(Shape shape, NodeId node, const typed::Expr& e,
                                    const Matching& matching, std::vector<OccurrenceId> children,
                                    std::string name) {
  const OccurrenceId id =
      builder_.occurrence(shape, node, e.span, std::move(children), std::move(name));
  builder_.program().occurrences[id].list = matching.list;
  builder_.program().occurrences[id].level = matching.level;
  return id;
}

// ---- what absence means

// The last day that is asked about is known: the `at` date, or an earlier last day of the window.
NodeId Expressions::absence_until(const typed::Query& query, const runtime::List& list,
                                  const Context& context) {
  const NodeId known_to = leaf_node(*list.known_to, context);
  const auto is_known = [&](NodeId day) {
    return builder_.node(Op::LessEqual, builder_.bool_type(), {day, known_to});
  };
  const NodeId at = is_known(leaf_node(schema(context).at, context));
  if (!query.asked_last) return at;
  const NodeId last = is_known(lower_node(*query.asked_last, context));
  return last == at ? at : builder_.node(Op::Or, builder_.bool_type(), {last, at});
}

std::optional<NodeId> Expressions::observed(typed::QueryId id, const Context& context) {
  const typed::Query& query = program_.queries[id];
  const runtime::List& list = schema(context).lists[query.list];
  switch (list.absence) {
    case runtime::Absence::Complete:
      return std::nullopt;
    case runtime::Absence::Open:
      return builder_.truth(false);
    case runtime::Absence::KnownWithin:
      break;
  }
  std::vector<NodeId> parts;
  if (list.known_from) {
    if (!query.asked_first) return builder_.truth(false);
    parts.push_back(builder_.node(
        Op::LessEqual, builder_.bool_type(),
        {leaf_node(*list.known_from, context), lower_node(*query.asked_first, context)}));
  }
  if (list.known_to) parts.push_back(absence_until(query, list, context));
  return builder_.all_of(parts);
}

std::pair<NodeId, NodeId> Expressions::known_window(const Matching& matching, ir::TypeId date,
                                                    const Context& context) {
  const runtime::List& list = schema(context).lists[matching.list];
  const auto day = [&](std::int32_t value) { return builder_.constant(date, value, value); };
  switch (list.absence) {
    case runtime::Absence::Complete:
      return {day(runtime::KnownFromAlways), day(runtime::KnownToAlways)};
    case runtime::Absence::Open:
      // Empty: no day is known.
      return {day(runtime::KnownToAlways), day(runtime::KnownFromAlways)};
    case runtime::Absence::KnownWithin:
      break;
  }
  return {list.known_from ? leaf_node(*list.known_from, context) : day(runtime::KnownFromAlways),
          list.known_to ? leaf_node(*list.known_to, context) : day(runtime::KnownToAlways)};
}

// Fills before the first day that `where` asks about do not count, so that a history which is known
// from then on is known for ever.
NodeId Expressions::observed_from(typed::QueryId id, NodeId known_from, ir::TypeId date,
                                  const Context& context) {
  const typed::Query& query = program_.queries[id];
  if (!schema(context).lists[query.list].known_from || !query.asked_first) return known_from;
  const NodeId all_known = builder_.node(Op::LessEqual, builder_.bool_type(),
                                         {known_from, lower_node(*query.asked_first, context)});
  const NodeId always = builder_.constant(date, runtime::KnownFromAlways, runtime::KnownFromAlways);
  return builder_.node(Op::Choose, date, {all_known, always, builder_.truth(true), known_from});
}

// ---- quantifiers

static std::string name_of(typed::Quantity quantity) {
  switch (quantity) {
    case typed::Quantity::Any:
      return "any";
    case typed::Quantity::No:
      return "no";
    case typed::Quantity::All:
      return "all";
  }
  return {};
}

OccurrenceId Expressions::quantifier(const typed::Expr& e, const typed::Quantifier& it,
                                     const Context& context) {
  const Matching matching = match(it.query, e.span, context);
  std::vector<OccurrenceId> children{matching.where};
  NodeId body = matching.body;
  if (it.satisfy) {
    // The operation looks for items that break it, so the condition says which items are asked.
    const OccurrenceId satisfy = lower(*it.satisfy, matching.inside);
    const Shape shape = matching.parts.empty() ? Shape::Constant : Shape::AllOf;
    children = {builder_.occurrence(shape, matching.body, matching.span, matching.parts), satisfy};
    const NodeId breaks = builder_.negation(builder_.node_of(satisfy));
    body = matching.parts.empty() ? breaks : builder_.conjunction({matching.body, breaks});
  }
  NodeId node = builder_.node(Op::Any, builder_.bool_type(), {body}, matching.list, matching.level);
  const std::optional<NodeId> seen = observed(it.query, context);
  if (seen) {
    const NodeId unseen = builder_.node(Op::Unseen, builder_.bool_type(), {*seen}, may_fault(body));
    node = builder_.node(Op::Or, builder_.bool_type(), {node, unseen});
  }
  node = negated_if(it.quantity != typed::Quantity::Any, node);
  const OccurrenceId id =
      over_list(Shape::Quantifier, node, e, matching, children, name_of(it.quantity));
  builder_.program().occurrences[id].observed = seen;
  return id;
}

OccurrenceId Expressions::count(const typed::Expr& e, const typed::Count& it,
                                const Context& context) {
  const Matching matching = match(it.query, e.span, context);
  const ir::TypeId type = type_of(e.type);
  NodeId node = builder_.node(Op::Count, type, {matching.body}, matching.list, matching.level);
  const std::optional<NodeId> seen = observed(it.query, context);
  if (seen) node = builder_.node(Op::Widen, type, {node, *seen}, may_fault(matching.body));
  const OccurrenceId id = over_list(Shape::CountOf, node, e, matching, {matching.where}, "count");
  builder_.program().occurrences[id].observed = seen;
  return id;
}

OccurrenceId Expressions::over_values(Op op, const typed::Expr& e, typed::QueryId query,
                                      typed::ExprId value, ir::Side side, std::string name,
                                      const Context& context) {
  const Matching matching = match(query, e.span, context);
  const OccurrenceId each = lower(value, matching.inside);
  const NodeId of_item = builder_.node_of(each);
  const ir::TypeId type = type_of(e.type);
  NodeId node = builder_.node(op, type, {matching.body, of_item}, matching.list, matching.level);
  const std::optional<NodeId> seen = observed(query, context);
  if (seen) {
    const std::int64_t faults = may_fault(matching.body) | may_fault(of_item);
    node = builder_.node(Op::Widen, type, {node, *seen}, faults, static_cast<std::int64_t>(side));
  }
  const OccurrenceId id =
      over_list(Shape::CountOf, node, e, matching, {matching.where, each}, std::move(name));
  builder_.program().occurrences[id].observed = seen;
  return id;
}

OccurrenceId Expressions::count_distinct(const typed::Expr& e, const typed::CountDistinct& it,
                                         const Context& context) {
  return over_values(Op::CountDistinct, e, it.query, it.value, ir::Side::High, "count distinct",
                     context);
}

OccurrenceId Expressions::total(const typed::Expr& e, const typed::Total& it,
                                const Context& context) {
  const auto over = [&](Op op, ir::Side side, std::string name) {
    return over_values(op, e, it.query, it.value, side, std::move(name), context);
  };
  switch (it.kind) {
    case typed::TotalKind::Least:
      return over(Op::Least, ir::Side::Low, "min");
    case typed::TotalKind::Greatest:
      return over(Op::Greatest, ir::Side::High, "max");
    case typed::TotalKind::Sum:
      break;
  }
  const runtime::ValueType& value = builder_.program().graph.type(type_of(expr(it.value).type));
  const ir::Side side = value.low >= 0    ? ir::Side::High
                        : value.high <= 0 ? ir::Side::Low
                                          : ir::Side::Both;
  return over(Op::Sum, side, "sum");
}

OccurrenceId Expressions::on_file(const typed::Expr& e, const typed::OnFile& it,
                                  const Context& context) {
  const Matching matching = match(it.query, e.span, context);
  const NodeId node = builder_.node(Op::OnFile, builder_.bool_type(), {matching.body},
                                    matching.list, matching.level);
  return over_list(Shape::Test, node, e, matching, {matching.where}, "is on file");
}

// ---- selections

static std::string name_of(typed::Selector selector) {
  switch (selector) {
    case typed::Selector::Latest:
      return "latest";
    case typed::Selector::Earliest:
      return "earliest";
    case typed::Selector::Lowest:
      return "lowest";
    case typed::Selector::Highest:
      return "highest";
  }
  return {};
}

OccurrenceId Expressions::select(const typed::Expr& e, typed::Selector selector,
                                 typed::QueryId query, typed::ExprId key, typed::ExprId value,
                                 const Context& context) {
  const Matching matching = match(query, e.span, context);
  const OccurrenceId order = lower(key, matching.inside);
  const OccurrenceId chosen = lower(value, matching.inside);
  const bool is_last = selector == typed::Selector::Latest || selector == typed::Selector::Highest;
  const NodeId node =
      builder_.node(is_last ? Op::SelectLast : Op::SelectFirst, type_of(expr(value).type),
                    {matching.body, builder_.node_of(order), builder_.node_of(chosen)},
                    matching.list, matching.level);
  return over_list(Shape::Selection, node, e, matching, {matching.where, order, chosen},
                   name_of(selector));
}

// The result of a gene is one of the candidates: their keys cannot tell which comes last, so all
// of them are in.
OccurrenceId Expressions::diplotype(const typed::Expr& e, const typed::Diplotype& it,
                                    const Context& context) {
  const runtime::GeneSlot& gene = schema(context).genes[it.slot];
  Matching matching{context,
                    0,
                    gene.candidates,
                    builder_.truth(true),
                    builder_.occurrence(Shape::Constant, builder_.truth(true), e.span),
                    {},
                    e.span};
  runtime::ValueType position;
  position.form = runtime::Form::Number;
  position.high = 1;
  const NodeId any_order = builder_.constant(builder_.intern(position), 0, 1);
  const ir::Scope candidate{1, {gene.candidates, 0}};
  const NodeId value = builder_.item_fact(type_of(e.type), gene.candidate_name, 0, candidate,
                                          ir::Precision::Partial);
  const NodeId node = builder_.node(Op::SelectLast, type_of(e.type),
                                    {matching.body, any_order, value}, gene.candidates, 0);
  return over_list(Shape::Selection, node, e, matching,
                   {matching.where, builder_.occurrence(Shape::Constant, any_order, e.span),
                    builder_.occurrence(Shape::Fact, value, e.span)},
                   "the result of");
}

// ---- exposure

OccurrenceId Expressions::exposure(Op op, const typed::Expr& e, const typed::Exposure& it,
                                   const std::vector<typed::ExprId>& more, std::string name,
                                   const Context& context) {
  const Matching matching = match(it.query, e.span, context);
  const std::vector<OccurrenceId> items =
      lower_all({it.supply.drug, it.supply.date, it.supply.days}, matching.inside);
  const std::vector<OccurrenceId> window = lower_all({it.first, it.last}, context);
  const ir::TypeId date = type_of(expr(it.first).type);
  const auto [from, known_to] = known_window(matching, date, context);
  const NodeId known_from = it.carry_in ? observed_from(it.query, from, date, context) : from;
  std::vector<NodeId> operands{matching.body};
  for (OccurrenceId id : items) operands.push_back(builder_.node_of(id));
  for (OccurrenceId id : window) operands.push_back(builder_.node_of(id));
  operands.insert(operands.end(), {known_from, known_to, builder_.truth(it.carry_in)});
  for (typed::ExprId id : more) operands.push_back(lower_node(id, context));
  const NodeId node = builder_.node(op, type_of(e.type), operands, matching.list, matching.level);
  return over_list(Shape::Exposure, node, e, matching, {matching.where, window[0], window[1]},
                   std::move(name));
}

OccurrenceId Expressions::days_covered(const typed::Expr& e, const typed::DaysCovered& it,
                                       const Context& context) {
  return exposure(Op::DaysCovered, e, it.of, {}, "days covered", context);
}

OccurrenceId Expressions::longest_run(const typed::Expr& e, const typed::LongestRun& it,
                                      const Context& context) {
  return exposure(Op::LongestRun, e, it.of, {it.gap}, "longest run", context);
}

OccurrenceId Expressions::on_hand(const typed::Expr& e, const typed::OnHand& it,
                                  const Context& context) {
  const Matching matching = match(it.query, e.span, context);
  const std::vector<OccurrenceId> items =
      lower_all({it.supply.drug, it.supply.date, it.supply.days}, matching.inside);
  const OccurrenceId day = lower(it.day, context);
  const ir::TypeId date = type_of(expr(it.day).type);
  const auto [from, known_to] = known_window(matching, date, context);
  const NodeId known_from = observed_from(it.query, from, date, context);
  std::vector<NodeId> operands{matching.body};
  for (OccurrenceId id : items) operands.push_back(builder_.node_of(id));
  operands.insert(operands.end(), {builder_.node_of(day), known_from, known_to});
  const NodeId node =
      builder_.node(Op::OnHand, type_of(e.type), operands, matching.list, matching.level);
  return over_list(Shape::Exposure, node, e, matching, {matching.where, day}, "on hand");
}

}  // namespace precis::lower
