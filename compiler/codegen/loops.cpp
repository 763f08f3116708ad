// Of `Frame`: loops over records and items, and branches.

#include <llvm/IR/Constants.h>
#include <llvm/IR/Intrinsics.h>

#include "compiler/codegen/frame.h"

namespace precis::codegen {

using llvm::Value;

// A value that a loop carries. The folder must not take its first value for its only one, so until
// `close` it has a second that nothing is known of.
static llvm::PHINode* open_phi(Builder& b, Value* first, llvm::BasicBlock* before) {
  auto* const phi = b.CreatePHI(first->getType(), 2);
  phi->addIncoming(first, before);
  auto* const unknown =
      new llvm::FreezeInst(llvm::PoisonValue::get(first->getType()), "", before->getTerminator());
  phi->addIncoming(unknown, before);
  return phi;
}

static void close(llvm::PHINode* phi, Value* next, llvm::BasicBlock* end) {
  auto* const unknown = llvm::cast<llvm::Instruction>(phi->getIncomingValue(1));
  phi->setIncomingValue(1, next);
  phi->setIncomingBlock(1, end);
  unknown->eraseFromParent();
}

void Frame::begin_records() {
  llvm::LLVMContext& context = function_->getContext();
  code_.SetInsertPoint(head_);
  next_ = llvm::BasicBlock::Create(context, "next", function_, exit_);
  position_ = open_phi(code_, argument(parameter::Begin), &function_->getEntryBlock());
  auto* const body = llvm::BasicBlock::Create(context, "record", function_, exit_);
  code_.CreateCondBr(code_.CreateICmpSLT(position_, argument(parameter::End)), body, exit_);
  code_.SetInsertPoint(body);
  begin_record(position_);
}

void Frame::leave_records(Value* condition, const std::function<void()>& body) {
  llvm::LLVMContext& context = function_->getContext();
  auto* const leaving = llvm::BasicBlock::Create(context, "leaving", function_, exit_);
  auto* const staying = llvm::BasicBlock::Create(context, "staying", function_, exit_);
  code_.CreateCondBr(condition, leaving, staying);
  code_.SetInsertPoint(leaving);
  body();
  code_.CreateBr(next_);
  code_.SetInsertPoint(staying);
}

void Frame::end_records() {
  return_to_kernel();
  const std::int64_t step = code_.width() == Width::One ? 1 : runtime::BlockRecords;
  code_.CreateBr(next_);
  code_.SetInsertPoint(next_);
  Value* const next = code_.CreateAdd(position_, code_.index(step));
  close(position_, next, code_.GetInsertBlock());
  code_.CreateBr(head_);
}

Frame::Values Frame::only_where(Value* condition,
                                const std::function<std::vector<Inside>()>& body) {
  llvm::LLVMContext& context = function_->getContext();
  auto* const before = code_.GetInsertBlock();
  auto* const inside = llvm::BasicBlock::Create(context, "inside", function_, exit_);
  auto* const after = llvm::BasicBlock::Create(context, "after", function_, exit_);
  code_.CreateCondBr(condition, inside, after);
  code_.SetInsertPoint(inside);
  const std::vector<Inside> computed = body();
  auto* const end = code_.GetInsertBlock();
  code_.CreateBr(after);
  code_.SetInsertPoint(after);
  Values values;
  for (const auto& [value, is_set_elsewhere] : computed) {
    llvm::Type* const type = value->getType();
    auto* const either = code_.CreatePHI(type, 2);
    either->addIncoming(is_set_elsewhere ? llvm::Constant::getAllOnesValue(type)
                                         : llvm::Constant::getNullValue(type),
                        before);
    either->addIncoming(value, end);
    values.push_back(either);
  }
  return values;
}

Frame::Values Frame::loop_items(const ItemRange& range, std::int64_t level, const Values& initial,
                                const std::function<Values(const Values&)>& body) {
  Value* const lanes = code_.index(ItemLanes);
  Value* const count = code_.CreateSub(range.last, range.first);
  Value* const parts = code_.CreateUDiv(code_.CreateAdd(count, code_.index(ItemLanes - 1)), lanes);
  return loop(code_.index(0), parts, initial, [&](Value* part, const Values& so_far) {
    Value* const position = code_.CreateAdd(range.first, code_.CreateMul(part, lanes));
    Value* const left = code_.CreateSub(range.last, position);
    Value* const here = code_.CreateBinaryIntrinsic(llvm::Intrinsic::umin, left, lanes);
    Value* const some = code_.CreateSub(code_.CreateShl(code_.index(1), here), code_.index(1));
    set_item(level, position);
    code_.set_width(Width::Items);
    live_items_ = code_.CreateTrunc(some, code_.flag_type());
    const Values next = body(so_far);
    code_.set_width(Width::One);
    return next;
  });
}

void Frame::for_each_lane(const std::function<void(Value* lane)>& body) {
  Value* const left = code_.CreateSub(argument(parameter::End), block_);
  Value* const live =
      code_.CreateBinaryIntrinsic(llvm::Intrinsic::smin, left, code_.index(runtime::BlockRecords));
  loop(code_.index(0), live, {}, [&](Value* lane, const Values&) {
    code_.set_width(Width::One);
    record_ = code_.CreateAdd(block_, lane);
    loaded_.ranges_of_items.clear();
    body(lane);
    return Values{};
  });
  loaded_.ranges_of_items.clear();
  record_ = block_;
  code_.set_width(Width::Block);
}

Frame::Values Frame::loop(Value* first, Value* last, const Values& initial, const Body& body) {
  llvm::LLVMContext& context = function_->getContext();
  auto* const before = code_.GetInsertBlock();
  auto* const head = llvm::BasicBlock::Create(context, "items", function_, exit_);
  auto* const inside = llvm::BasicBlock::Create(context, "item", function_, exit_);
  auto* const after = llvm::BasicBlock::Create(context, "items_done", function_, exit_);
  code_.CreateBr(head);

  code_.SetInsertPoint(head);
  auto* const position = open_phi(code_, first, before);
  std::vector<llvm::PHINode*> carried;
  for (Value* value : initial) carried.push_back(open_phi(code_, value, before));
  code_.CreateCondBr(code_.CreateICmpSLT(position, last), inside, after);

  code_.SetInsertPoint(inside);
  const Values next = body(position, {carried.begin(), carried.end()});
  Values found;
  for (std::size_t i = 0; i < next.size(); ++i) {
    // What no item changes is known without the loop.
    found.push_back(next[i] == carried[i] ? initial[i] : carried[i]);
    close(carried[i], next[i], code_.GetInsertBlock());
  }
  close(position, code_.CreateAdd(position, code_.index(1)), code_.GetInsertBlock());
  code_.CreateBr(head);

  code_.SetInsertPoint(after);
  return found;
}

}  // namespace precis::codegen
