#include "compiler/codegen/builder.h"

#include <llvm/IR/Constants.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/Intrinsics.h>

#include <algorithm>

#include "compiler/support/check.h"
#include "runtime/answers.h"

namespace precis::codegen {

using llvm::Value;

unsigned Builder::lanes() const {
  switch (width_) {
    case Width::One:
      return 1;
    case Width::Items:
      return ItemLanes;
    case Width::Block:
      return runtime::BlockRecords;
  }
  CHECK(false, "no such width");
}

llvm::Type* Builder::flag_type() {
  return getIntNTy(lanes());
}

Value* Builder::flag(bool all) {
  return all ? llvm::Constant::getAllOnesValue(flag_type())
             : llvm::Constant::getNullValue(flag_type());
}

Value* Builder::cross(Value* value, llvm::Type* type) {
  if (llvm::isa<llvm::Constant>(value)) return CreateBitCast(value, type);
  auto* const shape = llvm::FunctionType::get(flag_type(), {flag_type()}, /*isVarArg=*/false);
  auto* const nothing = llvm::InlineAsm::get(shape, "", "=r,0", /*hasSideEffects=*/false);
  llvm::CallInst* const crossed = CreateCall(nothing, {CreateBitCast(value, flag_type())});
  // So that it is known to give the same of the same.
  crossed->setDoesNotAccessMemory();
  crossed->setDoesNotThrow();
  return CreateBitCast(crossed, type);
}

Value* Builder::to_condition(Value* flag) {
  if (width_ == Width::One) return flag;
  if (last_.flag != flag || last_.block != GetInsertBlock()) {
    last_ = {flag, GetInsertBlock(), cross(flag, llvm::FixedVectorType::get(getInt1Ty(), lanes()))};
  }
  return last_.made;
}

Value* Builder::to_flag(Value* condition) {
  return width_ == Width::One ? condition : cross(condition, flag_type());
}

Value* Builder::pick_flag(Value* condition, Value* x, Value* y) {
  if (x == y) return x;
  // The quick instruction selector has no choice between flags.
  const bool is_quick = flavour_ == Flavour::Trace;
  if (width_ == Width::One && !is_quick) return CreateSelect(condition, x, y);
  if (const auto* const constant = llvm::dyn_cast<llvm::Constant>(x)) {
    if (constant->isAllOnesValue()) return CreateOr(condition, y);
    if (constant->isNullValue()) return CreateAnd(CreateNot(condition), y);
  }
  return CreateOr(CreateAnd(condition, x), CreateAnd(CreateNot(condition), y));
}

unsigned Builder::bits_for(const Range& range) const {
  if (width_ == Width::One) return 64;
  for (unsigned bits : {8u, 16u, 32u}) {
    const std::int64_t limit = std::int64_t{1} << (bits - 1);
    if (range.low >= -limit && range.high < limit) return bits;
  }
  return 64;
}

llvm::Type* Builder::number_type(unsigned bits) {
  llvm::Type* const scalar = getIntNTy(bits);
  return width_ == Width::One ? scalar : llvm::FixedVectorType::get(scalar, lanes());
}

Value* Builder::number(std::int64_t value, unsigned bits) {
  return llvm::ConstantInt::getSigned(number_type(bits), value);
}

Value* Builder::resize(Value* number, unsigned bits, bool is_signed) {
  return CreateIntCast(number, number_type(bits), is_signed);
}

Value* Builder::compare(llvm::CmpInst::Predicate relation, Value* x, Value* y) {
  return to_flag(CreateICmp(relation, x, y));
}

Value* Builder::relate(llvm::CmpInst::Predicate relation, Value* x, Value* y) {
  const unsigned bits = std::max(bits_of(x), bits_of(y));
  return compare(relation, resize(x, bits), resize(y, bits));
}

Value* Builder::pick(Value* condition, Value* x, Value* y) {
  if (x == y) return x;
  return CreateSelect(to_condition(condition), x, y);
}

Value* Builder::count_of(Value* flag, unsigned bits) {
  return pick(flag, number(1, bits), number(0, bits));
}

Value* Builder::meets(Value* of, std::int64_t members) {
  const unsigned bits = bits_of(of);
  return compare(llvm::CmpInst::ICMP_NE, CreateAnd(of, number(members, bits)), number(0, bits));
}

Value* Builder::minimum(Value* x, Value* y) {
  const unsigned bits = std::max(bits_of(x), bits_of(y));
  return CreateBinaryIntrinsic(llvm::Intrinsic::smin, resize(x, bits), resize(y, bits));
}

Value* Builder::maximum(Value* x, Value* y) {
  const unsigned bits = std::max(bits_of(x), bits_of(y));
  return CreateBinaryIntrinsic(llvm::Intrinsic::smax, resize(x, bits), resize(y, bits));
}

}  // namespace precis::codegen
