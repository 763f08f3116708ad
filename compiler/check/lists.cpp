// Quantifiers and selections over lists, and what reads the file itself.

#include <fmt/format.h>

#include <algorithm>

#include "compiler/check/expressions.h"
#include "compiler/check/types.h"
#include "compiler/check/walk.h"
#include "compiler/check/written.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;

std::optional<typed::QueryId> Expressions::open(const syntax::Query& it) {
  const Thing found = thing(it.list);
  const auto* list = std::get_if<ListThing>(&found);
  if (list == nullptr) {
    if (!std::holds_alternative<BrokenThing>(found)) {
      context_.sink.report(
          diagnostics::NotAList
              .at(tree(it.list).span, Text(context_.sources.text(tree(it.list).span)))
              .help("name a list or a history of the member"));
    }
    return std::nullopt;
  }
  if (static_cast<int>(open_.size()) >= MostNested) {
    context_.sink.report(diagnostics::ThreeQuantifiers.at(it.span).help(
        "define the inner question by a name of its own"));
    return std::nullopt;
  }
  for (const OpenRows& outer : open_rows_) {
    if (outer.binder != it.binder.name.text) continue;
    context_.sink.report(
        diagnostics::DuplicateName.at(it.binder.name.span, Name(it.binder.name.text))
            .label(context_.program.rows[outer.id].span, "the row of this question")
            .help(RenameOne));
    return std::nullopt;
  }
  for (const OpenQuery& outer : open_) {
    if (outer.binder != it.binder.name.text) continue;
    context_.sink.report(
        diagnostics::DuplicateName.at(it.binder.name.span, Name(it.binder.name.text))
            .label(context_.program.queries[outer.id].span, "the item of this question")
            .help(RenameOne));
    return std::nullopt;
  }
  const typed::QueryId id = context_.program.queries.add(
      {it.span, std::string(it.binder.name.text), policy_->schema, list->list, {}, {}, {}, {}, {}});
  context_.query_measurements.emplace_back();
  open_.push_back({id, it.binder.name.text});
  deepest_ = std::max(deepest_, static_cast<int>(open_.size()));
  const runtime::List& facts = schema().lists[list->list];
  if (facts.by) {
    const source::Span span = it.binder.name.span;
    const typed::ExprId day = leaf(*facts.by, id, span);
    context_.program.queries[id].visible = context_.add(
        span, context_.boolean(), typed::Compare{Relation::LessEqual, day, policy_->at});
  }
  bool sound = true;
  if (it.binder.measurement) {
    const auto symbol = context_.names.resolve(module_, *it.binder.measurement,
                                               {SymbolKind::Measurement}, "a measurement");
    sound = symbol && context_.names[*symbol].index;
    std::optional<runtime::LeafIndex> code;
    for (const runtime::LeafIndex index : facts.leaves) {
      if (schema().leaves[index].code_system) code = index;
    }
    if (sound && code) {
      const std::uint32_t measurement = *context_.names[*symbol].index;
      context_.query_measurements[id.index()] = measurement;
      const typed::ExprId subject = leaf(*code, id, it.binder.measurement->span);
      const std::uint32_t set = context_.program.catalogue.measurements[measurement].value_set;
      const typed::ExprId test = in_value_set(subject, set, false, it.binder.measurement->span,
                                              it.binder.measurement->span);
      sound = !context_.is_poison(test);
      context_.program.queries[id].measured = test;
    } else if (sound) {
      context_.sink.report(
          diagnostics::NoCodeField.at(it.binder.measurement->span, TypeName(facts.record))
              .help("ask about records that have a code, or leave the measurement out"));
      sound = false;
    }
  }
  // Without its measurement nothing certain can be said about the items.
  if (it.where && sound) {
    const typed::ExprId where = condition(*it.where);
    sound = sound && !context_.is_poison(where);
    context_.program.queries[id].where = where;
    if (sound) ask_window(id);
  }
  if (sound) return id;
  open_.pop_back();
  return std::nullopt;
}

bool Expressions::reads_items(typed::ExprId id) const {
  bool found = false;
  walk(context_.program, id, [&](typed::ExprId at) {
    found = found || std::holds_alternative<typed::ItemFact>(context_.program.exprs[at].kind);
  });
  return found;
}

// A condition, or a bound of one, as it would be written where a definition is called: with the
// arguments in place of the parameters. None of what cannot bound an item's day.
static std::optional<typed::ExprId> with_arguments(Context& context, typed::ExprId id,
                                                   const std::vector<typed::ExprId>& arguments) {
  const typed::Expr it = context.program.exprs[id];
  const auto part = [&](typed::ExprId below) { return with_arguments(context, below, arguments); };
  const auto again = [&](auto kind) { return context.add(it.span, it.type, std::move(kind)); };
  const auto both = [&](auto kind) -> std::optional<typed::ExprId> {
    const auto left = part(kind.left);
    const auto right = part(kind.right);
    if (!left || !right) return std::nullopt;
    kind.left = *left;
    kind.right = *right;
    return again(kind);
  };
  if (const auto* param = std::get_if<typed::Param>(&it.kind)) return arguments[param->index];
  if (std::holds_alternative<typed::Constant>(it.kind)) return id;
  if (std::holds_alternative<typed::Fact>(it.kind)) return id;
  if (const auto* sum = std::get_if<typed::Add>(&it.kind)) return both(*sum);
  if (const auto* difference = std::get_if<typed::Subtract>(&it.kind)) return both(*difference);
  if (const auto* extreme = std::get_if<typed::Extreme>(&it.kind)) return both(*extreme);
  if (const auto* compare = std::get_if<typed::Compare>(&it.kind)) return both(*compare);
  if (const auto* months = std::get_if<typed::AddMonths>(&it.kind)) {
    const auto date = part(months->date);
    if (!date) return std::nullopt;
    return again(typed::AddMonths{*date, months->months, months->refuses});
  }
  if (const auto* window = std::get_if<typed::Within>(&it.kind)) {
    const auto subject = part(window->subject);
    const auto first = part(window->first);
    const auto last = part(window->last);
    if (!subject || !first || !last) return std::nullopt;
    return again(typed::Within{*subject, *first, *last});
  }
  if (const auto* use = std::get_if<typed::DefinitionUse>(&it.kind)) {
    std::vector<typed::ExprId> given;
    for (const typed::ExprId argument : use->arguments) {
      const auto made = part(argument);
      if (!made) return std::nullopt;
      given.push_back(*made);
    }
    return again(typed::DefinitionUse{use->define, std::move(given)});
  }
  const auto* all = std::get_if<typed::And>(&it.kind);
  if (all == nullptr) return std::nullopt;
  typed::And written;
  for (const typed::ExprId operand : all->operands) {
    if (const auto made = part(operand)) written.operands.push_back(*made);
  }
  return again(std::move(written));
}

void Expressions::ask_bound(typed::QueryId id, typed::ExprId condition) {
  const auto by = schema().lists[context_.program.queries[id].list].by;
  const auto is_day = [&](typed::ExprId at) {
    const auto* fact = std::get_if<typed::ItemFact>(&context_.program.exprs[at].kind);
    return fact != nullptr && fact->query == id && fact->leaf == by;
  };
  const auto ask = [&](std::optional<typed::ExprId> first, std::optional<typed::ExprId> last) {
    typed::Query& query = context_.program.queries[id];
    if (first && !query.asked_first && !reads_items(*first)) query.asked_first = first;
    if (last && !query.asked_last && !reads_items(*last)) query.asked_last = last;
  };
  const typed::Expr it = context_.program.exprs[condition];
  if (const auto* all = std::get_if<typed::And>(&it.kind)) {
    for (const typed::ExprId operand : all->operands) ask_bound(id, operand);
  } else if (const auto* use = std::get_if<typed::DefinitionUse>(&it.kind)) {
    const typed::ExprId body = context_.program.defines[use->define].body;
    if (const auto called = with_arguments(context_, body, use->arguments)) {
      ask_bound(id, *called);
    }
  } else if (const auto* window = std::get_if<typed::Within>(&it.kind)) {
    if (is_day(window->subject)) ask(window->first, window->last);
  } else if (const auto* compare = std::get_if<typed::Compare>(&it.kind)) {
    if (!is_day(compare->left)) return;
    const Duration day{1, false};
    switch (compare->relation) {
      case Relation::Less:
        ask({}, shifted(compare->right, day, -1, it.span));
        break;
      case Relation::LessEqual:
        ask({}, compare->right);
        break;
      case Relation::Greater:
        ask(shifted(compare->right, day, 1, it.span), {});
        break;
      case Relation::GreaterEqual:
        ask(compare->right, {});
        break;
      case Relation::Equal:
        ask(compare->right, compare->right);
        break;
      case Relation::NotEqual:
        break;
    }
  }
}

void Expressions::ask_window(typed::QueryId id) {
  const typed::Query& query = context_.program.queries[id];
  if (!schema().lists[query.list].by) return;
  ask_bound(id, *query.where);
}

typed::ExprId Expressions::quantifier(typed::Quantity quantity, const syntax::Query& query,
                                      const syntax::ExprId* satisfy, source::Span span) {
  if (const auto rows = asked_rows(query)) {
    return row_quantifier(quantity, *rows, query, satisfy, span);
  }
  const auto id = open(query);
  if (!id) return context_.poison(span);
  std::optional<typed::ExprId> wanted;
  if (satisfy != nullptr) wanted = condition(*satisfy);
  open_.pop_back();
  if (wanted && context_.is_poison(*wanted)) return context_.poison(span);
  return context_.add(span, context_.boolean(), typed::Quantifier{quantity, *id, wanted});
}

typed::ExprId Expressions::count(const syntax::Count& it, source::Span span) {
  if (const auto rows = asked_rows(it.query)) return row_count(*rows, it.query, span);
  const auto id = open(it.query);
  if (!id) return context_.poison(span);
  open_.pop_back();
  return context_.add(span, context_.intern(typed::NumberType{"", 0, 0, MostItems}),
                      typed::Count{*id});
}

typed::ExprId Expressions::at_least(const syntax::AtLeast& it, source::Span span) {
  std::vector<typed::ExprId> conditions;
  bool sound = true;
  for (const syntax::ExprId id : it.conditions) {
    conditions.push_back(condition(id));
    sound = sound && !context_.is_poison(conditions.back());
  }
  const auto wanted = written_number(it.digits, false);
  const bool fits =
      wanted && wanted->value.is_integer() && wanted->value >= runtime::Rational(1) &&
      wanted->value <= runtime::Rational(static_cast<std::int64_t>(conditions.size()));
  if (!fits && !conditions.empty()) {
    context_.sink.report(
        diagnostics::AtLeastCount
            .at(it.digits_span, Text(it.digits), Text(std::to_string(conditions.size())))
            .help(fmt::format("write a number from 1 to {}", conditions.size())));
  }
  if (!sound || !fits) return context_.poison(span);
  return context_.add(
      span, context_.boolean(),
      typed::AtLeast{static_cast<std::uint32_t>(wanted->value.numerator()), std::move(conditions)});
}

Thing Expressions::select(const syntax::Select& it, source::Span span) {
  if (asked_rows(it.query)) {
    const source::Span list = tree(it.query.list).span;
    context_.sink.report(
        diagnostics::NoOrder.at(list, Text(context_.sources.text(list)))
            .help(fmt::format("`min(x for {0} in {1})` and `max(x for {0} in {1})` give the least "
                              "and the greatest",
                              it.query.binder.name.text, context_.sources.text(list))));
    return BrokenThing{};
  }
  const auto id = open(it.query);
  if (!id) return BrokenThing{};
  open_.pop_back();
  const typed::Query query = context_.program.queries[*id];
  const runtime::List& list = schema().lists[query.list];
  typed::Selector selector{};
  bool by_date = true;
  switch (it.selector) {
    case syntax::Selector::Latest:
      selector = typed::Selector::Latest;
      break;
    case syntax::Selector::Earliest:
      selector = typed::Selector::Earliest;
      break;
    case syntax::Selector::Lowest:
      selector = typed::Selector::Lowest;
      by_date = false;
      break;
    case syntax::Selector::Highest:
      selector = typed::Selector::Highest;
      by_date = false;
      break;
  }
  std::optional<typed::ExprId> key;
  if (by_date && list.by) key = leaf(*list.by, *id, span);
  if (!by_date) {
    for (const runtime::LeafIndex index : list.leaves) {
      if (!schema().leaves[index].measured) continue;
      const Thing value = record_field(RecordThing{list.path + "[]", *id},
                                       {"value", it.query.binder.name.span}, span);
      const auto* found = std::get_if<ValueThing>(&value);
      if (found == nullptr) return BrokenThing{};
      key = found->expr;
    }
  }
  if (!key) {
    context_.sink.report(
        diagnostics::NoOrder
            .at(tree(it.query.list).span, Text(context_.sources.text(tree(it.query.list).span)))
            .help(by_date ? "`latest` and `earliest` need a history"
                          : "`lowest` and `highest` need items that are measured"));
    return BrokenThing{};
  }
  const typed::TypeId type = context_.intern(typed::ItemType{query.schema, query.list});
  return SelectionThing{context_.add(span, type, typed::SelectItem{selector, *id, *key})};
}

bool Expressions::is_fact(typed::ExprId id) const {
  const auto& kind = context_.program.exprs[behind(id)].kind;
  return std::holds_alternative<typed::Fact>(kind) ||
         std::holds_alternative<typed::ItemFact>(kind) ||
         std::holds_alternative<typed::LookUp>(kind) ||
         std::holds_alternative<typed::RowValue>(kind) ||
         std::holds_alternative<typed::Select>(kind) ||
         std::holds_alternative<typed::SelectItem>(kind) ||
         std::holds_alternative<typed::Diplotype>(kind);
}

typed::ExprId Expressions::not_a_fact(std::string_view test, source::Span span) {
  context_.sink.report(diagnostics::NotAFact.at(span, Name(test))
                           .help("ask it of a field, or of a level that `latest`, `earliest`, "
                                 "`lowest` or `highest` selects"));
  return context_.poison(span);
}

typed::ExprId Expressions::knowledge(const syntax::KnowledgeTest& it, source::Span span) {
  const Thing subject = thing(it.subject);
  const bool negated = it.expected == syntax::Knowledge::Unknown;
  if (std::holds_alternative<BrokenThing>(subject)) return context_.poison(span);
  if (const auto* gene = std::get_if<GeneThing>(&subject)) {
    if (is_unnamed_allele(*gene, tree(it.subject).span)) return context_.poison(span);
    const typed::ExprId fact = leaf(schema().genes[gene->slot].phenotype, std::nullopt, span);
    return context_.add(span, context_.boolean(), typed::Known{fact, negated});
  }
  if (const auto* selection = std::get_if<SelectionThing>(&subject)) {
    return context_.add(span, context_.boolean(), typed::Known{selection->item, negated});
  }
  const Operand value = operand_of(subject, tree(it.subject).span);
  if (value.broken()) return context_.poison(span);
  if (!value.expr || !is_fact(*value.expr)) return not_a_fact("is known", tree(it.subject).span);
  return context_.add(span, context_.boolean(), typed::Known{*value.expr, negated});
}

typed::ExprId Expressions::on_file(const syntax::OnFile& it, source::Span span) {
  const Thing subject = thing(it.subject);
  if (std::holds_alternative<BrokenThing>(subject)) return context_.poison(span);
  if (const auto* entry = std::get_if<EntryThing>(&subject)) {
    const std::uint32_t keys = context_.program.catalogue.catalogs[entry->catalog].value_set;
    return context_.add(span, context_.boolean(),
                        typed::InValueSet{entry->key, keys, false, tree(it.subject).span});
  }
  std::optional<typed::ExprId> asked;
  if (const auto* selection = std::get_if<SelectionThing>(&subject)) asked = selection->item;
  if (const auto* value = std::get_if<ValueThing>(&subject)) asked = behind(value->expr);
  std::optional<typed::QueryId> query;
  if (asked) {
    const auto& kind = context_.program.exprs[*asked].kind;
    if (const auto* item = std::get_if<typed::SelectItem>(&kind)) query = item->query;
    if (const auto* item = std::get_if<typed::Select>(&kind)) query = item->query;
    const auto* any = std::get_if<typed::Quantifier>(&kind);
    if (any != nullptr && any->quantity == typed::Quantity::Any) query = any->query;
    if (context_.is_poison(*asked)) return context_.poison(span);
  }
  if (!query) return not_a_fact("is on file", tree(it.subject).span);
  return context_.add(span, context_.boolean(), typed::OnFile{*query});
}

typed::ExprId Expressions::tested(const syntax::Tested& it, source::Span span) {
  const Thing subject = thing(it.subject);
  if (std::holds_alternative<BrokenThing>(subject)) return context_.poison(span);
  const auto* gene = std::get_if<GeneThing>(&subject);
  if (gene == nullptr) return not_a_fact("is tested", tree(it.subject).span);
  if (is_unnamed_allele(*gene, tree(it.subject).span)) return context_.poison(span);
  return leaf(schema().genes[gene->slot].tested, std::nullopt, span);
}

}  // namespace precis::check
