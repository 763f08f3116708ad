#pragma once

// What keeps the rules of a phase together while it is unknown whether the request is in it: none
// of them is sure then, so that one which surely applies in the phase would not hide those after
// it.

#include <optional>
#include <vector>

#include "compiler/lower/builder.h"

namespace precis::lower {

// The condition of the phase, where it may be unknown. The rules of a list do not hide each other.
std::optional<ir::NodeId> open_phase(const Builder& builder, const ir::Policy& policy,
                                     ir::Combination combination,
                                     std::optional<std::uint32_t> phase);

// `when`, and none of the rule's exceptions and of `more`.
ir::NodeId own_condition(Builder& builder, const ir::Rule& rule,
                         const std::vector<ir::Exception>& more);

// That neither those before nor this one holds.
ir::NodeId nor(Builder& builder, std::optional<ir::NodeId> none_before, ir::NodeId condition);

// The last conjunct of a rule that has others before it in an open phase: that the phase is known,
// or that none of these applies.
ir::NodeId unless_passed_over(Builder& builder, ir::NodeId in_phase, ir::NodeId none_before);

}  // namespace precis::lower
