// Dates: windows become their first and last day.

#include <fmt/format.h>

#include "compiler/check/expressions.h"
#include "compiler/check/saturate.h"
#include "compiler/check/types.h"
#include "compiler/check/written.h"
#include "runtime/date.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;

typed::ExprId Expressions::date(syntax::ExprId id) {
  const Operand found = operand(id);
  const source::Span span = tree(id).span;
  if (found.broken()) return context_.poison(span);
  const std::string other = found.expr
                                ? type_name(context_, context_.type(*found.expr))
                                : (found.literal->unit.empty() ? "number" : found.literal->unit);
  if (found.expr && std::holds_alternative<typed::DateType>(context_.type(*found.expr))) {
    return *found.expr;
  }
  const bool is_length = found.literal && other != "number";
  context_.sink.report(
      diagnostics::TypeMismatch.at(span, TypeName("Date"), TypeName(other))
          .help(is_length ? "write `within 30 days before ...` for a window"
                          : how_to_write(context_, any_date(), context_.sources.text(span))));
  return context_.poison(span);
}

typed::ExprId Expressions::shifted(typed::ExprId date, const Duration& by, int sign,
                                   source::Span span) {
  const auto from = std::get<typed::DateType>(context_.type(date));
  if (by.months) {
    const auto moved = [&](std::int64_t day) -> std::int64_t {
      return runtime::add_months(static_cast<runtime::Day>(day), sign * by.amount);
    };
    const typed::DateType type{moved(from.low), moved(from.high)};
    const bool refuses = policy_ != nullptr && policy_->month_ends_refuse;
    return context_.add(span, context_.intern(type),
                        typed::AddMonths{date, sign * by.amount, refuses});
  }
  const typed::ExprId days =
      constant(span, typed::NumberType{"days", 0, by.amount, by.amount}, by.amount);
  if (sign > 0) {
    const typed::DateType type{saturated_sum(from.low, by.amount),
                               saturated_sum(from.high, by.amount)};
    return context_.add(span, context_.intern(type), typed::Add{date, days});
  }
  const typed::DateType type{saturated_difference(from.low, by.amount),
                             saturated_difference(from.high, by.amount)};
  return context_.add(span, context_.intern(type), typed::Subtract{date, days});
}

std::optional<Duration> Expressions::window_length(const syntax::Window& window) {
  const auto unit = unit_text(window.unit, context_.sink);
  if (!unit) return std::nullopt;
  const auto amount = written_number(window.digits, false);
  const auto length = amount ? calendar_duration(amount->value, *unit) : std::nullopt;
  if (!length) {
    context_.sink.report(
        diagnostics::NotADuration
            .at(window.unit.span, Text(fmt::format("{} {}", window.digits, window.unit.text)))
            .help("a window has a whole number of days, weeks, months or years"));
  }
  return length;
}

typed::ExprId Expressions::date_order(const syntax::DateComparison& it, source::Span span) {
  const typed::ExprId subject = date(it.subject);
  const typed::ExprId anchor = date(it.anchor);
  if (context_.is_poison(subject) || context_.is_poison(anchor)) return context_.poison(span);
  const auto relation = [&] {
    switch (it.order) {
      case syntax::DateOrder::Before:
      case syntax::DateOrder::StrictlyBefore:
        return Relation::Less;
      case syntax::DateOrder::After:
      case syntax::DateOrder::StrictlyAfter:
        return Relation::Greater;
      case syntax::DateOrder::OnOrBefore:
        return Relation::LessEqual;
      case syntax::DateOrder::OnOrAfter:
        return Relation::GreaterEqual;
    }
    return Relation::Less;
  }();
  return context_.add(span, context_.boolean(), typed::Compare{relation, subject, anchor});
}

typed::ExprId Expressions::within(const syntax::Within& it, source::Span span) {
  const typed::ExprId subject = date(it.subject);
  const typed::ExprId anchor = date(it.window.anchor);
  const auto length = window_length(it.window);
  if (context_.is_poison(subject) || context_.is_poison(anchor) || !length) {
    return context_.poison(span);
  }
  const source::Span window = it.window.span;
  // A condition's window is closed at both ends: [D - N, D].
  const typed::ExprId first =
      it.window.side == syntax::WindowSide::After ? anchor : shifted(anchor, *length, -1, window);
  const typed::ExprId last =
      it.window.side == syntax::WindowSide::Before ? anchor : shifted(anchor, *length, 1, window);
  return context_.add(span, context_.boolean(), typed::Within{subject, first, last});
}

}  // namespace precis::check
