#include "compiler/typed/plans.h"

#include <algorithm>

#include "compiler/typed/decisions.h"

namespace precis::typed {

const Rule* rule_on_ladder(const Decision& decision, std::uint32_t rule) {
  if (rule >= decision.rules.size()) return nullptr;
  return &decision.rules[ladder_order(decision)[rule]];
}

const OutcomeValue& outcome_of(const Decision& decision, std::uint32_t rule) {
  const Rule* const found = rule_on_ladder(decision, rule);
  return found != nullptr ? found->then : decision.otherwise->then;
}

bool is_favorable(const Program& program, const Decision& decision, std::uint32_t rule) {
  const Alternative& given =
      program.outcomes[decision.outcome].alternatives[outcome_of(decision, rule).alternative];
  return given.standing == Standing::Favorable;
}

static void add_rules(const Program& program, const Stage& stage, std::uint32_t stage_number,
                      std::uint32_t listed, bool favorable, std::vector<PlanRule>& rules) {
  const DecisionId id = stage.decisions[listed].decision;
  const Decision& decision = program.decisions[id];
  const std::size_t rungs = decision.rules.size() + (decision.otherwise ? 1 : 0);
  for (std::uint32_t rule = 0; rule < rungs; ++rule) {
    if (is_favorable(program, decision, rule) != favorable) continue;
    rules.push_back({stage_number, listed, id, rule});
  }
}

std::vector<PlanRule> plan_rules(const Program& program, const Plan& plan) {
  std::vector<PlanRule> rules;
  for (std::uint32_t s = 0; s < plan.stages.size(); ++s) {
    const Stage& stage = plan.stages[s];
    const auto first = static_cast<std::ptrdiff_t>(rules.size());
    for (std::uint32_t d = 0; d < stage.decisions.size(); ++d) {
      add_rules(program, stage, s, d, false, rules);
    }
    if (!stage.most_severe) continue;
    const auto severity = [&](const PlanRule& it) {
      return outcome_of(program.decisions[it.decision], it.rule).alternative;
    };
    std::stable_sort(rules.begin() + first, rules.end(), [&](const PlanRule& a, const PlanRule& b) {
      return severity(a) > severity(b);
    });
  }
  for (auto s = static_cast<std::uint32_t>(plan.stages.size()); s-- > 0;) {
    for (auto d = static_cast<std::uint32_t>(plan.stages[s].decisions.size()); d-- > 0;) {
      add_rules(program, plan.stages[s], s, d, true, rules);
    }
  }
  return rules;
}

std::string plan_rule_name(const Program& program, const Plan& plan, const PlanRule& rule) {
  const Decision& decision = program.decisions[rule.decision];
  std::string name = program.policies[decision.policy].name;
  std::size_t of_policy = 0;
  for (const Stage& stage : plan.stages) {
    for (const Stage::Listed& it : stage.decisions) {
      of_policy += program.decisions[it.decision].policy == decision.policy ? 1 : 0;
    }
  }
  if (of_policy > 1) name.append(".").append(decision.name);
  const Rule* const found = rule_on_ladder(decision, rule.rule);
  if (found == nullptr) return name.append(".otherwise");
  const std::vector<Phase>& phases = program.policies[decision.policy].phases;
  if (found->phase) name.append(".").append(phases[*found->phase].name);
  return name.append(".").append(found->name);
}

}  // namespace precis::typed
