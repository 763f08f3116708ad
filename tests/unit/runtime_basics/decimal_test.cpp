#include "runtime/decimal.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "runtime/rational.h"

namespace precis::runtime {
namespace {

constexpr std::int64_t Largest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t Smallest = std::numeric_limits<std::int64_t>::min();

TEST(ParseDecimal, ReadsAtTheScale) {
  EXPECT_EQ(*parse_decimal("12.5", 2), 1250);
  EXPECT_EQ(*parse_decimal("-12.50", 2), -1250);
  EXPECT_EQ(*parse_decimal("+7", 0), 7);
  EXPECT_EQ(*parse_decimal("0007.0100", 3), 7010);
  EXPECT_EQ(*parse_decimal("0", 18), 0);
}

TEST(ParseDecimal, RoundsHalfToEvenOnAllDigits) {
  EXPECT_EQ(*parse_decimal("0.125", 2), 12);
  EXPECT_EQ(*parse_decimal("0.135", 2), 14);
  EXPECT_EQ(*parse_decimal("-0.125", 2), -12);
  EXPECT_EQ(*parse_decimal("0.12500000000000000000000000000000001", 2), 13);
  EXPECT_EQ(*parse_decimal("0.124999999999999999999999999999999999", 2), 12);
  EXPECT_EQ(*parse_decimal("0.5", 0), 0);
  EXPECT_EQ(*parse_decimal("1.5", 0), 2);
  EXPECT_EQ(*parse_decimal("0.004", 2), 0);
}

TEST(ParseDecimal, KnowsItsRange) {
  EXPECT_EQ(*parse_decimal("9223372036854775807", 0), Largest);
  EXPECT_EQ(*parse_decimal("-9223372036854775808", 0), Smallest);
  EXPECT_EQ(*parse_decimal("92233720368547758.07", 2), Largest);
  EXPECT_FALSE(parse_decimal("9223372036854775808", 0));
  EXPECT_FALSE(parse_decimal("-9223372036854775809", 0));
  EXPECT_FALSE(parse_decimal("9223372036854775807.5", 0));
  EXPECT_EQ(*parse_decimal("-9223372036854775808.5", 0), Smallest);
  EXPECT_EQ(*parse_decimal("1", 18), 1'000'000'000'000'000'000);
  EXPECT_FALSE(parse_decimal("10", 18));
  EXPECT_FALSE(parse_decimal(std::string(5000, '9'), 0));
}

TEST(ParseDecimal, RefusesOtherShapes) {
  for (const char* text : {"", "-", "+", ".5", "5.", "1e3", " 1", "1 ", "1,000", "--1", "0x1",
                           "1.2.3", "nan", "\xd9\xa1"}) {
    EXPECT_FALSE(parse_decimal(text, 2)) << text;
  }
  EXPECT_EQ(parse_decimal("abc", 2).error(), "`abc` is not a number");
  EXPECT_EQ(parse_decimal(std::string(5000, 'x'), 2).error(),
            "`" + std::string(60, 'x') + "...` is not a number");
  EXPECT_EQ(parse_decimal(std::string(59, 'x') + "\u00e9\u00e9", 2).error(),
            "`" + std::string(59, 'x') + "...` is not a number");
}

TEST(ParseJsonNumber, ReadsExponents) {
  EXPECT_EQ(*parse_json_number("1.25e2", 0), 125);
  EXPECT_EQ(*parse_json_number("125E-2", 2), 125);
  EXPECT_EQ(*parse_json_number("1e+3", 1), 10000);
  EXPECT_EQ(*parse_json_number("5e-3", 2), 0);
  EXPECT_EQ(*parse_json_number("15e-3", 2), 2);
  EXPECT_EQ(*parse_json_number("51e-4", 2), 1);
  EXPECT_EQ(*parse_json_number("1e-999999999999", 8), 0);
  EXPECT_EQ(*parse_json_number("0e999999999999", 8), 0);
  EXPECT_EQ(*parse_json_number("-0", 2), 0);
  EXPECT_FALSE(parse_json_number("1e999999999999", 0));
}

TEST(ParseJsonNumber, IsStrict) {
  for (const char* text : {"+1", "01", "-01", "1e", "1e+", "1.", ".1", "1e1.5", "Infinity", "1d"}) {
    EXPECT_FALSE(parse_json_number(text, 2)) << text;
  }
}

TEST(FormatDecimal, DropsOrKeepsTrailingZeros) {
  EXPECT_EQ(format_decimal(250, 2), "2.5");
  EXPECT_EQ(format_decimal(200, 2), "2");
  EXPECT_EQ(format_decimal(1000, 0), "1000");
  EXPECT_EQ(format_decimal(-5, 3), "-0.005");
  EXPECT_EQ(format_decimal(0, 2), "0");
  EXPECT_EQ(format_fixed(500, 2), "5.00");
  EXPECT_EQ(format_fixed(-7, 2), "-0.07");
  EXPECT_EQ(format_fixed(Smallest, 0), "-9223372036854775808");
  EXPECT_EQ(format_fixed(Smallest, 18), "-9.223372036854775808");
}

TEST(FormatDecimal, IsReadBack) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 2000; ++i) {
    const auto value = static_cast<std::int64_t>(random() >> (i % 60));
    const int scale = i % 19;
    EXPECT_EQ(*parse_decimal(format_decimal(value, scale), scale), value);
    EXPECT_EQ(*parse_decimal(format_fixed(-value / 2, scale), scale), -value / 2);
  }
}

TEST(Rescale, IsExactUpAndRoundsDown) {
  EXPECT_EQ(rescale(15, 1, 3), 1500);
  EXPECT_EQ(rescale(25, 1, 0), 2);
  EXPECT_EQ(rescale(35, 1, 0), 4);
  EXPECT_EQ(rescale(-25, 1, 0), -2);
  EXPECT_EQ(rescale(Largest, 0, 1), std::nullopt);
}

TEST(Round8, ProductsAndQuotients) {
  EXPECT_EQ(mul_round8(150, 2, 20, 1), 3000);
  EXPECT_EQ(mul_round8(1, 8, 5, 1), 0);
  EXPECT_EQ(mul_round8(3, 8, 5, 1), 2);
  EXPECT_EQ(mul_round8(Largest, 0, 2, 0), std::nullopt);
  EXPECT_EQ(mul_round8(Largest, 18, Largest, 18), 8507059173);
  EXPECT_EQ(div_round8(1, 0, 3, 0), 33333333);
  EXPECT_EQ(div_round8(2, 0, 3, 0), 66666667);
  EXPECT_EQ(div_round8(-2, 0, 3, 0), -66666667);
  EXPECT_EQ(div_round8(100, 2, 4, 1), 250000000);
  EXPECT_EQ(div_round8(1, 0, 0, 0), std::nullopt);
}

TEST(Rational, IsInLowestTerms) {
  EXPECT_EQ(*Rational::of(6, -4), *Rational::of(-3, 2));
  EXPECT_EQ(*Rational::of(0, -7), Rational(0));
  EXPECT_EQ(Rational::of(1, 0), std::nullopt);
  EXPECT_EQ(add(*Rational::of(1, 6), *Rational::of(1, 3)), Rational::of(1, 2));
  EXPECT_EQ(subtract(*Rational::of(1, 6), *Rational::of(1, 3)), Rational::of(-1, 6));
  EXPECT_EQ(mul(*Rational::of(2, 3), *Rational::of(9, 4)), Rational::of(3, 2));
  EXPECT_EQ(div(*Rational::of(2, 3), *Rational::of(-4, 3)), Rational::of(-1, 2));
  EXPECT_EQ(div(1, 0), std::nullopt);
}

TEST(Rational, ComparesWhatCrossMultiplicationCannot) {
  const Int128 huge = Int128{1} << 126;
  EXPECT_LT(*Rational::of(huge - 1, huge), *Rational::of(huge, huge - 1));
  EXPECT_GT(*Rational::of(-huge + 1, huge), *Rational::of(-huge, huge - 1));
  EXPECT_LT(*Rational::of(huge - 3, huge - 1), *Rational::of(huge - 1, huge + 1));
  EXPECT_EQ(*Rational::of(huge, 2) <=> *Rational::of(huge, 2), std::strong_ordering::equal);
}

TEST(Rational, ComparesAsCrossMultiplication) {
  for (int a = -12; a <= 12; ++a) {
    for (int b = 1; b <= 7; ++b) {
      for (int c = -12; c <= 12; ++c) {
        for (int d = 1; d <= 7; ++d) {
          ASSERT_EQ(*Rational::of(a, b) <=> *Rational::of(c, d), a * d <=> c * b);
        }
      }
    }
  }
}

TEST(Rational, Rounds) {
  EXPECT_EQ(floor(*Rational::of(-7, 2)), -4);
  EXPECT_EQ(ceil(*Rational::of(-7, 2)), -3);
  EXPECT_EQ(floor(*Rational::of(7, 2)), 3);
  EXPECT_EQ(ceil(*Rational::of(8, 2)), 4);
  EXPECT_EQ(round_half_even(*Rational::of(5, 2)), 2);
  EXPECT_EQ(round_half_even(*Rational::of(7, 2)), 4);
  EXPECT_EQ(round_half_even(*Rational::of(-5, 2)), -2);
  EXPECT_EQ(round_half_even(*Rational::of(-8, 3)), -3);
  EXPECT_EQ(round_half_even(*Rational::of(Int128{1} << 63, 1)), std::nullopt);
}

TEST(Rational, ReadsDecimalText) {
  EXPECT_EQ(*parse_rational("386.65"), *Rational::of(7733, 20));
  EXPECT_EQ(*parse_rational("-1.50e-3"), *Rational::of(-3, 2000));
  EXPECT_EQ(*parse_rational("2e3"), Rational(2000));
  EXPECT_EQ(rational_of(1250, 2), *Rational::of(25, 2));
  EXPECT_FALSE(parse_rational("1e40"));
  EXPECT_FALSE(parse_rational("1e-40"));
  EXPECT_FALSE(parse_rational("one"));
  EXPECT_EQ(scale_by_ten(*Rational::of(1, 3), 3), Rational::of(1000, 3));
  EXPECT_EQ(scale_by_ten(7, -2), Rational::of(7, 100));
  EXPECT_EQ(scale_by_ten(1, 39), std::nullopt);
}

}  // namespace
}  // namespace precis::runtime
