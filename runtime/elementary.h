#pragma once

// Square root, exponential, logarithm and power of decimals, correctly rounded to MaxVisibleScale
// places (ties to even), the same on every machine: integer arithmetic only, no libm.
//
// An argument is value / 10^scale, scale 0 to MaxVisibleScale. nullopt where the function is not
// defined or the result does not fit an int64 at 8 places.

#include <cstdint>
#include <optional>
#include <string_view>

namespace precis::runtime {

enum class Function : std::int64_t { SquareRoot, Exponential, Logarithm };
// As an author writes it: sqrt, exp, ln.
std::string_view function_name(Function function);

std::optional<std::int64_t> square_root(std::int64_t value, int scale);
std::optional<std::int64_t> exponential(std::int64_t value, int scale);
std::optional<std::int64_t> logarithm(std::int64_t value, int scale);

// 0^0 is 1; of a number below 0 only whole powers are defined.
std::optional<std::int64_t> power(std::int64_t base, int base_scale, std::int64_t exponent,
                                  int exponent_scale);

}  // namespace precis::runtime
