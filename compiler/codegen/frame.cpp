#include "compiler/codegen/frame.h"

#include <llvm/IR/Module.h>

#include <cstddef>

#include "runtime/batch.h"

namespace precis::codegen {

using llvm::Value;
using runtime::BatchView;
using runtime::Cell;

Frame::Frame(const ir::Program& program, ir::DecisionId decision, llvm::Function& function)
    : program_(program),
      decision_(decision),
      function_(function),
      entry_(function.getContext(), llvm::InstSimplifyFolder(function.getDataLayout())),
      code_(function.getContext(), llvm::InstSimplifyFolder(function.getDataLayout())) {
  llvm::LLVMContext& context = function.getContext();
  auto* const entry = llvm::BasicBlock::Create(context, "entry", &function);
  head_ = llvm::BasicBlock::Create(context, "records", &function);
  exit_ = llvm::BasicBlock::Create(context, "done", &function);
  // What is needed once goes before this jump.
  entry_.SetInsertPoint(entry);
  entry_.SetInsertPoint(entry_.CreateBr(head_));
}

void Frame::begin_records() {
  llvm::LLVMContext& context = function_.getContext();
  code_.SetInsertPoint(head_);
  record_ = code_.CreatePHI(code_.getInt64Ty(), 2, "record");
  record_->addIncoming(argument(parameter::Begin), &function_.getEntryBlock());
  auto* const body = llvm::BasicBlock::Create(context, "record", &function_, exit_);
  code_.CreateCondBr(code_.CreateICmpSLT(record_, argument(parameter::End)), body, exit_);
  code_.SetInsertPoint(body);
}

void Frame::end_records() {
  Value* const next = code_.CreateAdd(record_, number(code_, 1));
  record_->addIncoming(next, code_.GetInsertBlock());
  code_.CreateBr(head_);
  code_.SetInsertPoint(exit_);
  code_.CreateRetVoid();
}

Value* Frame::load_field(Value* base, std::size_t offset, llvm::Type* type) {
  return entry_.CreateLoad(type, entry_.CreateConstGEP1_64(entry_.getInt8Ty(), base, offset));
}

const Frame::Column& Frame::column(runtime::LeafIndex leaf) {
  auto [place, added] = columns_.try_emplace(leaf);
  if (added) {
    llvm::Type* const pointer = entry_.getPtrTy();
    Value* const columns =
        load_field(argument(parameter::Batch), offsetof(BatchView, columns), pointer);
    const std::size_t at = leaf * sizeof(runtime::ColumnView);
    place->second = {
        load_field(columns, at + offsetof(runtime::ColumnView, low), pointer),
        load_field(columns, at + offsetof(runtime::ColumnView, high), pointer),
        load_field(columns, at + offsetof(runtime::ColumnView, validity), pointer),
    };
  }
  return place->second;
}

Value* Frame::membership() {
  if (membership_ == nullptr) {
    membership_ =
        load_field(argument(parameter::Batch), offsetof(BatchView, membership), entry_.getPtrTy());
  }
  return membership_;
}

Value* Frame::membership_words() {
  if (membership_words_ == nullptr) {
    membership_words_ = load_field(argument(parameter::Batch),
                                   offsetof(BatchView, membership_words), entry_.getInt64Ty());
  }
  return membership_words_;
}

ItemRange Frame::items_of(runtime::ListIndex list) {
  auto [place, added] = ranges_.try_emplace(list);
  if (added) {
    Value* const lists =
        load_field(argument(parameter::Batch), offsetof(BatchView, offsets), entry_.getPtrTy());
    Value* const offsets = load_field(lists, list * sizeof(void*), entry_.getPtrTy());
    auto at = [&](Value* index) {
      Value* const address = code_.CreateGEP(code_.getInt32Ty(), offsets, index);
      return code_.CreateSExt(code_.CreateLoad(code_.getInt32Ty(), address), code_.getInt64Ty());
    };
    place->second = {at(record_), at(code_.CreateAdd(record_, number(code_, 1)))};
  }
  return place->second;
}

Cell Frame::unknown(const runtime::ValueType& type) const {
  if (type.form != runtime::Form::Enum) return runtime::unknown(type, 0);
  return runtime::mask(program_.catalogue.enumerations[type.enumeration].all_members());
}

Frame::Values Frame::loop(Value* first, Value* last, const Values& initial, const Body& body) {
  llvm::LLVMContext& context = function_.getContext();
  auto* const before = code_.GetInsertBlock();
  auto* const head = llvm::BasicBlock::Create(context, "items", &function_, exit_);
  auto* const inside = llvm::BasicBlock::Create(context, "item", &function_, exit_);
  auto* const after = llvm::BasicBlock::Create(context, "items_done", &function_, exit_);
  code_.CreateBr(head);

  code_.SetInsertPoint(head);
  auto* const position = code_.CreatePHI(code_.getInt64Ty(), 2);
  position->addIncoming(first, before);
  std::vector<llvm::PHINode*> carried;
  Values so_far;
  for (Value* value : initial) {
    carried.push_back(code_.CreatePHI(value->getType(), 2));
    carried.back()->addIncoming(value, before);
    so_far.push_back(carried.back());
  }
  code_.CreateCondBr(code_.CreateICmpSLT(position, last), inside, after);

  code_.SetInsertPoint(inside);
  const Values next = body(position, so_far);
  for (std::size_t i = 0; i < next.size(); ++i) {
    carried[i]->addIncoming(next[i], code_.GetInsertBlock());
  }
  position->addIncoming(code_.CreateAdd(position, number(code_, 1)), code_.GetInsertBlock());
  code_.CreateBr(head);

  code_.SetInsertPoint(after);
  return so_far;
}

Value* Frame::slot(std::size_t slot) {
  while (slots_.size() <= slot) {
    auto* const type = llvm::ArrayType::get(entry_.getInt64Ty(), sizeof(Cell) / 8);
    slots_.push_back(entry_.CreateAlloca(type));
  }
  return slots_[slot];
}

void Frame::store_cell(Value* cell, const Lane& lane) {
  auto at = [&](std::size_t offset) {
    return code_.CreateConstGEP1_64(code_.getInt8Ty(), cell, offset);
  };
  auto as_byte = [&](Value* flag) { return code_.CreateZExt(flag, code_.getInt8Ty()); };
  code_.CreateStore(lane.low, at(offsetof(Cell, low)));
  code_.CreateStore(lane.high, at(offsetof(Cell, high)));
  code_.CreateStore(as_byte(lane.may_fault), at(offsetof(Cell, may_fault)));
  code_.CreateStore(as_byte(lane.no_value), at(offsetof(Cell, no_value)));
}

Value* Frame::spill(std::size_t slot_index, const Lane& lane) {
  Value* const cell = slot(slot_index);
  store_cell(cell, lane);
  return cell;
}

Lane Frame::reload(Value* cell) {
  auto load = [&](std::size_t offset, llvm::Type* type) {
    return code_.CreateLoad(type, code_.CreateConstGEP1_64(code_.getInt8Ty(), cell, offset));
  };
  auto flag = [&](std::size_t offset) {
    return code_.CreateICmpNE(load(offset, code_.getInt8Ty()), code_.getInt8(0));
  };
  return {load(offsetof(Cell, low), code_.getInt64Ty()),
          load(offsetof(Cell, high), code_.getInt64Ty()), flag(offsetof(Cell, may_fault)),
          flag(offsetof(Cell, no_value)), false};
}

void Frame::call(std::string_view name, std::span<Value* const> arguments) {
  std::vector<llvm::Type*> types;
  for (Value* argument : arguments) types.push_back(argument->getType());
  auto* const type = llvm::FunctionType::get(code_.getVoidTy(), types, false);
  llvm::FunctionCallee callee = function_.getParent()->getOrInsertFunction(name, type);
  llvm::cast<llvm::Function>(callee.getCallee())->setDoesNotThrow();
  code_.CreateCall(callee, llvm::ArrayRef(arguments.data(), arguments.size()));
}

Lane Frame::compute(std::string_view name, std::span<const Lane> operands,
                    std::span<const std::int64_t> immediates) {
  Value* const result = slot(0);
  Values arguments{result};
  for (std::size_t i = 0; i < operands.size(); ++i) {
    arguments.push_back(spill(i + 1, operands[i]));
  }
  for (std::int64_t immediate : immediates) arguments.push_back(number(code_, immediate));
  call(name, arguments);
  return reload(result);
}

Value* Frame::workspace(std::int64_t level) {
  return code_.CreateConstGEP1_64(code_.getInt8Ty(), argument(parameter::Workspace),
                                  static_cast<std::size_t>(level) * sizeof(runtime::Workspace));
}

}  // namespace precis::codegen
