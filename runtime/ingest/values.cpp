#include "runtime/ingest/values.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/decimal.h"
#include "runtime/ingest/nearest.h"

namespace precis::runtime::ingest {

// Units as written are remembered with their conversions, up to so many.
static constexpr std::size_t MaxConversions = 4096;

std::optional<NumberRange> compared(std::string_view comparator, const Rational& value) {
  if (comparator == "<") return NumberRange{std::nullopt, Bound{value, true}};
  if (comparator == "<=") return NumberRange{std::nullopt, Bound{value, false}};
  if (comparator == ">") return NumberRange{Bound{value, true}, std::nullopt};
  if (comparator == ">=") return NumberRange{Bound{value, false}, std::nullopt};
  return std::nullopt;
}

std::string format_value(const ValueType& type, std::int64_t value) {
  if (type.form == Form::Date) return format_date(static_cast<Day>(value));
  const std::string number = format_decimal(value, type.scale);
  return type.unit.empty() ? number : number + " " + type.unit;
}

Values::Values(const Schema& schema, const Catalogue& catalogue, Symbols& symbols)
    : schema_(schema), catalogue_(catalogue), symbols_(symbols) {}

Fact Values::absent(const Leaf& leaf, const ValueType& type, Cause cause) const {
  std::size_t members = 0;
  if (leaf.type.form == Form::Enum) {
    const Enumeration& names = catalogue_.enumerations[leaf.type.enumeration];
    members = names.members.size() + (names.has_untested ? 1 : 0);
  }
  const Cell cell = unknown(type, members);
  // A type of one value is always known.
  const bool known = type.form != Form::Bool && type.form != Form::Enum && cell.low == cell.high;
  return {cell, known ? Cause::Known : cause, 0};
}

Fact Values::absent(const Leaf& leaf, Cause cause) const {
  return absent(leaf, leaf.type, cause);
}

const Measurement* Values::measurement_of(const Cell& code) {
  if (code.low != code.high) return nullptr;
  for (const Measurement& measurement : catalogue_.measurements) {
    if (symbols_.is_member(static_cast<Symbol>(code.low), measurement.value_set)) {
      return &measurement;
    }
  }
  return nullptr;
}

Target Values::target_of(const Leaf& leaf, const Measurement* measurement) const {
  const bool approximate = leaf.approximate || leaf.measured;
  if (!measurement) return {&leaf.type, approximate, nullptr};
  return {&measurement->type, approximate,
          measurement->molar_mass ? &*measurement->molar_mass : nullptr};
}

static Problem implausible(const ValueType& type, const std::string& written) {
  return problem(Implausible, "`" + written + "`", format_value(type, type.low),
                 format_value(type, type.high));
}

static Fact interval(std::int64_t low, std::int64_t high) {
  return {between(low, high), low == high ? Cause::Known : Cause::Imprecise, 0};
}

Read<Fact> Values::date(const Leaf& leaf, const DateRange& range) const {
  const ValueType& type = leaf.type;
  if (range.last < type.low || range.first > type.high) {
    return implausible(type, format_date_range(range));
  }
  if (!leaf.approximate && range.first != range.last) {
    return problem(NotExact, leaf.name)
        .with_help(fmt::format("`{}` is not a full date; write year, month and day",
                               format_date_range(range)));
  }
  return interval(std::max<std::int64_t>(range.first, type.low),
                  std::min<std::int64_t>(range.last, type.high));
}

Read<Fact> Values::date(const Leaf& leaf, std::string_view text) const {
  Result<DateRange> range = parse_date(text);
  if (!range) return problem(InvalidDate, range.error());
  return date(leaf, *range);
}

// The text of a number with at most six places, for messages only.
static std::string shown(const Rational& value) {
  std::optional<Rational> scaled = scale_by_ten(value, 6);
  std::optional<std::int64_t> whole = scaled ? round_half_even(*scaled) : std::nullopt;
  return whole ? format_decimal(*whole, 6) : "a number beyond all ranges";
}

static std::string shown(const NumberRange& range, const std::string& unit) {
  const std::string tail = unit.empty() ? "" : " " + unit;
  if (!range.low && !range.high) return "any value";
  if (range.low && range.high && range.low->value == range.high->value) {
    return shown(range.low->value) + tail;
  }
  if (!range.low && range.high) {
    return (range.high->open ? "< " : "<= ") + shown(range.high->value) + tail;
  }
  if (range.low && !range.high) {
    return (range.low->open ? "> " : ">= ") + shown(range.low->value) + tail;
  }
  return shown(range.low->value) + " to " + shown(range.high->value) + tail;
}

// Clamped to int64: what is beyond is outside every range anyway.
static std::int64_t clamped(Int128 value) {
  const Int128 limit = std::int64_t{1} << 62;
  return static_cast<std::int64_t>(value < -limit ? -limit : value > limit ? limit : value);
}

// The stored value at or next to the bound. Rounding keeps order, so that what a closed bound
// allows is allowed by its rounding; an open bound leaves out the value itself.
static std::int64_t stored(const Bound& bound, int scale, bool is_low) {
  const std::optional<Rational> scaled = scale_by_ten(bound.value, scale);
  if (!scaled) return clamped(bound.value < Rational(0) ? -(Int128{1} << 100) : Int128{1} << 100);
  if (bound.open) return clamped(is_low ? floor(*scaled) + 1 : ceil(*scaled) - 1);
  const std::optional<std::int64_t> rounded = round_half_even(*scaled);
  return rounded ? *rounded : clamped(floor(*scaled));
}

Read<Fact> Values::in_type(const ValueType& type, bool approximate,
                           const NumberRange& range) const {
  const std::int64_t low = range.low ? stored(*range.low, type.scale, true) : type.low;
  const std::int64_t high = range.high ? stored(*range.high, type.scale, false) : type.high;
  if (range.low && range.high && range.low->value > range.high->value) {
    return problem(EmptyRange, shown(range.low->value), shown(range.high->value));
  }
  if (low > type.high || high < type.low || low > high) {
    return implausible(type, shown(range, type.unit));
  }
  if (low != high && !approximate) return problem(NotExact, shown(range, type.unit));
  // An exact value is inside; an interval may stick out and is cut.
  return interval(std::max(low, type.low), std::min(high, type.high));
}

static Result<Unit> unit_of(std::string_view text, UnitWords words) {
  if (words == UnitWords::Ucum) return parse_unit(text);
  Result<Unit> unit = parse_language_unit(text);
  // Customary units may go without UCUM's brackets: lb_av.
  if (!unit && !text.starts_with('[')) {
    Result<Unit> customary = parse_unit(fmt::format("[{}]", text));
    if (customary) return customary;
  }
  return unit;
}

// Moles as the grams that they weigh: the factor to multiply by is molar_mass to this power.
static std::int8_t weigh_moles(Unit& unit) {
  std::int8_t& amount = unit.dimensions[static_cast<std::size_t>(Dimension::Amount)];
  std::int8_t& mass = unit.dimensions[static_cast<std::size_t>(Dimension::Mass)];
  const auto power = static_cast<std::int8_t>(amount);
  mass = static_cast<std::int8_t>(mass + amount);
  amount = 0;
  return power;
}

static std::optional<Conversion> by_molar_mass(Unit from, Unit to, const std::string& molar_mass) {
  Result<Rational> mass = parse_rational(molar_mass);
  const int power = weigh_moles(from) - weigh_moles(to);
  if (!mass || power == 0 || !commensurable(from, to)) return std::nullopt;
  Result<Conversion> found = conversion(from, to);
  if (!found) return std::nullopt;
  for (int i = 0; i < std::abs(power); ++i) {
    std::optional<Rational> factor =
        power > 0 ? mul(found->factor, *mass) : div(found->factor, *mass);
    if (!factor) return std::nullopt;
    found->factor = *factor;
  }
  return *found;
}

const Values::Converted& Values::conversion_to(const Target& target, std::string_view unit,
                                               UnitWords words) {
  std::string key =
      fmt::format("{}\n{}\n{}\n{}", target.type->unit, unit,
                  target.molar_mass ? *target.molar_mass : "", static_cast<int>(words));
  if (auto known = conversions_.find(key); known != conversions_.end()) return known->second;
  if (conversions_.size() >= MaxConversions) conversions_.clear();
  Converted converted = NoConversion::NotCommensurable;
  Result<Unit> from = unit_of(unit, words);
  Result<Unit> to = parse_language_unit(target.type->unit.empty() ? "1" : target.type->unit);
  if (!from) {
    converted = NoConversion::UnknownUnit;
  } else if (to && commensurable(*from, *to)) {
    if (Result<Conversion> found = conversion(*from, *to); found) converted = *found;
  } else if (to && target.molar_mass) {
    if (auto found = by_molar_mass(*from, *to, *target.molar_mass)) converted = *found;
  }
  return conversions_.emplace(std::move(key), converted).first->second;
}

static bool apply(const Conversion& conversion, std::optional<Bound>& bound) {
  if (!bound) return true;
  std::optional<Rational> scaled = mul(bound->value, conversion.factor);
  std::optional<Rational> moved = scaled ? add(*scaled, conversion.offset) : std::nullopt;
  if (moved) bound->value = *moved;
  return moved.has_value();
}

Read<Fact> Values::number(const Target& target, NumberRange range, std::string_view unit,
                          UnitWords words) {
  const ValueType& type = *target.type;
  if (unit.empty() || unit == type.unit) return in_type(type, target.approximate, range);
  if (type.form == Form::Money) return problem(WrongUnit, unit, type.unit);
  const Converted& converted = conversion_to(target, unit, words);
  if (const NoConversion* none = std::get_if<NoConversion>(&converted)) {
    return *none == NoConversion::UnknownUnit
               ? problem(UnknownUnit, unit)
                     .with_help(fmt::format("write a UCUM unit, such as `{}`",
                                            type.unit.empty() ? "1" : type.unit))
               : problem(WrongUnit, unit, type.unit.empty() ? "1" : type.unit);
  }
  const Conversion& factors = std::get<Conversion>(converted);
  const std::string written = shown(range, std::string(unit));
  if (!apply(factors, range.low) || !apply(factors, range.high)) return implausible(type, written);
  // A negative factor does not exist: units are positive.
  return in_type(type, target.approximate, range);
}

Fact Values::code(const Leaf& leaf, std::uint32_t system, std::string_view code) {
  if (leaf.code_system && *leaf.code_system != system) {
    return absent(leaf, Cause::OtherCodeSystem);
  }
  return {exact(symbols_.intern(system, code)), Cause::Known, 0};
}

Fact Values::text(std::string_view text) {
  return {exact(symbols_.intern(TextSystem, text)), Cause::Known, 0};
}

Read<Fact> Values::choice(const Leaf& leaf, std::string_view name) const {
  const Enumeration& names = catalogue_.enumerations[leaf.type.enumeration];
  std::vector<std::string> known;
  for (std::size_t i = 0; i < names.members.size(); ++i) {
    if (names.members[i].name == name) return Fact{mask(std::int64_t{1} << i), Cause::Known, 0};
    known.push_back(names.members[i].name);
  }
  return problem(UnknownChoice, name, names.name).with_help(name_hint(name, known));
}

std::optional<std::uint32_t> Values::system_of(std::string_view name_or_url) const {
  for (std::uint32_t i = 0; i < catalogue_.systems.size(); ++i) {
    const CodeSystem& system = catalogue_.systems[i];
    if (system.name == name_or_url || system.url == name_or_url) return i;
  }
  return std::nullopt;
}

}  // namespace precis::runtime::ingest
