// Quotients that are compared: exactly, without being carried out.

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "compiler/check/expressions.h"
#include "compiler/check/saturate.h"
#include "compiler/check/written.h"
#include "runtime/decimal.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using runtime::Rational;

namespace {

// Beyond it a product is a fault.
constexpr std::int64_t LargestProduct = std::numeric_limits<std::int64_t>::max();

// `80 %` says what a ratio is as well as `0.8` does; a number that is no ratio is no percentage.
bool fits_quotient(std::string_view unit, std::string_view quotient) {
  return comparable_units(unit, quotient) || (quotient.empty() && plain_factor(unit));
}

}  // namespace

std::optional<Expressions::Quotient> Expressions::as_quotient(const Operand& operand) const {
  if (!operand.expr) return std::nullopt;
  const typed::Expr& it = context_.program.exprs[behind(*operand.expr)];
  const auto* division = std::get_if<typed::Divide>(&it.kind);
  const auto* number = std::get_if<typed::NumberType>(&context_.program.types[it.type]);
  if (division == nullptr || number == nullptr) return std::nullopt;
  // One that the author rounded is compared as it was rounded.
  const auto scale_of = [&](typed::ExprId id) {
    return static_cast<int>(std::get<typed::NumberType>(context_.type(id)).scale);
  };
  const bool is_plain = division->rounding == runtime::Rounding::HalfEven &&
                        std::holds_alternative<typed::NumberType>(context_.type(division->left)) &&
                        std::holds_alternative<typed::NumberType>(context_.type(division->right));
  if (!is_plain || number->scale != runtime::MaxVisibleScale) return std::nullopt;
  if (division->gained != number->scale - scale_of(division->left) + scale_of(division->right)) {
    return std::nullopt;
  }
  return Quotient{division->left, division->right, context_.program.exprs[*operand.expr].span};
}

typed::ExprId Expressions::other_dimension(const Quotient& quotient, const std::string& unit,
                                           const Operand& limit, source::Span span) {
  const std::string other = limit.literal
                                ? limit.literal->unit
                                : std::get<typed::NumberType>(context_.type(*limit.expr)).unit;
  const source::Span place =
      limit.literal ? limit.literal->span : context_.program.exprs[*limit.expr].span;
  const std::string_view text = limit.literal ? context_.sources.text(place) : std::string_view();
  context_.sink.report(
      diagnostics::DimensionMismatch.at(span, Name(unit_name(unit)), Name(unit_name(other)))
          .label(quotient.span, unit_name(unit))
          .label(place, unit_name(other))
          .help(in_that_unit(unit, other, text)));
  return context_.poison(span);
}

// x / y REL t in stored forms, with t = limit * 10^places; t = p / q is x q / y REL p.
typed::ExprId Expressions::compare_quotient_literal(Relation relation, const Quotient& quotient,
                                                    const Literal& limit, source::Span span) {
  const auto a = std::get<typed::NumberType>(context_.type(quotient.dividend));
  const auto b = std::get<typed::NumberType>(context_.type(quotient.divisor));
  const std::string unit = quotient_unit(a.unit, b.unit);
  const int places = a.scale - b.scale;
  const bool fits = !limit.money && fits_quotient(limit.unit, unit);
  const auto value = fits ? in_unit(limit.value, limit.unit, unit) : std::nullopt;
  if (!value) return other_dimension(quotient, unit, {{}, limit}, span);
  int shift = std::max(0, -places);
  Rational shown = *value;
  std::int64_t q = 1;
  if (const auto scale = exact_scale(*value)) {
    shift = std::max(shift, *scale - places);
  } else {
    q = saturated(value->denominator());
    shown = Rational(saturated(value->numerator()));
  }
  const auto z = stored(shown, places + shift);
  if (!z) {
    context_.sink.report(
        diagnostics::TooPrecise.at(limit.span, Text(context_.sources.text(limit.span)))
            .help(FewerDigits));
    return context_.poison(span);
  }
  const typed::ExprId x = times(quotient.dividend, q, a.unit);
  const typed::NumberType type{q == 1 ? unit : std::string(),
                               static_cast<std::uint8_t>(places + shift), *z, *z};
  return context_.add(span, context_.boolean(),
                      typed::CompareQuotient{relation, x, quotient.divisor,
                                             constant(limit.span, type, *z), shift, quotient.span});
}

// a / b REL c / d is a d / b REL c where d is above 0. Nothing where that cannot be computed
// exactly.
std::optional<typed::ExprId> Expressions::compare_quotients(Relation relation, const Quotient& left,
                                                            const Quotient& right,
                                                            source::Span span) {
  const auto number = [&](typed::ExprId id) -> const typed::NumberType& {
    return std::get<typed::NumberType>(context_.type(id));
  };
  const auto unit = [&](const Quotient& it) {
    return quotient_unit(number(it.dividend).unit, number(it.divisor).unit);
  };
  for (const Quotient* it : {&left, &right}) {
    if (score_may_be_unassigned(it->dividend, {}) || score_may_be_unassigned(it->divisor, {})) {
      return context_.poison(span);
    }
  }
  if (!comparable_units(unit(left), unit(right))) return std::nullopt;
  const typed::NumberType a = number(left.dividend);
  const typed::NumberType d = number(right.divisor);
  const std::int64_t most = std::max(saturated_difference(0, a.low), a.high);
  const bool is_exact = d.low > 0 && a.scale + d.scale <= runtime::MaxVisibleScale &&
                        static_cast<runtime::Int128>(most) * d.high <= LargestProduct;
  if (!is_exact) return std::nullopt;
  const typed::ExprId whole = product(left.dividend, right.divisor, span);
  return compare_quotient(relation, {whole, left.divisor, left.span}, {right.dividend, {}}, span);
}

typed::ExprId Expressions::compare_quotient(Relation relation, const Quotient& quotient,
                                            const Operand& limit, source::Span span) {
  if (score_may_be_unassigned(quotient.dividend, span) ||
      score_may_be_unassigned(quotient.divisor, span)) {
    return context_.poison(span);
  }
  if (limit.literal) return compare_quotient_literal(relation, quotient, *limit.literal, span);
  if (score_may_be_unassigned(*limit.expr, span)) return context_.poison(span);
  const auto a = std::get<typed::NumberType>(context_.type(quotient.dividend));
  const auto b = std::get<typed::NumberType>(context_.type(quotient.divisor));
  const std::string unit = quotient_unit(a.unit, b.unit);
  const int places = a.scale - b.scale;
  const auto* found = std::get_if<typed::NumberType>(&context_.type(*limit.expr));
  if (found == nullptr) {
    const typed::NumberType type{unit, 0, 0, 0};
    return not_comparable(constant(quotient.span, type, 0),
                          type_name(context_, context_.type(*limit.expr)), span);
  }
  const typed::NumberType c = *found;
  const auto factor = fits_quotient(c.unit, unit) ? unit_factor(c.unit, unit) : std::nullopt;
  if (!factor) return other_dimension(quotient, unit, limit, span);
  // The threshold's places may be too few for a shift of at least zero.
  const int scale = std::max<int>(c.scale, places);
  typed::ExprId z = rescaled(*limit.expr, scale);
  z = times(z, saturated(factor->numerator()), c.unit);
  const typed::ExprId x = times(quotient.dividend, saturated(factor->denominator()), a.unit);
  return context_.add(
      span, context_.boolean(),
      typed::CompareQuotient{relation, x, quotient.divisor, z, scale - places, quotient.span});
}

}  // namespace precis::check
