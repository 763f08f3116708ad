#include "runtime/builtins.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "runtime/date.h"

namespace precis::runtime {

using Wide = __int128;

static constexpr Wide Lowest = std::numeric_limits<std::int64_t>::min();
static constexpr Wide Highest = std::numeric_limits<std::int64_t>::max();

// The faults a strict operation takes over from its operands.
template <class... Cells>
static Cell strict(const Cells&... operands) {
  return {0, 0, static_cast<std::uint8_t>((operands.may_fault | ...)),
          static_cast<std::uint8_t>((operands.no_value | ...))};
}

// The interval [low, high] cut to i64; what lies outside faults.
static Cell cut(Wide low, Wide high, Cell faults) {
  if (faults.no_value || low > Highest || high < Lowest) return surely_faults();
  const bool leaves_range = low < Lowest || high > Highest;
  return {static_cast<std::int64_t>(std::max(low, Lowest)),
          static_cast<std::int64_t>(std::min(high, Highest)),
          static_cast<std::uint8_t>(faults.may_fault | leaves_range), 0};
}

static Wide ten_to(std::int64_t exponent) {
  Wide result = 1;
  for (std::int64_t i = 0; i < exponent; ++i) result *= 10;
  return result;
}

// Half to even; the divisor is not 0.
static Wide divide_rounded(Wide dividend, Wide divisor) {
  if (divisor < 0) {
    dividend = -dividend;
    divisor = -divisor;
  }
  Wide quotient = dividend / divisor;
  Wide rest = dividend % divisor;
  if (rest < 0) {
    rest += divisor;
    --quotient;
  }
  const Wide twice = rest * 2;
  if (twice > divisor || (twice == divisor && quotient % 2 != 0)) ++quotient;
  return quotient;
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

extern "C" void precis_multiply(Cell* out, const Cell* x, const Cell* y, std::int64_t dropped) {
  const Wide by = ten_to(dropped);
  Wide low = 0;
  Wide high = 0;
  bool first = true;
  for (std::int64_t a : {x->low, x->high}) {
    for (std::int64_t b : {y->low, y->high}) {
      const Wide product = divide_rounded(static_cast<Wide>(a) * b, by);
      low = first ? product : std::min(low, product);
      high = first ? product : std::max(high, product);
      first = false;
    }
  }
  *out = cut(low, high, strict(*x, *y));
}

extern "C" void precis_divide(Cell* out, const Cell* x, const Cell* y, std::int64_t gained) {
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
      const Wide quotient = divide_rounded(static_cast<Wide>(a) * ten_to(gained), parts.ends[k]);
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

extern "C" void precis_add_months(Cell* out, const Cell* date, std::int64_t months) {
  if (date->no_value) {
    *out = surely_faults();
    return;
  }
  const int by = static_cast<int>(months);
  *out = {add_months(static_cast<std::int32_t>(date->low), by),
          add_months(static_cast<std::int32_t>(date->high), by), date->may_fault, 0};
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

static bool is_sure(const Cell& body) {
  return body.low == CanBeTrue && !body.may_fault;
}
static bool can_be_true(const Cell& body) {
  return (body.low & CanBeTrue) != 0;
}

extern "C" void precis_items_begin(Workspace* workspace) {
  workspace->candidates.clear();
  workspace->fills.clear();
  workspace->strictness = {};
}

static void take_faults(Workspace* workspace, const Cell& cell) {
  workspace->strictness.may_fault |= cell.may_fault;
  workspace->strictness.no_value |= cell.no_value;
}

extern "C" void precis_select_push(Workspace* workspace, const Cell* body, const Cell* key,
                                   const Cell* value) {
  take_faults(workspace, *body);
  workspace->candidates.push_back({*body, *key, *value});
}

// Keys turned round for SelectFirst, so that "after" is always the greater.
static Cell oriented(const Cell& key, std::int64_t direction) {
  return direction == 0 ? key : Cell{-key.high, -key.low, key.may_fault, key.no_value};
}

extern "C" void precis_select_finish(Workspace* workspace, Cell* out, std::int64_t mode,
                                     std::int64_t low, std::int64_t high) {
  const std::vector<Workspace::Candidate>& items = workspace->candidates;
  const std::int64_t direction = mode & 1;
  const Joining joining{mode & ~std::int64_t{1}};
  if (workspace->strictness.no_value) {
    *out = surely_faults();
    return;
  }
  // The surely matching item that surely comes last: only a later one can take its place.
  std::size_t last = items.size();
  std::int64_t last_key = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!is_sure(items[i].body) || items[i].key.may_fault) continue;
    const std::int64_t key = oriented(items[i].key, direction).low;
    if (last == items.size() || key >= last_key) {
      last = i;
      last_key = key;
    }
  }
  if (last == items.size()) {
    *out = {low, high, workspace->strictness.may_fault, 0};
    return;
  }
  Cell result;
  bool first = true;
  bool some_value = false;
  std::uint8_t may_fault = workspace->strictness.may_fault;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!can_be_true(items[i].body)) continue;
    const Cell key = oriented(items[i].key, direction);
    if (!key.no_value && (key.high < last_key || (key.high == last_key && i < last))) continue;
    const Cell& value = items[i].value;
    may_fault |= value.may_fault | key.may_fault;
    if (value.no_value || key.no_value) continue;
    some_value = true;
    result = first ? value : join(joining, result, value);
    first = false;
  }
  if (!some_value) {
    *out = surely_faults();
    return;
  }
  *out = {result.low, result.high, may_fault, 0};
}

extern "C" void precis_exposure_push(Workspace* workspace, const Cell* body, const Cell* drug,
                                     const Cell* date, const Cell* days) {
  for (const Cell* cell : {body, drug, date, days}) take_faults(workspace, *cell);
  if (!can_be_true(*body)) return;
  workspace->fills.push_back(
      {drug->low, drug->low == drug->high, static_cast<std::int32_t>(date->low),
       static_cast<std::int32_t>(date->high), days->low, days->high, is_sure(*body)});
}

// Days cut to the range of the node's type: nobody has more supply on hand than it allows.
static Cell counted(const DayCount& count, std::int64_t low, std::int64_t high, Cell faults) {
  return {std::clamp(count.low, low, high), std::clamp(count.high, low, high), faults.may_fault, 0};
}

// No record has a date outside the supported days, so what is known from the first on is known
// always.
static std::int32_t known_since(const Cell& known_from) {
  return known_from.high <= first_supported_day() ? KnownFromAlways
                                                  : static_cast<std::int32_t>(known_from.high);
}
static std::int32_t known_until(const Cell& known_to) {
  return known_to.low >= last_supported_day() ? KnownToAlways
                                              : static_cast<std::int32_t>(known_to.low);
}

extern "C" void precis_days_covered_finish(Workspace* workspace, Cell* out, const Cell* from,
                                           const Cell* to, const Cell* known_from,
                                           const Cell* known_to, std::int64_t low,
                                           std::int64_t high) {
  const Cell faults = strict(workspace->strictness, *from, *to, *known_from, *known_to);
  if (faults.no_value) {
    *out = surely_faults();
    return;
  }
  if (from->low != from->high || to->low != to->high) {
    *out = {low, high, faults.may_fault, 0};
    return;
  }
  *out = counted(days_covered(workspace->fills, static_cast<std::int32_t>(from->low),
                              static_cast<std::int32_t>(to->low), known_since(*known_from),
                              known_until(*known_to)),
                 low, high, faults);
}

extern "C" void precis_on_hand_finish(Workspace* workspace, Cell* out, const Cell* day,
                                      const Cell* known_from, const Cell* known_to,
                                      std::int64_t low, std::int64_t high) {
  const Cell faults = strict(workspace->strictness, *day, *known_from, *known_to);
  if (faults.no_value) {
    *out = surely_faults();
    return;
  }
  if (day->low != day->high) {
    *out = {low, high, faults.may_fault, 0};
    return;
  }
  *out = counted(on_hand(workspace->fills, static_cast<std::int32_t>(day->low),
                         known_since(*known_from), known_until(*known_to)),
                 low, high, faults);
}

std::span<const Builtin> builtins() {
  static const Builtin Table[] = {
#define BUILTIN(name) {#name, reinterpret_cast<void*>(&name)}
      BUILTIN(precis_add),
      BUILTIN(precis_subtract),
      BUILTIN(precis_multiply),
      BUILTIN(precis_divide),
      BUILTIN(precis_rescale),
      BUILTIN(precis_add_months),
      BUILTIN(precis_age),
      BUILTIN(precis_compare_quotient),
      BUILTIN(precis_items_begin),
      BUILTIN(precis_select_push),
      BUILTIN(precis_select_finish),
      BUILTIN(precis_exposure_push),
      BUILTIN(precis_days_covered_finish),
      BUILTIN(precis_on_hand_finish),
#undef BUILTIN
  };
  return Table;
}

}  // namespace precis::runtime
