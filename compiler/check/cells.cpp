// Cells of tables: conditions on one input.

#include <fmt/format.h>

#include "compiler/check/data.h"
#include "compiler/check/expressions.h"
#include "compiler/support/match.h"

namespace precis::check {

using diagnostics::TypeName;

typed::ExprId Expressions::cell(const syntax::CellTest& test, std::uint32_t param) {
  const typed::ParamDecl decl = (*params_)[param];
  const typed::ExprId input = context_.add(test.span, decl.type, typed::Param{param});
  const auto relation = [](syntax::ComparisonOp op) {
    switch (op) {
      case syntax::ComparisonOp::Less:
        return Relation::Less;
      case syntax::ComparisonOp::LessOrEqual:
        return Relation::LessEqual;
      case syntax::ComparisonOp::Greater:
        return Relation::Greater;
      case syntax::ComparisonOp::GreaterOrEqual:
        return Relation::GreaterEqual;
      case syntax::ComparisonOp::Is:
        return Relation::Equal;
      case syntax::ComparisonOp::IsNot:
        return Relation::NotEqual;
    }
    return Relation::Equal;
  };
  const auto compared = [&](Relation how, syntax::ExprId value) {
    bool done = false;
    const typed::ExprId found = contextual(how, input, value, test.span, done);
    if (done) return found;
    return compare(how, {input, {}}, operand(value), test.span);
  };
  return support::match(
      test.kind, [&](const syntax::EqualsTest& it) { return compared(Relation::Equal, it.value); },
      [&](const syntax::CompareTest& it) { return compared(relation(it.op), it.value); },
      [&](const syntax::RangeTest& it) {
        const Operand low = operand(it.low);
        const Operand high = operand(it.high);
        if (low.broken() || high.broken() || reversed(low, high, test.span)) {
          return context_.poison(test.span);
        }
        const typed::ExprId from = compare(Relation::GreaterEqual, {input, {}}, low, test.span);
        if (context_.is_poison(from)) return from;
        const typed::ExprId to = compare(Relation::LessEqual, {input, {}}, high, test.span);
        return within_bounds(from, to, test.span);
      },
      [&](const syntax::NotTested&) {
        const typed::Type& type = context_.program.types[decl.type];
        const auto* phenotype = std::get_if<typed::EnumType>(&type);
        const auto& enumerations = context_.program.catalogue.enumerations;
        if (phenotype == nullptr || !enumerations[phenotype->enumeration].has_untested) {
          context_.sink.report(
              diagnostics::TypeMismatch
                  .at(test.span, TypeName("phenotype"), TypeName(type_name(context_, type)))
                  .help("leave `not tested` to columns whose type is the phenotype of a gene"));
          return context_.poison(test.span);
        }
        const std::size_t members = enumerations[phenotype->enumeration].members.size();
        return context_.add(test.span, context_.boolean(),
                            typed::InMask{input, std::int64_t{1} << members, false, test.span});
      });
}

}  // namespace precis::check
