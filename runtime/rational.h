#pragma once

// Exact fractions. Unit conversion, thresholds on quotients and literals are computed in them, so
// that no binary floating point is ever visible to a policy.

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "runtime/result.h"

namespace precis::runtime {

__extension__ using Int128 = __int128;

// Invariant (lowest_terms): the denominator is positive and has no common divisor with the
// numerator; zero is 0/1. So equality of values is equality of fields.
class Rational {
 public:
  constexpr Rational() = default;
  constexpr Rational(std::int64_t whole) : numerator_(whole) {}

  // nullopt when the denominator is zero or the lowest terms do not fit.
  static std::optional<Rational> of(Int128 numerator, Int128 denominator);

  Int128 numerator() const { return numerator_; }
  Int128 denominator() const { return denominator_; }
  bool is_integer() const { return denominator_ == 1; }

  // Exact for all values: nothing overflows on the way.
  friend std::strong_ordering operator<=>(const Rational& a, const Rational& b);
  friend bool operator==(const Rational& a, const Rational& b) = default;

 private:
  Int128 numerator_ = 0;
  Int128 denominator_ = 1;
};

// Exact, or nullopt when the result (or, for addition, an intermediate value) does not fit.
// Division by zero is nullopt.
std::optional<Rational> add(const Rational& a, const Rational& b);
std::optional<Rational> subtract(const Rational& a, const Rational& b);
std::optional<Rational> mul(const Rational& a, const Rational& b);
std::optional<Rational> div(const Rational& a, const Rational& b);

// value * 10^exponent, exponent of either sign.
std::optional<Rational> scale_by_ten(const Rational& value, int exponent);

// Towards minus and plus infinity.
Int128 floor(const Rational& value);
Int128 ceil(const Rational& value);

// The nearest integer, ties to the even one; nullopt when it is no int64.
std::optional<std::int64_t> round_half_even(const Rational& value);

// The decimal number `value` at `scale` places, exactly. Scale is 0 to 18.
Rational rational_of(std::int64_t value, int scale);

// The exact value of decimal text, in the form of parse_json_number of runtime/decimal.h.
Result<Rational> parse_rational(std::string_view text);

}  // namespace precis::runtime
