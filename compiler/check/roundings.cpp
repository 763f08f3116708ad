// `x rounded half up to cents`: products and quotients are exact until the one rounding that is
// written over them.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "compiler/check/expressions.h"
#include "compiler/check/percent.h"
#include "compiler/check/saturate.h"
#include "compiler/check/written.h"
#include "runtime/builtins.h"
#include "runtime/decimal.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;
using runtime::Rational;
using runtime::Rounding;

namespace {

// A number or an amount of money, as far as arithmetic is concerned.
struct Amount {
  int scale;
  std::int64_t low;
  std::int64_t high;
  std::string unit;
  bool money;
};

Amount amount_of(const typed::Type& type) {
  if (const auto* money = std::get_if<typed::MoneyType>(&type)) {
    return {money->scale, money->low, money->high, "", true};
  }
  const auto& number = std::get<typed::NumberType>(type);
  return {number.scale, number.low, number.high, number.unit, false};
}

typed::Type type_of(const Amount& amount) {
  const auto scale = static_cast<std::uint8_t>(amount.scale);
  if (amount.money) return typed::MoneyType{"USD", scale, amount.low, amount.high};
  return typed::NumberType{amount.unit, scale, amount.low, amount.high};
}

Rounding rounding_of(syntax::RoundingMode mode) {
  switch (mode) {
    case syntax::RoundingMode::HalfUp:
      return Rounding::HalfUp;
    case syntax::RoundingMode::HalfEven:
      return Rounding::HalfEven;
    case syntax::RoundingMode::Up:
      return Rounding::Up;
    case syntax::RoundingMode::Down:
      return Rounding::Down;
  }
  return Rounding::HalfEven;
}

std::string_view word_of(syntax::RoundingPlace place) {
  switch (place) {
    case syntax::RoundingPlace::Cents:
      return "cents";
    case syntax::RoundingPlace::Dollars:
      return "dollars";
    case syntax::RoundingPlace::Whole:
      return "whole";
    case syntax::RoundingPlace::Places:
      return "places";
  }
  return {};
}

}  // namespace

bool Expressions::fraction(syntax::ExprId id, bool inverted, Fraction& parts) {
  const auto* it = std::get_if<syntax::Arithmetic>(&tree(peeled(id)).kind);
  const bool is_product = it != nullptr && (it->op == syntax::ArithmeticOp::Multiply ||
                                            it->op == syntax::ArithmeticOp::Divide);
  if (is_product) {
    const bool left = fraction(it->left, inverted, parts);
    return fraction(it->right, inverted != (it->op == syntax::ArithmeticOp::Divide), parts) && left;
  }
  const Operand found = operand(id);
  if (found.broken()) return false;
  const typed::ExprId factor = found.expr ? *found.expr : natural(*found.literal);
  if (context_.is_poison(factor)) return false;
  const typed::Type& type = context_.type(factor);
  if (!std::holds_alternative<typed::NumberType>(type) &&
      !std::holds_alternative<typed::MoneyType>(type)) {
    context_.sink.report(
        diagnostics::TypeMismatch
            .at(tree(id).span, TypeName("number"), TypeName(type_name(context_, type)))
            .help("only numbers and money are multiplied and divided"));
    return false;
  }
  (inverted ? parts.below : parts.above).push_back(factor);
  return true;
}

// Says whether the whole is money and in which unit it is. Beside money units must cancel out.
bool Expressions::balance(Fraction& parts, bool& money, std::string& unit) {
  std::string below;
  int amounts = 0;
  const auto take = [&](typed::ExprId factor, std::string& into, int sign) {
    const Amount amount = amount_of(context_.type(factor));
    amounts += amount.money ? sign : 0;
    if (!amount.money) into = product_unit(into, amount.unit);
    if (amounts <= 1) return true;
    context_.sink.report(
        diagnostics::TypeMismatch
            .at(context_.program.exprs[factor].span, TypeName("number"), TypeName("USD"))
            .help("money is multiplied by numbers: a quotient of two amounts is one"));
    return false;
  };
  for (const typed::ExprId factor : parts.above) {
    if (!take(factor, unit, 1)) return false;
  }
  for (const typed::ExprId factor : parts.below) take(factor, below, -1);
  if (amounts < 0) {
    context_.sink.report(
        diagnostics::TypeMismatch
            .at(context_.program.exprs[parts.below.back()].span, TypeName("number"),
                TypeName("USD"))
            .help("a number is not divided by money: divide money by money, or by a number"));
    return false;
  }
  money = amounts == 1;
  unit = quotient_unit(unit, below);
  if (!money || unit.empty()) return true;
  context_.sink.report(
      diagnostics::PlainNumberNeeded
          .at(context_.program.exprs[parts.above.back()].span, Name("USD"), TypeName(unit))
          .help("money is multiplied by plain numbers and percentages: divide by a unit, as in "
                "`x / 1 each`"));
  return false;
}

// Without any rounding; what is written is one constant, at the end.
std::optional<typed::ExprId> Expressions::exact_product(std::vector<typed::ExprId> factors,
                                                        const std::string& unit,
                                                        source::Span span) {
  const auto value_of = [&](typed::ExprId id) {
    const auto* it = std::get_if<typed::Constant>(&context_.program.exprs[id].kind);
    return it != nullptr ? std::optional(it->value) : std::nullopt;
  };
  std::ranges::stable_partition(factors, [&](typed::ExprId id) { return !value_of(id); });
  std::optional<typed::ExprId> product;
  for (const typed::ExprId factor : factors) {
    if (!product) {
      product = factor;
      continue;
    }
    const Amount a = amount_of(context_.type(*product));
    const Amount b = amount_of(context_.type(factor));
    const auto [low, high] =
        std::minmax({saturated_product(a.low, b.low), saturated_product(a.low, b.high),
                     saturated_product(a.high, b.low), saturated_product(a.high, b.high)});
    const Amount both{a.scale + b.scale, low, high, product_unit(a.unit, b.unit),
                      a.money || b.money};
    if (both.scale > runtime::MaxScale) {
      context_.sink.report(
          diagnostics::TooPrecise.at(span, Text(context_.sources.text(span))).help(FewerDigits));
      return std::nullopt;
    }
    const auto x = value_of(*product);
    const auto y = value_of(factor);
    product = x && y ? constant(span, type_of(both), saturated_product(*x, *y))
                     : context_.add(span, context_.intern(type_of(both)),
                                    typed::Multiply{*product, factor, 0});
  }
  if (!product) product = constant(span, typed::NumberType{"", 0, 1, 1}, 1);
  Amount whole = amount_of(context_.type(*product));
  if (whole.money || whole.unit == unit) return product;
  // The units in the order in which they were written.
  whole.unit = unit;
  context_.program.exprs[*product].type = context_.intern(type_of(whole));
  return product;
}

std::optional<int> Expressions::places(const syntax::Rounded& it, bool money,
                                       const std::string& unit) {
  const auto refused = [&](std::string_view help) -> std::optional<int> {
    const std::string what = money ? "USD" : unit_name(unit);
    context_.sink.report(
        diagnostics::NotFor
            .at(it.rounding_span, Name(fmt::format("to {}", word_of(it.place))), TypeName(what))
            .help(std::string(help)));
    return std::nullopt;
  };
  constexpr std::string_view Number = "numbers are rounded `to whole` or `to 2 places`";
  switch (it.place) {
    case syntax::RoundingPlace::Cents:
      return money ? std::optional(2) : refused(Number);
    case syntax::RoundingPlace::Dollars:
      return money ? std::optional(0) : refused(Number);
    case syntax::RoundingPlace::Whole:
      return money ? refused("money is rounded `to cents` or `to dollars`") : std::optional(0);
    case syntax::RoundingPlace::Places:
      break;
  }
  int count = runtime::MaxScale;
  std::from_chars(it.digits.data(), it.digits.data() + it.digits.size(), count);
  if (count <= runtime::MaxVisibleScale) return count;
  context_.sink.report(
      diagnostics::TooManyPlaces
          .at(it.rounding_span, Text(it.digits), Text(std::to_string(runtime::MaxVisibleScale)))
          .help(fmt::format("write `to {} places` or fewer", runtime::MaxVisibleScale)));
  return std::nullopt;
}

std::optional<typed::ExprId> Expressions::rounded_product(Fraction parts, int places,
                                                          Rounding rounding,
                                                          const std::string& unit,
                                                          source::Span span) {
  const auto exact = exact_product(parts.above, unit, span);
  if (!exact) return std::nullopt;
  Amount amount = amount_of(context_.type(*exact));
  const int dropped = amount.scale - places;
  if (dropped <= 0) return rescaled(*exact, places);
  // The rounding is that of the last multiplication, which may be one by 1.
  typed::ExprId left = *exact;
  typed::ExprId right = constant(span, typed::NumberType{"", 0, 1, 1}, 1);
  const auto* product = std::get_if<typed::Multiply>(&context_.program.exprs[*exact].kind);
  if (product != nullptr && parts.above.size() > 1) {
    left = product->left;
    right = product->right;
  }
  const runtime::Cell range = runtime::between(amount.low, amount.high);
  const runtime::Cell one = runtime::exact(1);
  runtime::Cell bounds;
  runtime::precis_multiply(&bounds, &range, &one, dropped, static_cast<std::int64_t>(rounding));
  amount = {places, bounds.low, bounds.high, amount.unit, amount.money};
  return context_.add(span, context_.intern(type_of(amount)),
                      typed::Multiply{left, right, dropped, rounding});
}

std::optional<typed::ExprId> Expressions::rounded_quotient(const Fraction& parts, int places,
                                                           Rounding rounding,
                                                           const std::string& unit, bool money,
                                                           source::Span span) {
  const auto unit_of = [&](const std::vector<typed::ExprId>& factors) {
    std::string all;
    for (const typed::ExprId id : factors) {
      all = product_unit(all, amount_of(context_.type(id)).unit);
    }
    return all;
  };
  const auto above = exact_product(parts.above, unit_of(parts.above), span);
  const auto below = exact_product(parts.below, unit_of(parts.below), span);
  if (!above || !below) return std::nullopt;
  const Amount a = amount_of(context_.type(*above));
  const Amount b = amount_of(context_.type(*below));
  const int gained = places - a.scale + b.scale;
  if (gained > runtime::MaxScale) {
    context_.sink.report(
        diagnostics::TooPrecise.at(span, Text(context_.sources.text(span))).help(FewerDigits));
    return std::nullopt;
  }
  const runtime::Cell dividend = runtime::between(a.low, a.high);
  const runtime::Cell divisor = runtime::between(b.low, b.high);
  runtime::Cell bounds;
  runtime::precis_divide(&bounds, &dividend, &divisor, gained, static_cast<std::int64_t>(rounding));
  const Amount amount{places, bounds.low, bounds.high, unit, money};
  return context_.add(span, context_.intern(type_of(amount)),
                      typed::Divide{*above, *below, gained, rounding});
}

Thing Expressions::rounded(const syntax::Rounded& it, source::Span span) {
  const bool outer = std::exchange(rounding_, true);
  Fraction parts;
  const bool sound = fraction(it.operand, false, parts);
  rounding_ = outer;
  if (!sound) return BrokenThing{};
  if (parts.above.size() + parts.below.size() > 1) {
    for (typed::ExprId& factor : parts.above) factor = as_factor(context_, factor);
    for (typed::ExprId& factor : parts.below) factor = as_factor(context_, factor);
  }
  bool money = false;
  std::string unit;
  if (!balance(parts, money, unit)) return BrokenThing{};
  const auto count = places(it, money, unit);
  if (!count) return BrokenThing{};
  const Rounding rounding = rounding_of(it.mode);
  const auto found = parts.below.empty()
                         ? rounded_product(parts, *count, rounding, unit, span)
                         : rounded_quotient(parts, *count, rounding, unit, money, span);
  if (!found) return BrokenThing{};
  // Money always shows its cents.
  return ValueThing{money ? rescaled(*found, std::max(*count, 2)) : *found};
}

}  // namespace precis::check
