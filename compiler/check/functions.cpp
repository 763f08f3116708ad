// The functions of the language. They give way to a definition of the same name.

#include <fmt/format.h>

#include <algorithm>

#include "compiler/check/expressions.h"
#include "compiler/check/written.h"
#include "runtime/builtins.h"
#include "runtime/decimal.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;

std::optional<Thing> Expressions::function(const syntax::Call& it, source::Span span) {
  const std::string_view name = it.callee.text;
  if (name == "age") return age(it, span);
  if (name == "min") return extreme(false, it, span);
  if (name == "max") return extreme(true, it, span);
  if (name == "abs") return absolute(it, span);
  if (name == "power") return power(it, span);
  for (const auto known : {runtime::Function::SquareRoot, runtime::Function::Exponential,
                           runtime::Function::Logarithm}) {
    if (name == runtime::function_name(known)) return elementary(known, it, span);
  }
  return std::nullopt;
}

bool Expressions::is_amount(typed::ExprId id, const syntax::Name& function, bool dates) {
  const typed::Type& type = context_.type(id);
  if (std::holds_alternative<typed::NumberType>(type) ||
      std::holds_alternative<typed::MoneyType>(type) ||
      (dates && std::holds_alternative<typed::DateType>(type))) {
    return true;
  }
  context_.sink.report(
      diagnostics::NotFor
          .at(context_.program.exprs[id].span, Name(function.text),
              TypeName(type_name(context_, type)))
          .help(dates ? "it takes numbers, money or dates" : "it takes numbers or money"));
  return false;
}

Thing Expressions::extreme(bool greatest, const syntax::Call& it, source::Span span) {
  if (it.arguments.size() < 2) {
    context_.sink.report(
        diagnostics::ArgumentCount
            .at(it.callee.span, Name(it.callee.text), Text("2 or more"),
                Text(std::to_string(it.arguments.size())))
            .help(fmt::format("name what is compared: `{}(a, b)`", it.callee.text)));
    return BrokenThing{};
  }
  std::vector<Operand> operands;
  std::optional<typed::ExprId> model;
  for (const syntax::ExprId argument : it.arguments) {
    operands.push_back(operand(argument));
    if (operands.back().expr && !model) model = operands.back().expr;
  }
  std::optional<typed::ExprId> result;
  for (const Operand& operand : operands) {
    if (operand.broken()) return BrokenThing{};
    typed::ExprId next = operand.expr ? *operand.expr
                         : model      ? literal_beside(*operand.literal, *model)
                                      : natural(*operand.literal);
    if (context_.is_poison(next) || !is_amount(next, it.callee, true)) return BrokenThing{};
    if (score_may_be_unassigned(next, {})) return BrokenThing{};
    if (!result) {
      result = next;
      continue;
    }
    if (!unified(*result, next, "the values to choose from have one type")) return BrokenThing{};
    const auto pick = [&]<class Bounded>(Bounded type, const typed::Type& other) -> typed::Type {
      const auto& y = std::get<Bounded>(other);
      type.low = greatest ? std::max(type.low, y.low) : std::min(type.low, y.low);
      type.high = greatest ? std::max(type.high, y.high) : std::min(type.high, y.high);
      return type;
    };
    const typed::Type first = context_.type(*result);
    const typed::Type& second = context_.type(next);
    typed::Type type = first;
    if (const auto* x = std::get_if<typed::NumberType>(&first)) type = pick(*x, second);
    if (const auto* x = std::get_if<typed::MoneyType>(&first)) type = pick(*x, second);
    if (const auto* x = std::get_if<typed::DateType>(&first)) type = pick(*x, second);
    result = context_.add(span, context_.intern(type), typed::Extreme{greatest, *result, next});
  }
  return ValueThing{*result};
}

// The greatest of x, -x and 0: on intervals too that is exact.
Thing Expressions::absolute(const syntax::Call& it, source::Span span) {
  if (!argument_count(it.callee, {"x"}, it.arguments.size())) return BrokenThing{};
  const typed::ExprId x = value(it.arguments[0]);
  if (context_.is_poison(x) || !is_amount(x, it.callee, false)) return BrokenThing{};
  if (score_may_be_unassigned(x, {})) return BrokenThing{};
  const auto of = [&](auto type) -> typed::ExprId {
    auto none = type;
    none.low = none.high = 0;
    const typed::ExprId zero = constant(span, none, 0);
    const typed::ExprId opposite = sum(false, zero, x, span);
    const auto turned = std::get<decltype(type)>(context_.type(opposite));
    type.high = std::max({type.high, turned.high, std::int64_t{0}});
    type.low = std::max({type.low, turned.low, std::int64_t{0}});
    const typed::TypeId result = context_.intern(type);
    const typed::ExprId either = context_.add(span, result, typed::Extreme{true, x, opposite});
    return context_.add(span, result, typed::Extreme{true, either, zero});
  };
  const typed::Type type = context_.type(x);
  if (const auto* money = std::get_if<typed::MoneyType>(&type)) return ValueThing{of(*money)};
  return ValueThing{of(std::get<typed::NumberType>(type))};
}

std::optional<typed::ExprId> Expressions::plain_argument(const syntax::Call& it,
                                                         std::size_t index) {
  const typed::ExprId argument = value(it.arguments[index]);
  if (context_.is_poison(argument) || score_may_be_unassigned(argument, {})) return std::nullopt;
  const source::Span span = tree(it.arguments[index]).span;
  const typed::Type& type = context_.type(argument);
  const auto* number = std::get_if<typed::NumberType>(&type);
  if (number == nullptr || !number->unit.empty()) {
    context_.sink.report(
        diagnostics::PlainNumberNeeded
            .at(span, Name(it.callee.text), TypeName(type_name(context_, type)))
            .help(number == nullptr
                      ? how_to_write(context_, typed::NumberType{}, context_.sources.text(span))
                      : fmt::format("divide by a unit: `{} / 1 {}`", context_.sources.text(span),
                                    written_unit(number->unit))));
    return std::nullopt;
  }
  if (number->scale > runtime::MaxVisibleScale) {
    context_.sink.report(
        diagnostics::TooPrecise.at(span, Text(context_.sources.text(span))).help(FewerDigits));
    return std::nullopt;
  }
  return argument;
}

// The type of what an operation gives on the whole ranges of its operands.
static typed::NumberType range_of(const runtime::Cell& cell) {
  return {"", runtime::MaxVisibleScale, cell.low, cell.high};
}

static runtime::Cell whole_range(const typed::Type& type) {
  const auto& number = std::get<typed::NumberType>(type);
  return runtime::between(number.low, number.high);
}

Thing Expressions::elementary(runtime::Function function, const syntax::Call& it,
                              source::Span span) {
  if (!argument_count(it.callee, {"x"}, it.arguments.size())) return BrokenThing{};
  const auto x = plain_argument(it, 0);
  if (!x) return BrokenThing{};
  const runtime::Cell argument = whole_range(context_.type(*x));
  const int places = std::get<typed::NumberType>(context_.type(*x)).scale;
  runtime::Cell result;
  runtime::precis_function(&result, &argument, static_cast<std::int64_t>(function), places);
  return ValueThing{
      context_.add(span, context_.intern(range_of(result)), typed::Function{function, *x})};
}

Thing Expressions::power(const syntax::Call& it, source::Span span) {
  if (!argument_count(it.callee, {"base", "exponent"}, it.arguments.size())) return BrokenThing{};
  const auto base = plain_argument(it, 0);
  const auto exponent = plain_argument(it, 1);
  if (!base || !exponent) return BrokenThing{};
  const runtime::Cell x = whole_range(context_.type(*base));
  const runtime::Cell y = whole_range(context_.type(*exponent));
  runtime::Cell result;
  runtime::precis_power(&result, &x, &y, std::get<typed::NumberType>(context_.type(*base)).scale,
                        std::get<typed::NumberType>(context_.type(*exponent)).scale);
  return ValueThing{
      context_.add(span, context_.intern(range_of(result)), typed::Power{*base, *exponent})};
}

}  // namespace precis::check
