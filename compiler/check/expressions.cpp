#include "compiler/check/expressions.h"

#include <fmt/format.h>

#include "compiler/check/types.h"
#include "compiler/support/match.h"
#include "runtime/cell.h"
#include "runtime/date.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;

// Which constructs a rounding that is written around them speaks for, and so for the products of
// money in them.
static bool passes_rounding(const syntax::Expr& it) {
  if (const auto* call = std::get_if<syntax::Call>(&it.kind)) {
    return call->callee.text == "min" || call->callee.text == "max" || call->callee.text == "abs";
  }
  return std::holds_alternative<syntax::Paren>(it.kind) ||
         std::holds_alternative<syntax::Arithmetic>(it.kind) ||
         std::holds_alternative<syntax::Negate>(it.kind) ||
         std::holds_alternative<syntax::If>(it.kind);
}

Thing Expressions::thing(syntax::ExprId id) {
  const syntax::Expr& it = tree(id);
  const bool outer = rounding_;
  rounding_ = rounding_ && passes_rounding(it);
  Thing found = thing_of(it);
  rounding_ = outer;
  return found;
}

Thing Expressions::thing_of(const syntax::Expr& it) {
  const source::Span span = it.span;
  const auto value = [](typed::ExprId expr) -> Thing { return ValueThing{expr}; };
  const auto misplaced = [&](std::string_view what, std::string_view help) -> Thing {
    context_.sink.report(diagnostics::NotAValue.at(span, Text(what)).help(std::string(help)));
    return BrokenThing{};
  };
  return support::match(
      it.kind,
      [&](const syntax::IntegerLiteral& e) { return number(e.digits, nullptr, false, span); },
      [&](const syntax::DecimalLiteral& e) { return number(e.digits, nullptr, false, span); },
      [&](const syntax::BoolLiteral& e) {
        return value(
            constant(span, typed::BoolType{}, e.value ? runtime::CanBeTrue : runtime::CanBeFalse));
      },
      [&](const syntax::DateLiteral& e) {
        const std::int64_t day = runtime::days_from_civil({e.year, e.month, e.day});
        return value(constant(span, typed::DateType{day, day}, day));
      },
      [&](const syntax::YearMonthLiteral&) {
        return misplaced("a month", "write a day: `2026-01-31`");
      },
      [&](const syntax::TextLiteral&) {
        return misplaced("a text", "texts and codes are compared with `is` and `in`");
      },
      [&](const syntax::MoneyLiteral& e) { return number(e.amount, nullptr, true, span); },
      [&](const syntax::QuantityLiteral& e) { return number(e.digits, &e.unit, false, span); },
      [&](const syntax::CodedLiteral&) {
        return misplaced("a code", "codes are compared with `is` and `in`");
      },
      [&](const syntax::NameRef& e) { return name(e.name); },
      [&](const syntax::FieldAccess& e) { return field(e, span); },
      [&](const syntax::AlleleQuestion& e) { return allele_status(e); },
      [&](const syntax::Lookup& e) { return look_up(e, span); },
      [&](const syntax::Call& e) { return call(e, span); },
      [&](const syntax::SetLiteral&) {
        return misplaced("a set", "a set stands after `in`, or in a field that is a set");
      },
      [&](const syntax::Paren& e) { return thing(e.inner); },
      [&](const syntax::AtDate& e) { return at_date(e, span); },
      [&](const syntax::Rounded& e) { return rounded(e, span); },
      [&](const syntax::Arithmetic& e) { return arithmetic(e, span); },
      [&](const syntax::Negate& e) { return negate(e, span); },
      [&](const syntax::Not& e) {
        const typed::ExprId operand = condition(e.operand);
        if (context_.is_poison(operand)) return value(context_.poison(span));
        return value(context_.add(span, context_.boolean(), typed::Not{operand}));
      },
      [&](const syntax::And& e) { return value(logic(e.operands, true, span)); },
      [&](const syntax::Or& e) { return value(logic(e.operands, false, span)); },
      [&](const syntax::If& e) { return conditional(e, span); },
      [&](const syntax::Comparison& e) { return value(comparison(e, span)); },
      [&](const syntax::Membership& e) { return value(membership(e, span)); },
      [&](const syntax::Between& e) { return value(between(e, span)); },
      [&](const syntax::DateComparison& e) { return value(date_order(e, span)); },
      [&](const syntax::Within& e) { return value(within(e, span)); },
      [&](const syntax::KnowledgeTest& e) { return value(knowledge(e, span)); },
      [&](const syntax::OnFile& e) { return value(on_file(e, span)); },
      [&](const syntax::Tested& e) { return value(tested(e, span)); },
      [&](const syntax::Otherwise& e) { return otherwise(e, span); },
      [&](const syntax::Any& e) {
        return value(quantifier(typed::Quantity::Any, e.query, nullptr, span));
      },
      [&](const syntax::No& e) {
        return value(quantifier(typed::Quantity::No, e.query, nullptr, span));
      },
      [&](const syntax::All& e) {
        return value(quantifier(typed::Quantity::All, e.query, &e.satisfy, span));
      },
      [&](const syntax::Count& e) { return value(count(e, span)); },
      [&](const syntax::CountDistinct& e) { return value(count_distinct(e, span)); },
      [&](const syntax::Aggregate& e) { return value(total(e, span)); },
      [&](const syntax::AtLeast& e) { return value(at_least(e, span)); },
      [&](const syntax::Select& e) { return select(e, span); },
      [&](const syntax::DaysCovered& e) { return value(days_covered(e, span)); },
      [&](const syntax::ProportionCovered& e) { return value(proportion_covered(e, span)); },
      [&](const syntax::LongestRun& e) { return value(longest_run(e, span)); },
      [&](const syntax::Tried& e) { return value(tried(e, span)); },
      [&](const syntax::OnHand& e) { return value(on_hand(e, span)); },
      [](const syntax::Malformed&) -> Thing { return BrokenThing{}; });
}

typed::ExprId Expressions::condition(syntax::ExprId id) {
  const typed::ExprId found = value(id);
  if (context_.is_poison(found) || std::holds_alternative<typed::BoolType>(context_.type(found))) {
    return found;
  }
  context_.sink.report(
      diagnostics::TypeMismatch
          .at(tree(id).span, TypeName("Bool"), TypeName(type_name(context_, context_.type(found))))
          .label("a condition is true or false")
          .help("compare it with something"));
  return context_.poison(tree(id).span);
}

typed::ExprId Expressions::value(syntax::ExprId id) {
  const Operand found = operand(id);
  if (found.expr) return *found.expr;
  if (found.literal) return natural(*found.literal);
  return context_.poison(tree(id).span);
}

typed::ExprId Expressions::body(syntax::ExprId id) {
  const Thing found = thing(id);
  if (const auto* selection = std::get_if<SelectionThing>(&found)) return selection->item;
  const Operand operand = operand_of(found, tree(id).span);
  if (operand.expr) return *operand.expr;
  if (operand.literal) return natural(*operand.literal);
  return context_.poison(tree(id).span);
}

Expressions::Hole Expressions::hole(syntax::ExprId id) {
  const auto* access = std::get_if<syntax::FieldAccess>(&tree(peeled(id)).kind);
  if (access == nullptr) return {value(id), std::nullopt};
  // Only a name can stand for an `any` here: `{recent_acs.code}`.
  const auto* name = std::get_if<syntax::NameRef>(&tree(peeled(access->object)).kind);
  if (name == nullptr || policy_ == nullptr || !policy_->defines.contains(name->name.text)) {
    return {value(id), std::nullopt};
  }
  const Thing object = thing(access->object);
  const auto* found = std::get_if<ValueThing>(&object);
  if (found == nullptr)
    return {operand_of(field(*access, tree(id).span), tree(id).span)
                .expr.value_or(context_.poison(tree(id).span)),
            std::nullopt};
  const auto* any =
      std::get_if<typed::Quantifier>(&context_.program.exprs[behind(found->expr)].kind);
  if (any == nullptr || any->quantity != typed::Quantity::Any) return {value(id), std::nullopt};
  const typed::QueryId query = any->query;
  const std::string path = schema().lists[context_.program.queries[query].list].path + "[]";
  const Thing witness = record_field(RecordThing{path, query}, access->field, tree(id).span);
  const auto* shown = std::get_if<ValueThing>(&witness);
  if (shown == nullptr) return {context_.poison(tree(id).span), std::nullopt};
  const auto* fact = std::get_if<typed::ItemFact>(&context_.program.exprs[shown->expr].kind);
  if (fact == nullptr) return {context_.poison(tree(id).span), std::nullopt};
  return {found->expr, fact->leaf};
}

}  // namespace precis::check
