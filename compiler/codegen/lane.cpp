#include "compiler/codegen/lane.h"

#include <llvm/IR/Intrinsics.h>

#include <limits>

#include "compiler/support/check.h"
#include "compiler/support/match.h"

namespace precis::codegen {

using llvm::Value;
using runtime::Form;
using runtime::Joining;

Value* number(Builder& b, std::int64_t value) {
  return b.getInt64(static_cast<std::uint64_t>(value));
}

Value* bit(Builder& b, bool value) {
  return b.getInt1(value);
}

Lane exact_lane(Builder& b, Value* value) {
  return {value, value, bit(b, false), bit(b, false), true};
}

Lane mask_lane(Builder& b, Value* members, bool exact) {
  return {members, members, bit(b, false), bit(b, false), exact};
}

Truth exact_truth(Builder& b, Value* is_true) {
  return {is_true, b.CreateNot(is_true), bit(b, false), true};
}

static bool is_mask(Form form) {
  return runtime::joining_of(form) == Joining::Mask;
}

static bool has_one_member(std::int64_t mask) {
  return mask != 0 && (mask & (mask - 1)) == 0;
}

Known constant(Builder& b, const runtime::Cell& cell, Form form) {
  const bool sure = !cell.may_fault && !cell.no_value;
  const bool single = is_mask(form) ? has_one_member(cell.low) : cell.low == cell.high;
  const Lane lane{number(b, cell.low), number(b, cell.high), bit(b, cell.may_fault != 0),
                  bit(b, cell.no_value != 0), sure && single};
  return as_form(b, lane, form);
}

Lane pack(Builder& b, const Truth& truth) {
  Value* const members =
      b.CreateOr(b.CreateZExt(truth.can_true, b.getInt64Ty()),
                 b.CreateSelect(truth.can_false, number(b, runtime::CanBeFalse), number(b, 0)));
  Value* const nothing =
      truth.exact ? bit(b, false) : b.CreateNot(b.CreateOr(truth.can_true, truth.can_false));
  return {members, members, truth.may_fault, nothing, truth.exact};
}

Truth unpack(Builder& b, const Lane& lane) {
  auto has = [&](std::int64_t member) {
    return b.CreateICmpNE(b.CreateAnd(lane.low, number(b, member)), number(b, 0));
  };
  if (lane.exact) return exact_truth(b, has(runtime::CanBeTrue));
  return {has(runtime::CanBeTrue), has(runtime::CanBeFalse), lane.may_fault, false};
}

Lane as_lane(Builder& b, const Known& known) {
  return support::match(
      known, [](const Lane& lane) { return lane; },
      [&](const Truth& truth) { return pack(b, truth); });
}

Known as_form(Builder& b, const Lane& lane, Form form) {
  if (form == Form::Bool) return unpack(b, lane);
  return lane;
}

const Truth& as_truth(const Known& known) {
  CHECK(std::holds_alternative<Truth>(known), "a Bool operand is a truth");
  return std::get<Truth>(known);
}

bool is_exact(const Known& known) {
  return support::match(
      known, [](const Lane& lane) { return lane.exact; },
      [](const Truth& truth) { return truth.exact; });
}

Value* is_sure(Builder& b, const Truth& truth) {
  if (truth.exact) return truth.can_true;
  return b.CreateAnd(truth.can_true, b.CreateNot(b.CreateOr(truth.can_false, truth.may_fault)));
}

Value* one_member(Builder& b, Value* mask) {
  Value* const rest = b.CreateAnd(mask, b.CreateSub(mask, number(b, 1)));
  return b.CreateAnd(b.CreateICmpEQ(rest, number(b, 0)), b.CreateICmpNE(mask, number(b, 0)));
}

Value* is_single(Builder& b, const Known& known, Form form) {
  if (is_exact(known)) return bit(b, true);
  return support::match(
      known,
      [&](const Lane& lane) {
        Value* const single =
            is_mask(form) ? one_member(b, lane.low) : b.CreateICmpEQ(lane.low, lane.high);
        return b.CreateAnd(single, b.CreateNot(lane.may_fault));
      },
      [&](const Truth& truth) {
        return b.CreateAnd(b.CreateXor(truth.can_true, truth.can_false),
                           b.CreateNot(truth.may_fault));
      });
}

Faults strict(Builder& b, std::span<const Lane> operands) {
  Faults faults{bit(b, false), bit(b, false)};
  for (const Lane& operand : operands) {
    faults.may_fault = b.CreateOr(faults.may_fault, operand.may_fault);
    faults.no_value = b.CreateOr(faults.no_value, operand.no_value);
  }
  return faults;
}

Lane canonical(Builder& b, Value* low, Value* high, Faults faults) {
  Value* const cut_low = b.CreateSelect(faults.no_value, number(b, 0), low);
  Value* const cut_high =
      low == high ? cut_low : b.CreateSelect(faults.no_value, number(b, 0), high);
  return {cut_low, cut_high, faults.may_fault, faults.no_value, false};
}

Truth strict_truth(Builder& b, Value* can_true, Value* can_false, Faults faults) {
  Value* const possible = b.CreateNot(faults.no_value);
  return {b.CreateAnd(can_true, possible), b.CreateAnd(can_false, possible), faults.may_fault,
          false};
}

static bool all_exact(std::span<const Truth> operands) {
  for (const Truth& operand : operands) {
    if (!operand.exact) return false;
  }
  return true;
}

Truth conjunction(Builder& b, std::span<const Truth> operands) {
  const bool exact = all_exact(operands);
  Value* can_true = bit(b, true);
  Value* can_false = bit(b, false);
  Value* some_fault = bit(b, false);
  Value* true_or_fault = bit(b, true);
  for (const Truth& operand : operands) {
    can_true = b.CreateAnd(can_true, operand.can_true);
    if (exact) continue;
    can_false = b.CreateOr(can_false, operand.can_false);
    some_fault = b.CreateOr(some_fault, operand.may_fault);
    true_or_fault = b.CreateAnd(true_or_fault, b.CreateOr(operand.can_true, operand.may_fault));
  }
  if (exact) return exact_truth(b, can_true);
  return {can_true, can_false, b.CreateAnd(some_fault, true_or_fault), false};
}

Truth negated(Builder&, const Truth& truth) {
  return {truth.can_false, truth.can_true, truth.may_fault, truth.exact};
}

Truth disjunction(Builder& b, std::span<const Truth> operands) {
  llvm::SmallVector<Truth> turned;
  for (const Truth& operand : operands) turned.push_back(negated(b, operand));
  return negated(b, conjunction(b, turned));
}

Known either(Builder& b, Value* condition, const Known& then, const Known& otherwise) {
  auto pick = [&](Value* x, Value* y) { return b.CreateSelect(condition, x, y); };
  if (std::holds_alternative<Truth>(then)) {
    const Truth& x = as_truth(then);
    const Truth& y = as_truth(otherwise);
    Value* const can_true = pick(x.can_true, y.can_true);
    if (x.exact && y.exact) return exact_truth(b, can_true);
    return Truth{can_true, pick(x.can_false, y.can_false), pick(x.may_fault, y.may_fault), false};
  }
  const Lane& x = std::get<Lane>(then);
  const Lane& y = std::get<Lane>(otherwise);
  Value* const low = pick(x.low, y.low);
  Value* const high = x.low == x.high && y.low == y.high ? low : pick(x.high, y.high);
  return Lane{low, high, pick(x.may_fault, y.may_fault), pick(x.no_value, y.no_value),
              x.exact && y.exact};
}

static constexpr std::int64_t Lowest = std::numeric_limits<std::int64_t>::min();
static constexpr std::int64_t Highest = std::numeric_limits<std::int64_t>::max();

Union::Union(Builder& b, Form form)
    : b_(b),
      form_(form),
      joining_(runtime::joining_of(form)),
      low_(number(b, joining_ == Joining::Mask ? 0 : Highest)),
      high_(number(b, joining_ == Joining::Mask ? 0 : Lowest)),
      some_(bit(b, false)),
      may_fault_(bit(b, false)) {}

void Union::add(Value* taken, const Known& value) {
  const Lane lane = as_lane(b_, value);
  add_fault(b_.CreateAnd(taken, lane.may_fault));
  Value* const here = b_.CreateAnd(taken, b_.CreateNot(lane.no_value));
  some_ = b_.CreateOr(some_, here);
  if (joining_ == Joining::Mask) {
    low_ = b_.CreateOr(low_, b_.CreateSelect(here, lane.low, number(b_, 0)));
    high_ = low_;
    return;
  }
  low_ = b_.CreateBinaryIntrinsic(llvm::Intrinsic::smin, low_,
                                  b_.CreateSelect(here, lane.low, number(b_, Highest)));
  high_ = b_.CreateBinaryIntrinsic(llvm::Intrinsic::smax, high_,
                                   b_.CreateSelect(here, lane.high, number(b_, Lowest)));
}

void Union::add_fault(Value* may_fault) {
  may_fault_ = b_.CreateOr(may_fault_, may_fault);
}

Known Union::result() {
  Value* low = low_;
  Value* high = high_;
  if (joining_ == Joining::Symbol) {
    // The hull of the same known symbol is that symbol; any other hull is wider than one.
    Value* const same = b_.CreateICmpEQ(low_, high_);
    low = b_.CreateSelect(same, low_, number(b_, 0));
    high = b_.CreateSelect(same, high_, number(b_, runtime::UnknownCodeHigh));
  }
  Value* const nothing = b_.CreateNot(some_);
  return as_form(b_, canonical(b_, low, high, {b_.CreateOr(may_fault_, nothing), nothing}), form_);
}

}  // namespace precis::codegen
