#include "compiler/check/facts.h"

#include <fmt/format.h>

#include "compiler/check/data.h"
#include "compiler/check/types.h"
#include "compiler/check/units.h"
#include "compiler/check/written.h"
#include "compiler/support/match.h"
#include "runtime/decimal.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;
using runtime::Rational;

namespace {

bool is_approximate(const syntax::Field& field) {
  for (const syntax::WrittenMark& mark : field.marks) {
    if (mark.mark == syntax::FieldMark::Approximate) return true;
  }
  return false;
}

// Decimal text of a value with a known number of places.
std::string decimal(const Rational& value, int scale) {
  const auto kept = stored(value, scale);
  return kept ? runtime::format_decimal(*kept, scale) : std::string("0");
}

}  // namespace

std::optional<typed::FactId> Facts::wrong(source::Span span, const typed::Type& expected) {
  return wrong(span, type_name(context_, expected),
               how_to_write(context_, expected, context_.sources.text(span)));
}

std::optional<typed::FactId> Facts::wrong(source::Span span, std::string_view expected,
                                          std::string help) {
  context_.sink.report(
      diagnostics::TypeMismatch.at(span, TypeName(expected), TypeName(context_.sources.text(span)))
          .help(std::move(help)));
  return std::nullopt;
}

std::optional<typed::FactId> Facts::record(syntax::ValueId value, SymbolId type) {
  const auto* written = std::get_if<syntax::RecordValue>(&tree(value).kind);
  if (written == nullptr) {
    if (std::holds_alternative<syntax::Malformed>(tree(value).kind)) return std::nullopt;
    return wrong(tree(value).span, context_.names[type].name.text, "write `{ ... }`");
  }
  const auto& record = std::get<syntax::Record>(context_.decl(context_.names[type]).kind);
  typed::GivenRecord made;
  std::optional<std::pair<typed::FactId, source::Span>> measured;
  bool sound = true;
  for (const syntax::FieldValue& it : written->fields) {
    const syntax::Field* found = nullptr;
    std::vector<std::string_view> known;
    for (const syntax::Field& candidate : record.fields) {
      known.push_back(candidate.name.text);
      if (candidate.name.text == it.name.text) found = &candidate;
    }
    if (found == nullptr) {
      sound = false;
      if (it.name.text.empty() || context_.decl(context_.names[type]).damaged) continue;
      context_.sink.report(
          diagnostics::UnknownField.at(it.name.span, TypeName(record.name.text), Name(it.name.text))
              .help(one_of(it.name.text, known)));
      continue;
    }
    for (const typed::GivenField& earlier : made.fields) {
      if (earlier.name != it.name.text) continue;
      context_.sink.report(
          diagnostics::GivenTwice.at(it.name.span, Name(it.name.text)).help(LeaveOneOut));
      sound = false;
    }
    const auto fact = field(it.value, *found);
    if (fact) {
      made.fields.push_back({std::string(it.name.text), *fact});
      if (std::holds_alternative<MeasuredField>(schemas_.meaning(*found))) {
        measured = {*fact, tree(it.value).span};
      }
    } else {
      sound = false;
    }
  }
  if (!sound) return std::nullopt;
  if (measured && !is_of_its_measurement(made, measured->first, measured->second)) {
    return std::nullopt;
  }
  return add(std::move(made));
}

std::optional<typed::FactId> Facts::field(syntax::ValueId value, const syntax::Field& field) {
  if (std::holds_alternative<syntax::Malformed>(tree(value).kind)) return std::nullopt;
  return support::match(
      schemas_.meaning(field),
      [&](const ValueField& it) { return scalar(value, field, context_.program.types[it.type]); },
      [&](const MeasuredField&) { return measured(value); },
      [&](const RecordField& it) { return record(value, it.record); },
      [&](const ListField& it) { return list(value, it.record); },
      [&](const GenomeField& it) { return genome(value, it); },
      [](const BrokenField&) -> Found { return std::nullopt; });
}

std::optional<typed::FactId> Facts::list(syntax::ValueId value, SymbolId type) {
  const auto* written = std::get_if<syntax::ListValue>(&tree(value).kind);
  if (written == nullptr) {
    return wrong(tree(value).span, fmt::format("list of {}", context_.names[type].name.text),
                 "write `[ { ... } ]`");
  }
  typed::GivenList made;
  bool sound = true;
  for (const syntax::ValueId item : written->items) {
    const auto fact = record(item, type);
    if (fact) made.items.push_back(*fact);
    sound = sound && fact;
  }
  if (!sound) return std::nullopt;
  return add(std::move(made));
}

std::optional<typed::FactId> Facts::scalar(syntax::ValueId value, const syntax::Field& field,
                                           const typed::Type& type) {
  if (const auto* number = std::get_if<typed::NumberType>(&type)) {
    return this->number(value, field, *number);
  }
  if (std::holds_alternative<typed::DateType>(type)) return date(value, field);
  const auto* written = std::get_if<syntax::ScalarValue>(&tree(value).kind);
  if (written == nullptr) return wrong(tree(value).span, type);
  const syntax::Expr& literal = expr(written->expr);
  if (std::holds_alternative<syntax::Malformed>(literal.kind)) return std::nullopt;
  if (std::holds_alternative<typed::BoolType>(type)) {
    const auto* it = std::get_if<syntax::BoolLiteral>(&literal.kind);
    return it != nullptr ? add(typed::GivenBool{it->value}) : wrong(literal.span, type);
  }
  if (const auto* enumeration = std::get_if<typed::EnumType>(&type)) {
    const auto* it = std::get_if<syntax::NameRef>(&literal.kind);
    if (it == nullptr) return wrong(literal.span, type);
    const auto& members = context_.program.catalogue.enumerations[enumeration->enumeration];
    if (member_index(members, it->name.text)) {
      return add(typed::GivenText{std::string(it->name.text)});
    }
    unknown_member(context_, members, it->name);
    return std::nullopt;
  }
  if (const auto* money = std::get_if<typed::MoneyType>(&type)) {
    const std::size_t before = context_.sink.all().size();
    const auto found = amount(written->expr);
    if (context_.sink.all().size() != before) return std::nullopt;
    if (!found || !found->money) return wrong(literal.span, type);
    const auto cents = stored(found->value, money->scale);
    if (!cents) return too_precise(literal.span, money->scale);
    return add(typed::GivenNumber{runtime::format_decimal(*cents, money->scale), std::nullopt});
  }
  if (const auto* coded = std::get_if<typed::CodeType>(&type)) {
    return code(written->expr, coded->system);
  }
  if (std::holds_alternative<typed::TextType>(type)) {
    const auto* it = std::get_if<syntax::TextLiteral>(&literal.kind);
    return it != nullptr ? add(typed::GivenText{std::string(it->text.text)})
                         : wrong(literal.span, type);
  }
  return wrong(literal.span, type);
}

std::optional<typed::FactId> Facts::code(syntax::ExprId id, std::uint32_t system) {
  const runtime::Catalogue& catalogue = context_.program.catalogue;
  const syntax::Expr& literal = expr(id);
  const auto one_code = [&](const syntax::Text& text) {
    if (!text.text.ends_with('*')) return true;
    context_.sink.report(diagnostics::PrefixLiteral.at(text.span, Text(text.text))
                             .help("a record holds one code: write it whole"));
    return false;
  };
  if (const auto* text = std::get_if<syntax::TextLiteral>(&literal.kind)) {
    if (!one_code(text->text) || !check_code(context_, system, text->text)) return std::nullopt;
    return add(typed::GivenCode{catalogue.systems[system].url, std::string(text->text.text)});
  }
  if (const auto* coded = std::get_if<syntax::CodedLiteral>(&literal.kind)) {
    const auto symbol =
        context_.names.resolve(module_, coded->owner, {SymbolKind::CodeSystem}, "a code system");
    if (!symbol || !context_.names[*symbol].index || !one_code(coded->text)) return std::nullopt;
    const std::uint32_t named = *context_.names[*symbol].index;
    if (!check_code(context_, named, coded->text)) return std::nullopt;
    return add(typed::GivenCode{catalogue.systems[named].url, std::string(coded->text.text)});
  }
  const auto* name = std::get_if<syntax::NameRef>(&literal.kind);
  if (name == nullptr) {
    return wrong(literal.span, typed::CodeType{system});
  }
  // A value set stands for its first code.
  const auto symbol =
      context_.names.resolve(module_, name->name, {SymbolKind::ValueSet}, "a value set");
  if (!symbol || !context_.names[*symbol].index) return std::nullopt;
  for (const auto& entry : catalogue.value_sets[*context_.names[*symbol].index].entries) {
    if (!entry.prefix) {
      return add(typed::GivenCode{catalogue.systems[entry.system].url, entry.code});
    }
  }
  return wrong(literal.span, typed::CodeType{system});
}

std::optional<Facts::Amount> Facts::amount(syntax::ExprId id) {
  const syntax::Expr& literal = expr(id);
  if (const auto* negate = std::get_if<syntax::Negate>(&literal.kind)) {
    auto found = amount(negate->operand);
    if (found) {
      found->value = *runtime::subtract(Rational(0), found->value);
      found->text = decimal(found->value, found->scale);
    }
    return found;
  }
  std::string_view digits;
  std::string unit;
  bool money = false;
  if (const auto* it = std::get_if<syntax::IntegerLiteral>(&literal.kind)) {
    digits = it->digits;
  } else if (const auto* it = std::get_if<syntax::DecimalLiteral>(&literal.kind)) {
    digits = it->digits;
  } else if (const auto* it = std::get_if<syntax::MoneyLiteral>(&literal.kind)) {
    digits = it->amount;
    money = true;
  } else if (const auto* it = std::get_if<syntax::QuantityLiteral>(&literal.kind)) {
    const auto text = unit_text(it->unit, context_.sink);
    if (!text) return std::nullopt;
    digits = it->digits;
    unit = *text;
  } else {
    return std::nullopt;
  }
  const auto written = written_number(digits, false);
  if (!written || !stored(written->value, written->scale)) {
    context_.sink.report(
        diagnostics::TooPrecise.at(literal.span, Text(context_.sources.text(literal.span)))
            .help(FewerDigits));
    return std::nullopt;
  }
  return Amount{written->value, written->scale, std::move(unit), money,
                decimal(written->value, written->scale)};
}

std::optional<typed::FactId> Facts::too_precise(source::Span span, int scale) {
  context_.sink.report(diagnostics::NeverExact
                           .at(span, Text(context_.sources.text(span)), Text(std::to_string(scale)))
                           .help(with_decimals(scale)));
  return std::nullopt;
}

std::optional<typed::FactId> Facts::number(syntax::ValueId value, const syntax::Field& field,
                                           const typed::NumberType& type) {
  bool reported = false;
  struct One {
    Rational first;
    typed::GivenNumber second;
    Amount written;
  };
  const auto one = [&](syntax::ExprId id) -> std::optional<One> {
    const std::size_t before = context_.sink.all().size();
    const auto found = amount(id);
    reported = reported || context_.sink.all().size() != before;
    if (!found || found->money) return std::nullopt;
    const auto inside = [&](const Rational& at) {
      const auto low = runtime::rational_of(type.low, type.scale);
      const auto high = runtime::rational_of(type.high, type.scale);
      if (low <= at && at <= high) return true;
      context_.sink.report(
          diagnostics::OutOfRange
              .at(expr(id).span, Text(context_.sources.text(expr(id).span)),
                  Text(fmt::format("{} to {}", runtime::format_decimal(type.low, type.scale),
                                   runtime::format_decimal(type.high, type.scale))))
              .help(InsideRange));
      reported = true;
      return false;
    };
    // What is converted is rounded, what is written in the field's own unit is not.
    if ((found->unit.empty() || found->unit == type.unit) && !stored(found->value, type.scale)) {
      too_precise(expr(id).span, type.scale);
      reported = true;
      return std::nullopt;
    }
    if (found->unit.empty() && !type.unit.empty()) {
      // A bare number is in the field's unit.
      if (!inside(found->value)) return std::nullopt;
      return One{found->value, {found->text, {}}, *found};
    }
    if (!comparable_units(found->unit, type.unit)) {
      context_.sink.report(
          diagnostics::DimensionMismatch
              .at(expr(id).span, Name(unit_name(found->unit)), Name(unit_name(type.unit)))
              .help(in_that_unit(type.unit, found->unit, {})));
      reported = true;
      return std::nullopt;
    }
    const auto here = in_unit(found->value, found->unit, type.unit);
    if (!here || !inside(*here)) return std::nullopt;
    // What is exact in the field's unit is given in it.
    const auto scale = exact_scale(*here);
    if (scale && *scale <= type.scale) {
      return One{*here, {decimal(*here, type.scale), {}}, *found};
    }
    return One{*here, {found->text, found->unit}, *found};
  };
  const source::Span span = tree(value).span;
  const auto failed = [&]() -> Found {
    if (reported) return std::nullopt;
    return wrong(span, typed::Type(type));
  };
  const auto not_exact = [&]() -> Found {
    context_.sink.report(diagnostics::NotApproximate.at(span, Name(field.name.text))
                             .label(field.name.span, "not marked `approximate`")
                             .help("write one value, or mark the field `approximate`"));
    return std::nullopt;
  };
  return support::match(
      tree(value).kind,
      [&](const syntax::ScalarValue& it) -> Found {
        const auto found = one(it.expr);
        return found ? add(found->second) : failed();
      },
      [&](const syntax::IntervalValue& it) -> Found {
        if (!is_approximate(field)) return not_exact();
        const auto low = one(it.low);
        const auto high = one(it.high);
        if (!low || !high) return failed();
        if (low->first > high->first) {
          in_order(low->written, high->written, span);
          return std::nullopt;
        }
        return add(typed::GivenInterval{low->second, high->second});
      },
      [&](const syntax::BoundValue& it) -> Found {
        if (!is_approximate(field)) return not_exact();
        const auto bound = one(it.bound);
        if (!bound) return failed();
        // `< 5` reaches to the stored value below 5.
        const Rational step = runtime::rational_of(1, type.scale);
        const auto strict = [&](const std::optional<Rational>& at) -> typed::GivenNumber {
          return {decimal(*at, std::max<int>(type.scale, exact_scale(*at).value_or(0))), {}};
        };
        switch (it.op) {
          case syntax::ComparisonOp::Less:
            return add(typed::GivenInterval{{}, strict(runtime::subtract(bound->first, step))});
          case syntax::ComparisonOp::LessOrEqual:
            return add(typed::GivenInterval{{}, bound->second});
          case syntax::ComparisonOp::Greater:
            return add(typed::GivenInterval{strict(runtime::add(bound->first, step)), {}});
          case syntax::ComparisonOp::GreaterOrEqual:
            return add(typed::GivenInterval{bound->second, {}});
          case syntax::ComparisonOp::Is:
          case syntax::ComparisonOp::IsNot:
            break;
        }
        return failed();
      },
      [&](const syntax::RecordValue&) { return failed(); },
      [&](const syntax::ListValue&) { return failed(); },
      [](const syntax::Malformed&) -> Found { return std::nullopt; });
}

std::optional<Facts::Days> Facts::day(syntax::ExprId id, bool approximate, bool& imprecise) {
  const syntax::Expr& literal = expr(id);
  if (const auto* it = std::get_if<syntax::DateLiteral>(&literal.kind)) {
    const std::string text = fmt::format("{:04}-{:02}-{:02}", it->year, it->month, it->day);
    return Days{text, text, text};
  }
  std::optional<Days> days;
  if (const auto* it = std::get_if<syntax::YearMonthLiteral>(&literal.kind)) {
    const std::string text = fmt::format("{:04}-{:02}", it->year, it->month);
    days = Days{text, text + "-01", text + "-31"};
  }
  const auto* year = std::get_if<syntax::IntegerLiteral>(&literal.kind);
  if (year != nullptr && year->digits.size() == 4) {
    const std::string text(year->digits);
    days = Days{text, text + "-01-01", text + "-12-31"};
  }
  imprecise = imprecise || (days && !approximate);
  return days;
}

std::optional<typed::FactId> Facts::date(syntax::ValueId value, const syntax::Field& field) {
  const bool approximate = is_approximate(field);
  bool imprecise = false;
  Found found;
  const source::Span span = tree(value).span;
  if (const auto* it = std::get_if<syntax::ScalarValue>(&tree(value).kind)) {
    const auto days = day(it->expr, approximate, imprecise);
    if (!days) return wrong(span, any_date());
    found = add(typed::GivenText{days->text});
  } else if (const auto* it = std::get_if<syntax::IntervalValue>(&tree(value).kind)) {
    const auto low = day(it->low, true, imprecise);
    const auto high = day(it->high, true, imprecise);
    if (!low || !high) return wrong(span, any_date());
    imprecise = !approximate;
    if (low->first > high->last) {
      context_.sink.report(diagnostics::RangeReversed.at(span, Text(low->text), Text(high->text))
                               .help("write the earlier date first"));
      return std::nullopt;
    }
    found = add(typed::GivenDates{low->text, high->text});
  } else {
    return wrong(span, any_date());
  }
  if (!imprecise) return found;
  context_.sink.report(diagnostics::NotApproximate.at(span, Name(field.name.text))
                           .label(field.name.span, "not marked `approximate`")
                           .help("write the day, `2026-01-31`, or mark the field `approximate`"));
  return std::nullopt;
}

}  // namespace precis::check
