#include "compiler/check/types.h"

#include <fmt/format.h>

#include "compiler/check/units.h"
#include "compiler/check/written.h"
#include "compiler/support/match.h"
#include "runtime/date.h"
#include "runtime/decimal.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;

// Payloads and parameters without a range of their own: wide, and small enough to add up safely.
static constexpr std::int64_t WideBound = 1'000'000'000'000'000;

std::string type_name(const Context& context, const typed::Type& type) {
  const runtime::Catalogue& catalogue = context.program.catalogue;
  return support::match(
      type, [](const typed::BoolType&) -> std::string { return "Bool"; },
      [](const typed::NumberType& it) -> std::string {
        return it.unit.empty() ? "number" : it.unit;
      },
      [](const typed::MoneyType& it) -> std::string { return it.currency; },
      [](const typed::DateType&) -> std::string { return "Date"; },
      [&](const typed::EnumType& it) -> std::string {
        return catalogue.enumerations[it.enumeration].name;
      },
      [&](const typed::CodeType& it) -> std::string {
        return fmt::format("code of {}", catalogue.systems[it.system].name);
      },
      [&](const typed::DiplotypeType& it) -> std::string {
        return fmt::format("{}.Diplotype", catalogue.genes[it.gene].name);
      },
      [](const typed::TextType&) -> std::string { return "Text"; },
      [&](const typed::CodeSetType& it) -> std::string {
        return fmt::format("set of codes of {}", catalogue.systems[it.system].name);
      },
      [&](const typed::ItemType& it) -> std::string {
        return fmt::format("item of {}", context.program.schemas[it.schema].lists[it.list].path);
      },
      [](const typed::PoisonType&) -> std::string { return "unknown"; });
}

std::optional<std::uint32_t> member_index(const runtime::Enumeration& enumeration,
                                          std::string_view name) {
  for (std::uint32_t i = 0; i < enumeration.members.size(); ++i) {
    if (enumeration.members[i].name == name) return i;
  }
  return std::nullopt;
}

void unknown_member(Context& context, const runtime::Enumeration& enumeration,
                    const syntax::Name& name) {
  if (name.text.empty()) return;
  std::vector<std::string_view> members;
  for (const runtime::EnumMember& member : enumeration.members) members.push_back(member.name);
  std::string help = one_of(name.text, members);
  if (const std::string_view other = instead_of(name.text); !other.empty()) help = other;
  context.sink.report(
      diagnostics::UnknownMember.at(name.span, TypeName(enumeration.name), Name(name.text))
          .help(help));
}

typed::DateType any_date() {
  return {runtime::first_supported_day(), runtime::last_supported_day()};
}

std::optional<WrittenNumber> written_number(std::string_view digits, bool negative) {
  // Money may have its thousands separated: `$2,000.00`.
  std::string text = fmt::format("{}{}", negative ? "-" : "", digits);
  std::erase(text, ',');
  const runtime::Result<runtime::Rational> value = runtime::parse_rational(text);
  if (!value.ok()) return std::nullopt;
  const std::size_t point = digits.find('.');
  const int scale =
      point == std::string_view::npos ? 0 : static_cast<int>(digits.size() - point - 1);
  if (scale > runtime::MaxVisibleScale) return std::nullopt;
  return WrittenNumber{value.value(), scale};
}

std::optional<StoredRange> written_range(Context& context, const syntax::Range& range) {
  const auto shown = [](const syntax::Number& it) {
    return fmt::format("{}{}", it.negative ? "-" : "", it.digits);
  };
  const auto too_precise = [&](const syntax::Number& it) {
    context.sink.report(diagnostics::TooPrecise.at(it.span, Text(shown(it))).help(FewerDigits));
  };
  const auto low = written_number(range.low.digits, range.low.negative);
  const auto high = written_number(range.high.digits, range.high.negative);
  if (!low || !high) {
    too_precise(low ? range.high : range.low);
    return std::nullopt;
  }
  const int scale = std::max(low->scale, high->scale);
  const auto first = stored(low->value, scale);
  const auto last = stored(high->value, scale);
  if (!first || !last) {
    too_precise(first ? range.high : range.low);
    return std::nullopt;
  }
  if (*first > *last) {
    context.sink.report(
        diagnostics::RangeReversed.at(range.span, Text(shown(range.low)), Text(shown(range.high)))
            .help("write the smaller number first"));
    return std::nullopt;
  }
  return StoredRange{static_cast<std::uint8_t>(scale), *first, *last};
}

namespace {

class TypeReader {
 public:
  TypeReader(Context& context, std::size_t module, const syntax::Type& type, TypePlace place)
      : context_(context), module_(module), type_(type), place_(place) {}

  using Found = std::optional<typed::TypeId>;

  Found read() {
    return support::match(
        type_.kind, [&](const syntax::NamedType& it) { return named(it.name); },
        [&](const syntax::IntegerType& it) { return ranged("", &it.range); },
        [&](const syntax::DecimalType& it) { return ranged("", &it.range); },
        [&](const syntax::QuantityType& it) -> Found {
          const auto unit = unit_text(it.unit, context_.sink);
          if (!unit) return std::nullopt;
          return ranged(*unit, it.range ? &*it.range : nullptr);
        },
        [&](const syntax::MemberType& it) { return of_gene(it); },
        [&](const syntax::GenomeType&) { return misplaced("Genome"); },
        [&](const syntax::MeasuredType&) { return misplaced("measured"); },
        [&](const syntax::SetType& it) { return set_of(it.element); },
        [&](const syntax::ListType&) { return misplaced("list"); },
        [&](const syntax::HistoryType&) { return misplaced("history"); },
        [](const syntax::Malformed&) -> Found { return std::nullopt; });
  }

 private:
  Found misplaced(std::string_view what) {
    context_.sink.report(diagnostics::MisplacedType.at(type_.span, Name(what))
                             .help("name the type of one value: a number, money, `Date`, `Text`, a "
                                   "type, or a kind of code"));
    return std::nullopt;
  }

  Found ranged(const std::string& unit, const syntax::Range* range) {
    if (range != nullptr) {
      const auto bounds = written_range(context_, *range);
      if (!bounds) return std::nullopt;
      return context_.intern(typed::NumberType{unit, bounds->scale, bounds->low, bounds->high});
    }
    if (place_ == TypePlace::Field) {
      context_.sink.report(
          diagnostics::NumberWithoutRange.at(type_.span, Name(unit))
              .label("what lies outside is rejected, and what is unknown is somewhere inside")
              .help(fmt::format("add a range: `{} 0 to 100`", unit)));
      return std::nullopt;
    }
    const bool counted =
        calendar_duration(runtime::Rational(1), unit).has_value() || unit == "each";
    const std::uint8_t scale = counted ? 0 : 3;
    return context_.intern(typed::NumberType{unit, scale, -WideBound, WideBound});
  }

  Found named(const syntax::Name& name) {
    if (name.text == "Bool") return context_.boolean();
    if (name.text == "Text") return context_.intern(typed::TextType{});
    if (name.text == "Date") return context_.intern(any_date());
    if (name.text == "USD") return context_.intern(typed::MoneyType{"USD", 2, 0, WideBound});
    const auto found = context_.names.find(module_, name.text);
    if (!found && unit_of(name.text)) return ranged(std::string(name.text), nullptr);
    if (!found && (name.text == "integer" || name.text == "decimal")) return ranged("", nullptr);
    const auto symbol = context_.names.resolve(
        module_, name, {SymbolKind::Enumeration, SymbolKind::CodeType}, "the type of a value");
    if (!symbol || !context_.names[*symbol].index) return std::nullopt;
    const std::uint32_t index = *context_.names[*symbol].index;
    if (context_.names[*symbol].kind == SymbolKind::CodeType) {
      return context_.intern(typed::CodeType{index});
    }
    return context_.intern(typed::EnumType{index});
  }

  Found of_gene(const syntax::MemberType& it) {
    const auto symbol = context_.names.resolve(module_, it.owner, {SymbolKind::Gene}, "a gene");
    if (!symbol || !context_.names[*symbol].index) return std::nullopt;
    const std::uint32_t gene = *context_.names[*symbol].index;
    const bool has_statuses =
        context_.program.catalogue.genes[gene].method == runtime::GeneMethod::AlleleStatus;
    if (it.member.text == (has_statuses ? "Status" : "Phenotype")) {
      return context_.intern(typed::EnumType{context_.program.catalogue.genes[gene].phenotypes});
    }
    if (it.member.text == "Diplotype" && !has_statuses)
      return context_.intern(typed::DiplotypeType{gene});
    context_.sink.report(
        diagnostics::UnknownField.at(it.member.span, TypeName(it.owner.text), Name(it.member.text))
            .help(has_statuses ? "a gene with a status for each allele has the type `Status`"
                               : "a gene has the types `Phenotype` and `Diplotype`"));
    return std::nullopt;
  }

  Found set_of(const syntax::Name& element) {
    const auto symbol =
        context_.names.resolve(module_, element, {SymbolKind::CodeType}, "a kind of code");
    if (!symbol || !context_.names[*symbol].index) return std::nullopt;
    if (place_ != TypePlace::Payload) return misplaced("set");
    return context_.intern(typed::CodeSetType{*context_.names[*symbol].index});
  }

  Context& context_;
  std::size_t module_;
  const syntax::Type& type_;
  TypePlace place_;
};

}  // namespace

std::optional<typed::TypeId> written_type(Context& context, std::size_t module,
                                          const syntax::Type& type, TypePlace place) {
  return TypeReader(context, module, type, place).read();
}

}  // namespace precis::check
