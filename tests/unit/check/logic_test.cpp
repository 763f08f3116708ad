// Formulas over finitely many values: what can be true at once, against trying every case.

#include "compiler/check/logic.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <random>
#include <utility>
#include <vector>

namespace precis::check {
namespace {

constexpr std::size_t Variables = 4;
constexpr std::size_t Cases = 3;

using Assignment = std::array<std::size_t, Variables>;
using Meaning = std::function<bool(const Assignment&)>;

// A random formula, built beside what it means.
class Formulas {
 public:
  explicit Formulas(std::uint32_t seed) : random_(seed) {
    for (std::size_t i = 0; i < Variables; ++i) variables_.push_back(logic_.variable(Cases));
  }

  std::pair<FormulaId, Meaning> make(int depth) {
    if (depth == 0) {
      const std::size_t variable = below(Variables);
      Values values(Cases);
      for (std::size_t i = 0; i < Cases; ++i) values[i] = below(2) == 1;
      return {logic_.one_of(variables_[variable], values),
              [=](const Assignment& at) { return values[at[variable]]; }};
    }
    const std::size_t kind = below(3);
    const auto [a, a_means] = make(depth - 1);
    if (kind == 2) {
      return {logic_.negation(a), [=](const Assignment& at) { return !a_means(at); }};
    }
    const auto [b, b_means] = make(depth - 1);
    if (kind == 0) {
      return {logic_.all_of({a, b}),
              [=](const Assignment& at) { return a_means(at) && b_means(at); }};
    }
    return {logic_.any_of({a, b}),
            [=](const Assignment& at) { return a_means(at) || b_means(at); }};
  }

  Logic& logic() { return logic_; }

 private:
  std::size_t below(std::size_t n) { return random_() % n; }

  std::mt19937 random_;
  Logic logic_;
  std::vector<std::uint32_t> variables_;
};

std::optional<Assignment> first_true(const Meaning& means) {
  Assignment at{};
  for (std::size_t code = 0; code < 81; ++code) {
    std::size_t rest = code;
    for (std::size_t& value : at) {
      value = rest % Cases;
      rest /= Cases;
    }
    if (means(at)) return at;
  }
  return std::nullopt;
}

TEST(Logic, FindsWhatTryingEveryCaseFinds) {
  int possible = 0;
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    Formulas formulas(seed);
    const auto [x, x_means] = formulas.make(3);
    const auto [y, y_means] = formulas.make(3);
    const Logic::Found found = formulas.logic().find({x, y});
    const auto both = [&](const Assignment& at) { return x_means(at) && y_means(at); };
    const bool expected = first_true(both).has_value();
    ASSERT_EQ(found.outcome == Logic::Outcome::Possible, expected) << seed;
    if (!expected) continue;
    ++possible;
    Assignment at{};
    for (std::size_t v = 0; v < Variables; ++v) {
      at[v] =
          static_cast<std::size_t>(std::find(found.values[v].begin(), found.values[v].end(), true) -
                                   found.values[v].begin());
    }
    EXPECT_TRUE(both(at)) << seed;
  }
  EXPECT_GT(possible, 100);
  EXPECT_LT(possible, 380);
}

TEST(Logic, SaysWhenItHasSearchedEnough) {
  Logic logic;
  std::vector<FormulaId> formulas;
  // Each pigeon in one of the holes, of which there is one too few.
  constexpr std::size_t Holes = 11;
  std::vector<std::uint32_t> pigeons;
  for (std::size_t i = 0; i <= Holes; ++i) pigeons.push_back(logic.variable(Holes));
  for (std::size_t a = 0; a <= Holes; ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      for (std::size_t hole = 0; hole < Holes; ++hole) {
        Values here(Holes);
        here[hole] = true;
        const FormulaId both =
            logic.all_of({logic.one_of(pigeons[a], here), logic.one_of(pigeons[b], here)});
        formulas.push_back(logic.negation(both));
      }
    }
  }
  EXPECT_EQ(logic.find(formulas).outcome, Logic::Outcome::TooHard);
  EXPECT_TRUE(logic.is_spent());
}

}  // namespace
}  // namespace precis::check
