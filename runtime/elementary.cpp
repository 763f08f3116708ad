#include "runtime/elementary.h"

#include <bit>
#include <limits>

#include "runtime/decimal.h"
#include "runtime/fixed_point.h"
#include "runtime/rational.h"

namespace precis::runtime {
namespace {

// Ziv's way: with the narrow numbers first, and with the wide ones where they cannot tell which
// neighbour is nearer.
using Narrow = FixedPoint<4, 2>;
using Wider = FixedPoint<9, 6>;

constexpr std::int64_t Highest = std::numeric_limits<std::int64_t>::max();
// 10^8, what a result is multiplied by.
constexpr std::uint64_t Unit = 100'000'000;
// exp(26) does not fit, exp(-26) is 0 at 8 places.
constexpr std::uint64_t LargestExponent = 26;

std::uint64_t ten_to(int exponent) {
  return static_cast<std::uint64_t>(power_of_ten(exponent));
}
std::uint64_t magnitude(std::int64_t value) {
  return value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
}

// A number and its sign.
template <class Fixed>
struct Signed {
  Fixed size;
  bool negative = false;
};

// (z + z^3/3 + z^5/5 + ...) * 2 = ln((1 + z) / (1 - z)), z = numerator / denominator below 1/2.
template <class Fixed>
Fixed twice_artanh(std::uint64_t numerator, std::uint64_t denominator) {
  if (numerator == 0) return {};
  const Fixed z = Fixed::quotient(numerator, denominator);
  const Fixed square = z.times(z);
  Fixed power = z;
  Fixed sum;
  for (std::uint64_t n = 1; !power.is_zero(); n += 2) {
    sum = sum.plus(power.divided(n));
    power = power.times(square);
  }
  return sum.plus(sum);
}

template <class Fixed>
const Fixed& ln_two() {
  static const Fixed Value = twice_artanh<Fixed>(1, 3);
  return Value;
}
// 10 is 2^3 * 5/4.
template <class Fixed>
const Fixed& ln_ten() {
  static const Fixed Value = ln_two<Fixed>().times(3).plus(twice_artanh<Fixed>(1, 9));
  return Value;
}

// ln(value / 10^scale), value above 0.
template <class Fixed>
Signed<Fixed> ln(std::int64_t value, int scale) {
  const auto n = static_cast<std::uint64_t>(value);
  const int bits = std::bit_width(n) - 1;
  const std::uint64_t below = std::uint64_t{1} << bits;
  const Fixed above = ln_two<Fixed>()
                          .times(static_cast<std::uint64_t>(bits))
                          .plus(twice_artanh<Fixed>(n - below, n + below));
  const Fixed shift = ln_ten<Fixed>().times(static_cast<std::uint64_t>(scale));
  if (above < shift) return {shift.minus(above), true};
  return {above.minus(shift), false};
}

// e^x for |x| below LargestExponent: the series at x / 2^Halvings, then squared as often.
template <class Fixed>
Fixed exp(const Signed<Fixed>& x) {
  constexpr int Halvings = 10;
  const Fixed small = x.size.divided(std::uint64_t{1} << Halvings);
  Fixed term(1);
  Fixed sum(1);
  for (std::uint64_t n = 1; !term.is_zero(); ++n) {
    term = term.times(small).divided(n);
    sum = x.negative && n % 2 == 1 ? sum.minus(term) : sum.plus(term);
  }
  for (int i = 0; i < Halvings; ++i) sum = sum.times(sum);
  return sum;
}

// The nearest whole number to x * 10^8, or nothing where `x` is too near to the middle between two.
// What does not fit is the largest number there is.
template <class Fixed>
std::optional<std::uint64_t> nearest(const Fixed& x, const Fixed& doubt) {
  const Fixed scaled = x.times(Unit);
  if (!scaled.whole_fits()) return std::numeric_limits<std::uint64_t>::max();
  const Fixed half = Fixed::quotient(1, 2);
  const Fixed rest = scaled.fraction();
  const bool is_above = half < rest;
  if ((is_above ? rest.minus(half) : half.minus(rest)) < doubt) return std::nullopt;
  return is_above ? scaled.whole() + 1 : scaled.whole();
}

std::optional<std::int64_t> fitting(std::uint64_t size, bool negative) {
  if (size > static_cast<std::uint64_t>(Highest)) return std::nullopt;
  const auto value = static_cast<std::int64_t>(size);
  return negative ? -value : value;
}

// `compute` gives the size of the result in the precision of the number it is given. The doubts are
// far above what the errors of the operations add up to: of the narrow numbers 2^-128 for each,
// which grow by 10 squarings, by the exponent of a power (at most 2^32, as results must fit) and
// with the size of the result. What even the wide numbers cannot tell from a tie is one: powers can
// be (0.25^4.5), and go to the even neighbour.
template <class Compute>
std::optional<std::uint64_t> correctly_rounded(Compute compute) {
  constexpr std::uint64_t Sixty = std::uint64_t{1} << 60;
  if (const auto found = nearest(compute(Narrow()), Narrow::quotient(1, 1 << 16))) return found;
  const Wider wide = compute(Wider());
  const Wider doubt = Wider::quotient(1, Sixty).divided(Sixty).divided(Sixty);
  if (const auto found = nearest(wide, doubt)) return found;
  const std::uint64_t below = wide.times(Unit).plus(doubt).whole();
  return below + below % 2;
}

// e^x, rounded.
template <class Compute>
std::optional<std::int64_t> exp_rounded(Compute compute) {
  const Signed<Narrow> about = compute(Narrow());
  const bool is_large = !about.size.whole_fits() || about.size.whole() >= LargestExponent;
  if (is_large) return about.negative ? std::optional<std::int64_t>(0) : std::nullopt;
  const auto found = correctly_rounded([&](auto kind) {
    using Fixed = decltype(kind);
    return exp<Fixed>(compute(kind));
  });
  return found ? fitting(*found, false) : std::nullopt;
}

// Half to even, of sizes.
__extension__ using Unsigned128 = unsigned __int128;
std::optional<std::uint64_t> divided_to_even(Unsigned128 dividend, Unsigned128 divisor) {
  Unsigned128 quotient = dividend / divisor;
  const Unsigned128 rest = dividend % divisor;
  const Unsigned128 missing = divisor - rest;
  if (rest > missing || (rest == missing && quotient % 2 != 0)) ++quotient;
  if (quotient > static_cast<Unsigned128>(Highest)) return std::nullopt;
  return static_cast<std::uint64_t>(quotient);
}

// base^exponent, when it fits.
std::optional<Unsigned128> whole_power(std::uint64_t base, std::uint64_t exponent) {
  Unsigned128 result = 1;
  if (base <= 1) return base == 1 || exponent == 0 ? result : Unsigned128{0};
  for (std::uint64_t i = 0; i < exponent; ++i) {
    if (__builtin_mul_overflow(result, static_cast<Unsigned128>(base), &result)) {
      return std::nullopt;
    }
  }
  return result;
}

struct Exact {
  bool found = false;
  std::optional<std::uint64_t> size = {};
};

// The power to a whole exponent through exact fractions, when those fit. Every tie between two
// neighbours that a whole power can be is among them: it has few digits.
Exact exact_power(std::uint64_t base, int scale, std::int64_t exponent) {
  while (scale > 0 && base % 10 == 0) {
    base /= 10;
    --scale;
  }
  const std::uint64_t times = magnitude(exponent);
  const auto upper = whole_power(base, times);
  const auto lower = whole_power(ten_to(scale), times);
  if (!upper || !lower) return {};
  const Unsigned128 dividend = exponent < 0 ? *lower : *upper;
  const Unsigned128 divisor = exponent < 0 ? *upper : *lower;
  Unsigned128 scaled;
  if (__builtin_mul_overflow(dividend, static_cast<Unsigned128>(Unit), &scaled)) return {};
  return {true, divided_to_even(scaled, divisor)};
}

// The size of base^exponent, base above 0.
std::optional<std::int64_t> positive_power(std::uint64_t base, int base_scale,
                                           std::int64_t exponent, int exponent_scale) {
  while (exponent_scale > 0 && exponent % 10 == 0) {
    exponent /= 10;
    --exponent_scale;
  }
  if (exponent_scale == 0) {
    const Exact exact = exact_power(base, base_scale, exponent);
    if (exact.found) return exact.size ? fitting(*exact.size, false) : std::nullopt;
  }
  return exp_rounded([&](auto kind) {
    using Fixed = decltype(kind);
    const Signed<Fixed> log = ln<Fixed>(static_cast<std::int64_t>(base), base_scale);
    const Fixed size = log.size.times(magnitude(exponent)).divided(ten_to(exponent_scale));
    return Signed<Fixed>{size, log.negative != (exponent < 0)};
  });
}

}  // namespace

std::string_view function_name(Function function) {
  switch (function) {
    case Function::SquareRoot:
      return "sqrt";
    case Function::Exponential:
      return "exp";
    case Function::Logarithm:
      return "ln";
  }
  return {};
}

std::optional<std::int64_t> square_root(std::int64_t value, int scale) {
  if (value < 0) return std::nullopt;
  // The root at 8 places is the root of value * 10^16 / 10^scale; a fraction that is cut off does
  // not move the nearest whole number, since the middle between two has a whole square and a
  // quarter.
  Unsigned128 square = static_cast<Unsigned128>(value);
  for (int i = scale; i < 16; ++i) square *= 10;
  for (int i = 16; i < scale; ++i) square /= 10;
  Unsigned128 root = 0;
  for (Unsigned128 bit = Unsigned128{1} << 63; bit != 0; bit >>= 1) {
    const Unsigned128 more = root | bit;
    if (more * more <= square) root = more;
  }
  if (square - root * root > root) ++root;
  return fitting(static_cast<std::uint64_t>(root), false);
}

std::optional<std::int64_t> exponential(std::int64_t value, int scale) {
  return exp_rounded([&](auto kind) {
    using Fixed = decltype(kind);
    return Signed<Fixed>{Fixed::quotient(magnitude(value), ten_to(scale)), value < 0};
  });
}

std::optional<std::int64_t> logarithm(std::int64_t value, int scale) {
  if (value <= 0) return std::nullopt;
  const bool negative = ln<Narrow>(value, scale).negative;
  const auto found = correctly_rounded([&](auto kind) {
    using Fixed = decltype(kind);
    return ln<Fixed>(value, scale).size;
  });
  return found ? fitting(*found, negative) : std::nullopt;
}

std::optional<std::int64_t> power(std::int64_t base, int base_scale, std::int64_t exponent,
                                  int exponent_scale) {
  if (exponent == 0) return static_cast<std::int64_t>(Unit);
  if (base == 0) return exponent > 0 ? std::optional<std::int64_t>(0) : std::nullopt;
  const std::int64_t one = power_of_ten(exponent_scale);
  if (base < 0 && exponent % one != 0) return std::nullopt;
  const auto size = positive_power(magnitude(base), base_scale, exponent, exponent_scale);
  if (!size) return std::nullopt;
  const bool negative = base < 0 && (exponent / one) % 2 != 0;
  return negative ? -*size : *size;
}

}  // namespace precis::runtime
