#pragma once

// Units of measure: the Unified Code for Units of Measure (UCUM, case-sensitive, https://ucum.org),
// and the unit words of the language. A unit is its meaning, not its text: `mg/dL` and `cg/L` are
// equal units.
//
// Two places where a unit means less than UCUM lets it mean, so that fewer comparisons compile:
//   - amount of substance (mol, eq, osm, and with them U and kat) is a dimension of its own, where
//     UCUM makes the mole a plain number; so `mmol/L` never compares with `10*9/L`;
//   - `each`, the language's unit of counted things, is a dimension of its own too.
// `mo` is 30.4375 days and `a` 365.25 days, as UCUM says. That concerns unit conversion only;
// months and years added to dates follow the calendar (runtime/date.h).

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/rational.h"
#include "runtime/result.h"

namespace precis::runtime {

enum class Dimension : std::uint8_t {
  Length,
  Time,
  Mass,
  PlaneAngle,
  Temperature,
  Charge,
  LuminousIntensity,
  Amount,
  Count,
};
inline constexpr std::size_t DimensionCount = 9;

// A factor that stays exact: ratio * 10^ten * pi^pi.
// Invariant (canonical): the ratio's denominator has no factor 2 or 5, and ten does not divide its
// numerator. So equality of values is equality of fields.
struct Factor {
  Rational ratio = 1;
  int ten = 0;
  int pi = 0;

  friend bool operator==(const Factor&, const Factor&) = default;
};

// A power of a unit that is comparable only with itself: arbitrary units ([iU]) and units on scales
// that are not linear ([pH], B). `unit` is its place in the table of units.
struct OpaquePower {
  std::uint16_t unit;
  std::int8_t exponent;

  friend bool operator==(const OpaquePower&, const OpaquePower&) = default;
};

struct Unit {
  std::array<std::int8_t, DimensionCount> dimensions{};
  // In order of `unit`, no exponent zero.
  std::vector<OpaquePower> opaque;
  // What one of this unit is in base units (m, s, g, rad, K, C, cd, mol, each).
  Factor factor;
  // What zero of this unit is in base units: 273.15 for Cel, 0 for every ratio scale.
  Rational zero = 0;

  friend bool operator==(const Unit&, const Unit&) = default;
};

// Reads a UCUM expression: "mg/dL", "10*3/uL", "m[iU]/mL", "mm[Hg]", "{tablets}/d". Fails, saying
// why, on anything else; an empty text is not a unit.
Result<Unit> parse_unit(std::string_view ucum);

// The same, and the language's unit words wherever UCUM has a unit symbol: "mg/week", "each/day".
Result<Unit> parse_language_unit(std::string_view text);

// What a UCUM expression is called, component by component: "(meter)", "(milligram) / (liter)",
// "(meter ^ 2)". Annotations stand as they are written. Fails as parse_unit does.
Result<std::string> unit_display_name(std::string_view ucum);

// The UCUM code of a unit word of the language ("days" is "d", "weeks" is "wk"), in singular and
// plural; nullopt when the word is none. `each` has no UCUM code: it stands for itself and only
// parse_language_unit reads it.
std::optional<std::string_view> language_unit(std::string_view word);

// Whether values of the two units can be compared: same dimensions and same opaque units.
bool commensurable(const Unit& a, const Unit& b);

// to_value = from_value * factor + offset.
struct Conversion {
  Rational factor;
  Rational offset;
};

// Exact, but for one thing: a power of pi that does not cancel is taken with 27 digits. Fails when
// the units are not commensurable and when the factor does not fit a Rational.
Result<Conversion> conversion(const Unit& from, const Unit& to);
Result<Rational> convert(const Rational& value, const Unit& from, const Unit& to);

}  // namespace precis::runtime
