#pragma once

// The shape of decimal text, shared by the readers of scaled integers and of fractions.

#include <optional>
#include <string_view>

namespace precis::runtime {

enum class DecimalForm {
  // [+-] digits [ . digits ]
  Plain,
  // RFC 8259: [-] digits without leading zeros [ . digits ] [ (e|E) [+-] digits ]
  Json,
};

// The number (-1)^negative * whole.fraction * 10^exponent. `whole` has at least one digit. An
// exponent beyond a million is cut to a million: far outside every supported range.
struct DecimalDigits {
  bool negative;
  std::string_view whole;
  std::string_view fraction;
  int exponent;
};

// nullopt when the text has another shape.
std::optional<DecimalDigits> decimal_digits(std::string_view text, DecimalForm form);

}  // namespace precis::runtime
