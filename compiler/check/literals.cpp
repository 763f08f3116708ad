// Constants, and making values of a wanted type.

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "compiler/check/data.h"
#include "compiler/check/expressions.h"
#include "compiler/check/saturate.h"
#include "compiler/check/types.h"
#include "compiler/check/written.h"
#include "compiler/support/match.h"
#include "runtime/decimal.h"
#include "runtime/diplotype.h"
#include "runtime/genes.h"
#include "runtime/symbols.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;
using runtime::Rational;

Thing Expressions::number(std::string_view digits, const syntax::Unit* unit, bool money,
                          source::Span span) {
  const auto written = written_number(digits, false);
  if (!written) {
    context_.sink.report(diagnostics::TooPrecise.at(span, Text(digits)).help(FewerDigits));
    return BrokenThing{};
  }
  Literal literal{written->value, money ? "USD" : "", money, written->scale, span};
  if (unit != nullptr) {
    const auto text = unit_text(*unit, context_.sink);
    if (!text) return BrokenThing{};
    literal.unit = *text;
  }
  return literal;
}

typed::ExprId Expressions::constant(source::Span span, const typed::Type& type,
                                    std::int64_t value) {
  return context_.add(span, context_.intern(type), typed::Constant{value});
}

typed::ExprId Expressions::natural(const Literal& literal) {
  const int scale = literal.money ? 2 : literal.scale;
  const auto value = stored(literal.value, scale);
  if (!value) {
    context_.sink.report(
        diagnostics::TooPrecise.at(literal.span, Text(context_.sources.text(literal.span)))
            .help(FewerDigits));
    return context_.poison(literal.span);
  }
  const auto places = static_cast<std::uint8_t>(scale);
  if (literal.money) {
    return constant(literal.span, typed::MoneyType{literal.unit, places, *value, *value}, *value);
  }
  return constant(literal.span, typed::NumberType{literal.unit, places, *value, *value}, *value);
}

// What to do about a value that has more decimals than the type it is to have.
static std::string fewer_decimals(int scale) {
  return fmt::format(
      "round it, `(... rounded half up to {})`, or give its type a range with more decimals: "
      "`0.00 to 100.00`",
      scale == 0 ? "whole" : fmt::format("{} place{}", scale, scale == 1 ? "" : "s"));
}

typed::ExprId Expressions::literal_as(const Literal& literal, typed::TypeId target) {
  const typed::Type& type = context_.program.types[target];
  const auto* number = std::get_if<typed::NumberType>(&type);
  const auto* money = std::get_if<typed::MoneyType>(&type);
  const std::string found = literal.unit.empty() ? "number" : literal.unit;
  if ((number == nullptr && money == nullptr) || literal.money != (money != nullptr)) {
    context_.sink.report(
        diagnostics::TypeMismatch
            .at(literal.span, TypeName(type_name(context_, type)), TypeName(found))
            .help(how_to_write(context_, type, context_.sources.text(literal.span))));
    return context_.poison(literal.span);
  }
  std::optional<Rational> value = literal.value;
  if (number != nullptr) {
    if (!comparable_units(literal.unit, number->unit)) {
      context_.sink.report(
          diagnostics::DimensionMismatch
              .at(literal.span, Name(unit_name(literal.unit)), Name(unit_name(number->unit)))
              .help(in_that_unit(number->unit, literal.unit, context_.sources.text(literal.span))));
      return context_.poison(literal.span);
    }
    value = in_unit(literal.value, literal.unit, number->unit);
  }
  const int scale = number != nullptr ? number->scale : money->scale;
  const auto exact = value ? stored(*value, scale) : std::nullopt;
  if (!exact) {
    context_.sink.report(
        diagnostics::NeverExact
            .at(literal.span, Text(context_.sources.text(literal.span)),
                Text(std::to_string(scale)))
            .label(fmt::format("expected {}, decimals: {}", type_name(context_, type), scale))
            .help(with_decimals(scale)));
    return context_.poison(literal.span);
  }
  const std::int64_t low = number != nullptr ? number->low : money->low;
  const std::int64_t high = number != nullptr ? number->high : money->high;
  if (*exact < low || *exact > high) {
    context_.sink.report(diagnostics::OutOfRange
                             .at(literal.span, Text(context_.sources.text(literal.span)),
                                 Text(fmt::format("{} to {}", runtime::format_decimal(low, scale),
                                                  runtime::format_decimal(high, scale))))
                             .help(InsideRange));
    return context_.poison(literal.span);
  }
  return context_.add(literal.span, target, typed::Constant{*exact});
}

typed::ExprId Expressions::rescaled(typed::ExprId id, int scale) {
  const typed::Expr from = context_.program.exprs[id];
  typed::Type type = context_.program.types[from.type];
  int power = 0;
  if (auto* number = std::get_if<typed::NumberType>(&type)) {
    power = scale - number->scale;
    number->low = saturated_product(number->low, runtime::power_of_ten(std::max(power, 0)));
    number->high = saturated_product(number->high, runtime::power_of_ten(std::max(power, 0)));
    number->scale = static_cast<std::uint8_t>(scale);
  } else if (auto* money = std::get_if<typed::MoneyType>(&type)) {
    power = scale - money->scale;
    money->low = saturated_product(money->low, runtime::power_of_ten(std::max(power, 0)));
    money->high = saturated_product(money->high, runtime::power_of_ten(std::max(power, 0)));
    money->scale = static_cast<std::uint8_t>(scale);
  }
  if (power <= 0) return id;
  if (const auto* constant_value = std::get_if<typed::Constant>(&from.kind)) {
    const std::int64_t value =
        saturated_product(constant_value->value, runtime::power_of_ten(power));
    return constant(from.span, type, value);
  }
  return context_.add(from.span, context_.intern(type), typed::Rescale{id, power});
}

typed::ExprId Expressions::times(typed::ExprId id, std::int64_t factor, const std::string& unit) {
  if (factor == 1) return id;
  const typed::Expr from = context_.program.exprs[id];
  const auto number = std::get<typed::NumberType>(context_.program.types[from.type]);
  const typed::NumberType type{unit, number.scale, saturated_product(number.low, factor),
                               saturated_product(number.high, factor)};
  if (const auto* known = std::get_if<typed::Constant>(&from.kind)) {
    return constant(from.span, type, saturated_product(known->value, factor));
  }
  const typed::ExprId by = constant(from.span, typed::NumberType{"", 0, factor, factor}, factor);
  return context_.add(from.span, context_.intern(type), typed::Multiply{id, by, 0});
}

typed::ExprId Expressions::member_of(std::uint32_t enumeration, const syntax::Name& name) {
  const runtime::Enumeration& members = context_.program.catalogue.enumerations[enumeration];
  const auto found = member_index(members, name.text);
  if (!found) {
    unknown_member(context_, members, name);
    return context_.poison(name.span);
  }
  return constant(name.span, typed::EnumType{enumeration}, std::int64_t{1} << *found);
}

typed::ExprId Expressions::value_as(syntax::ExprId id, typed::TypeId target) {
  const typed::Type type = context_.program.types[target];
  if (std::holds_alternative<typed::PoisonType>(type)) {
    return context_.poison(tree(id).span);
  }
  const syntax::Expr& written = tree(peeled(id));
  if (const auto* enumeration = std::get_if<typed::EnumType>(&type)) {
    const auto* name = std::get_if<syntax::NameRef>(&written.kind);
    const runtime::Enumeration& members =
        context_.program.catalogue.enumerations[enumeration->enumeration];
    if (name != nullptr) {
      const bool is_member = member_index(members, name->name.text).has_value();
      const auto visible = visible_names();
      const bool is_name = std::ranges::find(visible, name->name.text) != visible.end();
      if (is_member || !is_name) return member_of(enumeration->enumeration, name->name);
    }
    if (const auto* choice = std::get_if<syntax::If>(&written.kind)) {
      const typed::ExprId test = condition(choice->condition);
      const typed::ExprId then = value_as(choice->then, target);
      const typed::ExprId other = value_as(choice->otherwise, target);
      if (context_.is_poison(test) || context_.is_poison(then) || context_.is_poison(other)) {
        return context_.poison(written.span);
      }
      return context_.add(written.span, target, typed::If{test, then, other});
    }
  }
  if (const auto* codes = std::get_if<typed::CodeSetType>(&type)) {
    return code_set(id, codes->system);
  }
  return converted(operand(id), target, tree(id).span);
}

typed::ExprId Expressions::code_set(syntax::ExprId id, std::uint32_t system) {
  const source::Span span = tree(id).span;
  const typed::TypeId target = context_.intern(typed::CodeSetType{system});
  const auto* set = std::get_if<syntax::SetLiteral>(&tree(peeled(id)).kind);
  if (set == nullptr) {
    if (!std::holds_alternative<syntax::Malformed>(tree(peeled(id)).kind)) {
      context_.sink.report(diagnostics::TypeMismatch
                               .at(span, TypeName(type_name(context_, typed::CodeSetType{system})),
                                   TypeName(context_.sources.text(span)))
                               .help("write a set: `{ Prasugrel, Ticagrelor }`, or `{}`"));
    }
    return context_.poison(span);
  }
  std::vector<std::uint32_t> sets;
  bool sound = true;
  for (const syntax::ExprId member : set->members) {
    if (const auto* name = std::get_if<syntax::NameRef>(&tree(peeled(member)).kind)) {
      const auto symbol =
          context_.names.resolve(module_, name->name, {SymbolKind::ValueSet}, "a value set");
      if (!symbol || !context_.names[*symbol].index) {
        sound = false;
        continue;
      }
      const std::uint32_t found = *context_.names[*symbol].index;
      const auto systems = systems_of(context_, found);
      const auto other = std::ranges::find_if(systems, [&](auto it) { return it != system; });
      if (other != systems.end()) {
        context_.sink.report(
            diagnostics::OtherSystem
                .at(name->name.span, Name(name->name.text),
                    Name(context_.program.catalogue.systems[*other].name),
                    Name(context_.program.catalogue.systems[system].name))
                .help(fmt::format("name a value set of {}",
                                  context_.program.catalogue.systems[system].name)));
        sound = false;
      }
      sets.push_back(found);
      continue;
    }
    auto entries = coded(member, typed::CodeType{system});
    if (!entries) {
      sound = false;
      continue;
    }
    const std::string text(context_.sources.text(tree(member).span));
    sets.push_back(written_value_set(context_, text, std::move(*entries)));
  }
  if (!sound) return context_.poison(span);
  auto& all = context_.program.catalogue.code_sets;
  const auto same = std::ranges::find(all, sets);
  const auto index = same - all.begin();
  if (same == all.end()) all.push_back(std::move(sets));
  return context_.add(span, target, typed::Constant{index});
}

std::optional<std::vector<runtime::ValueSetEntry>> Expressions::coded(syntax::ExprId id,
                                                                      const typed::Type& type) {
  using Entries = std::optional<std::vector<runtime::ValueSetEntry>>;
  const syntax::Expr& written = tree(peeled(id));
  const auto* literal = std::get_if<syntax::CodedLiteral>(&written.kind);
  const auto* text = std::get_if<syntax::TextLiteral>(&written.kind);
  const auto mismatch = [&]() -> Entries {
    if (!std::holds_alternative<syntax::Malformed>(written.kind)) {
      const std::string_view found = context_.sources.text(written.span);
      context_.sink.report(
          diagnostics::TypeMismatch
              .at(written.span, TypeName(type_name(context_, type)), TypeName(found))
              .help(how_to_write(context_, type, found)));
    }
    return std::nullopt;
  };
  if (const auto* code = std::get_if<typed::CodeType>(&type)) {
    if (literal == nullptr) return mismatch();
    const auto symbol =
        context_.names.resolve(module_, literal->owner, {SymbolKind::CodeSystem}, "a code system");
    if (!symbol || !context_.names[*symbol].index) return std::nullopt;
    if (*context_.names[*symbol].index != code->system) {
      context_.sink.report(
          diagnostics::OtherSystem
              .at(written.span, Name(literal->text.text), Name(literal->owner.text),
                  Name(context_.program.catalogue.systems[code->system].name))
              .help(fmt::format("write a code of {0}: `{0} \"...\"`",
                                context_.program.catalogue.systems[code->system].name)));
      return std::nullopt;
    }
    if (is_prefix(context_, literal->text)) return std::nullopt;
    if (!check_code(context_, code->system, literal->text)) return std::nullopt;
    return Entries{{{code->system, std::string(literal->text.text), false, ""}}};
  }
  if (const auto* diplotype = std::get_if<typed::DiplotypeType>(&type)) {
    if (literal == nullptr && text == nullptr) return mismatch();
    const runtime::Gene& gene = context_.program.catalogue.genes[diplotype->gene];
    if (literal != nullptr) {
      const auto symbol =
          context_.names.resolve(module_, literal->owner, {SymbolKind::Gene}, "a gene");
      if (!symbol) return std::nullopt;
      if (context_.names[*symbol].index != diplotype->gene) return mismatch();
    }
    const syntax::Text& shown = literal != nullptr ? literal->text : text->text;
    const auto canonical = runtime::canonical_diplotype(gene, shown.text);
    if (!canonical.ok()) {
      context_.sink.report(
          diagnostics::NotADiplotype.at(shown.span, Text(shown.text), Name(gene.name))
              .help(diplotype_help(gene)));
      return std::nullopt;
    }
    if (const auto foreign = runtime::foreign_allele(gene, canonical.value())) {
      context_.sink.report(
          diagnostics::NotADiplotype.at(shown.span, Text(shown.text), Name(gene.name))
              .label(foreign->is_copies
                         ? fmt::format("`{}`: {} counts no copies", foreign->name, gene.name)
                         : fmt::format("there is no `{}`", foreign->name))
              .help(foreign->is_copies ? "write the allele once"
                                       : near_alleles(gene, foreign->name)));
      return std::nullopt;
    }
    return Entries{{{runtime::GeneSystemBase + diplotype->gene, canonical.value(), false, ""}}};
  }
  if (std::holds_alternative<typed::TextType>(type) && text != nullptr) {
    return Entries{{{runtime::TextSystem, std::string(text->text.text), false, ""}}};
  }
  return mismatch();
}

typed::ExprId Expressions::converted(const Operand& operand, typed::TypeId target,
                                     source::Span span) {
  if (operand.literal) return literal_as(*operand.literal, target);
  if (!operand.expr) return context_.poison(span);
  const typed::Type wanted = context_.program.types[target];
  const typed::Type found = context_.type(*operand.expr);
  const auto mismatch = [&] {
    context_.sink.report(
        diagnostics::TypeMismatch
            .at(span, TypeName(type_name(context_, wanted)), TypeName(type_name(context_, found)))
            .help(how_to_write(context_, wanted, context_.sources.text(span))));
    return context_.poison(span);
  };
  if (wanted.index() != found.index()) return mismatch();
  if (const auto* number = std::get_if<typed::NumberType>(&wanted)) {
    const auto& from = std::get<typed::NumberType>(found);
    if (!comparable_units(from.unit, number->unit)) {
      context_.sink.report(diagnostics::DimensionMismatch
                               .at(span, Name(unit_name(from.unit)), Name(unit_name(number->unit)))
                               .help(in_that_unit(number->unit, from.unit, {})));
      return context_.poison(span);
    }
    const auto factor = unit_factor(from.unit, number->unit);
    if (!factor || *factor != Rational(1)) return mismatch();
    if (from.scale > number->scale) {
      context_.sink.report(
          diagnostics::NeverExact
              .at(span, Text(context_.sources.text(span)), Text(std::to_string(number->scale)))
              .help(fewer_decimals(number->scale)));
      return context_.poison(span);
    }
    return rescaled(*operand.expr, number->scale);
  }
  if (const auto* money = std::get_if<typed::MoneyType>(&wanted)) {
    const auto& from = std::get<typed::MoneyType>(found);
    if (from.currency != money->currency) return mismatch();
    if (from.scale > money->scale) {
      context_.sink.report(
          diagnostics::NeverExact
              .at(span, Text(context_.sources.text(span)), Text(std::to_string(money->scale)))
              .help("round it: `(...) rounded half up to cents`"));
      return context_.poison(span);
    }
    return rescaled(*operand.expr, money->scale);
  }
  if (std::holds_alternative<typed::DateType>(wanted)) return *operand.expr;
  return wanted == found ? *operand.expr : mismatch();
}

}  // namespace precis::check
