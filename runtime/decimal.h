#pragma once

// Decimals are int64 values at a static scale: `value / 10^scale`, scale 0 to 18. Reading rounds
// half to even when the text has more places than the scale; everything else is exact or says that
// it does not fit.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/result.h"

namespace precis::runtime {

// Products and quotients are rounded to this many places: a policy never sees more.
inline constexpr int MaxVisibleScale = 8;
inline constexpr int MaxScale = 18;

// How a number becomes one with fewer places. Ties of HalfUp and everything of Up go away from
// zero, Down goes towards it, so that what is negative is rounded as its opposite: a reversed claim
// is the claim's negative to the cent.
enum class Rounding : std::int64_t { HalfEven, HalfUp, Up, Down };

// 10^exponent for 0 to MaxScale.
std::int64_t power_of_ten(int exponent);

// Optional sign, digits, optional point and digits: "-12.50". No exponent, no spaces, no grouping.
// Fails on another shape and when the value does not fit.
Result<std::int64_t> parse_decimal(std::string_view text, int scale);

// A JSON number, exponent included: "1.2e3". Fails as parse_decimal does.
Result<std::int64_t> parse_json_number(std::string_view text, int scale);

// The shortest exact text: 2.50 at scale 2 is "2.5", 2.00 is "2".
std::string format_decimal(std::int64_t value, int scale);

// Exactly `scale` places, as money is written: 5.00 is "5.00".
std::string format_fixed(std::int64_t value, int scale);

// The same number at another scale, rounded half to even when places are lost; nullopt when it does
// not fit.
std::optional<std::int64_t> rescale(std::int64_t value, int from_scale, int to_scale);

// The scale of a product: the sum of the scales, at most MaxVisibleScale.
constexpr int product_scale(int a, int b) {
  return a + b < MaxVisibleScale ? a + b : MaxVisibleScale;
}

// a * b at product_scale(a_scale, b_scale), rounded half to even; nullopt when it does not fit.
std::optional<std::int64_t> mul_round8(std::int64_t a, int a_scale, std::int64_t b, int b_scale);

// a / b at MaxVisibleScale, rounded half to even; nullopt when b is zero or it does not fit.
std::optional<std::int64_t> div_round8(std::int64_t a, int a_scale, std::int64_t b, int b_scale);

}  // namespace precis::runtime
