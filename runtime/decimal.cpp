#include "runtime/decimal.h"

#include <fmt/format.h>

#include <array>
#include <limits>

#include "runtime/check.h"
#include "runtime/decimal_text.h"
#include "runtime/rational.h"
#include "runtime/shown.h"

namespace precis::runtime {
namespace {

constexpr std::array<std::int64_t, MaxScale + 1> PowersOfTen = {1,
                                                                10,
                                                                100,
                                                                1'000,
                                                                10'000,
                                                                100'000,
                                                                1'000'000,
                                                                10'000'000,
                                                                100'000'000,
                                                                1'000'000'000,
                                                                10'000'000'000,
                                                                100'000'000'000,
                                                                1'000'000'000'000,
                                                                10'000'000'000'000,
                                                                100'000'000'000'000,
                                                                1'000'000'000'000'000,
                                                                10'000'000'000'000'000,
                                                                100'000'000'000'000'000,
                                                                1'000'000'000'000'000'000};

constexpr std::uint64_t MaxMagnitude = std::uint64_t{1} << 63;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view take_digits(std::string_view& text) {
  std::size_t count = 0;
  while (count < text.size() && is_digit(text[count])) ++count;
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// The exponent after its letter; nullopt when there is none.
std::optional<int> take_exponent(std::string_view& text) {
  constexpr int Cut = 1'000'000;
  const bool negative = take(text, '-');
  if (!negative) take(text, '+');
  const std::string_view digits = take_digits(text);
  if (digits.empty()) return std::nullopt;
  int value = 0;
  for (const char c : digits) value = value >= Cut ? Cut : value * 10 + (c - '0');
  if (value > Cut) value = Cut;
  return negative ? -value : value;
}

// Collects the digits that a scale keeps and remembers how those after them round.
class Accumulator {
 public:
  // `kept` digits count; those after them only round.
  explicit Accumulator(std::int64_t kept) : left_(kept) {}

  void add(std::string_view digits) {
    for (const char c : digits) add(static_cast<unsigned>(c - '0'));
  }

  // The rounded magnitude; nullopt when it is above 2^63.
  std::optional<std::uint64_t> finish() {
    while (left_ > 0 && magnitude_ != 0 && !overflow_) add(0U);
    const bool up =
        first_dropped_ > 5 || (first_dropped_ == 5 && (dropped_more_ || magnitude_ % 2 != 0));
    if (up) ++magnitude_;
    if (overflow_ || magnitude_ > MaxMagnitude) return std::nullopt;
    return magnitude_;
  }

 private:
  void add(unsigned digit) {
    if (left_ > 0) {
      if (magnitude_ > MaxMagnitude / 10) overflow_ = true;
      if (!overflow_) magnitude_ = magnitude_ * 10 + digit;
    } else if (left_ == 0) {
      first_dropped_ = digit;
    } else if (digit != 0) {
      dropped_more_ = true;
    }
    --left_;
  }

  std::int64_t left_;
  std::uint64_t magnitude_ = 0;
  unsigned first_dropped_ = 0;
  bool dropped_more_ = false;
  bool overflow_ = false;
};

std::optional<std::int64_t> signed_value(std::uint64_t magnitude, bool negative) {
  if (negative) return static_cast<std::int64_t>(std::uint64_t{0} - magnitude);
  if (magnitude == MaxMagnitude) return std::nullopt;
  return static_cast<std::int64_t>(magnitude);
}

std::optional<std::int64_t> scaled(const DecimalDigits& digits, int scale) {
  const std::int64_t kept =
      static_cast<std::int64_t>(digits.whole.size()) + digits.exponent + scale;
  // A number below half of a last place, whatever its digits are.
  if (kept < 0) return 0;
  Accumulator accumulator(kept);
  accumulator.add(digits.whole);
  accumulator.add(digits.fraction);
  const auto magnitude = accumulator.finish();
  if (!magnitude) return std::nullopt;
  return signed_value(*magnitude, digits.negative);
}

Result<std::int64_t> parse(std::string_view text, int scale, DecimalForm form) {
  CHECK(scale >= 0 && scale <= MaxScale, "scale of a decimal");
  const auto digits = decimal_digits(text, form);
  if (!digits) return Failure{fmt::format("`{}` is not a number", shown(text))};
  const auto value = scaled(*digits, scale);
  if (!value) return Failure{fmt::format("`{}` is out of range", shown(text))};
  return *value;
}

std::optional<std::int64_t> rounded(const std::optional<Rational>& value) {
  if (!value) return std::nullopt;
  return round_half_even(*value);
}

}  // namespace

std::optional<DecimalDigits> decimal_digits(std::string_view text, DecimalForm form) {
  DecimalDigits result{};
  result.negative = take(text, '-');
  if (!result.negative && form == DecimalForm::Plain) take(text, '+');
  result.whole = take_digits(text);
  if (result.whole.empty()) return std::nullopt;
  if (take(text, '.')) {
    result.fraction = take_digits(text);
    if (result.fraction.empty()) return std::nullopt;
  }
  if (form == DecimalForm::Json) {
    if (result.whole.size() > 1 && result.whole.front() == '0') return std::nullopt;
    if (take(text, 'e') || take(text, 'E')) {
      const auto exponent = take_exponent(text);
      if (!exponent) return std::nullopt;
      result.exponent = *exponent;
    }
  }
  if (!text.empty()) return std::nullopt;
  return result;
}

std::int64_t power_of_ten(int exponent) {
  CHECK(exponent >= 0 && exponent <= MaxScale, "exponent of a power of ten");
  return PowersOfTen[static_cast<std::size_t>(exponent)];
}

Result<std::int64_t> parse_decimal(std::string_view text, int scale) {
  return parse(text, scale, DecimalForm::Plain);
}

Result<std::int64_t> parse_json_number(std::string_view text, int scale) {
  return parse(text, scale, DecimalForm::Json);
}

std::string format_fixed(std::int64_t value, int scale) {
  const std::uint64_t magnitude = value < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(value)
                                            : static_cast<std::uint64_t>(value);
  // Explanations show many numbers: digit by digit is several times as fast as a format string.
  std::string text = fmt::format_int(magnitude).str();
  const auto places = static_cast<std::size_t>(scale);
  if (places > 0) {
    if (text.size() <= places) text.insert(0, places + 1 - text.size(), '0');
    text.insert(text.size() - places, 1, '.');
  }
  if (value < 0) text.insert(0, 1, '-');
  return text;
}

std::string format_decimal(std::int64_t value, int scale) {
  std::string text = format_fixed(value, scale);
  if (scale == 0) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::optional<std::int64_t> rescale(std::int64_t value, int from_scale, int to_scale) {
  if (to_scale >= from_scale) {
    std::int64_t result = 0;
    if (__builtin_mul_overflow(value, power_of_ten(to_scale - from_scale), &result)) {
      return std::nullopt;
    }
    return result;
  }
  return rounded(Rational::of(value, power_of_ten(from_scale - to_scale)));
}

std::optional<std::int64_t> mul_round8(std::int64_t a, int a_scale, std::int64_t b, int b_scale) {
  const int excess = a_scale + b_scale - product_scale(a_scale, b_scale);
  const Int128 product = Int128{a} * b;
  // The excess reaches 28 places; Int128 holds 10^38.
  const Int128 unit = Int128{power_of_ten(excess / 2)} * power_of_ten(excess - excess / 2);
  return rounded(Rational::of(product, unit));
}

std::optional<std::int64_t> div_round8(std::int64_t a, int a_scale, std::int64_t b, int b_scale) {
  if (b == 0) return std::nullopt;
  const auto quotient = Rational::of(a, b);
  return rounded(scale_by_ten(*quotient, MaxVisibleScale + b_scale - a_scale));
}

}  // namespace precis::runtime
