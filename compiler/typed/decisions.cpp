#include "compiler/typed/decisions.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace precis::typed {

std::vector<std::uint32_t> ladder_order(const Decision& decision) {
  std::vector<std::uint32_t> order(decision.rules.size());
  std::iota(order.begin(), order.end(), 0);
  if (decision.combination != Combination::MostSevere) return order;
  const auto rank = [&](std::uint32_t index) {
    const Rule& rule = decision.rules[index];
    return std::tuple(rule.phase.value_or(0), rule.is_fallback, ~rule.then.alternative, index);
  };
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return rank(a) < rank(b); });
  return order;
}

}  // namespace precis::typed
