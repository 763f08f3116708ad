#pragma once

// How the decisions of a plan become one ladder.

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/typed/program.h"

namespace precis::typed {

// Rule `rule` of a decision, as its ladder counts (`ladder_order`), or its `otherwise`: the number
// after the last rule.
struct PlanRule {
  std::uint32_t stage;   // in Plan::stages
  std::uint32_t listed;  // in Stage::decisions
  DecisionId decision;
  std::uint32_t rule;
};

// The plan's ladder: the rules of its decisions in an order in which the first that applies gives
// the plan's answer. First what is not favorable, stage by stage, in a stage the most severe or the
// first listed first. Then what is favorable, from the last decision listed to the first. The rules
// of one decision keep their order among the favorable ones, and among the others too unless the
// stage is by most severe.
std::vector<PlanRule> plan_rules(const Program& program, const Plan& plan);

// By ladder number. Nothing of `otherwise`.
const Rule* rule_on_ladder(const Decision& decision, std::uint32_t rule);
const OutcomeValue& outcome_of(const Decision& decision, std::uint32_t rule);
bool is_favorable(const Program& program, const Decision& decision, std::uint32_t rule);

// `glp1.step`, `glp1.renewal.improved`, `glp1.otherwise`: the policy and the rule. Where the plan
// lists several decisions of the policy, the decision stands between them.
std::string plan_rule_name(const Program& program, const Plan& plan, const PlanRule& rule);

}  // namespace precis::typed
