#include "compiler/codegen/comparisons.h"

#include <optional>

namespace precis::codegen {

using llvm::Value;
using runtime::Form;

static constexpr auto Lt = llvm::CmpInst::ICMP_SLT;
static constexpr auto Le = llvm::CmpInst::ICMP_SLE;
static constexpr auto Gt = llvm::CmpInst::ICMP_SGT;
static constexpr auto Ge = llvm::CmpInst::ICMP_SGE;
static constexpr auto Eq = llvm::CmpInst::ICMP_EQ;

Truth at_least(Builder& b, const std::vector<Truth>& operands, std::int64_t wanted) {
  const unsigned bits = b.bits_for({0, static_cast<std::int64_t>(operands.size())});
  Value* trues = b.number(0, bits);
  Value* falses = b.number(0, bits);
  Value* sure = b.number(0, bits);
  Value* true_or_fault = b.number(0, bits);
  Value* some_fault = b.flag(false);
  bool exact = true;
  auto count = [&](Value* so_far, Value* flag) {
    return b.CreateAdd(so_far, b.count_of(flag, bits));
  };
  for (const Truth& operand : operands) {
    trues = count(trues, operand.can_true);
    exact = exact && operand.exact;
    falses = count(falses, operand.can_false);
    sure = count(sure, is_sure(b, operand));
    true_or_fault = count(true_or_fault, b.CreateOr(operand.can_true, operand.may_fault));
    some_fault = b.CreateOr(some_fault, operand.may_fault);
  }
  Value* const enough = b.number(wanted, bits);
  Value* const can_true = b.compare(Ge, trues, enough);
  if (exact) return exact_truth(b, can_true);
  const auto spare = static_cast<std::int64_t>(operands.size()) - wanted;
  Value* const may_fault = b.CreateAnd(
      some_fault, b.CreateAnd(b.compare(Lt, sure, enough), b.compare(Ge, true_or_fault, enough)));
  return {can_true, b.compare(Gt, falses, b.number(spare, bits)), may_fault, false};
}

// Where a value is known `known` holds of it, elsewhere `unknown` of all that it can be.
static Truth by_knowledge(Builder& b, Value* is_known, Value* known, const Truth& unknown) {
  return {b.pick_flag(is_known, known, unknown.can_true),
          b.pick_flag(is_known, b.CreateNot(known), unknown.can_false), b.flag(false), false};
}

Truth less(Builder& b, const std::vector<Lane>& of, bool or_equal) {
  const Lane& x = of[0];
  const Lane& y = of[1];
  const auto below = or_equal ? Le : Lt;
  const auto not_below = or_equal ? Gt : Ge;
  const auto limit = [&](std::int64_t value, Value* like) {
    return b.number(value, Builder::bits_of(like));
  };
  if (x.exact && y.exact) return exact_truth(b, b.relate(below, x.low, y.low));
  if (x.nullable && y.exact) {
    const Nullable& n = *x.nullable;
    const Truth unknown{b.relate(below, limit(n.low, n.value), y.low),
                        b.relate(not_below, limit(n.high, n.value), y.low), b.flag(false)};
    return by_knowledge(b, n.known, b.relate(below, n.value, y.low), unknown);
  }
  if (y.nullable && x.exact) {
    const Nullable& n = *y.nullable;
    const Truth unknown{b.relate(below, x.low, limit(n.high, n.value)),
                        b.relate(not_below, x.low, limit(n.low, n.value)), b.flag(false)};
    return by_knowledge(b, n.known, b.relate(below, x.low, n.value), unknown);
  }
  return strict_truth(b, b.relate(below, x.low, y.high), b.relate(not_below, x.high, y.low),
                      strict(b, of));
}

// A code that cannot fault, as its symbol, where it is known.
static std::optional<Nullable> plain_code(Builder& b, const Lane& code) {
  if (code.nullable) return code.nullable;
  if (!code.exact) return std::nullopt;
  return Nullable{code.low, b.flag(true), 0, runtime::UnknownCodeHigh};
}

// Unknown codes can be any.
static Truth equal_codes(Builder& b, const Nullable& x, const Nullable& y) {
  const auto symbol = [&](Value* value) { return b.resize(value, 32, false); };
  Value* const known = b.CreateAnd(x.known, y.known);
  Value* const same = b.compare(Eq, symbol(x.value), symbol(y.value));
  return {b.CreateOr(same, b.CreateNot(known)), b.CreateNot(b.CreateAnd(same, known)),
          b.flag(false), false};
}

Truth equals(Builder& b, const std::vector<Lane>& of, Form form) {
  const Lane& x = of[0];
  const Lane& y = of[1];
  if (x.exact && y.exact) return exact_truth(b, b.relate(Eq, x.low, y.low));
  if (runtime::joining_of(form) == runtime::Joining::Symbol) {
    const auto left = plain_code(b, x);
    const auto right = plain_code(b, y);
    if (left && right) return equal_codes(b, *left, *right);
  }
  Value* const meet = b.CreateAnd(b.relate(Le, x.low, y.high), b.relate(Le, y.low, x.high));
  Value* const single = b.CreateAnd(b.relate(Eq, x.low, x.high), b.relate(Eq, y.low, y.high));
  Value* const same_low = b.relate(Eq, x.low, y.low);
  return strict_truth(b, meet, b.CreateNot(b.CreateAnd(single, same_low)), strict(b, of));
}

Truth same_member(Builder& b, const std::vector<Lane>& of) {
  const unsigned bits = Builder::bits_of(of[0].low);
  Value* const common = b.CreateAnd(of[0].low, of[1].low);
  Value* const meet = b.compare(llvm::CmpInst::ICMP_NE, common, b.number(0, bits));
  if (of[0].exact && of[1].exact) return exact_truth(b, meet);
  Value* const same = b.CreateAnd(b.compare(Eq, of[0].low, of[1].low), one_member(b, of[0].low));
  return strict_truth(b, meet, b.CreateNot(same), strict(b, of));
}

static Truth in_members(Builder& b, const Members& x, std::int64_t mask) {
  Value* inside = b.flag(false);
  Value* outside = b.flag(false);
  for (std::size_t i = 0; i < x.can_be.size(); ++i) {
    Value*& side = (mask >> i & 1) != 0 ? inside : outside;
    side = b.CreateOr(side, x.can_be[i]);
  }
  if (x.exact) return exact_truth(b, inside);
  return {inside, outside, x.may_fault, false};
}

Truth in_mask(Builder& b, const Known& known, std::int64_t mask) {
  if (const auto* members = std::get_if<Members>(&known)) return in_members(b, *members, mask);
  const Lane x = as_lane(b, known);
  if (x.exact) return exact_truth(b, b.meets(x.low, mask));
  return strict_truth(b, b.meets(x.low, mask), b.meets(x.low, ~mask), {x.may_fault, x.no_value});
}

}  // namespace precis::codegen
