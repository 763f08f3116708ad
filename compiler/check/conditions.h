#pragma once

// Conditions of a policy as formulas. A variable stands for what a condition asks about: a fact, a
// number, a code, or a whole question that is not looked into; two conditions that ask about the
// same thing share it. So what is impossible for the formulas is impossible for every request; what
// is possible for them need not be.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/check/context.h"
#include "compiler/check/logic.h"
#include "compiler/check/same.h"

namespace precis::check {

class Conditions {
 public:
  // Of one decision; `roots` are all conditions that formulas will be made of.
  Conditions(const Context& context, const std::vector<typed::ExprId>& roots);

  FormulaId formula(typed::ExprId condition) { return formula(condition, Same::NoArguments); }
  Logic& logic() { return logic_; }

  // What is asked, and one case of it: "`member.age` 18, `sex` female". Empty where all is left
  // open.
  std::string example(const std::vector<Values>& values) const;

 private:
  // What the conditions ask about one thing, and the cases that they tell apart.
  struct Subject {
    typed::ExprId expr;
    std::optional<typed::ExprId> other = {};          // what it is compared with, if no constant
    std::vector<std::int64_t> firsts = {};            // of numbers, where each case begins
    std::vector<std::uint32_t> sets = {};             // of codes, the value sets asked about
    std::vector<std::vector<bool>> memberships = {};  // of each code's case, in which sets it is
    std::vector<std::string> names = {};              // of the cases
    std::optional<std::uint32_t> variable = {};
  };
  // `subject RELATION bound`; of two values, their difference RELATION 0.
  struct Ordered {
    std::uint32_t key;
    typed::ExprId subject;
    std::optional<typed::ExprId> other;
    typed::Relation relation;
    std::int64_t bound;
  };
  using Test = std::function<bool(std::size_t)>;

  void collect(typed::ExprId id, std::uint32_t arguments);
  FormulaId formula(typed::ExprId id, std::uint32_t arguments);
  FormulaId members(const typed::InMask& it, std::uint32_t arguments);
  FormulaId codes(const typed::InValueSet& it, std::uint32_t arguments);
  FormulaId order(const Ordered& it);
  FormulaId whole(typed::ExprId id, std::uint32_t arguments);
  FormulaId where(Subject& subject, const Test& test);

  // A comparison as conditions on one thing; none where it cannot be told so.
  std::vector<Ordered> comparisons(typed::ExprId id, std::uint32_t arguments);
  Ordered ordered(typed::Relation relation, typed::ExprId left, typed::ExprId right,
                  std::uint32_t arguments);
  std::uint32_t codes_key(const typed::InValueSet& it, std::uint32_t arguments);
  std::optional<std::int64_t> constant_of(typed::ExprId id) const;

  void close_numbers(Subject& subject) const;
  void close_codes(Subject& subject) const;
  std::string number_text(typed::ExprId subject, std::int64_t value) const;
  std::string subject_text(typed::ExprId id) const;

  const Context& context_;
  Same same_;
  Logic logic_;
  std::map<std::uint32_t, Subject> subjects_;  // by key
};

}  // namespace precis::check
