#include "compiler/codegen/one_by_one.h"

#include <llvm/IR/Constants.h>

#include "compiler/support/check.h"
#include "runtime/answers.h"

namespace precis::codegen {

using llvm::Value;
using runtime::Form;

static constexpr unsigned Lanes = runtime::BlockRecords;
static const llvm::Align BlockAlign(64);

static bool is_signed(Form form) {
  return runtime::joining_of(form) == runtime::Joining::Hull;
}

static llvm::Type* array_of(Builder& b, unsigned bits) {
  return llvm::ArrayType::get(b.getIntNTy(bits), Lanes);
}

OfBlock::OfBlock(Frame& frame, const Known& block, Form form) : form_(form), block_(block) {
  if (form == Form::Bool) return;
  const Lane lane = as_lane(frame.code(), block);
  if (lane.nullable) {
    low_ = keep(frame, lane.nullable->value);
    block_ = lane;
    return;
  }
  low_ = keep(frame, lane.low);
  high_ = lane.high == lane.low ? low_ : keep(frame, lane.high);
  block_ = lane;
}

OfBlock::Number OfBlock::keep(Frame& frame, Value* number) const {
  Builder& b = frame.code();
  const unsigned bits = Builder::bits_of(number);
  if (auto* const constant = llvm::dyn_cast<llvm::Constant>(number)) {
    if (auto* const same = llvm::dyn_cast_or_null<llvm::ConstantInt>(constant->getSplatValue())) {
      return {nullptr,
              b.index(is_signed(form_) ? same->getSExtValue()
                                       : static_cast<std::int64_t>(same->getZExtValue())),
              bits};
    }
  }
  Value* const memory = frame.reserve(array_of(b, bits));
  b.CreateAlignedStore(number, memory, BlockAlign);
  return {memory, nullptr, bits};
}

Value* OfBlock::one_number(Builder& b, const Number& number, Value* lane) const {
  if (number.same != nullptr) return number.same;
  llvm::Type* const type = b.getIntNTy(number.bits);
  return b.resize(b.CreateLoad(type, b.CreateGEP(type, number.memory, lane)), 64, is_signed(form_));
}

static Value* one_flag(Builder& b, Value* flags, Value* lane) {
  if (const auto* constant = llvm::dyn_cast<llvm::Constant>(flags)) {
    if (constant->isNullValue()) return b.flag(false);
    if (constant->isAllOnesValue()) return b.flag(true);
  }
  return b.CreateTrunc(b.CreateLShr(flags, lane), b.getInt1Ty());
}

Known OfBlock::one(Frame& frame, Value* lane) const {
  Builder& b = frame.code();
  const auto flag = [&](Value* flags) { return one_flag(b, flags, lane); };
  if (form_ == Form::Bool) {
    const Truth& truth = as_truth(block_);
    if (truth.exact) return exact_truth(b, flag(truth.can_true));
    return Truth{flag(truth.can_true), flag(truth.can_false), flag(truth.may_fault), false};
  }
  const Lane& all = std::get<Lane>(block_);
  Value* const low = one_number(b, low_, lane);
  if (all.nullable) {
    const Nullable& n = *all.nullable;
    Value* const known = flag(n.known);
    return Lane{b.pick(known, low, b.index(n.low)),
                b.pick(known, low, b.index(n.high)),
                b.flag(false),
                b.flag(false),
                false,
                Nullable{low, known, n.low, n.high}};
  }
  Value* const high = all.low == all.high ? low : one_number(b, high_, lane);
  return Lane{low, high, flag(all.may_fault), flag(all.no_value), all.exact, {}};
}

void ToBlock::put(Frame& frame, Value*& memory, Value* lane, Value* value, unsigned bits) {
  Builder& b = frame.code();
  llvm::Type* const type = b.getIntNTy(bits);
  memory = frame.reserve(array_of(b, bits));
  b.CreateStore(b.CreateIntCast(value, type, false), b.CreateGEP(type, memory, lane));
}

void ToBlock::set(Frame& frame, Value* lane, const Known& one) {
  const auto flag = [&](Value*& memory, Value* value) {
    if (!is_never(value)) put(frame, memory, lane, value, 8);
  };
  exact_ = is_exact(one);
  if (form_ == Form::Bool) {
    const Truth& truth = as_truth(one);
    put(frame, low_, lane, truth.can_true, 8);
    if (!exact_) put(frame, high_, lane, truth.can_false, 8);
    flag(may_fault_, truth.may_fault);
    return;
  }
  const Lane& value = std::get<Lane>(one);
  put(frame, low_, lane, value.low, bits_);
  if (value.high != value.low && !exact_) put(frame, high_, lane, value.high, bits_);
  flag(may_fault_, value.may_fault);
  flag(no_value_, value.no_value);
}

Value* ToBlock::flags(Frame& frame, Value* memory) const {
  Builder& b = frame.code();
  if (memory == nullptr) return b.flag(false);
  return b.meets(b.CreateAlignedLoad(b.number_type(8), memory, BlockAlign), 1);
}

Known ToBlock::block(Frame& frame) const {
  Builder& b = frame.code();
  CHECK(low_ != nullptr, "its records are set before a block is read");
  if (form_ == Form::Bool) {
    Value* const can_true = flags(frame, low_);
    if (exact_) return exact_truth(b, can_true);
    return Truth{can_true, flags(frame, high_), flags(frame, may_fault_), false};
  }
  const auto load = [&](Value* memory) {
    return b.CreateAlignedLoad(b.number_type(bits_), memory, BlockAlign);
  };
  Value* const low = load(low_);
  if (exact_) return exact_lane(b, low);
  Value* const high = high_ == nullptr ? low : load(high_);
  return Lane{low, high, flags(frame, may_fault_), flags(frame, no_value_), false, {}};
}

}  // namespace precis::codegen
