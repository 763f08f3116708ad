#pragma once

// Comparisons and counts of conditions, as `ops.def` says.

#include <cstdint>
#include <vector>

#include "compiler/codegen/lane.h"

namespace precis::codegen {

Truth at_least(Builder& b, const std::vector<Truth>& operands, std::int64_t wanted);
Truth less(Builder& b, const std::vector<Lane>& operands, bool or_equal);
// `form`: that of the operands.
Truth equals(Builder& b, const std::vector<Lane>& operands, runtime::Form form);
Truth same_member(Builder& b, const std::vector<Lane>& operands);
Truth in_mask(Builder& b, const Known& operand, std::int64_t mask);

}  // namespace precis::codegen
