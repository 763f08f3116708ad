#pragma once

// Which expressions ask about the same thing: they have one key. Definitions are seen through, and
// what a question calls its items does not matter.

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "compiler/typed/program.h"

namespace precis::check {

class Same {
 public:
  explicit Same(const typed::Program& program) : program_(program), arguments_(1) {}

  // Of an expression outside of every definition with parameters.
  static constexpr std::uint32_t NoArguments = 0;

  // A key for the arguments of a use, as its body reads them.
  std::uint32_t arguments(const std::vector<typed::ExprId>& written, std::uint32_t outer);
  std::uint32_t key(typed::ExprId id, std::uint32_t arguments);
  // As if a negated question (`no`, `is unknown`, `is not`) were asked without the negation.
  std::uint32_t positive_key(typed::ExprId id, std::uint32_t arguments);
  // A key made from others.
  std::uint32_t key(const std::string& text);

  static bool is_negated(const typed::Expr& expr);

 private:
  std::string immediates(const typed::Expr& expr) const;

  const typed::Program& program_;
  std::map<std::string, std::uint32_t> keys_;
  std::vector<std::vector<std::uint32_t>> arguments_;
  std::map<std::vector<std::uint32_t>, std::uint32_t> argument_ids_;
  std::vector<typed::QueryId> open_;  // the questions around
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::vector<std::uint32_t>>, std::uint32_t>
      known_;
};

}  // namespace precis::check
