// Elementary functions against an independent computation, and the operations on what is known of
// numbers: roundings, powers of intervals, sums of months that are refused.

#include "runtime/elementary.h"

#include <gtest/gtest.h>

#include <vector>

#include "runtime/builtins.h"
#include "runtime/date.h"

namespace precis::runtime {
namespace {

enum class Which { SquareRoot, Exponential, Logarithm, Power };

struct Vector {
  Which function;
  std::int64_t value;
  int places;
  std::int64_t exponent;
  int exponent_places;
  std::int64_t result;
};

constexpr Vector Vectors[] = {
#define VECTOR(function, value, places, exponent, exponent_places, result) \
  {Which::function, value, places, exponent, exponent_places, result},
#include "tests/unit/runtime_basics/elementary_vectors.def"
};

std::optional<std::int64_t> computed(const Vector& it) {
  switch (it.function) {
    case Which::SquareRoot:
      return square_root(it.value, it.places);
    case Which::Exponential:
      return exponential(it.value, it.places);
    case Which::Logarithm:
      return logarithm(it.value, it.places);
    case Which::Power:
      return power(it.value, it.places, it.exponent, it.exponent_places);
  }
  return std::nullopt;
}

TEST(Elementary, AgreesWithAnIndependentComputation) {
  for (const Vector& it : Vectors) {
    EXPECT_EQ(computed(it), it.result)
        << static_cast<int>(it.function) << " of " << it.value << "e-" << it.places << ", "
        << it.exponent << "e-" << it.exponent_places;
  }
}

TEST(Elementary, OutsideTheDomain) {
  EXPECT_EQ(square_root(-1, 0), std::nullopt);
  EXPECT_EQ(logarithm(0, 0), std::nullopt);
  EXPECT_EQ(logarithm(-5, 1), std::nullopt);
  EXPECT_EQ(power(0, 0, -1, 0), std::nullopt);
  EXPECT_EQ(power(-2, 0, 5, 1), std::nullopt);
  EXPECT_EQ(exponential(26, 0), std::nullopt) << "does not fit";
  EXPECT_EQ(exponential(-26, 0), 0);
  EXPECT_EQ(power(10, 0, 12, 0), std::nullopt) << "does not fit";
}

TEST(Elementary, NeverFallsWhereTheFunctionGrows) {
  for (std::int64_t x = 1; x < 4000; ++x) {
    ASSERT_LE(square_root(x, 3), square_root(x + 1, 3));
    ASSERT_LE(logarithm(x, 3), logarithm(x + 1, 3));
    ASSERT_LE(exponential(x - 2000, 3), exponential(x - 1999, 3));
  }
}

Cell of_interval(Function function, std::int64_t low, std::int64_t high) {
  const Cell x = between(low, high);
  Cell out;
  precis_function(&out, &x, static_cast<std::int64_t>(function), 0);
  return out;
}

TEST(ElementaryCells, TheDomainIsCut) {
  EXPECT_EQ(of_interval(Function::SquareRoot, 4, 9), between(200000000, 300000000));
  EXPECT_EQ(of_interval(Function::SquareRoot, -4, 9), (Cell{0, 300000000, 1, 0}));
  EXPECT_EQ(of_interval(Function::SquareRoot, -4, -1), surely_faults());
  EXPECT_EQ(of_interval(Function::Logarithm, 0, 1), (Cell{0, 0, 1, 0}));
  EXPECT_EQ(of_interval(Function::Exponential, 0, 30), (Cell{100000000, INT64_MAX, 1, 0}));
  EXPECT_EQ(of_interval(Function::Exponential, 30, 40), surely_faults());
}

// Every pair inside two intervals: its power is among what the intervals give.
TEST(ElementaryCells, PowersOfIntervalsHoldEveryPair) {
  for (std::int64_t x_low = -6; x_low <= 6; x_low += 2) {
    for (std::int64_t x_high = x_low; x_high <= 7; x_high += 3) {
      for (std::int64_t y_low = -30; y_low <= 30; y_low += 5) {
        for (std::int64_t y_high = y_low; y_high <= 35; y_high += 7) {
          const Cell x = between(x_low, x_high);
          const Cell y = between(y_low, y_high);
          Cell out;
          precis_power(&out, &x, &y, 0, 1);
          for (std::int64_t base = x_low; base <= x_high; ++base) {
            for (std::int64_t exponent = y_low; exponent <= y_high; ++exponent) {
              const auto value = power(base, 0, exponent, 1);
              const bool is_held = value ? !out.no_value && *value >= out.low && *value <= out.high
                                         : out.may_fault != 0;
              ASSERT_TRUE(is_held) << base << "^" << exponent << "/10 in [" << x_low << ", "
                                   << x_high << "]^[" << y_low << ", " << y_high << "]";
            }
          }
        }
      }
    }
  }
}

std::int64_t divided(std::int64_t x, std::int64_t y, std::int64_t gained, Rounding rounding) {
  const Cell a = exact(x);
  const Cell b = exact(y);
  Cell out;
  precis_divide(&out, &a, &b, gained, static_cast<std::int64_t>(rounding));
  EXPECT_EQ(out.low, out.high);
  return out.low;
}

TEST(Rounding, TiesAndSigns) {
  const std::vector<Rounding> all = {Rounding::HalfEven, Rounding::HalfUp, Rounding::Up,
                                     Rounding::Down};
  const auto tenths = [&](std::int64_t x) {
    std::vector<std::int64_t> found;
    for (const Rounding rounding : all) found.push_back(divided(x, 10, 0, rounding));
    return found;
  };
  EXPECT_EQ(tenths(25), (std::vector<std::int64_t>{2, 3, 3, 2}));
  EXPECT_EQ(tenths(24), (std::vector<std::int64_t>{2, 2, 3, 2}));
  EXPECT_EQ(tenths(26), (std::vector<std::int64_t>{3, 3, 3, 2}));
  EXPECT_EQ(tenths(30), (std::vector<std::int64_t>{3, 3, 3, 3}));
  for (std::int64_t x = 0; x < 60; ++x) {
    const auto plus = tenths(x);
    const auto minus = tenths(-x);
    for (std::size_t i = 0; i < plus.size(); ++i) EXPECT_EQ(minus[i], -plus[i]) << x;
  }
  EXPECT_EQ(divided(123456, 1, -3, Rounding::HalfUp), 123) << "places are lost";
  EXPECT_EQ(divided(1, 3, 4, Rounding::Up), 3334);
}

// Refused sums of months, against every day of the interval.
TEST(MonthEnds, RefusedSumsAreThoseOfTheDaysThatHaveOne) {
  const Day first = days_from_civil({2023, 12, 20});
  for (const std::int64_t months : {1, -1, 12, 13}) {
    for (Day low = first; low < first + 120; low += 5) {
      for (Day high = low; high < low + 40; high += 3) {
        Cell expected = surely_faults();
        bool refused = false;
        for (Day day = low; day <= high; ++day) {
          if (add_months_is_ambiguous(day, months)) {
            refused = true;
            continue;
          }
          const Cell sum = exact(add_months(day, months));
          expected = expected.no_value ? sum : join(Joining::Hull, expected, sum);
        }
        expected.may_fault = refused ? 1 : 0;
        const Cell date = between(low, high);
        Cell out;
        precis_add_months(&out, &date, months, 1);
        ASSERT_EQ(out, expected) << format_date(low) << " to " << format_date(high);
      }
    }
  }
}

}  // namespace
}  // namespace precis::runtime
