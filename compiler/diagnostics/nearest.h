#pragma once

// "Did you mean …?"

#include <optional>
#include <span>
#include <string_view>

namespace precis::diagnostics {

// The candidate that `name` is most likely a slip of the pen for: at most one edit in three letters
// (insertion, deletion, substitution, swap of neighbours; case alone counts half). The first
// candidate wins a tie. None when all are too far.
std::optional<std::string_view> nearest_name(std::string_view name,
                                             std::span<const std::string_view> candidates);

}  // namespace precis::diagnostics
