#include "runtime/builtins.h"

#include <algorithm>
#include <array>
#include <optional>

#include "runtime/cell_arithmetic.h"
#include "runtime/date.h"
#include "runtime/matcher.h"

namespace precis::runtime {

// 1 for exponents below 0.
static Wide ten_to(std::int64_t exponent) {
  Wide result = 1;
  for (std::int64_t i = 0; i < exponent; ++i) result *= 10;
  return result;
}

// The divisor is not 0.
static Wide divide_rounded(Wide dividend, Wide divisor, Rounding rounding = Rounding::HalfEven) {
  const bool negative = (dividend < 0) != (divisor < 0);
  if (dividend < 0) dividend = -dividend;
  if (divisor < 0) divisor = -divisor;
  Wide quotient = dividend / divisor;
  const Wide rest = dividend % divisor;
  const Wide missing = divisor - rest;
  const auto away = [&] {
    switch (rounding) {
      case Rounding::HalfEven:
        return rest > missing || (rest == missing && quotient % 2 != 0);
      case Rounding::HalfUp:
        return rest >= missing;
      case Rounding::Up:
        return rest != 0;
      case Rounding::Down:
        return false;
    }
    return false;
  };
  if (away()) ++quotient;
  return negative ? -quotient : quotient;
}

// The end points of the parts of a divisor below and above 0.
struct DivisorParts {
  std::array<std::int64_t, 4> ends;
  std::size_t count = 0;

  explicit DivisorParts(const Cell& y) {
    auto add = [&](std::int64_t end) { ends[count++] = end; };
    if (y.low < 0) {
      add(y.low);
      add(std::min<std::int64_t>(-1, y.high));
    }
    if (y.high > 0) {
      add(std::max<std::int64_t>(1, y.low));
      add(y.high);
    }
  }
};

static bool contains_zero(const Cell& y) {
  return y.low <= 0 && y.high >= 0;
}

// A rational with a positive denominator.
struct Quotient {
  Wide numerator;
  Wide denominator;
};

static Quotient quotient_of(std::int64_t x, std::int64_t y) {
  return y < 0 ? Quotient{-static_cast<Wide>(x), -static_cast<Wide>(y)} : Quotient{x, y};
}

static int sign_of_difference(Wide left, Wide right) {
  return left < right ? -1 : left > right ? 1 : 0;
}

static int compare(const Quotient& a, const Quotient& b) {
  return sign_of_difference(a.numerator * b.denominator, b.numerator * a.denominator);
}

// q against z * 10^-shift; a product beyond 128 bits is as good as infinite.
static int compare(const Quotient& q, std::int64_t z, std::int64_t shift) {
  Wide left = q.numerator;
  Wide right;
  if (__builtin_mul_overflow(static_cast<Wide>(z), q.denominator, &right)) return z > 0 ? -1 : 1;
  if (shift >= 0) {
    if (__builtin_mul_overflow(left, ten_to(shift), &left)) return q.numerator < 0 ? -1 : 1;
  } else if (__builtin_mul_overflow(right, ten_to(-shift), &right)) {
    return z > 0 ? -1 : 1;
  }
  return sign_of_difference(left, right);
}

static Cell truth(bool can_be_true, bool can_be_false, Cell faults) {
  if (faults.no_value) return surely_faults();
  const std::int64_t members = (can_be_true ? CanBeTrue : 0) | (can_be_false ? CanBeFalse : 0);
  return {members, members, faults.may_fault, 0};
}

extern "C" void precis_add(Cell* out, const Cell* x, const Cell* y) {
  *out =
      cut(static_cast<Wide>(x->low) + y->low, static_cast<Wide>(x->high) + y->high, strict(*x, *y));
}

extern "C" void precis_subtract(Cell* out, const Cell* x, const Cell* y) {
  *out =
      cut(static_cast<Wide>(x->low) - y->high, static_cast<Wide>(x->high) - y->low, strict(*x, *y));
}

extern "C" void precis_multiply(Cell* out, const Cell* x, const Cell* y, std::int64_t dropped,
                                std::int64_t rounding) {
  const Wide by = ten_to(dropped);
  Wide low = 0;
  Wide high = 0;
  bool first = true;
  for (std::int64_t a : {x->low, x->high}) {
    for (std::int64_t b : {y->low, y->high}) {
      const Wide product = divide_rounded(static_cast<Wide>(a) * b, by, Rounding{rounding});
      low = first ? product : std::min(low, product);
      high = first ? product : std::max(high, product);
      first = false;
    }
  }
  *out = cut(low, high, strict(*x, *y));
}

extern "C" void precis_divide(Cell* out, const Cell* x, const Cell* y, std::int64_t gained,
                              std::int64_t rounding) {
  Cell faults = strict(*x, *y);
  const DivisorParts parts(*y);
  if (faults.no_value || parts.count == 0) {
    *out = surely_faults();
    return;
  }
  if (contains_zero(*y)) faults.may_fault = 1;
  Wide low = 0;
  Wide high = 0;
  bool first = true;
  for (std::int64_t a : {x->low, x->high}) {
    for (std::size_t k = 0; k < parts.count; ++k) {
      const Wide quotient =
          divide_rounded(a * ten_to(gained), parts.ends[k] * ten_to(-gained), Rounding{rounding});
      low = first ? quotient : std::min(low, quotient);
      high = first ? quotient : std::max(high, quotient);
      first = false;
    }
  }
  *out = cut(low, high, faults);
}

extern "C" void precis_rescale(Cell* out, const Cell* x, std::int64_t power) {
  *out = cut(x->low * ten_to(power), x->high * ten_to(power), strict(*x));
}

extern "C" void precis_minimum(Cell* out, const Cell* x, const Cell* y) {
  *out = cut(std::min(x->low, y->low), std::min(x->high, y->high), strict(*x, *y));
}

extern "C" void precis_maximum(Cell* out, const Cell* x, const Cell* y) {
  *out = cut(std::max(x->low, y->low), std::max(x->high, y->high), strict(*x, *y));
}

static std::optional<std::int64_t> apply(Function function, std::int64_t value, int places) {
  switch (function) {
    case Function::SquareRoot:
      return square_root(value, places);
    case Function::Exponential:
      return exponential(value, places);
    case Function::Logarithm:
      return logarithm(value, places);
  }
  return std::nullopt;
}

// What is above the domain of the exponential is a value that does not fit.
extern "C" void precis_function(Cell* out, const Cell* x, std::int64_t function,
                                std::int64_t places) {
  const Function which{function};
  const auto of = [&](std::int64_t value) { return apply(which, value, static_cast<int>(places)); };
  constexpr std::int64_t Largest = std::numeric_limits<std::int64_t>::max();
  std::int64_t first = x->low;
  if (which == Function::SquareRoot) first = std::max<std::int64_t>(first, 0);
  if (which == Function::Logarithm) first = std::max<std::int64_t>(first, 1);
  const std::optional<std::int64_t> low = first > x->high ? std::nullopt : of(first);
  if (x->no_value || !low) {
    *out = surely_faults();
    return;
  }
  const std::optional<std::int64_t> high = of(x->high);
  const bool leaves_domain = first != x->low || !high;
  *out = {*low, high.value_or(Largest), static_cast<std::uint8_t>(x->may_fault | leaves_domain), 0};
}

// The numbers at which a power can be least or greatest.
struct PowerCorners {
  std::array<std::int64_t, 7> values{};
  std::size_t count = 0;

  void add(std::int64_t value, const Cell& within) {
    const bool is_new = std::find(values.begin(), values.begin() + count, value) ==
                        values.begin() + static_cast<std::ptrdiff_t>(count);
    if (value >= within.low && value <= within.high && is_new) values[count++] = value;
  }
};

// A power grows or falls with its exponent; below a base of 0 so do the odd and the even ones.
static PowerCorners exponents_of(const Cell& y, std::int64_t one) {
  PowerCorners corners;
  for (std::int64_t value : {y.low, y.high, std::int64_t{0}}) corners.add(value, y);
  const Wide first = (static_cast<Wide>(y.low) + (y.low > 0 ? one - 1 : 0)) / one * one;
  const Wide last = (static_cast<Wide>(y.high) - (y.high < 0 ? one - 1 : 0)) / one * one;
  for (Wide value : {first, first + one, last - one, last}) {
    if (value >= y.low && value <= y.high) corners.add(static_cast<std::int64_t>(value), y);
  }
  return corners;
}

extern "C" void precis_power(Cell* out, const Cell* x, const Cell* y, std::int64_t base_places,
                             std::int64_t exponent_places) {
  Cell faults = strict(*x, *y);
  std::int64_t one = 1;
  for (std::int64_t i = 0; i < exponent_places; ++i) one *= 10;
  PowerCorners bases;
  for (std::int64_t base : {x->low, x->high, std::int64_t{-1}, std::int64_t{0}, std::int64_t{1}}) {
    bases.add(base, *x);
  }
  const PowerCorners exponents = exponents_of(*y, one);
  Cell hull;
  bool some_bound = false;
  bool some_value = false;
  const auto reach = [&](std::int64_t bound) {
    hull = some_bound ? join(Joining::Hull, hull, exact(bound)) : exact(bound);
    some_bound = true;
  };
  for (std::size_t i = 0; i < bases.count; ++i) {
    for (std::size_t k = 0; k < exponents.count; ++k) {
      const std::int64_t base = bases.values[i];
      const std::int64_t exponent = exponents.values[k];
      const auto value =
          power(base, static_cast<int>(base_places), exponent, static_cast<int>(exponent_places));
      faults.may_fault |= !value;
      some_value |= value.has_value();
      const bool is_defined = base > 0 || (base < 0 && exponent % one == 0);
      const bool is_negative = base < 0 && exponent / one % 2 != 0;
      if (value) {
        reach(*value);
      } else if (is_defined) {
        reach(static_cast<std::int64_t>(is_negative ? Lowest : Highest));
      }
    }
  }
  // Between whole exponents a base below 0 has no power, however the corners are.
  if (x->low < 0 && y->low != y->high && one != 1) faults.may_fault = 1;
  *out = faults.no_value || !some_value ? surely_faults()
                                        : Cell{hull.low, hull.high, faults.may_fault, 0};
}

// The nearest day from `day` on, backwards or forwards, whose sum is not ambiguous: at most the
// last three days of a month are.
static std::int64_t with_sum(std::int64_t day, std::int64_t months, std::int64_t step) {
  while (add_months_is_ambiguous(static_cast<Day>(day), months)) day += step;
  return day;
}

// Whether a day of [low, high] has an ambiguous sum: of each month its last day there, if any.
static bool some_ambiguous(std::int64_t low, std::int64_t high, std::int64_t months) {
  for (std::int64_t day = low; day <= high;) {
    const Civil civil = civil_from_days(static_cast<Day>(day));
    const std::int64_t last =
        std::min<std::int64_t>(high, day + days_in_month(civil.year, civil.month) - civil.day);
    if (add_months_is_ambiguous(static_cast<Day>(last), months)) return true;
    day = last + 1;
  }
  return false;
}

extern "C" void precis_add_months(Cell* out, const Cell* date, std::int64_t months,
                                  std::int64_t refuses) {
  if (date->no_value) {
    *out = surely_faults();
    return;
  }
  std::int64_t low = date->low;
  std::int64_t high = date->high;
  std::uint8_t may_fault = date->may_fault;
  if (refuses != 0 && some_ambiguous(low, high, months)) {
    may_fault = 1;
    low = with_sum(low, months, 1);
    high = with_sum(high, months, -1);
    if (low > high) {
      *out = surely_faults();
      return;
    }
  }
  *out = {add_months(static_cast<std::int32_t>(low), months),
          add_months(static_cast<std::int32_t>(high), months), may_fault, 0};
}

extern "C" void precis_age(Cell* out, const Cell* birth, const Cell* at) {
  const Cell faults = strict(*birth, *at);
  if (faults.no_value) {
    *out = surely_faults();
    return;
  }
  auto age = [&](std::int64_t born, std::int64_t on) {
    return std::max<std::int64_t>(
        0, completed_years(static_cast<std::int32_t>(born), static_cast<std::int32_t>(on)));
  };
  *out = {age(birth->high, at->low), age(birth->low, at->high), faults.may_fault, 0};
}

extern "C" void precis_compare_quotient(Cell* out, const Cell* x, const Cell* y, const Cell* z,
                                        std::int64_t relation, std::int64_t shift) {
  Cell faults = strict(*x, *y, *z);
  const DivisorParts parts(*y);
  if (faults.no_value || parts.count == 0) {
    *out = surely_faults();
    return;
  }
  if (contains_zero(*y)) faults.may_fault = 1;
  Quotient low = quotient_of(x->low, parts.ends[0]);
  Quotient high = low;
  for (std::int64_t a : {x->low, x->high}) {
    for (std::size_t k = 0; k < parts.count; ++k) {
      const Quotient q = quotient_of(a, parts.ends[k]);
      if (compare(q, low) < 0) low = q;
      if (compare(q, high) > 0) high = q;
    }
  }
  const int low_to_low = compare(low, z->low, shift);
  const int low_to_high = compare(low, z->high, shift);
  const int high_to_low = compare(high, z->low, shift);
  const int high_to_high = compare(high, z->high, shift);
  const bool meet = low_to_high <= 0 && high_to_low >= 0;
  const bool one = low_to_low == 0 && low_to_high == 0 && high_to_low == 0 && high_to_high == 0;
  switch (static_cast<Relation>(relation)) {
    case Relation::Less:
      *out = truth(low_to_high < 0, high_to_low >= 0, faults);
      return;
    case Relation::LessEqual:
      *out = truth(low_to_high <= 0, high_to_low > 0, faults);
      return;
    case Relation::Greater:
      *out = truth(high_to_low > 0, low_to_high <= 0, faults);
      return;
    case Relation::GreaterEqual:
      *out = truth(high_to_low >= 0, low_to_high < 0, faults);
      return;
    case Relation::Equal:
      *out = truth(meet, !one, faults);
      return;
    case Relation::NotEqual:
      *out = truth(!one, meet, faults);
      return;
  }
}

Joining joining_of(Form form) {
  switch (form) {
    case Form::Bool:
    case Form::Enum:
      return Joining::Mask;
    case Form::Number:
    case Form::Money:
    case Form::Date:
      return Joining::Hull;
    case Form::Code:
    case Form::Text:
    case Form::CodeSet:
      return Joining::Symbol;
  }
  return Joining::Hull;
}

Cell join(Joining joining, const Cell& a, const Cell& b) {
  switch (joining) {
    case Joining::Hull:
      return between(std::min(a.low, b.low), std::max(a.high, b.high));
    case Joining::Mask:
      return mask(a.low | b.low);
    case Joining::Symbol:
      return a.low == a.high && a.low == b.low && a.high == b.high ? exact(a.low)
                                                                   : between(0, UnknownCodeHigh);
  }
  return a;
}

std::span<const Builtin> builtins() {
  static const Builtin Table[] = {
#define BUILTIN(name) {#name, reinterpret_cast<void*>(&name)}
      BUILTIN(precis_add),
      BUILTIN(precis_subtract),
      BUILTIN(precis_multiply),
      BUILTIN(precis_divide),
      BUILTIN(precis_rescale),
      BUILTIN(precis_minimum),
      BUILTIN(precis_maximum),
      BUILTIN(precis_function),
      BUILTIN(precis_power),
      BUILTIN(precis_add_months),
      BUILTIN(precis_match),
      BUILTIN(precis_age),
      BUILTIN(precis_compare_quotient),
      BUILTIN(precis_passage),
      BUILTIN(precis_items_begin),
      BUILTIN(precis_select_push),
      BUILTIN(precis_select_finish),
      BUILTIN(precis_total_push),
      BUILTIN(precis_sum_finish),
      BUILTIN(precis_least_finish),
      BUILTIN(precis_distinct_finish),
      BUILTIN(precis_exposure_push),
      BUILTIN(precis_days_covered_finish),
      BUILTIN(precis_longest_run_finish),
      BUILTIN(precis_on_hand_finish),
#undef BUILTIN
  };
  return Table;
}

}  // namespace precis::runtime
