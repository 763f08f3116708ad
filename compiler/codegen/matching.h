#pragma once

// The rules of a decision that collects which are tables, not code (`runtime/matcher.h`): where
// there are many, and each is a conjunction of comparisons of facts with constants.

#include <optional>
#include <vector>

#include "compiler/codegen/frame.h"
#include "runtime/matcher.h"

namespace precis::codegen {

class Matching {
 public:
  // Nothing where rules are few, or one record is decided at a time.
  static std::optional<Matching> of(const ir::Program& program, ir::DecisionId decision,
                                    Flavour flavour);

  bool has(std::size_t rule) const { return rules_[rule]; }

  // Writes the words of its rules for the current block, and gives the records of which one of them
  // is not settled. `governed`, `maybe`: as in `precis_match`.
  llvm::Value* emit(Frame& frame, llvm::Value* governed, llvm::Value* maybe) const;

 private:
  std::vector<bool> rules_;
  runtime::Matcher matcher_;
};

// Where the words of the current block's rules begin.
llvm::Value* collected_words(Frame& frame);

}  // namespace precis::codegen
