#include "runtime/units.h"

#include "runtime/units_algebra.h"

namespace precis::runtime {
namespace {

struct Word {
  std::string_view word;
  std::string_view ucum;
};

constexpr Word Words[] = {
    {"minute", "min"}, {"minutes", "min"}, {"hour", "h"},  {"hours", "h"},
    {"day", "d"},      {"days", "d"},      {"week", "wk"}, {"weeks", "wk"},
    {"month", "mo"},   {"months", "mo"},   {"year", "a"},  {"years", "a"},
};

Failure out_of_range() {
  return Failure{"the conversion factor is out of range"};
}

// 27 digits of pi.
Rational pi() {
  constexpr Int128 High = 31'415'926'535'897;   // 14 digits
  constexpr Int128 Low = 9'323'846'264'338;     // 13 digits
  constexpr Int128 Shift = 10'000'000'000'000;  // 10^13
  return *Rational::of(High * Shift + Low, Shift * Shift);
}

std::optional<Rational> value_of(const Factor& factor) {
  std::optional<Rational> value = factor.ratio;
  for (int left = factor.pi; left > 0 && value; --left) value = mul(*value, pi());
  for (int left = factor.pi; left < 0 && value; ++left) value = div(*value, pi());
  return value ? scale_by_ten(*value, factor.ten) : std::nullopt;
}

}  // namespace

std::optional<std::string_view> language_unit(std::string_view word) {
  for (const Word& entry : Words) {
    if (entry.word == word) return entry.ucum;
  }
  return std::nullopt;
}

bool commensurable(const Unit& a, const Unit& b) {
  return a.dimensions == b.dimensions && a.opaque == b.opaque;
}

Result<Conversion> conversion(const Unit& from, const Unit& to) {
  if (!commensurable(from, to)) return Failure{"the units measure different things"};
  const auto inverse = power(to.factor, -1);
  const auto factor = inverse ? multiply(from.factor, *inverse) : std::nullopt;
  const auto zeros = subtract(from.zero, to.zero);
  const auto per_unit = inverse ? value_of(*inverse) : std::nullopt;
  if (!factor || !zeros) return out_of_range();
  const auto value = value_of(*factor);
  if (!value) return out_of_range();
  if (*zeros == Rational(0)) return Conversion{*value, 0};
  const auto offset = per_unit ? mul(*zeros, *per_unit) : std::nullopt;
  if (!offset) return out_of_range();
  return Conversion{*value, *offset};
}

Result<Rational> convert(const Rational& value, const Unit& from, const Unit& to) {
  const auto way = conversion(from, to);
  if (!way) return Failure{way.error()};
  const auto scaled = mul(value, way->factor);
  const auto result = scaled ? add(*scaled, way->offset) : std::nullopt;
  if (!result) return out_of_range();
  return *result;
}

}  // namespace precis::runtime
