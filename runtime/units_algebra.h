#pragma once

// Products and powers of units and of their factors; nullopt when the result is out of range. The
// zero of a scale takes no part: units with one stand alone.

#include <optional>

#include "runtime/units.h"

namespace precis::runtime {

// Brings a factor into its canonical form.
std::optional<Factor> canonical(Factor factor);

std::optional<Factor> multiply(const Factor& a, const Factor& b);
std::optional<Factor> power(const Factor& base, int exponent);

std::optional<Unit> multiply(const Unit& a, const Unit& b);
std::optional<Unit> power(const Unit& base, int exponent);

}  // namespace precis::runtime
