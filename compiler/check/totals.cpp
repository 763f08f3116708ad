// Totals over a list: `sum(f.paid for f in LIST where COND)`, `min`, `max`, `count(distinct ...)`.

#include <algorithm>

#include "compiler/check/expressions.h"
#include "compiler/check/names.h"
#include "compiler/check/saturate.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;

namespace {

// A sum stays in this range, which leaves room to go on computing with it: in dollars, 10^15.
constexpr std::int64_t LargestSum = 100'000'000'000'000'000;

std::optional<typed::TotalKind> kind_of(std::string_view function) {
  if (function == "sum") return typed::TotalKind::Sum;
  if (function == "min") return typed::TotalKind::Least;
  if (function == "max") return typed::TotalKind::Greatest;
  return std::nullopt;
}

template <class Amount>
Amount summed(Amount type) {
  const auto bound = [](std::int64_t each) {
    return std::clamp(saturated_product(each, MostItems), -LargestSum, LargestSum);
  };
  type.low = std::min<std::int64_t>(bound(type.low), 0);
  type.high = std::max<std::int64_t>(bound(type.high), 0);
  return type;
}

}  // namespace

typed::ExprId Expressions::total(const syntax::Aggregate& it, source::Span span) {
  const auto kind = kind_of(it.function.text);
  if (!kind) {
    std::string help = suggestion(it.function.text, {"sum", "min", "max"});
    if (help.empty()) help = "totals are `sum`, `min`, `max` and `count(distinct ...)`";
    context_.sink.report(
        diagnostics::UnknownTotal.at(it.function.span, Name(it.function.text)).help(help));
    return context_.poison(span);
  }
  const auto query = open(it.query);
  if (!query) return context_.poison(span);
  const typed::ExprId each = value(it.value);
  const bool sound = !context_.is_poison(each) && !score_may_be_unassigned(each, {}) &&
                     is_amount(each, it.function, *kind != typed::TotalKind::Sum);
  open_.pop_back();
  if (!sound) return context_.poison(span);
  typed::Type type = context_.type(each);
  if (*kind == typed::TotalKind::Sum) {
    const auto* money = std::get_if<typed::MoneyType>(&type);
    type = money != nullptr ? typed::Type(summed(*money))
                            : typed::Type(summed(std::get<typed::NumberType>(type)));
  }
  return context_.add(span, context_.intern(type), typed::Total{*kind, *query, each});
}

typed::ExprId Expressions::count_distinct(const syntax::CountDistinct& it, source::Span span) {
  const auto query = open(it.query);
  if (!query) return context_.poison(span);
  const typed::ExprId each = value(it.value);
  const bool sound = !context_.is_poison(each) && !score_may_be_unassigned(each, {});
  open_.pop_back();
  if (!sound) return context_.poison(span);
  std::int64_t most = MostItems;
  const typed::Type& type = context_.type(each);
  if (std::holds_alternative<typed::BoolType>(type)) most = 2;
  if (const auto* members = std::get_if<typed::EnumType>(&type)) {
    const runtime::Enumeration& all = context_.program.catalogue.enumerations[members->enumeration];
    most = static_cast<std::int64_t>(all.members.size()) + (all.has_untested ? 1 : 0);
  }
  return context_.add(span, context_.intern(typed::NumberType{"", 0, 0, most}),
                      typed::CountDistinct{*query, each});
}

}  // namespace precis::check
