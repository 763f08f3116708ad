#pragma once

// Plans become policies whose ladder holds the rules of the decisions they list. Private to lower.

#include "compiler/lower/expressions.h"

namespace precis::lower {

// Adds the policies and decisions of the plans after those of the program; all of the program's
// policies and decisions have been lowered.
void add_plans(const typed::Program& program, const source::Map& sources, Builder& builder,
               Expressions& expressions);

// The numbers of a plan's policy and decision are those after the program's.
inline ir::PolicyId policy_of(const typed::Program& program, typed::PlanId plan) {
  return ir::PolicyId(static_cast<std::uint32_t>(program.policies.size()) + plan.index());
}
inline ir::DecisionId decision_of(const typed::Program& program, typed::PlanId plan) {
  return ir::DecisionId(static_cast<std::uint32_t>(program.decisions.size()) + plan.index());
}

// Whether the date `at` is among these days, both included.
ir::NodeId in_force(Builder& builder, ir::NodeId at, std::int32_t from, std::int32_t to);

// Whether the decision gives one of the alternatives in `mask`: false while its policy does not
// govern the request or is not in force.
ir::NodeId gives(Builder& builder, ir::DecisionId decision, ir::NodeId at, std::int64_t mask);

}  // namespace precis::lower
