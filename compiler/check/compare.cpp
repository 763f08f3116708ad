// Comparisons: two sides of one unit and scale, thresholds exactly where they mean to be.

#include <fmt/format.h>

#include <algorithm>

#include "compiler/check/data.h"
#include "compiler/check/expressions.h"
#include "compiler/check/saturate.h"
#include "compiler/check/written.h"
#include "compiler/support/match.h"
#include "runtime/cell.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;
using runtime::Rational;

namespace {

typed::Relation relation_of(syntax::ComparisonOp op) {
  switch (op) {
    case syntax::ComparisonOp::Less:
      return typed::Relation::Less;
    case syntax::ComparisonOp::LessOrEqual:
      return typed::Relation::LessEqual;
    case syntax::ComparisonOp::Greater:
      return typed::Relation::Greater;
    case syntax::ComparisonOp::GreaterOrEqual:
      return typed::Relation::GreaterEqual;
    case syntax::ComparisonOp::Is:
      return typed::Relation::Equal;
    case syntax::ComparisonOp::IsNot:
      return typed::Relation::NotEqual;
  }
  return typed::Relation::Equal;
}

// The relation of the exchanged sides.
typed::Relation mirrored(typed::Relation relation) {
  switch (relation) {
    case typed::Relation::Less:
      return typed::Relation::Greater;
    case typed::Relation::LessEqual:
      return typed::Relation::GreaterEqual;
    case typed::Relation::Greater:
      return typed::Relation::Less;
    case typed::Relation::GreaterEqual:
      return typed::Relation::LessEqual;
    case typed::Relation::Equal:
    case typed::Relation::NotEqual:
      return relation;
  }
  return relation;
}

bool is_equality(typed::Relation relation) {
  return relation == typed::Relation::Equal || relation == typed::Relation::NotEqual;
}

}  // namespace

typed::ExprId Expressions::not_comparable(typed::ExprId left, const std::string& right,
                                          source::Span span) {
  context_.sink.report(
      diagnostics::NotComparable
          .at(span, TypeName(type_name(context_, context_.type(left))), TypeName(right))
          .help(how_to_write(context_, context_.type(left), right)));
  return context_.poison(span);
}

// `1/31/2026`: three whole numbers, and no blanks.
bool Expressions::is_slashed_date(syntax::ExprId id) const {
  const auto division = [&](syntax::ExprId part) -> const syntax::Arithmetic* {
    const auto* it = std::get_if<syntax::Arithmetic>(&tree(part).kind);
    return it != nullptr && it->op == syntax::ArithmeticOp::Divide ? it : nullptr;
  };
  const auto whole = [&](syntax::ExprId part) {
    return std::holds_alternative<syntax::IntegerLiteral>(tree(part).kind);
  };
  const syntax::Arithmetic* outer = division(id);
  const syntax::Arithmetic* inner = outer != nullptr ? division(outer->left) : nullptr;
  return inner != nullptr && whole(inner->left) && whole(inner->right) && whole(outer->right) &&
         context_.sources.text(tree(id).span).find(' ') == std::string_view::npos;
}

bool Expressions::is_named_value(syntax::ExprId id) const {
  const auto& kind = tree(peeled(id)).kind;
  return std::holds_alternative<syntax::CodedLiteral>(kind) ||
         std::holds_alternative<syntax::TextLiteral>(kind);
}

typed::ExprId Expressions::comparison(const syntax::Comparison& it, source::Span span) {
  const Relation relation = relation_of(it.op);
  for (const syntax::ExprId side : {it.left, it.right}) {
    if (!is_slashed_date(side)) continue;
    const source::Span written = tree(side).span;
    context_.sink.report(diagnostics::InvalidDate.at(written, Text(context_.sources.text(written)))
                             .help("write a date as year, month, day: `2026-01-31`"));
    return context_.poison(span);
  }
  if (const Answer* asked = answer(it.left)) {
    if (!is_equality(relation)) return not_an_alternative(*asked, span);
    return answer_is(*asked, {it.right}, relation == Relation::NotEqual, span);
  }
  // Codes and texts have a type beside what they are compared with, on whichever side they stand.
  if (is_equality(relation) && is_named_value(it.left) && !is_named_value(it.right)) {
    return comparison({it.op, it.op_span, it.right, it.left}, span);
  }
  const Operand left = operand(it.left);
  if (left.expr) {
    bool done = false;
    const typed::ExprId found = contextual(relation, *left.expr, it.right, span, done);
    if (done) return found;
  } else if (!left.literal) {
    return context_.poison(span);
  }
  const Operand right = operand(it.right);
  if (left.broken() || right.broken()) return context_.poison(span);
  return compare(relation, left, right, span);
}

typed::ExprId Expressions::contextual(Relation relation, typed::ExprId left, syntax::ExprId right,
                                      source::Span span, bool& done) {
  const typed::Type type = context_.type(left);
  const syntax::Expr& written = tree(peeled(right));
  const bool negated = relation == Relation::NotEqual;
  const auto* name = std::get_if<syntax::NameRef>(&written.kind);
  done = true;
  if (name != nullptr && is_equality(relation) &&
      (name->name.text == "assigned" || name->name.text == "unassigned")) {
    if (const auto slot = score_slot(left)) {
      const bool wanted = (name->name.text == "assigned") != negated;
      const typed::ExprId fact = leaf(schema().genes[*slot].assigned, std::nullopt, span);
      return wanted ? fact : context_.add(span, context_.boolean(), typed::Not{fact});
    }
  }
  if (const auto* enumeration = std::get_if<typed::EnumType>(&type); enumeration && name) {
    const runtime::Enumeration& members =
        context_.program.catalogue.enumerations[enumeration->enumeration];
    const bool known = std::ranges::any_of(
        members.members, [&](const runtime::EnumMember& m) { return m.name == name->name.text; });
    const auto visible = visible_names();
    if (known || std::ranges::find(visible, name->name.text) == visible.end()) {
      const typed::ExprId member = member_of(enumeration->enumeration, name->name);
      if (context_.is_poison(member)) return context_.poison(span);
      if (!is_equality(relation)) {
        context_.sink.report(diagnostics::NotOrdered.at(span, TypeName(members.name))
                                 .help("compare it with `is`, or with `in { ... }`"));
        return context_.poison(span);
      }
      const std::int64_t mask =
          std::get<typed::Constant>(context_.program.exprs[member].kind).value;
      return context_.add(span, context_.boolean(),
                          typed::InMask{left, mask, negated, name->name.span});
    }
  }
  const bool is_code = std::holds_alternative<typed::CodeType>(type) ||
                       std::holds_alternative<typed::DiplotypeType>(type) ||
                       std::holds_alternative<typed::TextType>(type);
  const bool is_literal = std::holds_alternative<syntax::CodedLiteral>(written.kind) ||
                          std::holds_alternative<syntax::TextLiteral>(written.kind);
  if (is_code && is_literal) {
    auto entries = coded(right, type);
    if (!entries) return context_.poison(span);
    if (!is_equality(relation)) {
      context_.sink.report(diagnostics::NotOrdered.at(span, TypeName(type_name(context_, type)))
                               .help("compare it with `is`, or with `in { ... }`"));
      return context_.poison(span);
    }
    const std::string text(context_.sources.text(written.span));
    const std::uint32_t set = written_value_set(context_, text, std::move(*entries));
    return context_.add(span, context_.boolean(),
                        typed::InValueSet{left, set, negated, written.span});
  }
  if (is_literal) {
    const std::string_view found = context_.sources.text(written.span);
    context_.sink.report(
        diagnostics::NotComparable.at(span, TypeName(type_name(context_, type)), TypeName(found))
            .help(how_to_write(context_, type, found)));
    return context_.poison(span);
  }
  if (is_code && name != nullptr) {
    const auto symbol = context_.names.find(module_, name->name.text);
    if (symbol && context_.names[*symbol].kind == SymbolKind::ValueSet) {
      context_.sink.report(
          diagnostics::WrongKind
              .at(name->name.span, Name(name->name.text), Text("a value set"), Text("a code"))
              .help(fmt::format("write `{}in {}`", negated ? "not " : "", name->name.text)));
      return context_.poison(span);
    }
  }
  done = false;
  return left;
}

typed::ExprId Expressions::compare(Relation relation, const Operand& left, const Operand& right,
                                   source::Span span) {
  if (left.broken() || right.broken()) return context_.poison(span);
  if (const auto quotient = as_quotient(left)) {
    if (const auto other = as_quotient(right)) {
      auto found = compare_quotients(relation, *quotient, *other, span);
      if (!found) found = compare_quotients(mirrored(relation), *other, *quotient, span);
      if (found) return *found;
    }
    return compare_quotient(relation, *quotient, right, span);
  }
  if (const auto quotient = as_quotient(right)) {
    return compare_quotient(mirrored(relation), *quotient, left, span);
  }
  if (left.expr && right.literal)
    return compare_literal(relation, *left.expr, *right.literal, span);
  if (left.literal && right.expr) {
    return compare_literal(mirrored(relation), *right.expr, *left.literal, span);
  }
  const typed::ExprId first = left.expr ? *left.expr : natural(*left.literal);
  if (right.literal) return compare_literal(relation, first, *right.literal, span);
  return compare_values(relation, first, *right.expr, span);
}

typed::ExprId Expressions::compare_literal(Relation relation, typed::ExprId left,
                                           const Literal& literal, source::Span span) {
  const typed::Type type = context_.type(left);
  if (score_may_be_unassigned(left, span)) return context_.poison(span);
  if (const auto* number = std::get_if<typed::NumberType>(&type); number && !literal.money) {
    if (!comparable_units(literal.unit, number->unit)) {
      context_.sink.report(
          diagnostics::DimensionMismatch
              .at(span, Name(unit_name(number->unit)), Name(unit_name(literal.unit)))
              .label(context_.program.exprs[left].span, unit_name(number->unit))
              .label(literal.span, unit_name(literal.unit))
              .help(in_that_unit(number->unit, literal.unit, context_.sources.text(literal.span))));
      return context_.poison(span);
    }
    const auto value = in_unit(literal.value, literal.unit, number->unit);
    if (!value) {
      context_.sink.report(
          diagnostics::TooPrecise.at(literal.span, Text(context_.sources.text(literal.span)))
              .help(FewerDigits));
      return context_.poison(span);
    }
    return threshold(relation, left, *value, literal, span);
  }
  if (std::holds_alternative<typed::MoneyType>(type) && literal.money) {
    return threshold(relation, left, literal.value, literal, span);
  }
  context_.sink.report(
      diagnostics::NotComparable
          .at(span, TypeName(type_name(context_, type)),
              TypeName(literal.unit.empty() ? std::string_view("number") : literal.unit))
          .help(how_to_write(context_, type, context_.sources.text(literal.span))));
  return context_.poison(span);
}

typed::ExprId Expressions::threshold(Relation relation, typed::ExprId left, const Rational& value,
                                     const Literal& literal, source::Span span) {
  typed::Type type = context_.type(left);
  auto* number = std::get_if<typed::NumberType>(&type);
  auto* money = std::get_if<typed::MoneyType>(&type);
  const int scale = number != nullptr ? number->scale : money->scale;
  const auto shifted = runtime::scale_by_ten(value, scale);
  if (!shifted) {
    context_.sink.report(
        diagnostics::TooPrecise.at(literal.span, Text(context_.sources.text(literal.span)))
            .help(FewerDigits));
    return context_.poison(span);
  }
  std::int64_t bound = saturated(runtime::floor(*shifted));
  if (!shifted->is_integer()) {
    // Between two stored values: x > t is x > floor(t), x >= t is x >= ceil(t), and so on.
    if (is_equality(relation)) {
      context_.sink.report(
          diagnostics::NeverExact
              .at(literal.span, Text(context_.sources.text(literal.span)),
                  Text(std::to_string(scale)))
              .label(context_.program.exprs[left].span,
                     fmt::format("kept in {}, decimals: {}", type_name(context_, type), scale))
              .help("compare with `<=` or `>=`"));
      return context_.poison(span);
    }
    if (relation == Relation::GreaterEqual || relation == Relation::Less) {
      bound = saturated(runtime::ceil(*shifted));
    }
  }
  if (number != nullptr) {
    number->low = number->high = bound;
  } else {
    money->low = money->high = bound;
  }
  const typed::ExprId right = constant(literal.span, type, bound);
  return context_.add(span, context_.boolean(), typed::Compare{relation, left, right});
}

typed::ExprId Expressions::compare_values(Relation relation, typed::ExprId left,
                                          typed::ExprId right, source::Span span) {
  if (score_may_be_unassigned(left, span) || score_may_be_unassigned(right, span)) {
    return context_.poison(span);
  }
  const typed::Type a = context_.type(left);
  const typed::Type b = context_.type(right);
  const auto mismatch = [&] { return not_comparable(left, type_name(context_, b), span); };
  if (a.index() != b.index()) return mismatch();
  const auto equality_only = [&]() {
    if (is_equality(relation)) return true;
    context_.sink.report(diagnostics::NotOrdered.at(span, TypeName(type_name(context_, a)))
                             .help("compare it with `is`, or with `in { ... }`"));
    return false;
  };
  const auto as_is = [&] {
    return context_.add(span, context_.boolean(), typed::Compare{relation, left, right});
  };
  return support::match(
      a,
      [&](const typed::BoolType&) {
        return equality_only() ? compare_bools(relation, left, right, span) : context_.poison(span);
      },
      [&](const typed::NumberType&) { return compare_numbers(relation, left, right, span); },
      [&](const typed::MoneyType& it) {
        if (it.currency != std::get<typed::MoneyType>(b).currency) return mismatch();
        return compare_numbers(relation, left, right, span);
      },
      [&](const typed::DateType&) { return as_is(); },
      [&](const typed::EnumType&) {
        if (a != b) return mismatch();
        if (!equality_only()) return context_.poison(span);
        return context_.add(span, context_.boolean(),
                            typed::SameMember{left, right, relation == Relation::NotEqual});
      },
      [&](const typed::CodeType& it) {
        const std::uint32_t other = std::get<typed::CodeType>(b).system;
        if (it.system != other) {
          const auto& systems = context_.program.catalogue.systems;
          context_.sink.report(
              diagnostics::OtherSystem
                  .at(span, Name(context_.sources.text(context_.program.exprs[right].span)),
                      Name(systems[other].name), Name(systems[it.system].name))
                  .help(fmt::format("compare it with a code of {}", systems[it.system].name)));
          return context_.poison(span);
        }
        return equality_only() ? as_is() : context_.poison(span);
      },
      [&](const typed::DiplotypeType&) {
        if (a != b) return mismatch();
        return equality_only() ? as_is() : context_.poison(span);
      },
      [&](const typed::TextType&) { return equality_only() ? as_is() : context_.poison(span); },
      [&](const typed::CodeSetType&) { return mismatch(); },
      [&](const typed::ItemType&) { return mismatch(); },
      [&](const typed::PoisonType&) { return context_.poison(span); });
}

typed::ExprId Expressions::compare_numbers(Relation relation, typed::ExprId left,
                                           typed::ExprId right, source::Span span) {
  const auto scale_of = [&](typed::ExprId id) -> int {
    const typed::Type& type = context_.type(id);
    const auto* number = std::get_if<typed::NumberType>(&type);
    return number != nullptr ? number->scale : std::get<typed::MoneyType>(type).scale;
  };
  const typed::Type type = context_.type(left);
  if (const auto* number = std::get_if<typed::NumberType>(&type)) {
    const auto other = std::get<typed::NumberType>(context_.type(right));
    if (!comparable_units(number->unit, other.unit)) {
      context_.sink.report(diagnostics::DimensionMismatch
                               .at(span, Name(unit_name(number->unit)), Name(unit_name(other.unit)))
                               .label(context_.program.exprs[left].span, unit_name(number->unit))
                               .label(context_.program.exprs[right].span, unit_name(other.unit))
                               .help(in_that_unit(number->unit, other.unit, {})));
      return context_.poison(span);
    }
    // One of `other` is p/q of the left unit: x REL y p/q is x q REL y p.
    constexpr runtime::Int128 Largest = 1'000'000'000;
    const auto factor = unit_factor(other.unit, number->unit);
    if (!factor || factor->numerator() > Largest || factor->denominator() > Largest) {
      context_.sink.report(diagnostics::DimensionMismatch
                               .at(span, Name(unit_name(number->unit)), Name(unit_name(other.unit)))
                               .help("give both fields one unit"));
      return context_.poison(span);
    }
    left = times(left, static_cast<std::int64_t>(factor->denominator()), number->unit);
    right = times(right, static_cast<std::int64_t>(factor->numerator()), number->unit);
  }
  const int scale = std::max(scale_of(left), scale_of(right));
  return context_.add(span, context_.boolean(),
                      typed::Compare{relation, rescaled(left, scale), rescaled(right, scale)});
}

typed::ExprId Expressions::compare_bools(Relation relation, typed::ExprId left, typed::ExprId right,
                                         source::Span span) {
  const auto add = [&](decltype(typed::Expr::kind) kind) {
    return context_.add(span, context_.boolean(), std::move(kind));
  };
  const auto* known = std::get_if<typed::Constant>(&context_.program.exprs[right].kind);
  if (known != nullptr) {
    const bool wanted = (known->value == runtime::CanBeTrue) == (relation == Relation::Equal);
    return wanted ? left : add(typed::Not{left});
  }
  const typed::ExprId both = add(typed::And{{left, right}});
  const typed::ExprId neither = add(typed::And{{add(typed::Not{left}), add(typed::Not{right})}});
  const typed::ExprId same = add(typed::Or{{both, neither}});
  return relation == Relation::Equal ? same : add(typed::Not{same});
}

}  // namespace precis::check
