#include "compiler/explain/weigh.h"

#include <algorithm>

#include "compiler/explain/supposing.h"

namespace precis::explain {

using runtime::Cell;

namespace {

// How often a record may be decided again: to try made-up cases, for the proofs about all facts,
// and for the proof about one of them.
constexpr std::size_t MostTries = 1200;
constexpr std::size_t MostCases = 32;
constexpr std::ptrdiff_t MostSteps = 2000;
constexpr std::ptrdiff_t LeastForOne = 20;
constexpr std::ptrdiff_t MostForOne = 400;
// More facts than anybody is asked for stay as they are.
constexpr std::size_t MostFacts = 150;

class Weighing {
 public:
  Weighing(const View& view, const std::vector<std::vector<Stand>>& facts)
      : supposing_(view, facts), weights_(facts.size()), is_left_(facts.size(), true) {}

  std::vector<Weight> run() {
    try_cases();
    const auto doubtful = std::max<std::ptrdiff_t>(
        std::ranges::count(weights_, 0U, [](const Weight& it) { return it.matters; }), 1);
    for (std::size_t fact = weights_.size(); fact-- > 0;) {
      if (weights_[fact].matters > 0) continue;
      is_left_[fact] = false;
      steps_ = std::clamp(MostSteps / doubtful, LeastForOne, MostForOne);
      weights_[fact].is_needed = !is_enough();
      is_left_[fact] = weights_[fact].is_needed;
    }
    return std::move(weights_);
  }

 private:
  // Whether the unknown has a value of its own while only the facts in `known` are.
  bool is_free(std::size_t i, const std::vector<bool>& known) const {
    const Unknown& it = supposing_[i];
    return known[it.fact] && !it.rests_on_more &&
           std::ranges::all_of(it.rests_on, [&](std::size_t fact) { return bool(known[fact]); });
  }

  bool decides(const std::vector<Cell>& values, const std::vector<bool>& known) {
    Supposing::Cells cells(supposing_.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (is_free(i, known)) cells[i] = values[i];
    }
    return supposing_.decides(cells);
  }

  void try_cases() {
    const std::size_t facts = weights_.size();
    const std::size_t cases = std::clamp(MostTries / (2 * facts + 1), std::size_t{4}, MostCases);
    support::Random random(1);
    const std::vector<bool> all(facts, true);
    std::vector<std::size_t> settles(facts), matters(facts);
    for (std::size_t it = 0; it < cases; ++it) {
      std::vector<Cell> values;
      for (std::size_t i = 0; i < supposing_.size(); ++i) {
        values.push_back(supposing_.any_value(i, random));
      }
      const bool is_decided = decides(values, all);
      for (std::size_t fact = 0; fact < facts; ++fact) {
        std::vector<bool> only(facts, false), others(facts, true);
        only[fact] = true;
        others[fact] = false;
        settles[fact] += decides(values, only) ? 1 : 0;
        matters[fact] += is_decided && !decides(values, others) ? 1 : 0;
      }
    }
    for (std::size_t fact = 0; fact < facts; ++fact) {
      weights_[fact].settles = static_cast<std::uint32_t>(100 * settles[fact] / cases);
      weights_[fact].matters = static_cast<std::uint32_t>(100 * matters[fact] / cases);
      // One case among many is still one.
      if (matters[fact] > 0) weights_[fact].matters = std::max(weights_[fact].matters, 1U);
    }
  }

  // Whether any values of the facts that are left decide.
  bool is_enough() {
    std::vector<bool> open;
    for (std::size_t i = 0; i < supposing_.size(); ++i) open.push_back(is_free(i, is_left_));
    Supposing::Cells cells(supposing_.size());
    return is_enough(open, cells);
  }

  bool is_enough(const std::vector<bool>& open, Supposing::Cells& cells) {
    if (steps_-- <= 0) return false;
    if (supposing_.decides(cells)) return true;
    const std::optional<std::size_t> next = supposing_.open_unknown(open);
    if (!next) return false;
    const std::optional<Cell> before = cells[*next];
    const auto [first, second] = supposing_.split(*next, before.value_or(supposing_[*next].cell));
    bool enough = true;
    for (const Cell& part : {first, second}) {
      cells[*next] = part;
      enough = enough && is_enough(open, cells);
    }
    cells[*next] = before;
    return enough;
  }

  Supposing supposing_;
  std::vector<Weight> weights_;
  std::vector<bool> is_left_;
  std::ptrdiff_t steps_ = 0;  // left for the proof
};

}  // namespace

std::vector<Weight> weigh(const View& view, const std::vector<std::vector<Stand>>& facts) {
  if (facts.size() == 1) return {{true, 100, 100}};
  if (facts.empty() || facts.size() > MostFacts) return std::vector<Weight>(facts.size());
  return Weighing(view, facts).run();
}

}  // namespace precis::explain
