// Sums, products, quotients, `and`, `or`, `if` and `otherwise`.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "compiler/check/branches.h"
#include "compiler/check/expressions.h"
#include "compiler/check/percent.h"
#include "compiler/check/saturate.h"
#include "compiler/check/written.h"
#include "runtime/decimal.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;
using runtime::Rational;

namespace {

struct Bounds {
  std::int64_t low;
  std::int64_t high;
};

Bounds hull(std::array<std::int64_t, 4> values) {
  const auto [low, high] = std::ranges::minmax(values);
  return {low, high};
}

}  // namespace

typed::ExprId Expressions::logic(const std::vector<syntax::ExprId>& operands, bool conjunction,
                                 source::Span span) {
  std::vector<typed::ExprId> checked(operands.size(), typed::ExprId(0));
  const Slots outer = assigned_;
  bool sound = true;
  // A condition matters when those before it hold (`or`: when they do not). A plain test of
  // `score is assigned` speaks for those before it too.
  for (const bool first : {true, false}) {
    for (std::size_t i = 0; i < operands.size(); ++i) {
      if (is_assigned_test(operands[i]) != first) continue;
      checked[i] = condition(operands[i]);
      sound = sound && !context_.is_poison(checked[i]);
      const Slots more = assigned_when(checked[i], conjunction);
      assigned_.insert(more.begin(), more.end());
    }
  }
  assigned_ = outer;
  if (!sound) return context_.poison(span);
  if (conjunction) return context_.add(span, context_.boolean(), typed::And{std::move(checked)});
  return context_.add(span, context_.boolean(), typed::Or{std::move(checked)});
}

Thing Expressions::negate(const syntax::Negate& it, source::Span span) {
  const Thing inner = thing(it.operand);
  if (const auto* literal = std::get_if<Literal>(&inner)) {
    Literal negative = *literal;
    negative.value = *runtime::subtract(Rational(0), literal->value);
    negative.span = span;
    return negative;
  }
  const Operand operand = operand_of(inner, tree(it.operand).span);
  if (!operand.expr) return BrokenThing{};
  typed::Type type = context_.type(*operand.expr);
  if (auto* number = std::get_if<typed::NumberType>(&type)) {
    number->low = number->high = 0;
    return ValueThing{sum(false, constant(span, type, 0), *operand.expr, span)};
  }
  if (auto* money = std::get_if<typed::MoneyType>(&type)) {
    money->low = money->high = 0;
    return ValueThing{sum(false, constant(span, type, 0), *operand.expr, span)};
  }
  context_.sink.report(
      diagnostics::TypeMismatch.at(span, TypeName("number"), TypeName(type_name(context_, type)))
          .help("a number, money or a quantity can be negative"));
  return BrokenThing{};
}

Thing Expressions::arithmetic(const syntax::Arithmetic& it, source::Span span) {
  const Operand left = operand(it.left);
  const Operand right = operand(it.right);
  if (left.broken() || right.broken()) return BrokenThing{};
  const bool plus = it.op == syntax::ArithmeticOp::Add;
  const bool is_sum = plus || it.op == syntax::ArithmeticOp::Subtract;
  const auto is_date = [&](const Operand& operand) {
    return operand.expr && std::holds_alternative<typed::DateType>(context_.type(*operand.expr));
  };
  if (is_sum && is_date(left)) return ValueThing{date_sum(plus, *left.expr, right, it, span)};
  const auto fitted = [&](const Operand& operand, const Operand& other) {
    if (operand.expr) return *operand.expr;
    if (!is_sum || !other.expr) return natural(*operand.literal);
    return literal_beside(*operand.literal, *other.expr);
  };
  typed::ExprId a = fitted(left, right);
  typed::ExprId b = fitted(right, left);
  if (context_.is_poison(a) || context_.is_poison(b)) return BrokenThing{};
  if (!is_sum) {
    a = as_factor(context_, a);
    b = as_factor(context_, b);
  }
  const typed::Type type_a = context_.type(a);
  const typed::Type type_b = context_.type(b);
  const auto is_number = [](const typed::Type& type) {
    return std::holds_alternative<typed::NumberType>(type);
  };
  const auto is_money = [](const typed::Type& type) {
    return std::holds_alternative<typed::MoneyType>(type);
  };
  if (is_number(type_a) && is_number(type_b)) {
    if (is_sum) return ValueThing{sum(plus, a, b, span)};
    return ValueThing{it.op == syntax::ArithmeticOp::Multiply ? product(a, b, span)
                                                              : quotient_value(a, b, span)};
  }
  if (is_sum && is_money(type_a) && type_a.index() == type_b.index()) {
    return ValueThing{sum(plus, a, b, span)};
  }
  const bool has_amounts =
      (is_number(type_a) || is_money(type_a)) && (is_number(type_b) || is_money(type_b));
  if (rounding_ && it.op == syntax::ArithmeticOp::Multiply && has_amounts) {
    Fraction parts{{a, b}, {}};
    bool money = false;
    std::string unit;
    if (!balance(parts, money, unit)) return BrokenThing{};
    const auto product = exact_product(parts.above, unit, span);
    return product ? Thing(ValueThing{*product}) : BrokenThing{};
  }
  if (!is_sum && (is_money(type_a) || is_money(type_b))) {
    context_.sink.report(
        diagnostics::MoneyNeedsRounding
            .at(it.op_span,
                Text(it.op == syntax::ArithmeticOp::Multiply ? "multiplying" : "dividing"))
            .help("write `(...) rounded half up to cents`"));
    return BrokenThing{};
  }
  const bool left_is_wrong = !is_number(type_a) && !is_money(type_a);
  const typed::ExprId wrong = left_is_wrong ? a : b;
  const typed::Type& expected = left_is_wrong ? type_b : type_a;
  const std::string wanted = is_number(expected) || is_money(expected)
                                 ? type_name(context_, expected)
                                 : std::string("number");
  context_.sink.report(
      diagnostics::TypeMismatch
          .at(context_.program.exprs[wrong].span, TypeName(wanted),
              TypeName(type_name(context_, context_.type(wrong))))
          .help(how_to_write(context_,
                             is_number(expected) || is_money(expected)
                                 ? expected
                                 : typed::Type(typed::NumberType{}),
                             context_.sources.text(context_.program.exprs[wrong].span))));
  return BrokenThing{};
}

typed::ExprId Expressions::sum(bool plus, typed::ExprId left, typed::ExprId right,
                               source::Span span) {
  typed::Type type = context_.type(left);
  const typed::Type other = context_.type(right);
  int scale = 0;
  if (const auto* a = std::get_if<typed::NumberType>(&type)) {
    const auto& b = std::get<typed::NumberType>(other);
    const auto factor =
        comparable_units(b.unit, a->unit) ? unit_factor(b.unit, a->unit) : std::nullopt;
    if (!factor || *factor != Rational(1)) {
      auto report =
          diagnostics::DimensionMismatch.at(span, Name(unit_name(a->unit)), Name(unit_name(b.unit)))
              .label(context_.program.exprs[left].span, unit_name(a->unit))
              .label(context_.program.exprs[right].span, unit_name(b.unit));
      context_.sink.report(std::move(report).help(factor ? "give both one unit before adding them"
                                                         : in_that_unit(a->unit, b.unit, {})));
      return context_.poison(span);
    }
    scale = std::max(a->scale, b.scale);
  } else {
    scale =
        std::max(std::get<typed::MoneyType>(type).scale, std::get<typed::MoneyType>(other).scale);
  }
  left = rescaled(left, scale);
  right = rescaled(right, scale);
  type = context_.type(left);
  const auto result = [&](auto& a, const auto& b) {
    a.low = plus ? saturated_sum(a.low, b.low) : saturated_difference(a.low, b.high);
    a.high = plus ? saturated_sum(a.high, b.high) : saturated_difference(a.high, b.low);
  };
  const typed::Type right_type = context_.type(right);
  if (auto* number = std::get_if<typed::NumberType>(&type)) {
    result(*number, std::get<typed::NumberType>(right_type));
  } else {
    result(std::get<typed::MoneyType>(type), std::get<typed::MoneyType>(right_type));
  }
  const typed::TypeId id = context_.intern(type);
  if (plus) return context_.add(span, id, typed::Add{left, right});
  return context_.add(span, id, typed::Subtract{left, right});
}

typed::ExprId Expressions::date_sum(bool plus, typed::ExprId date, const Operand& other,
                                    const syntax::Arithmetic& it, source::Span span) {
  if (other.literal) {
    const auto by = calendar_duration(other.literal->value, other.literal->unit);
    if (by) return shifted(date, *by, plus ? 1 : -1, span);
    context_.sink.report(
        diagnostics::NotADuration
            .at(tree(it.right).span, Text(context_.sources.text(tree(it.right).span)))
            .help("write days, weeks, months or years: `30 days`"));
    return context_.poison(span);
  }
  const auto from = std::get<typed::DateType>(context_.type(date));
  const typed::Type type = context_.type(*other.expr);
  if (const auto* to = std::get_if<typed::DateType>(&type); to && !plus) {
    const typed::NumberType days{"days", 0, saturated_difference(from.low, to->high),
                                 saturated_difference(from.high, to->low)};
    return context_.add(span, context_.intern(days), typed::Subtract{date, *other.expr});
  }
  const auto* number = std::get_if<typed::NumberType>(&type);
  const auto factor = number != nullptr && comparable_units(number->unit, "days")
                          ? unit_factor(number->unit, "days")
                          : std::nullopt;
  if (!factor || *factor != Rational(1) || number->scale != 0) {
    context_.sink.report(
        diagnostics::NotADuration
            .at(tree(it.right).span, Text(context_.sources.text(tree(it.right).span)))
            .help("a date moves by whole days, or by a written number of months or years"));
    return context_.poison(span);
  }
  const typed::DateType moved = plus
                                    ? typed::DateType{saturated_sum(from.low, number->low),
                                                      saturated_sum(from.high, number->high)}
                                    : typed::DateType{saturated_difference(from.low, number->high),
                                                      saturated_difference(from.high, number->low)};
  const typed::TypeId id = context_.intern(moved);
  if (plus) return context_.add(span, id, typed::Add{date, *other.expr});
  return context_.add(span, id, typed::Subtract{date, *other.expr});
}

typed::ExprId Expressions::product(typed::ExprId left, typed::ExprId right, source::Span span) {
  const auto a = std::get<typed::NumberType>(context_.type(left));
  const auto b = std::get<typed::NumberType>(context_.type(right));
  const int scale = runtime::product_scale(a.scale, b.scale);
  const int dropped = a.scale + b.scale - scale;
  Bounds bounds = hull({saturated_product(a.low, b.low), saturated_product(a.low, b.high),
                        saturated_product(a.high, b.low), saturated_product(a.high, b.high)});
  if (dropped > 0) {
    const std::int64_t by = runtime::power_of_ten(dropped);
    bounds = {bounds.low / by - 1, bounds.high / by + 1};
  }
  const typed::NumberType type{product_unit(a.unit, b.unit), static_cast<std::uint8_t>(scale),
                               bounds.low, bounds.high};
  return context_.add(span, context_.intern(type), typed::Multiply{left, right, dropped});
}

typed::ExprId Expressions::quotient_value(typed::ExprId left, typed::ExprId right,
                                          source::Span span) {
  const auto a = std::get<typed::NumberType>(context_.type(left));
  const auto b = std::get<typed::NumberType>(context_.type(right));
  const int gained = runtime::MaxVisibleScale - a.scale + b.scale;
  // The smallest divisor but zero is one stored unit.
  const std::int64_t most =
      saturated_product(std::max(saturated_difference(0, a.low), a.high) < 0
                            ? 0
                            : std::max(saturated_difference(0, a.low), a.high),
                        runtime::power_of_ten(std::clamp(gained, 0, runtime::MaxScale)));
  const typed::NumberType type{quotient_unit(a.unit, b.unit), runtime::MaxVisibleScale,
                               saturated_difference(0, most), most};
  return context_.add(span, context_.intern(type), typed::Divide{left, right, gained});
}

typed::ExprId Expressions::literal_beside(const Literal& literal, typed::ExprId other) {
  typed::Type type = context_.type(other);
  auto* number = std::get_if<typed::NumberType>(&type);
  if (number == nullptr) return natural(literal);
  if (!comparable_units(literal.unit, number->unit)) return natural(literal);
  const auto value = in_unit(literal.value, literal.unit, number->unit);
  const auto scale = value ? exact_scale(*value) : std::nullopt;
  if (!scale || *scale > runtime::MaxVisibleScale) {
    context_.sink.report(diagnostics::NeverExact
                             .at(literal.span, Text(context_.sources.text(literal.span)),
                                 Text(std::to_string(runtime::MaxVisibleScale)))
                             .help(with_decimals(runtime::MaxVisibleScale)));
    return context_.poison(literal.span);
  }
  number->scale = static_cast<std::uint8_t>(std::max<int>(number->scale, *scale));
  const auto kept = stored(*value, number->scale);
  if (!kept) return natural(literal);
  number->low = number->high = *kept;
  return constant(literal.span, type, *kept);
}

typed::ExprId Expressions::literal_like(const Literal& literal, typed::ExprId other) {
  typed::Type type = context_.type(other);
  const auto set_bounds = [&](std::int64_t low, std::int64_t high) {
    if (auto* number = std::get_if<typed::NumberType>(&type)) {
      number->low = low;
      number->high = high;
    } else if (auto* money = std::get_if<typed::MoneyType>(&type)) {
      money->low = low;
      money->high = high;
    }
  };
  set_bounds(std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max());
  const typed::ExprId made = literal_as(literal, context_.intern(type));
  const auto* known = std::get_if<typed::Constant>(&context_.program.exprs[made].kind);
  if (known == nullptr) return made;
  const std::int64_t value = known->value;
  set_bounds(value, value);
  return constant(literal.span, type, value);
}

Thing Expressions::conditional(const syntax::If& it, source::Span span) {
  const auto then_members = only_members(context_, module_, it.then, visible_names());
  const auto other_members = only_members(context_, module_, it.otherwise, visible_names());
  std::optional<typed::TypeId> target;
  if (then_members && other_members) {
    const auto schema = policy_ != nullptr ? std::optional(policy_->schema) : std::nullopt;
    bool sound = true;
    target = type_of_members(context_, module_, schema, *then_members, *other_members, sound);
    if (!sound) return BrokenThing{};
  }
  const typed::ExprId test = condition(it.condition);
  const Slots outer = assigned_;
  const auto branch = [&](syntax::ExprId value, bool holds) {
    const Slots more = assigned_when(test, holds);
    assigned_.insert(more.begin(), more.end());
    const Operand found = target ? Operand{value_as(value, *target), {}} : operand(value);
    assigned_ = outer;
    return found;
  };
  // Members alone are of the type of the other branch, which is read first.
  const auto as_beside = [&](const Operand& other) {
    const bool is_member =
        other.expr && std::holds_alternative<typed::EnumType>(context_.type(*other.expr));
    if (is_member) target = context_.type_id(*other.expr);
  };
  Operand then, other;
  if (then_members && !other_members) {
    other = branch(it.otherwise, false);
    as_beside(other);
    then = branch(it.then, true);
  } else {
    then = branch(it.then, true);
    if (other_members) as_beside(then);
    other = branch(it.otherwise, false);
  }
  if (context_.is_poison(test) || then.broken() || other.broken()) return BrokenThing{};
  typed::ExprId a = then.expr ? *then.expr : natural(*then.literal);
  typed::ExprId b = other.expr ? *other.expr : natural(*other.literal);
  if (then.literal && other.expr) a = literal_like(*then.literal, b);
  if (other.literal && then.expr) b = literal_like(*other.literal, a);
  if (context_.is_poison(a) || context_.is_poison(b)) return BrokenThing{};
  const auto type = unified(a, b, "both branches have one type");
  if (!type) return BrokenThing{};
  return ValueThing{context_.add(span, *type, typed::If{test, a, b})};
}

std::optional<typed::TypeId> Expressions::unified(typed::ExprId& a, typed::ExprId& b,
                                                  std::string_view why) {
  typed::Type type = context_.type(a);
  const typed::Type other_type = context_.type(b);
  const auto mismatch = [&]() -> std::optional<typed::TypeId> {
    context_.sink.report(
        diagnostics::TypeMismatch
            .at(context_.program.exprs[b].span, TypeName(type_name(context_, type)),
                TypeName(type_name(context_, other_type)))
            .label(context_.program.exprs[a].span, std::string(why))
            .help(how_to_write(context_, type,
                               context_.sources.text(context_.program.exprs[b].span))));
    return std::nullopt;
  };
  if (type.index() != other_type.index()) return mismatch();
  // Numbers and money get one scale; the range holds both.
  const auto join = [&]<class Amount>(const Amount& x, const Amount& y) {
    const int scale = std::max(x.scale, y.scale);
    a = rescaled(a, scale);
    b = rescaled(b, scale);
    Amount result = std::get<Amount>(context_.type(a));
    const auto& second = std::get<Amount>(context_.type(b));
    result.low = std::min(result.low, second.low);
    result.high = std::max(result.high, second.high);
    return context_.intern(result);
  };
  if (const auto* number = std::get_if<typed::NumberType>(&type)) {
    const auto& other = std::get<typed::NumberType>(other_type);
    const auto factor = comparable_units(number->unit, other.unit)
                            ? unit_factor(number->unit, other.unit)
                            : std::nullopt;
    if (!factor || *factor != Rational(1)) return mismatch();
    return join(*number, other);
  }
  if (const auto* money = std::get_if<typed::MoneyType>(&type)) {
    return join(*money, std::get<typed::MoneyType>(other_type));
  }
  if (auto* date = std::get_if<typed::DateType>(&type)) {
    const auto& second = std::get<typed::DateType>(other_type);
    date->low = std::min(date->low, second.low);
    date->high = std::max(date->high, second.high);
    return context_.intern(type);
  }
  if (type != other_type) return mismatch();
  return context_.intern(type);
}

Thing Expressions::otherwise(const syntax::Otherwise& it, source::Span span) {
  const Operand value = operand(it.value);
  if (value.broken()) return BrokenThing{};
  if (!value.expr || !is_fact(*value.expr)) {
    not_a_fact("otherwise", tree(it.value).span);
    return BrokenThing{};
  }
  const typed::ExprId fallback = value_as(it.fallback, context_.type_id(*value.expr));
  if (context_.is_poison(fallback)) return BrokenThing{};
  return ValueThing{
      context_.add(span, context_.type_id(*value.expr), typed::Otherwise{*value.expr, fallback})};
}

}  // namespace precis::check
