#include "compiler/check/percent.h"

namespace precis::check {

typed::ExprId as_factor(Context& context, typed::ExprId id) {
  const typed::Expr it = context.program.exprs[id];
  const auto* percentage = std::get_if<typed::NumberType>(&context.program.types[it.type]);
  if (percentage == nullptr || percentage->unit != "%") return id;
  constexpr std::uint8_t Hundredths = 2;
  const auto scale = static_cast<std::uint8_t>(percentage->scale + Hundredths);
  const typed::TypeId type =
      context.intern(typed::NumberType{"", scale, percentage->low, percentage->high});
  if (const auto* written = std::get_if<typed::Constant>(&it.kind)) {
    return context.add(it.span, type, *written);
  }
  const typed::TypeId hundredth = context.intern(typed::NumberType{"", Hundredths, 1, 1});
  const typed::ExprId by = context.add(it.span, hundredth, typed::Constant{1});
  return context.add(it.span, type, typed::Multiply{id, by, 0});
}

}  // namespace precis::check
