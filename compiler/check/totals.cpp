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
Amount summed(Amount type, std::int64_t items) {
  const auto bound = [&](std::int64_t each) {
    return std::clamp(saturated_product(each, items), -LargestSum, LargestSum);
  };
  type.low = std::min<std::int64_t>(bound(type.low), 0);
  type.high = std::max<std::int64_t>(bound(type.high), 0);
  return type;
}

typed::Type summed(const typed::Type& type, std::int64_t items) {
  const auto* money = std::get_if<typed::MoneyType>(&type);
  return money != nullptr ? typed::Type(summed(*money, items))
                          : typed::Type(summed(std::get<typed::NumberType>(type), items));
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
  const bool is_sum = *kind == typed::TotalKind::Sum;
  if (const auto symbol = asked_rows(it.query)) {
    const auto of = row_values(*symbol, it.query, it.value);
    if (!of || !is_amount(of->each, it.function, !is_sum)) return context_.poison(span);
    const auto rows = static_cast<std::int64_t>(context_.program.rows[of->rows].keys.size());
    const typed::Type& type = context_.type(of->each);
    return context_.add(span, is_sum ? context_.intern(summed(type, rows)) : context_.intern(type),
                        typed::RowTotal{*kind, of->rows, of->each});
  }
  const auto query = open(it.query);
  if (!query) return context_.poison(span);
  const typed::ExprId each = value(it.value);
  const bool sound = !context_.is_poison(each) && !score_may_be_unassigned(each, {}) &&
                     is_amount(each, it.function, !is_sum);
  open_.pop_back();
  if (!sound) return context_.poison(span);
  const typed::Type& type = context_.type(each);
  return context_.add(span,
                      is_sum ? context_.intern(summed(type, MostItems)) : context_.intern(type),
                      typed::Total{*kind, *query, each});
}

typed::ExprId Expressions::count_distinct(const syntax::CountDistinct& it, source::Span span) {
  if (const auto rows = asked_rows(it.query)) return row_count_distinct(*rows, it, span);
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
