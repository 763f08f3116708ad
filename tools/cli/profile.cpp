#include "tools/cli/profile.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "tools/cli/console.h"

namespace precis::cli {

// Of so many decisions the rules are measured, if there are no more rules than that, and the
// costliest of them are shown.
static constexpr std::size_t DecisionsWithRules = 3;
static constexpr std::size_t MostRules = 1'000;
static constexpr std::size_t RulesShown = 5;
// The quickest of so many runs counts: the others were disturbed.
static constexpr int Runs = 9;

// Nanoseconds a request.
static double time_of(const driver::Evaluator& evaluator, ir::DecisionId decision,
                      const runtime::BatchView& view) {
  using Clock = std::chrono::steady_clock;
  jit::Workspaces workspaces;
  runtime::Answers answers = evaluator.answers(decision);
  answers.resize(static_cast<std::size_t>(view.record_count));
  const auto decide = [&] {
    evaluator.decide(decision, view, workspaces, 0, view.record_count, answers);
  };
  decide();  // compiled now
  double quickest = 0;
  for (int i = 0; i < Runs; ++i) {
    const auto begin = Clock::now();
    decide();
    const std::chrono::duration<double, std::nano> took = Clock::now() - begin;
    quickest = i == 0 ? took.count() : std::min(quickest, took.count());
  }
  return quickest / static_cast<double>(view.record_count);
}

static void costliest_first(auto& costs) {
  std::stable_sort(costs.begin(), costs.end(),
                   [](const auto& a, const auto& b) { return a.nanoseconds > b.nanoseconds; });
}

void Profile::measure(std::uint32_t schema, const runtime::BatchView& view) {
  const bool is_first = std::find(measured_.begin(), measured_.end(), schema) == measured_.end();
  if (!is_first || view.record_count == 0) return;
  measured_.push_back(schema);
  std::vector<DecisionCost> costs;
  for (std::uint32_t i = 0; i < program_.decisions.size(); ++i) {
    const ir::DecisionId id(i);
    if (program_.policies[program_.decisions[id].policy].schema != schema) continue;
    costs.push_back({id, view.record_count, time_of(evaluator_, id, view), {}});
  }
  costliest_first(costs);
  for (std::size_t i = 0; i < std::min(DecisionsWithRules, costs.size()); ++i) {
    costs[i].rules = rules_alone(costs[i].decision, view);
  }
  costs_.insert(costs_.end(), costs.begin(), costs.end());
  costliest_first(costs_);
}

// Each rule as a decision of its own: whether it applies, and what it gives.
std::vector<Profile::RuleCost> Profile::rules_alone(ir::DecisionId id,
                                                    const runtime::BatchView& view) const {
  const ir::Decision& decision = program_.decisions[id];
  if (decision.rules.size() > MostRules) return {};
  ir::Program alone = program_;
  alone.decisions[id].combination = ir::Combination::Collect;
  alone.decisions[id].otherwise.reset();
  std::vector<RuleCost> costs;
  for (std::size_t i = 0; i < decision.rules.size(); ++i) {
    alone.decisions[id].rules = {decision.rules[i]};
    const auto evaluator = driver::Evaluator::create(alone);
    if (!evaluator.ok()) return {};
    costs.push_back({ir::rule_name(program_, decision, i), time_of(*evaluator, id, view)});
  }
  costliest_first(costs);
  return costs;
}

std::string Profile::name_of(ir::DecisionId id) const {
  const ir::Decision& decision = program_.decisions[id];
  return program_.policies[decision.policy].name + "." + decision.name;
}

double Profile::total() const {
  double total = 0;
  for (const DecisionCost& cost : costs_) total += cost.nanoseconds;
  return total;
}

std::string Profile::table() const {
  if (costs_.empty()) return "";
  const double all = std::max(total(), 1e-9);
  Table table({"policy", "rule alone", "ns a request>", "share>"});
  for (const DecisionCost& cost : costs_) {
    table.add({name_of(cost.decision), "", fmt::format("{:.1f}", cost.nanoseconds),
               fmt::format("{:.0f} %", 100 * cost.nanoseconds / all)});
    for (std::size_t i = 0; i < std::min(RulesShown, cost.rules.size()); ++i) {
      table.add({"", cost.rules[i].name, fmt::format("{:.1f}", cost.rules[i].nanoseconds), ""});
    }
    if (cost.rules.size() > RulesShown) {
      table.add({"", fmt::format("{} more", grouped(cost.rules.size() - RulesShown)), "", ""});
    }
  }
  return fmt::format(
      "\n{}\nmeasured on {} requests; what rules share is counted for each of them\n", table.text(),
      grouped(static_cast<std::uint64_t>(costs_.front().requests)));
}

nlohmann::ordered_json Profile::json() const {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const DecisionCost& cost : costs_) {
    nlohmann::ordered_json row;
    row["policy"] = program_.policies[program_.decisions[cost.decision].policy].name;
    row["decision"] = program_.decisions[cost.decision].name;
    row["requests"] = cost.requests;
    row["nanoseconds"] = cost.nanoseconds;
    for (const RuleCost& rule : cost.rules) row["rules_alone"][rule.name] = rule.nanoseconds;
    all.push_back(row);
  }
  return all;
}

}  // namespace precis::cli
