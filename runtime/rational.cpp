#include "runtime/rational.h"

#include <fmt/core.h>

#include <limits>

#include "runtime/decimal.h"
#include "runtime/decimal_text.h"
#include "runtime/shown.h"

namespace precis::runtime {
namespace {

__extension__ using UInt128 = unsigned __int128;

constexpr Int128 Int128Min = static_cast<Int128>(UInt128{1} << 127);

UInt128 magnitude(Int128 value) {
  return value < 0 ? UInt128{0} - static_cast<UInt128>(value) : static_cast<UInt128>(value);
}

UInt128 greatest_common_divisor(UInt128 a, UInt128 b) {
  while (b != 0) {
    const UInt128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

std::optional<Int128> checked_mul(Int128 a, Int128 b) {
  Int128 product = 0;
  if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
  return product;
}

struct Division {
  Int128 quotient;
  Int128 remainder;
};

// Rounded towards minus infinity: the remainder is in [0, denominator).
Division floor_division(const Rational& value) {
  Int128 quotient = value.numerator() / value.denominator();
  Int128 remainder = value.numerator() % value.denominator();
  if (remainder < 0) {
    quotient -= 1;
    remainder += value.denominator();
  }
  return {quotient, remainder};
}

}  // namespace

std::optional<Rational> Rational::of(Int128 numerator, Int128 denominator) {
  if (denominator == 0) return std::nullopt;
  if (numerator == Int128Min || denominator == Int128Min) return std::nullopt;
  const auto divisor =
      static_cast<Int128>(greatest_common_divisor(magnitude(numerator), magnitude(denominator)));
  Rational result;
  result.numerator_ = (denominator < 0 ? -numerator : numerator) / divisor;
  result.denominator_ = (denominator < 0 ? -denominator : denominator) / divisor;
  return result;
}

// By continued fractions: whole parts first, then the reciprocals of what is left.
std::strong_ordering operator<=>(const Rational& a, const Rational& b) {
  Division left = floor_division(a);
  Division right = floor_division(b);
  Int128 left_denominator = a.denominator();
  Int128 right_denominator = b.denominator();
  bool swapped = false;
  while (true) {
    if (left.quotient != right.quotient) {
      return (left.quotient < right.quotient) != swapped ? std::strong_ordering::less
                                                         : std::strong_ordering::greater;
    }
    if (left.remainder == 0 || right.remainder == 0) {
      if (left.remainder == right.remainder) return std::strong_ordering::equal;
      return (left.remainder == 0) != swapped ? std::strong_ordering::less
                                              : std::strong_ordering::greater;
    }
    const Division next_left{left_denominator / left.remainder, left_denominator % left.remainder};
    const Division next_right{right_denominator / right.remainder,
                              right_denominator % right.remainder};
    left_denominator = left.remainder;
    right_denominator = right.remainder;
    left = next_left;
    right = next_right;
    swapped = !swapped;
  }
}

std::optional<Rational> add(const Rational& a, const Rational& b) {
  const auto divisor = static_cast<Int128>(
      greatest_common_divisor(magnitude(a.denominator()), magnitude(b.denominator())));
  const auto left = checked_mul(a.numerator(), b.denominator() / divisor);
  const auto right = checked_mul(b.numerator(), a.denominator() / divisor);
  const auto denominator = checked_mul(a.denominator(), b.denominator() / divisor);
  Int128 sum = 0;
  if (!left || !right || !denominator || __builtin_add_overflow(*left, *right, &sum)) {
    return std::nullopt;
  }
  return Rational::of(sum, *denominator);
}

std::optional<Rational> subtract(const Rational& a, const Rational& b) {
  const auto negated = Rational::of(-b.numerator(), b.denominator());
  if (!negated) return std::nullopt;
  return add(a, *negated);
}

std::optional<Rational> mul(const Rational& a, const Rational& b) {
  const auto cross_a = Rational::of(a.numerator(), b.denominator());
  const auto cross_b = Rational::of(b.numerator(), a.denominator());
  if (!cross_a || !cross_b) return std::nullopt;
  const auto numerator = checked_mul(cross_a->numerator(), cross_b->numerator());
  const auto denominator = checked_mul(cross_a->denominator(), cross_b->denominator());
  if (!numerator || !denominator) return std::nullopt;
  return Rational::of(*numerator, *denominator);
}

std::optional<Rational> div(const Rational& a, const Rational& b) {
  const auto reciprocal = Rational::of(b.denominator(), b.numerator());
  if (!reciprocal) return std::nullopt;
  return mul(a, *reciprocal);
}

std::optional<Rational> scale_by_ten(const Rational& value, int exponent) {
  // 10^38 is the largest power of ten in an Int128.
  if (value == Rational(0)) return value;
  std::optional<Rational> result = value;
  const int step = exponent < 0 ? -1 : 1;
  for (int left = exponent; left != 0 && result; left -= step) {
    result = step > 0 ? mul(*result, 10) : div(*result, 10);
  }
  return result;
}

Int128 floor(const Rational& value) {
  return floor_division(value).quotient;
}

Int128 ceil(const Rational& value) {
  const Division parts = floor_division(value);
  return parts.quotient + (parts.remainder == 0 ? 0 : 1);
}

std::optional<std::int64_t> round_half_even(const Rational& value) {
  const Division parts = floor_division(value);
  const Int128 rest = value.denominator() - parts.remainder;
  const bool up = parts.remainder > rest || (parts.remainder == rest && parts.quotient % 2 != 0);
  const Int128 rounded = parts.quotient + (up ? 1 : 0);
  if (rounded < std::numeric_limits<std::int64_t>::min() ||
      rounded > std::numeric_limits<std::int64_t>::max()) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(rounded);
}

Rational rational_of(std::int64_t value, int scale) {
  return *Rational::of(value, power_of_ten(scale));
}

Result<Rational> parse_rational(std::string_view text) {
  const auto digits = decimal_digits(text, DecimalForm::Json);
  if (!digits) return Failure{fmt::format("`{}` is not a number", shown(text))};
  Int128 all = 0;
  for (const char c : digits->whole) {
    if (__builtin_mul_overflow(all, Int128{10}, &all) ||
        __builtin_add_overflow(all, Int128{c - '0'}, &all)) {
      return Failure{fmt::format("`{}` has too many digits", shown(text))};
    }
  }
  int trailing = static_cast<int>(digits->fraction.size());
  std::string_view fraction = digits->fraction;
  while (!fraction.empty() && fraction.back() == '0') {
    fraction.remove_suffix(1);
    --trailing;
  }
  for (const char c : fraction) {
    if (__builtin_mul_overflow(all, Int128{10}, &all) ||
        __builtin_add_overflow(all, Int128{c - '0'}, &all)) {
      return Failure{fmt::format("`{}` has too many digits", shown(text))};
    }
  }
  const auto whole = Rational::of(digits->negative ? -all : all, 1);
  const auto value = whole ? scale_by_ten(*whole, digits->exponent - trailing) : std::nullopt;
  if (!value) return Failure{fmt::format("`{}` is out of range", shown(text))};
  return *value;
}

}  // namespace precis::runtime
