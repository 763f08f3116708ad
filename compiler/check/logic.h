#pragma once

// Formulas over variables that have finitely many values, and the search for values that make some
// of them true at once. Knows nothing of the language.

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/support/id.h"

namespace precis::check {

using FormulaId = support::Id<struct FormulaTag>;

// Of one variable: which of its values are left.
using Values = std::vector<bool>;

class Logic {
 public:
  // A variable with `count` values; the number of the first is 0.
  std::uint32_t variable(std::size_t count);

  // The variable has one of the values.
  FormulaId one_of(std::uint32_t variable, Values values);
  FormulaId all_of(std::vector<FormulaId> parts);  // of none: true
  FormulaId any_of(std::vector<FormulaId> parts);  // of none: false
  FormulaId negation(FormulaId id);

  enum class Outcome : std::uint8_t { Possible, Impossible, TooHard };
  struct Found {
    Outcome outcome;
    // Possible: by variable, the values that all make the formulas true.
    std::vector<Values> values;
  };
  // Whether all can be true at once. All searches together take a bounded number of steps; when
  // they are spent every search is too hard.
  Found find(std::vector<FormulaId> formulas);
  bool is_spent() const { return steps_left_ <= 0; }

 private:
  enum class Kind : std::uint8_t { OneOf, AllOf, AnyOf };
  struct Formula {
    Kind kind;
    std::uint32_t variable = 0;
    Values values = {};
    std::vector<FormulaId> parts = {};
  };
  enum class Truth : std::uint8_t { True, False, Open };
  using Box = std::vector<Values>;

  FormulaId add(Formula formula);
  Truth truth(FormulaId id, const Box& box);
  // Takes what is certain into the box, leaving formulas that have several ways to be true.
  bool settle(std::vector<FormulaId>& open, Box& box);
  bool search(std::vector<FormulaId> open, Box& box);

  std::vector<Formula> formulas_;
  std::vector<std::size_t> counts_;
  std::int64_t cases_ = 0;  // of all variables
  std::int64_t steps_left_ = 20'000'000;
};

}  // namespace precis::check
