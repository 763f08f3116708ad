#include "compiler/ir/program.h"

#include <algorithm>
#include <numeric>

#include "compiler/support/check.h"

namespace precis::ir {

const OutcomeValue& outcome_of(const Decision& decision, std::size_t index) {
  if (index < decision.rules.size()) return decision.rules[index].then;
  CHECK(decision.otherwise.has_value(), "a decision without `otherwise`");
  return decision.otherwise->then;
}

std::string rule_name(const Program& program, const Decision& decision, std::size_t index) {
  if (index >= decision.rules.size()) return "otherwise";
  const Rule& rule = decision.rules[index];
  if (!rule.phase) return rule.name;
  return program.policies[decision.policy].phases[*rule.phase].name + "." + rule.name;
}

std::size_t rung_count(const Decision& decision) {
  return decision.rules.size() + (decision.otherwise ? 1 : 0);
}

std::vector<std::size_t> in_written_order(const Decision& decision) {
  std::vector<std::size_t> order(rung_count(decision));
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(decision.rules.size()),
            [&](std::size_t a, std::size_t b) {
              return decision.rules[a].written < decision.rules[b].written;
            });
  return order;
}

std::size_t collected_words(const Decision& decision) {
  if (decision.combination != Combination::Collect) return 0;
  return (decision.rules.size() + 63) / 64;
}

}  // namespace precis::ir
