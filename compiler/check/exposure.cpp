// Days of supply: which days are asked about, and what is counted in them.

#include <fmt/format.h>

#include <algorithm>

#include "compiler/check/expressions.h"
#include "compiler/check/saturate.h"
#include "compiler/check/types.h"
#include "runtime/decimal.h"

namespace precis::check {

using diagnostics::Text;
using diagnostics::TypeName;

static constexpr Duration OneDay{1, false};

std::optional<typed::Supply> Expressions::supply(typed::QueryId id, source::Span span) {
  const runtime::List& list = schema().lists[context_.program.queries[id].list];
  std::optional<typed::ExprId> drug;
  std::optional<typed::ExprId> days;
  for (const runtime::LeafIndex index : list.leaves) {
    const runtime::Leaf& field = schema().leaves[index];
    if (field.code_system && !drug) drug = leaf(index, id, span);
    const bool is_days = field.type.form == runtime::Form::Number && field.type.unit == "days" &&
                         field.type.scale == 0;
    if (is_days && !days) days = leaf(index, id, span);
  }
  if (drug && days && list.by) return typed::Supply{*drug, leaf(*list.by, id, span), *days};
  context_.sink.report(
      diagnostics::NoSupply.at(context_.program.queries[id].span, TypeName(list.record))
          .help("days of supply are counted over a history whose items have a drug and `days`"));
  return std::nullopt;
}

// A window over which days are counted has exactly its number of days, without the anchor.
std::optional<Expressions::Asked> Expressions::asked_window(const syntax::Window& window) {
  const typed::ExprId anchor = date(window.anchor);
  const auto length = window_length(window);
  if (!length || context_.is_poison(anchor)) return std::nullopt;
  const std::int64_t least = (length->months ? 28 : 1) * length->amount;
  const std::int64_t most = (length->months ? 31 : 1) * length->amount;
  const source::Span span = window.span;
  switch (window.side) {
    case syntax::WindowSide::Before:
      return Asked{shifted(anchor, *length, -1, span), shifted(anchor, OneDay, -1, span), least,
                   most};
    case syntax::WindowSide::After:
      return Asked{shifted(anchor, OneDay, 1, span), shifted(anchor, *length, 1, span), least,
                   most};
    case syntax::WindowSide::Around:
      break;
  }
  return Asked{shifted(anchor, *length, -1, span), shifted(anchor, *length, 1, span), 2 * least + 1,
               2 * most + 1};
}

std::optional<Expressions::Asked> Expressions::asked_days(const syntax::AskedDays& asked) {
  if (const auto* window = std::get_if<syntax::Window>(&asked.days)) return asked_window(*window);
  const auto& days = std::get<syntax::Days>(asked.days);
  const typed::ExprId first = date(days.first);
  const typed::ExprId last = date(days.last);
  if (context_.is_poison(first) || context_.is_poison(last)) return std::nullopt;
  if (reversed({first, {}}, {last, {}}, asked.span)) return std::nullopt;
  const auto from = std::get<typed::DateType>(context_.type(first));
  const auto to = std::get<typed::DateType>(context_.type(last));
  const auto between = [](std::int64_t begin, std::int64_t end) {
    const std::int64_t days = saturated_sum(saturated_difference(end, begin), 1);
    return std::clamp<std::int64_t>(days, 0, MostItems);
  };
  return Asked{first, last, between(from.high, to.low), between(from.low, to.high)};
}

// How many days are asked about; none when they end before they begin.
typed::ExprId Expressions::number_of_days(const Asked& asked, source::Span span) {
  const typed::NumberType type{"days", 0, asked.least, asked.most};
  if (asked.least == asked.most) return constant(span, type, asked.most);
  const auto number = [&](std::int64_t low, std::int64_t high) {
    return context_.intern(typed::NumberType{"days", 0, low, high});
  };
  const auto from = std::get<typed::DateType>(context_.type(asked.first));
  const auto to = std::get<typed::DateType>(context_.type(asked.last));
  const std::int64_t low = saturated_difference(to.low, from.high);
  const std::int64_t high = saturated_difference(to.high, from.low);
  const typed::ExprId apart =
      context_.add(span, number(low, high), typed::Subtract{asked.last, asked.first});
  const typed::ExprId one = constant(span, typed::NumberType{"days", 0, 1, 1}, 1);
  const typed::ExprId days =
      context_.add(span,
                   asked.least > 0 ? context_.intern(type)
                                   : number(saturated_sum(low, 1), saturated_sum(high, 1)),
                   typed::Add{apart, one});
  if (asked.least > 0) return days;
  const typed::ExprId none = constant(span, typed::NumberType{"days", 0, 0, 0}, 0);
  return context_.add(span, context_.intern(type), typed::Extreme{true, days, none});
}

std::optional<typed::Exposure> Expressions::exposure(const syntax::Query& query, const Asked* asked,
                                                     bool carry_in, source::Span span) {
  const auto id = open(query);
  if (!id) return std::nullopt;
  const auto facts = supply(*id, span);
  open_.pop_back();
  if (!facts || asked == nullptr) return std::nullopt;
  typed::Query& made = context_.program.queries[*id];
  // What is carried in may come from any fill that `where` lets count.
  if (!carry_in) made.asked_first = asked->first;
  made.asked_last = asked->last;
  return typed::Exposure{*id, *facts, asked->first, asked->last, carry_in};
}

typed::ExprId Expressions::days_covered(const syntax::Query& query, const syntax::AskedDays& days,
                                        const std::optional<Asked>& asked, source::Span span) {
  const auto found = exposure(query, asked ? &*asked : nullptr, days.carry_in, span);
  if (!found) return context_.poison(span);
  return context_.add(span, context_.intern(typed::NumberType{"days", 0, 0, asked->most}),
                      typed::DaysCovered{*found});
}

typed::ExprId Expressions::days_covered(const syntax::DaysCovered& it, source::Span span) {
  return days_covered(it.query, it.asked, asked_days(it.asked), span);
}

// The covered days over the days asked about: compared exactly, as every quotient.
typed::ExprId Expressions::proportion_covered(const syntax::ProportionCovered& it,
                                              source::Span span) {
  const auto asked = asked_days(it.asked);
  const typed::ExprId covered = days_covered(it.query, it.asked, asked, span);
  if (!asked || context_.is_poison(covered)) return context_.poison(span);
  const typed::NumberType type{"", runtime::MaxVisibleScale, 0,
                               runtime::power_of_ten(runtime::MaxVisibleScale)};
  return context_.add(
      span, context_.intern(type),
      typed::Divide{covered, number_of_days(*asked, span), runtime::MaxVisibleScale});
}

// A number of days as written: months have no one number of days.
std::optional<std::int64_t> Expressions::fixed_days(const syntax::WrittenLength& length) {
  const auto unit = unit_text(length.unit, context_.sink);
  if (!unit) return std::nullopt;
  const auto amount = written_number(length.digits, false);
  const auto days = amount ? calendar_duration(amount->value, *unit) : std::nullopt;
  const std::string text(context_.sources.text(length.span));
  if (!days) {
    context_.sink.report(diagnostics::NotADuration.at(length.span, Text(text))
                             .help("write a whole number of days or weeks: `7 days`"));
    return std::nullopt;
  }
  if (days->months) {
    context_.sink.report(diagnostics::MonthsAsDays.at(length.span, Text(text))
                             .help("write days or weeks: `60 days`"));
    return std::nullopt;
  }
  return days->amount;
}

typed::ExprId Expressions::longest_run(const syntax::LongestRun& it, source::Span span) {
  const auto asked = asked_days(it.asked);
  const auto gap = fixed_days(it.gap);
  const auto found = exposure(it.query, asked ? &*asked : nullptr, it.asked.carry_in, span);
  if (!found || !gap) return context_.poison(span);
  const typed::ExprId bridged =
      constant(it.gap.span, typed::NumberType{"days", 0, *gap, *gap}, *gap);
  return context_.add(span, context_.intern(typed::NumberType{"days", 0, 0, asked->most}),
                      typed::LongestRun{*found, bridged});
}

// At least so many days covered, in one run or in several.
typed::ExprId Expressions::tried(const syntax::Tried& it, source::Span span) {
  const auto asked = asked_days(it.asked);
  const auto least = fixed_days(it.at_least);
  const typed::ExprId covered = days_covered(it.query, it.asked, asked, span);
  if (!asked || !least || context_.is_poison(covered)) return context_.poison(span);
  if (*least < 1 || *least > asked->most) {
    context_.sink.report(
        diagnostics::AtLeastCount
            .at(it.at_least.span, Text(context_.sources.text(it.at_least.span)),
                Text(fmt::format("{} days", asked->most)))
            .help(fmt::format("write a number of days from 1 to {}", asked->most)));
    return context_.poison(span);
  }
  const typed::ExprId wanted =
      constant(it.at_least.span, typed::NumberType{"days", 0, *least, *least}, *least);
  return context_.add(span, context_.boolean(),
                      typed::Compare{Relation::GreaterEqual, covered, wanted});
}

typed::ExprId Expressions::on_hand(const syntax::OnHand& it, source::Span span) {
  const auto id = open(it.query);
  if (!id) return context_.poison(span);
  const auto facts = supply(*id, span);
  open_.pop_back();
  const typed::ExprId day = date(it.day);
  if (!facts || context_.is_poison(day)) return context_.poison(span);
  context_.program.queries[*id].asked_last = day;
  return context_.add(span, context_.intern(typed::NumberType{"days", 0, 0, MostItems}),
                      typed::OnHand{*id, *facts, day});
}

}  // namespace precis::check
