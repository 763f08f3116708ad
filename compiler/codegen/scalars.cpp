#include "compiler/codegen/scalars.h"

#include <llvm/IR/Constants.h>
#include <llvm/IR/GlobalVariable.h>
#include <llvm/IR/Intrinsics.h>
#include <llvm/IR/Module.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "compiler/codegen/facts.h"
#include "compiler/support/check.h"

namespace precis::codegen {

using ir::Node;
using ir::Op;
using llvm::Value;
using runtime::Form;

static std::vector<Truth> truths_of(const std::vector<Known>& operands) {
  std::vector<Truth> truths;
  for (const Known& operand : operands) truths.push_back(as_truth(operand));
  return truths;
}

static std::vector<Lane> lanes_of(Builder& b, const std::vector<Known>& operands) {
  std::vector<Lane> lanes;
  for (const Known& operand : operands) lanes.push_back(as_lane(b, operand));
  return lanes;
}

static bool all_exact(const std::vector<Known>& operands) {
  for (const Known& operand : operands) {
    if (!is_exact(operand)) return false;
  }
  return true;
}

static Truth at_least(Builder& b, const std::vector<Truth>& operands, std::int64_t wanted) {
  Value* trues = number(b, 0);
  Value* falses = number(b, 0);
  Value* sure = number(b, 0);
  Value* true_or_fault = number(b, 0);
  Value* some_fault = bit(b, false);
  bool exact = true;
  auto count = [&](Value* so_far, Value* flag) {
    return b.CreateAdd(so_far, b.CreateZExt(flag, b.getInt64Ty()));
  };
  for (const Truth& operand : operands) {
    trues = count(trues, operand.can_true);
    falses = count(falses, operand.can_false);
    sure = count(sure, is_sure(b, operand));
    true_or_fault = count(true_or_fault, b.CreateOr(operand.can_true, operand.may_fault));
    some_fault = b.CreateOr(some_fault, operand.may_fault);
    exact = exact && operand.exact;
  }
  Value* const enough = number(b, wanted);
  Value* const can_true = b.CreateICmpSGE(trues, enough);
  if (exact) return exact_truth(b, can_true);
  const auto spare = static_cast<std::int64_t>(operands.size()) - wanted;
  Value* const may_fault = b.CreateAnd(
      some_fault,
      b.CreateAnd(b.CreateICmpSLT(sure, enough), b.CreateICmpSGE(true_or_fault, enough)));
  return {can_true, b.CreateICmpSGT(falses, number(b, spare)), may_fault, false};
}

static Truth less(Builder& b, const std::vector<Lane>& of, bool or_equal) {
  const auto [below, not_below] = or_equal
                                      ? std::pair(llvm::CmpInst::ICMP_SLE, llvm::CmpInst::ICMP_SGT)
                                      : std::pair(llvm::CmpInst::ICMP_SLT, llvm::CmpInst::ICMP_SGE);
  Value* const can_true = b.CreateICmp(below, of[0].low, of[1].high);
  if (of[0].exact && of[1].exact) return exact_truth(b, can_true);
  return strict_truth(b, can_true, b.CreateICmp(not_below, of[0].high, of[1].low), strict(b, of));
}

static Truth equals(Builder& b, const std::vector<Lane>& of) {
  const Lane& x = of[0];
  const Lane& y = of[1];
  Value* const same_low = b.CreateICmpEQ(x.low, y.low);
  if (x.exact && y.exact) return exact_truth(b, same_low);
  Value* const meet = b.CreateAnd(b.CreateICmpSLE(x.low, y.high), b.CreateICmpSLE(y.low, x.high));
  Value* const single = b.CreateAnd(b.CreateICmpEQ(x.low, x.high), b.CreateICmpEQ(y.low, y.high));
  return strict_truth(b, meet, b.CreateNot(b.CreateAnd(single, same_low)), strict(b, of));
}

static Truth same_member(Builder& b, const std::vector<Lane>& of) {
  Value* const common = b.CreateAnd(of[0].low, of[1].low);
  Value* const meet = b.CreateICmpNE(common, number(b, 0));
  if (of[0].exact && of[1].exact) return exact_truth(b, meet);
  Value* const same = b.CreateAnd(b.CreateICmpEQ(of[0].low, of[1].low), one_member(b, of[0].low));
  return strict_truth(b, meet, b.CreateNot(same), strict(b, of));
}

static Truth in_mask(Builder& b, const Lane& x, std::int64_t mask) {
  auto meets = [&](std::int64_t members) {
    return b.CreateICmpNE(b.CreateAnd(x.low, number(b, members)), number(b, 0));
  };
  if (x.exact) return exact_truth(b, meets(mask));
  return strict_truth(b, meets(mask), meets(~mask), {x.may_fault, x.no_value});
}

static Truth in_value_set(Frame& frame, const Lane& code, std::int64_t set) {
  Builder& b = frame.code();
  Value* const known = b.CreateICmpEQ(code.low, code.high);
  // An unknown code reads row 0, which is no symbol's.
  Value* const symbol = b.CreateSelect(known, code.low, number(b, 0));
  Value* const word =
      b.CreateAdd(b.CreateMul(symbol, frame.membership_words()), number(b, set / 64));
  Value* const row =
      b.CreateLoad(b.getInt64Ty(), b.CreateGEP(b.getInt64Ty(), frame.membership(), word));
  Value* const member = b.CreateTrunc(b.CreateLShr(row, number(b, set % 64)), b.getInt1Ty());
  if (code.exact) return exact_truth(b, member);
  Value* const unknown = b.CreateNot(known);
  return strict_truth(b, b.CreateOr(member, unknown), b.CreateOr(b.CreateNot(member), unknown),
                      {code.may_fault, code.no_value});
}

// The column as a table by symbol. Symbols beyond the named codes are no keys: they read entry 0,
// as an unknown code does, which is the type's range.
static llvm::GlobalVariable* column_by_symbol(Frame& frame, const Node& node,
                                              const runtime::ValueType& type) {
  const runtime::Catalogue& catalogue = frame.program().catalogue;
  const runtime::CatalogTable& catalog = catalogue.catalogs[static_cast<std::size_t>(node.a)];
  llvm::Module& module = frame.module();
  const std::string name = "catalog." + std::to_string(node.a) + "." + std::to_string(node.b);
  if (auto* const made = module.getNamedGlobal(name)) return made;
  const runtime::Cell unknown = frame.unknown(type);
  std::vector<std::uint64_t> bounds;
  for (std::size_t symbol = 0; symbol <= catalogue.named_codes.size(); ++symbol) {
    bounds.push_back(static_cast<std::uint64_t>(unknown.low));
    bounds.push_back(static_cast<std::uint64_t>(unknown.high));
  }
  const auto& cells = catalog.columns[static_cast<std::size_t>(node.b)].cells;
  for (std::size_t row = 0; row < cells.size(); ++row) {
    bounds[catalog.keys[row] * 2] = static_cast<std::uint64_t>(cells[row].low);
    bounds[catalog.keys[row] * 2 + 1] = static_cast<std::uint64_t>(cells[row].high);
  }
  llvm::Constant* const table = llvm::ConstantDataArray::get(module.getContext(), bounds);
  return new llvm::GlobalVariable(module, table->getType(), true, llvm::GlobalValue::PrivateLinkage,
                                  table, name);
}

static Known look_up(Frame& frame, const Node& node, const runtime::ValueType& type,
                     const Lane& code) {
  Builder& b = frame.code();
  llvm::GlobalVariable* const column = column_by_symbol(frame, node, type);
  const auto last = static_cast<std::int64_t>(frame.program().catalogue.named_codes.size());
  Value* const known =
      b.CreateAnd(b.CreateICmpEQ(code.low, code.high), b.CreateICmpULE(code.low, number(b, last)));
  Value* const symbol = b.CreateSelect(known, code.low, number(b, 0));
  const auto bound = [&](std::int64_t which) {
    Value* const at = b.CreateAdd(b.CreateShl(symbol, number(b, 1)), number(b, which));
    return b.CreateLoad(b.getInt64Ty(), b.CreateGEP(b.getInt64Ty(), column, at));
  };
  Value* const low = bound(0);
  const bool is_mask = runtime::joining_of(type.form) == runtime::Joining::Mask;
  Value* const high = is_mask ? low : bound(1);
  return as_form(b, canonical(b, low, high, {code.may_fault, code.no_value}), type.form);
}

// One bound of a sum or difference: what is left after cutting it to i64, and where it lay.
struct Bound {
  Value* value;
  Value* above;
  Value* below;
};

static Bound bound(Builder& b, Value* x, Value* y, bool subtract) {
  using namespace llvm::Intrinsic;
  Value* const pair =
      b.CreateBinaryIntrinsic(subtract ? ssub_with_overflow : sadd_with_overflow, x, y);
  Value* const overflow = b.CreateExtractValue(pair, 1);
  // A sum that overflows lies on the side of x; so does a difference.
  Value* const negative = b.CreateICmpSLT(x, number(b, 0));
  return {b.CreateBinaryIntrinsic(subtract ? ssub_sat : sadd_sat, x, y),
          b.CreateAnd(overflow, b.CreateNot(negative)), b.CreateAnd(overflow, negative)};
}

static Lane sum(Builder& b, const Node& node, const std::vector<Lane>& of) {
  const bool subtract = node.op == Op::Subtract;
  const Lane& x = of[0];
  const Lane& y = of[1];
  if (node.precision == ir::Precision::Exact) {
    return exact_lane(b, subtract ? b.CreateNSWSub(x.low, y.low) : b.CreateNSWAdd(x.low, y.low));
  }
  const Bound low = bound(b, x.low, subtract ? y.high : y.low, subtract);
  const Bound high =
      x.exact && y.exact ? low : bound(b, x.high, subtract ? y.low : y.high, subtract);
  const Faults operands = strict(b, of);
  Value* const overflow =
      b.CreateOr(b.CreateOr(low.above, low.below), b.CreateOr(high.above, high.below));
  return canonical(b, low.value, high.value,
                   {b.CreateOr(operands.may_fault, overflow),
                    b.CreateOr(operands.no_value, b.CreateOr(low.above, high.below))});
}

static Lane extreme(Builder& b, const Node& node, const std::vector<Lane>& of) {
  const auto pick = node.op == Op::Minimum ? llvm::Intrinsic::smin : llvm::Intrinsic::smax;
  Value* const low = b.CreateBinaryIntrinsic(pick, of[0].low, of[1].low);
  if (of[0].exact && of[1].exact) return exact_lane(b, low);
  return canonical(b, low, b.CreateBinaryIntrinsic(pick, of[0].high, of[1].high), strict(b, of));
}

static Lane widened(Frame& frame, const Node& node, const Lane& total, const Truth& observed) {
  Builder& b = frame.code();
  const runtime::ValueType& type = frame.graph().type(node.type);
  const auto side = static_cast<ir::Side>(node.b);
  Value* const trusted = is_sure(b, observed);
  const auto moved = [&](Value* bound, llvm::Intrinsic::ID pick, std::int64_t range) {
    Value* const wider = b.CreateBinaryIntrinsic(pick, bound, number(b, range));
    return b.CreateSelect(trusted, bound, wider);
  };
  Value* const low =
      side == ir::Side::High ? total.low : moved(total.low, llvm::Intrinsic::smin, type.low);
  Value* const high =
      side == ir::Side::Low ? total.high : moved(total.high, llvm::Intrinsic::smax, type.high);
  const Lane operands[] = {total, pack(b, observed)};
  Faults faults = strict(b, operands);
  if (node.a != 0) faults.may_fault = b.CreateOr(faults.may_fault, b.CreateNot(trusted));
  return canonical(b, low, high, faults);
}

static Truth unseen(Builder& b, const Node& node, const Truth& observed) {
  const Lane operand = pack(b, observed);
  Value* const hidden = b.CreateNot(is_sure(b, observed));
  Value* const may_fault = node.a != 0 ? b.CreateOr(operand.may_fault, hidden) : operand.may_fault;
  return strict_truth(b, hidden, bit(b, true), {may_fault, operand.no_value});
}

static Known choose_exact(Builder& b, const std::vector<Known>& operands) {
  Known chosen = operands.back();
  for (std::size_t i = operands.size() - 2; i >= 2; i -= 2) {
    chosen = either(b, as_truth(operands[i - 2]).can_true, operands[i - 1], chosen);
  }
  return chosen;
}

static Known choose(Builder& b, const std::vector<Known>& operands, Form form) {
  if (all_exact(operands)) return choose_exact(b, operands);
  Union chosen(b, form);
  // Every earlier condition can be false.
  Value* reached = bit(b, true);
  for (std::size_t i = 0; i + 1 < operands.size(); i += 2) {
    const Truth& condition = as_truth(operands[i]);
    chosen.add_fault(b.CreateAnd(reached, condition.may_fault));
    chosen.add(b.CreateAnd(reached, condition.can_true), operands[i + 1]);
    reached = b.CreateAnd(reached, condition.can_false);
  }
  return chosen.result();
}

// An operation that the runtime computes.
static Lane computed(Frame& frame, const Node& node, std::string_view name,
                     const std::vector<Known>& operands,
                     std::initializer_list<std::int64_t> immediates) {
  Builder& b = frame.code();
  Lane result =
      frame.compute(name, lanes_of(b, operands), std::span(immediates.begin(), immediates.size()));
  if (node.precision == ir::Precision::Exact) return exact_lane(b, result.low);
  return result;
}

static Known otherwise(Builder& b, const std::vector<Known>& operands, Form form) {
  Known result = either(b, is_single(b, operands[0], form), operands[0], operands[1]);
  if (!is_exact(operands[1])) return result;
  // The first is taken only where it holds one value.
  if (form == Form::Bool) return exact_truth(b, as_truth(result).can_true);
  return exact_lane(b, std::get<Lane>(result).low);
}

Known scalar(Frame& frame, ir::NodeId id, const std::vector<Known>& operands) {
  Builder& b = frame.code();
  const Node& node = frame.graph()[id];
  const Form form = frame.graph().type(node.type).form;
  switch (node.op) {
    case Op::Constant:
      return constant(b, {node.a, node.b, 0, 0}, form);
    case Op::Fact:
      return load_fact(frame, static_cast<runtime::LeafIndex>(node.a), frame.record(),
                       node.precision);
    case Op::ItemFact:
      return load_fact(frame, static_cast<runtime::LeafIndex>(node.a), frame.item(node.b),
                       node.precision);
    case Op::And:
      return conjunction(b, truths_of(operands));
    case Op::Or:
      return disjunction(b, truths_of(operands));
    case Op::Not:
      return negated(b, as_truth(operands[0]));
    case Op::AtLeast:
      return at_least(b, truths_of(operands), node.a);
    case Op::Less:
      return less(b, lanes_of(b, operands), false);
    case Op::LessEqual:
      return less(b, lanes_of(b, operands), true);
    case Op::Equal:
      return equals(b, lanes_of(b, operands));
    case Op::InMask:
      return in_mask(b, as_lane(b, operands[0]), node.a);
    case Op::SameMember:
      return same_member(b, lanes_of(b, operands));
    case Op::InValueSet:
      return in_value_set(frame, as_lane(b, operands[0]), node.a);
    case Op::LookUp:
      return look_up(frame, node, frame.graph().type(id), as_lane(b, operands[0]));
    case Op::Add:
    case Op::Subtract:
      return sum(b, node, lanes_of(b, operands));
    case Op::CompareQuotient:
      return unpack(b,
                    computed(frame, node, "precis_compare_quotient", operands, {node.a, node.b}));
    case Op::Multiply:
      return computed(frame, node, "precis_multiply", operands, {node.a, node.b});
    case Op::Divide:
      return computed(frame, node, "precis_divide", operands, {node.a, node.b});
    case Op::Rescale:
      return computed(frame, node, "precis_rescale", operands, {node.a});
    case Op::Minimum:
    case Op::Maximum:
      return extreme(b, node, lanes_of(b, operands));
    case Op::Function:
      return computed(frame, node, "precis_function", operands, {node.a, node.b});
    case Op::Power:
      return computed(frame, node, "precis_power", operands, {node.a, node.b});
    case Op::AddMonths:
      return computed(frame, node, "precis_add_months", operands, {node.a, node.b});
    case Op::Age:
      return computed(frame, node, "precis_age", operands, {});
    case Op::Known:
      return exact_truth(b, is_single(b, operands[0], frame.graph().type(node.operands[0]).form));
    case Op::Otherwise:
      return otherwise(b, operands, form);
    case Op::Unseen:
      return unseen(b, node, as_truth(operands[0]));
    case Op::Widen:
      return widened(frame, node, as_lane(b, operands[0]), as_truth(operands[1]));
    case Op::Choose:
      return choose(b, operands, form);
    case Op::Any:
    case Op::Count:
    case Op::Sum:
    case Op::Least:
    case Op::Greatest:
    case Op::CountDistinct:
    case Op::Possible:
    case Op::OnFile:
    case Op::SelectLast:
    case Op::SelectFirst:
    case Op::DaysCovered:
    case Op::LongestRun:
    case Op::OnHand:
      break;
  }
  CHECK(false, "a list operation is not of one place");
}

}  // namespace precis::codegen
