#pragma once

// What the operations on cells share. Private to runtime.

#include <algorithm>
#include <cstdint>
#include <limits>

#include "runtime/cell.h"

namespace precis::runtime {

__extension__ using Wide = __int128;

inline constexpr Wide Lowest = std::numeric_limits<std::int64_t>::min();
inline constexpr Wide Highest = std::numeric_limits<std::int64_t>::max();

// The faults a strict operation takes over from its operands.
template <class... Cells>
Cell strict(const Cells&... operands) {
  return {0, 0, static_cast<std::uint8_t>((operands.may_fault | ...)),
          static_cast<std::uint8_t>((operands.no_value | ...))};
}

// The interval [low, high] cut to i64; what lies outside faults.
inline Cell cut(Wide low, Wide high, Cell faults) {
  if (faults.no_value || low > Highest || high < Lowest) return surely_faults();
  const bool leaves_range = low < Lowest || high > Highest;
  return {static_cast<std::int64_t>(std::max(low, Lowest)),
          static_cast<std::int64_t>(std::min(high, Highest)),
          static_cast<std::uint8_t>(faults.may_fault | leaves_range), 0};
}

inline bool is_sure(const Cell& body) {
  return body.low == CanBeTrue && !body.may_fault;
}
inline bool can_be_true(const Cell& body) {
  return (body.low & CanBeTrue) != 0;
}

}  // namespace precis::runtime
