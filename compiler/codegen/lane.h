#pragma once

// What is known of one value, as LLVM values: the emitter's counterpart of `runtime::Cell`. This
// file and lane.cpp are all that has to know how wide a lane is: wider lanes (one value for each of
// many records) replace the scalars here by vectors.
//
// Invariant (canonical), as in runtime/cell.h: no_value implies may_fault and low == high == 0; a
// truth that can be neither true nor false may fault. So `no_value` of a truth needs no bit.

#include <llvm/Analysis/InstSimplifyFolder.h>
#include <llvm/IR/IRBuilder.h>

#include <cstdint>
#include <span>
#include <variant>

#include "runtime/builtins.h"
#include "runtime/cell.h"
#include "runtime/type.h"

namespace precis::codegen {

// Folds while it builds, so that the parts of exact values that say nothing become no code.
using Builder = llvm::IRBuilder<llvm::InstSimplifyFolder>;

// Every form but Bool. Intervals: `exact` values have the same llvm::Value as low and high. Masks
// always have; `exact` then says that one member is set. Exact values never fault.
struct Lane {
  llvm::Value* low;        // i64
  llvm::Value* high;       // i64
  llvm::Value* may_fault;  // i1
  llvm::Value* no_value;   // i1
  bool exact = false;
};

// A Bool. Exact: can_false is not can_true, and may_fault is false.
struct Truth {
  llvm::Value* can_true;   // i1
  llvm::Value* can_false;  // i1
  llvm::Value* may_fault;  // i1
  bool exact = false;
};

using Known = std::variant<Lane, Truth>;

// ---- constants
llvm::Value* number(Builder& b, std::int64_t value);
llvm::Value* bit(Builder& b, bool value);

// ---- making values
Lane exact_lane(Builder& b, llvm::Value* value);
// Possible members. `exact`: the mask has one member.
Lane mask_lane(Builder& b, llvm::Value* members, bool exact);
Truth exact_truth(Builder& b, llvm::Value* is_true);
Known constant(Builder& b, const runtime::Cell& cell, runtime::Form form);

// ---- forms
Lane pack(Builder& b, const Truth& truth);
Truth unpack(Builder& b, const Lane& lane);
Lane as_lane(Builder& b, const Known& known);
Known as_form(Builder& b, const Lane& lane, runtime::Form form);
const Truth& as_truth(const Known& known);

// ---- questions
bool is_exact(const Known& known);
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
Truth negated(Builder& b, const Truth& truth);

// ---- choice
Known either(Builder& b, llvm::Value* condition, const Known& then, const Known& otherwise);

// The union of those values of one type that are taken, built one at a time.
class Union {
 public:
  Union(Builder& b, runtime::Form form);
  // Where `taken`, `value` is one of the possible values, and its faults are possible faults.
  void add(llvm::Value* taken, const Known& value);
  void add_fault(llvm::Value* may_fault);
  // With no value taken: surely faults.
  Known result();

 private:
  Builder& b_;
  runtime::Form form_;
  runtime::Joining joining_;
  llvm::Value* low_;
  llvm::Value* high_;
  llvm::Value* some_;
  llvm::Value* may_fault_;
};

}  // namespace precis::codegen
