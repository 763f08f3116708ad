#include "runtime/units_algebra.h"

#include <algorithm>
#include <cstdlib>

namespace precis::runtime {
namespace {

std::optional<std::int8_t> small(int exponent) {
  if (exponent < -127 || exponent > 127) return std::nullopt;
  return static_cast<std::int8_t>(exponent);
}

// Divides `divisor` out of the denominator, putting its complement to ten into the numerator.
bool move_to_tens(Int128& numerator, Int128& denominator, int& ten, int divisor) {
  while (denominator % divisor == 0) {
    denominator /= divisor;
    if (__builtin_mul_overflow(numerator, Int128{10 / divisor}, &numerator)) return false;
    --ten;
  }
  return true;
}

bool multiply_opaque(std::vector<OpaquePower>& into, const OpaquePower& by) {
  const auto place =
      std::find_if(into.begin(), into.end(), [&](const auto& it) { return it.unit >= by.unit; });
  if (place == into.end() || place->unit != by.unit) {
    into.insert(place, by);
    return true;
  }
  const auto exponent = small(place->exponent + by.exponent);
  if (!exponent) return false;
  place->exponent = *exponent;
  if (*exponent == 0) into.erase(place);
  return true;
}

}  // namespace

std::optional<Factor> canonical(Factor factor) {
  Int128 numerator = factor.ratio.numerator();
  Int128 denominator = factor.ratio.denominator();
  for (const int divisor : {10, 2, 5}) {
    if (!move_to_tens(numerator, denominator, factor.ten, divisor)) return std::nullopt;
  }
  while (numerator != 0 && numerator % 10 == 0) {
    numerator /= 10;
    ++factor.ten;
  }
  const auto ratio = Rational::of(numerator, denominator);
  if (!ratio) return std::nullopt;
  factor.ratio = *ratio;
  return factor;
}

std::optional<Factor> multiply(const Factor& a, const Factor& b) {
  const auto ratio = mul(a.ratio, b.ratio);
  if (!ratio) return std::nullopt;
  return canonical({*ratio, a.ten + b.ten, a.pi + b.pi});
}

std::optional<Factor> power(const Factor& base, int exponent) {
  std::optional<Factor> step = base;
  if (exponent < 0) {
    const auto ratio = div(1, base.ratio);
    step = ratio ? canonical({*ratio, -base.ten, -base.pi}) : std::nullopt;
  }
  std::optional<Factor> result = Factor{};
  for (int left = std::abs(exponent); left > 0 && result && step; --left) {
    result = multiply(*result, *step);
  }
  return step ? result : std::nullopt;
}

std::optional<Unit> multiply(const Unit& a, const Unit& b) {
  Unit result = a;
  for (std::size_t i = 0; i < DimensionCount; ++i) {
    const auto exponent = small(a.dimensions[i] + b.dimensions[i]);
    if (!exponent) return std::nullopt;
    result.dimensions[i] = *exponent;
  }
  for (const OpaquePower& it : b.opaque) {
    if (!multiply_opaque(result.opaque, it)) return std::nullopt;
  }
  const auto factor = multiply(a.factor, b.factor);
  if (!factor) return std::nullopt;
  result.factor = *factor;
  return result;
}

std::optional<Unit> power(const Unit& base, int exponent) {
  Unit result = base;
  for (auto& dimension : result.dimensions) {
    const auto product = small(dimension * exponent);
    if (!product) return std::nullopt;
    dimension = *product;
  }
  if (exponent == 0) result.opaque.clear();
  for (OpaquePower& it : result.opaque) {
    const auto product = small(it.exponent * exponent);
    if (!product) return std::nullopt;
    it.exponent = *product;
  }
  const auto factor = power(base.factor, exponent);
  if (!factor) return std::nullopt;
  result.factor = *factor;
  return result;
}

}  // namespace precis::runtime
