#pragma once

// Arithmetic on the bounds of types: what does not fit becomes the nearest bound there is.

#include <algorithm>
#include <cstdint>
#include <limits>

#include "runtime/rational.h"

namespace precis::check {

inline std::int64_t saturated(runtime::Int128 value) {
  constexpr runtime::Int128 Lowest = std::numeric_limits<std::int64_t>::min();
  constexpr runtime::Int128 Highest = std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(std::clamp(value, Lowest, Highest));
}
inline std::int64_t saturated_sum(std::int64_t a, std::int64_t b) {
  return saturated(static_cast<runtime::Int128>(a) + b);
}
inline std::int64_t saturated_difference(std::int64_t a, std::int64_t b) {
  return saturated(static_cast<runtime::Int128>(a) - b);
}
inline std::int64_t saturated_product(std::int64_t a, std::int64_t b) {
  return saturated(static_cast<runtime::Int128>(a) * b);
}

}  // namespace precis::check
