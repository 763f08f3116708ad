#include "compiler/codegen/lane.h"

#include <algorithm>
#include <limits>

#include "compiler/support/check.h"
#include "compiler/support/match.h"

namespace precis::codegen {

using llvm::Value;
using runtime::Form;
using runtime::Joining;

static Lane replaced_lane(const Lane& lane, const Replacement& by) {
  std::optional<Nullable> nullable = lane.nullable;
  if (nullable) {
    nullable->value = by(nullable->value);
    nullable->known = by(nullable->known);
  }
  return {by(lane.low), by(lane.high), by(lane.may_fault), by(lane.no_value), lane.exact, nullable};
}

static Members replaced_members(const Members& members, const Replacement& by) {
  Members result{{}, by(members.may_fault), members.exact};
  for (Value* flag : members.can_be) result.can_be.push_back(by(flag));
  return result;
}

Known replaced(const Known& known, const Replacement& by) {
  return support::match(
      known, [&](const Lane& lane) -> Known { return replaced_lane(lane, by); },
      [&](const Truth& truth) -> Known {
        return Truth{by(truth.can_true), by(truth.can_false), by(truth.may_fault), truth.exact};
      },
      [&](const Members& members) -> Known { return replaced_members(members, by); });
}

Lane exact_lane(Builder& b, Value* value) {
  return {value, value, b.flag(false), b.flag(false), true};
}

Lane mask_lane(Builder& b, Value* members, bool exact) {
  return {members, members, b.flag(false), b.flag(false), exact};
}

Truth exact_truth(Builder& b, Value* is_true) {
  return {is_true, b.CreateNot(is_true), b.flag(false), true};
}

static bool is_mask(Form form) {
  return runtime::joining_of(form) == Joining::Mask;
}

static bool has_one_member(std::int64_t mask) {
  return mask != 0 && (mask & (mask - 1)) == 0;
}

Known constant(Builder& b, const runtime::Cell& cell, Form form, unsigned bits) {
  const bool sure = !cell.may_fault && !cell.no_value;
  const bool single = is_mask(form) ? has_one_member(cell.low) : cell.low == cell.high;
  const Lane lane{b.number(cell.low, bits), b.number(cell.high, bits), b.flag(cell.may_fault != 0),
                  b.flag(cell.no_value != 0), sure && single};
  return as_form(b, lane, form);
}

unsigned mask_bits(const Builder& b, std::size_t members) {
  if (b.width() == Width::One || members > 32) return 64;
  return members <= 8 ? 8 : members <= 16 ? 16 : 32;
}

Lane pack(Builder& b, const Truth& truth) {
  const unsigned bits = mask_bits(b, 2);
  Value* const members =
      b.CreateOr(b.count_of(truth.can_true, bits),
                 b.pick(truth.can_false, b.number(runtime::CanBeFalse, bits), b.number(0, bits)));
  return {members, members, truth.may_fault, has_no_value(b, truth), truth.exact};
}

Lane pack(Builder& b, const Members& members) {
  const unsigned bits = mask_bits(b, members.can_be.size());
  Value* mask = b.number(0, bits);
  for (std::size_t i = 0; i < members.can_be.size(); ++i) {
    Value* const here = b.number(std::int64_t{1} << i, bits);
    mask = b.CreateOr(mask, b.pick(members.can_be[i], here, b.number(0, bits)));
  }
  return {mask, mask, members.may_fault, has_no_value(b, members), members.exact};
}

Truth unpack(Builder& b, const Lane& lane) {
  Value* const can_true = b.meets(lane.low, runtime::CanBeTrue);
  if (lane.exact) return exact_truth(b, can_true);
  return {can_true, b.meets(lane.low, runtime::CanBeFalse), lane.may_fault, false};
}

Lane as_lane(Builder& b, const Known& known) {
  return support::match(
      known, [](const Lane& lane) { return lane; },
      [&](const Truth& truth) { return pack(b, truth); },
      [&](const Members& members) { return pack(b, members); });
}

Known as_form(Builder& b, const Lane& lane, Form form) {
  if (form == Form::Bool) return unpack(b, lane);
  return lane;
}

const Truth& as_truth(const Known& known) {
  CHECK(std::holds_alternative<Truth>(known), "a Bool operand is a truth");
  return std::get<Truth>(known);
}

Known with_values(Builder& b, const Known& known, const OtherValue& other) {
  const auto value = [&](Value* it, bool is_set = false) {
    return llvm::isa<llvm::Constant>(it) ? it : other(it, is_set);
  };
  return support::match(
      known,
      [&](const Lane& lane) -> Known {
        Lane made = lane;
        made.low = value(lane.low);
        made.high = lane.high == lane.low ? made.low : value(lane.high);
        made.may_fault = value(lane.may_fault);
        made.no_value = value(lane.no_value);
        if (made.nullable) {
          made.nullable->value = value(lane.nullable->value);
          made.nullable->known = value(lane.nullable->known);
        }
        return made;
      },
      [&](const Truth& truth) -> Known {
        if (truth.exact) return exact_truth(b, value(truth.can_true));
        return Truth{value(truth.can_true), value(truth.can_false, true), value(truth.may_fault),
                     false};
      },
      [&](const Members& members) -> Known {
        Members made = members;
        for (Value*& can_be : made.can_be) can_be = value(can_be);
        made.may_fault = value(members.may_fault);
        return made;
      });
}

bool is_never(Value* flag) {
  const auto* const constant = llvm::dyn_cast<llvm::Constant>(flag);
  return constant != nullptr && constant->isNullValue();
}

bool is_exact(const Known& known) {
  return support::match(
      known, [](const Lane& lane) { return lane.exact; },
      [](const Truth& truth) { return truth.exact; },
      [](const Members& members) { return members.exact; });
}

Value* may_fault(const Known& known) {
  return support::match(
      known, [](const Lane& lane) { return lane.may_fault; },
      [](const Truth& truth) { return truth.may_fault; },
      [](const Members& members) { return members.may_fault; });
}

static Value* some_of(Builder& b, std::span<Value* const> flags) {
  Value* some = b.flag(false);
  for (Value* flag : flags) some = b.CreateOr(some, flag);
  return some;
}

// What cannot fault has a value.
Value* has_no_value(Builder& b, const Known& known) {
  if (is_exact(known) || is_never(may_fault(known))) return b.flag(false);
  return support::match(
      known, [](const Lane& lane) { return lane.no_value; },
      [&](const Truth& truth) { return b.CreateNot(b.CreateOr(truth.can_true, truth.can_false)); },
      [&](const Members& members) { return b.CreateNot(some_of(b, members.can_be)); });
}

Value* is_sure(Builder& b, const Truth& truth) {
  if (truth.exact) return truth.can_true;
  return b.CreateAnd(truth.can_true, b.CreateNot(b.CreateOr(truth.can_false, truth.may_fault)));
}

Value* one_member(Builder& b, Value* mask) {
  const unsigned bits = Builder::bits_of(mask);
  Value* const rest = b.CreateAnd(mask, b.CreateSub(mask, b.number(1, bits)));
  Value* const none = b.number(0, bits);
  return b.CreateAnd(b.compare(llvm::CmpInst::ICMP_EQ, rest, none),
                     b.compare(llvm::CmpInst::ICMP_NE, mask, none));
}

static Value* one_flag(Builder& b, std::span<Value* const> flags) {
  Value* some = b.flag(false);
  Value* several = b.flag(false);
  for (Value* flag : flags) {
    several = b.CreateOr(several, b.CreateAnd(some, flag));
    some = b.CreateOr(some, flag);
  }
  return b.CreateAnd(some, b.CreateNot(several));
}

static Value* is_single_lane(Builder& b, const Lane& lane, Form form) {
  if (is_mask(form)) return one_member(b, lane.low);
  if (lane.nullable && lane.nullable->low != lane.nullable->high) return lane.nullable->known;
  return b.compare(llvm::CmpInst::ICMP_EQ, lane.low, lane.high);
}

Value* is_single(Builder& b, const Known& known, Form form) {
  if (is_exact(known)) return b.flag(true);
  Value* const single = support::match(
      known, [&](const Lane& lane) { return is_single_lane(b, lane, form); },
      [&](const Truth& truth) { return b.CreateXor(truth.can_true, truth.can_false); },
      [&](const Members& members) { return one_flag(b, members.can_be); });
  return b.CreateAnd(single, b.CreateNot(may_fault(known)));
}

Faults strict(Builder& b, std::span<const Lane> operands) {
  Faults faults{b.flag(false), b.flag(false)};
  for (const Lane& operand : operands) {
    faults.may_fault = b.CreateOr(faults.may_fault, operand.may_fault);
    faults.no_value = b.CreateOr(faults.no_value, operand.no_value);
  }
  return faults;
}

Lane canonical(Builder& b, Value* low, Value* high, Faults faults) {
  auto cut = [&](Value* bound) {
    return b.pick(faults.no_value, b.number(0, Builder::bits_of(bound)), bound);
  };
  Value* const cut_low = cut(low);
  Value* const cut_high = low == high ? cut_low : cut(high);
  return {cut_low, cut_high, faults.may_fault, faults.no_value, false};
}

Truth strict_truth(Builder& b, Value* can_true, Value* can_false, Faults faults) {
  Value* const possible = b.CreateNot(faults.no_value);
  return {b.CreateAnd(can_true, possible), b.CreateAnd(can_false, possible), faults.may_fault,
          false};
}

static bool all_exact(std::span<const Truth> operands) {
  return std::all_of(operands.begin(), operands.end(), [](const Truth& it) { return it.exact; });
}

Truth conjunction(Builder& b, std::span<const Truth> operands) {
  const bool exact = all_exact(operands);
  Value* can_true = b.flag(true);
  Value* can_false = b.flag(false);
  Value* some_fault = b.flag(false);
  Value* true_or_fault = b.flag(true);
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

Truth negated(const Truth& truth) {
  return {truth.can_false, truth.can_true, truth.may_fault, truth.exact};
}

Truth disjunction(Builder& b, std::span<const Truth> operands) {
  llvm::SmallVector<Truth> turned;
  for (const Truth& operand : operands) turned.push_back(negated(operand));
  return negated(conjunction(b, turned));
}

static Truth either_truth(Builder& b, Value* condition, const Truth& x, const Truth& y) {
  Value* const can_true = b.pick_flag(condition, x.can_true, y.can_true);
  if (x.exact && y.exact) return exact_truth(b, can_true);
  return {can_true, b.pick_flag(condition, x.can_false, y.can_false),
          b.pick_flag(condition, x.may_fault, y.may_fault), false};
}

Known either(Builder& b, Value* condition, const Known& then, const Known& otherwise) {
  if (std::holds_alternative<Truth>(then)) {
    return either_truth(b, condition, as_truth(then), as_truth(otherwise));
  }
  const Lane x = as_lane(b, then);
  const Lane y = as_lane(b, otherwise);
  const unsigned bits = std::max(Builder::bits_of(x.low), Builder::bits_of(y.low));
  auto pick = [&](Value* a, Value* c) {
    return b.pick(condition, b.resize(a, bits), b.resize(c, bits));
  };
  Value* const low = pick(x.low, y.low);
  Value* const high = x.low == x.high && y.low == y.high ? low : pick(x.high, y.high);
  return Lane{low, high, b.pick_flag(condition, x.may_fault, y.may_fault),
              b.pick_flag(condition, x.no_value, y.no_value), x.exact && y.exact};
}

static std::int64_t lowest(unsigned bits) {
  return std::numeric_limits<std::int64_t>::min() >> (64 - bits);
}
static std::int64_t highest(unsigned bits) {
  return std::numeric_limits<std::int64_t>::max() >> (64 - bits);
}

Union::Union(Builder& b, Form form, unsigned bits)
    : b_(b),
      form_(form),
      joining_(runtime::joining_of(form)),
      bits_(bits),
      low_(b.number(joining_ == Joining::Mask ? 0 : highest(bits), bits)),
      high_(b.number(joining_ == Joining::Mask ? 0 : lowest(bits), bits)),
      some_(b.flag(false)),
      may_fault_(b.flag(false)) {}

void Union::add(Value* taken, const Known& value) {
  const Lane lane = as_lane(b_, value);
  add_fault(b_.CreateAnd(taken, lane.may_fault));
  Value* const here = b_.CreateAnd(taken, b_.CreateNot(lane.no_value));
  some_ = b_.CreateOr(some_, here);
  const auto where = [&](Value* bound, std::int64_t otherwise) {
    return b_.pick(here, b_.resize(bound, bits_), b_.number(otherwise, bits_));
  };
  if (joining_ == Joining::Mask) {
    low_ = b_.CreateOr(low_, where(lane.low, 0));
    high_ = low_;
    return;
  }
  low_ = b_.minimum(low_, where(lane.low, highest(bits_)));
  high_ = b_.maximum(high_, where(lane.high, lowest(bits_)));
}

void Union::add_fault(Value* fault) {
  may_fault_ = b_.CreateOr(may_fault_, fault);
}

Known Union::result() {
  Value* low = low_;
  Value* high = high_;
  if (joining_ == Joining::Symbol) {
    // The hull of the same known symbol is that symbol; any other hull is wider than one.
    Value* const same = b_.compare(llvm::CmpInst::ICMP_EQ, low_, high_);
    low = b_.pick(same, low_, b_.number(0, bits_));
    high = b_.pick(same, high_, b_.number(runtime::UnknownCodeHigh, bits_));
  }
  Value* const nothing = b_.CreateNot(some_);
  return as_form(b_, canonical(b_, low, high, {b_.CreateOr(may_fault_, nothing), nothing}), form_);
}

MemberUnion::MemberUnion(Builder& b, std::size_t members)
    : b_(b), members_{std::vector<Value*>(members, b.flag(false)), b.flag(false)} {}

void MemberUnion::add(Value* taken, const Members& value) {
  add_fault(b_.CreateAnd(taken, value.may_fault));
  for (std::size_t i = 0; i < members_.can_be.size(); ++i) {
    members_.can_be[i] = b_.CreateOr(members_.can_be[i], b_.CreateAnd(taken, value.can_be[i]));
  }
}

void MemberUnion::add(Value* taken, std::int64_t members) {
  for (std::size_t i = 0; i < members_.can_be.size(); ++i) {
    if ((members >> i & 1) != 0) members_.can_be[i] = b_.CreateOr(members_.can_be[i], taken);
  }
}

void MemberUnion::add_fault(Value* fault) {
  members_.may_fault = b_.CreateOr(members_.may_fault, fault);
}

Members MemberUnion::result(bool exact) {
  members_.exact = exact;
  if (!exact) add_fault(b_.CreateNot(some_of(b_, members_.can_be)));
  return members_;
}

}  // namespace precis::codegen
