#pragma once

// What is known of one value, as LLVM values: the emitter's counterpart of `runtime::Cell`, of one
// record or of a block (see `builder.h`).
//
// Invariant (canonical), as in runtime/cell.h: no_value implies may_fault and low == high == 0; a
// truth that can be neither true nor false may fault. So `no_value` of a truth needs no flag.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "compiler/codegen/builder.h"
#include "runtime/builtins.h"
#include "runtime/cell.h"
#include "runtime/type.h"

namespace precis::codegen {

// A fact that is either known or anything in [low, high]: cheaper to compare than two bounds.
struct Nullable {
  llvm::Value* value;  // number; says nothing where it is not known
  llvm::Value* known;  // flag
  std::int64_t low;
  std::int64_t high;
};

// Every form but Bool. Intervals: `exact` values have the same llvm::Value as low and high. Masks
// always have; `exact` then says that one member is set. Exact values never fault.
struct Lane {
  llvm::Value* low;        // number
  llvm::Value* high;       // number
  llvm::Value* may_fault;  // flag
  llvm::Value* no_value;   // flag
  bool exact = false;
  std::optional<Nullable> nullable = {};  // the same value once more
};

// A Bool. Exact: can_false is not can_true, and may_fault is false.
struct Truth {
  llvm::Value* can_true;  // flags
  llvm::Value* can_false;
  llvm::Value* may_fault;
  bool exact = false;
};

// An enumeration as a flag for each member, which says whether the value can be it: what a table
// gives. Never of one record.
struct Members {
  std::vector<llvm::Value*> can_be;
  llvm::Value* may_fault;
  bool exact = false;
};

using Known = std::variant<Lane, Truth, Members>;

// The same, with each of its values replaced.
using Replacement = std::function<llvm::Value*(llvm::Value*)>;
Known replaced(const Known& known, const Replacement& by);

// ---- making values
Lane exact_lane(Builder& b, llvm::Value* value);
// Possible members. `exact`: the mask has one member.
Lane mask_lane(Builder& b, llvm::Value* members, bool exact);
Truth exact_truth(Builder& b, llvm::Value* is_true);
// `bits`: how wide numbers of its type are.
Known constant(Builder& b, const runtime::Cell& cell, runtime::Form form, unsigned bits);

// ---- forms
// How wide the mask of so many members is.
unsigned mask_bits(const Builder& b, std::size_t members);
Lane pack(Builder& b, const Truth& truth);
Lane pack(Builder& b, const Members& members);
Truth unpack(Builder& b, const Lane& lane);
Lane as_lane(Builder& b, const Known& known);
Known as_form(Builder& b, const Lane& lane, runtime::Form form);
const Truth& as_truth(const Known& known);

// The same with other values, for each that is no constant, always in the same order. `is_set`: the
// flag that has to be set, all others being zero, so that a truth is false.
using OtherValue = std::function<llvm::Value*(llvm::Value* value, bool is_set)>;
Known with_values(Builder& b, const Known& known, const OtherValue& other);

// ---- questions
// Whether the flag is known to be clear while code is written.
bool is_never(llvm::Value* flag);
bool is_exact(const Known& known);
llvm::Value* may_fault(const Known& known);
// Whether no value is possible.
llvm::Value* has_no_value(Builder& b, const Known& known);
llvm::Value* is_sure(Builder& b, const Truth& truth);
// Exactly one value is possible, and no fault.
llvm::Value* is_single(Builder& b, const Known& known, runtime::Form form);
llvm::Value* one_member(Builder& b, llvm::Value* mask);

// ---- faults
struct Faults {
  llvm::Value* may_fault;
  llvm::Value* no_value;
};
// The faults that a strict operation takes over from its operands.
Faults strict(Builder& b, std::span<const Lane> operands);
// The interval with these faults, low = high = 0 where there is no value.
Lane canonical(Builder& b, llvm::Value* low, llvm::Value* high, Faults faults);
Truth strict_truth(Builder& b, llvm::Value* can_true, llvm::Value* can_false, Faults faults);

// ---- logic
Truth conjunction(Builder& b, std::span<const Truth> operands);
Truth disjunction(Builder& b, std::span<const Truth> operands);
Truth negated(const Truth& truth);

// ---- choice
Known either(Builder& b, llvm::Value* condition, const Known& then, const Known& otherwise);

// The union of those values of one type that are taken, built one at a time.
class Union {
 public:
  // `bits`: how wide numbers of the type are.
  Union(Builder& b, runtime::Form form, unsigned bits);
  // Where `taken`, `value` is one of the possible values, and its faults are possible faults.
  void add(llvm::Value* taken, const Known& value);
  void add_fault(llvm::Value* may_fault);
  // With no value taken: surely faults.
  Known result();

 private:
  Builder& b_;
  runtime::Form form_;
  runtime::Joining joining_;
  unsigned bits_;
  llvm::Value* low_;
  llvm::Value* high_;
  llvm::Value* some_;
  llvm::Value* may_fault_;
};

// The same of an enumeration, member by member. At the width of a block.
class MemberUnion {
 public:
  MemberUnion(Builder& b, std::size_t members);
  void add(llvm::Value* taken, const Members& value);
  // Where `taken`, one of `members`.
  void add(llvm::Value* taken, std::int64_t members);
  void add_fault(llvm::Value* may_fault);
  // `exact`: exactly one member is taken, everywhere.
  Members result(bool exact);

 private:
  Builder& b_;
  Members members_;
};

}  // namespace precis::codegen
