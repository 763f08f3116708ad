#include "compiler/codegen/frame.h"

#include <llvm/IR/Constants.h>
#include <llvm/IR/Intrinsics.h>
#include <llvm/IR/Module.h>

#include <cstddef>

#include "compiler/codegen/ranges.h"
#include "compiler/support/check.h"
#include "runtime/batch.h"

namespace precis::codegen {

using llvm::Value;
using runtime::BatchView;
using runtime::Cell;
using runtime::Form;

Frame::Frame(const ir::Program& program, ir::DecisionId decision, llvm::Function& kernel,
             Flavour flavour, const std::vector<ir::NodeId>& nodes, std::size_t longest_function)
    : program_(program),
      decision_(decision),
      function_(&kernel),
      ranges_(ranges_of(program, schema(), nodes)),
      entry_(kernel.getContext(), kernel.getDataLayout(), flavour),
      code_(kernel.getContext(), kernel.getDataLayout(), flavour),
      longest_function_(longest_function),
      kernel_(&kernel),
      head_(begin_function(kernel, "records")) {
  passage_.enter(kernel, nullptr, nullptr);
}

llvm::BasicBlock* Frame::begin_function(llvm::Function& function, const char* after_entry) {
  llvm::LLVMContext& context = function.getContext();
  function_ = &function;
  auto* const entry = llvm::BasicBlock::Create(context, "entry", &function);
  auto* const next = llvm::BasicBlock::Create(context, after_entry, &function);
  exit_ = llvm::BasicBlock::Create(context, "done", &function);
  llvm::ReturnInst::Create(context, exit_);
  // What is needed once goes before this jump.
  entry_.SetInsertPoint(entry);
  entry_.SetInsertPoint(entry_.CreateBr(next));
  loaded_ = {};
  return next;
}

void Frame::begin_record(Value* first) {
  block_ = first;
  record_ = first;
  if (code_.width() == Width::One) return;
  Value* const left = code_.CreateSub(argument(parameter::End), block_);
  Value* const is_last = code_.CreateICmpSLT(left, code_.index(runtime::BlockRecords));
  Value* const some = code_.CreateSub(code_.CreateShl(code_.index(1), left), code_.index(1));
  live_ = code_.CreateSelect(is_last, some, code_.flag(true));
}

Value* Frame::live() {
  switch (code_.width()) {
    case Width::One:
      return code_.flag(true);
    case Width::Items:
      return live_items_;
    case Width::Block:
      return live_;
  }
  CHECK(false, "no such width");
}

unsigned Frame::mask_bits_of(const runtime::ValueType& type) {
  if (type.form == Form::Bool) return mask_bits(code_, 2);
  const runtime::Enumeration& names = program_.catalogue.enumerations[type.enumeration];
  return mask_bits(code_, names.members.size() + (names.has_untested ? 1 : 0));
}

unsigned Frame::bits_of(ir::NodeId node) {
  const runtime::ValueType& type = graph().type(node);
  switch (type.form) {
    case Form::Bool:
    case Form::Enum:
      return mask_bits_of(type);
    case Form::Code:
    case Form::Text:
    case Form::CodeSet:
      return 64;
    case Form::Number:
    case Form::Money:
    case Form::Date:
      return code_.bits_for(range(node));
  }
  CHECK(false, "no such form");
}

Value* Frame::reserve(llvm::Type* type) {
  const llvm::Align Alignment(64);
  auto* const memory = entry_.CreateAlloca(type);
  memory->setAlignment(Alignment);
  const std::uint64_t size = function_->getDataLayout().getTypeAllocSize(type);
  entry_.CreateMemSet(memory, entry_.getInt8(0), size, Alignment);
  return memory;
}

Value* Frame::load_field(Value* base, std::size_t offset, llvm::Type* type) {
  return entry_.CreateLoad(type, entry_.CreateConstGEP1_64(entry_.getInt8Ty(), base, offset));
}

const Frame::Column& Frame::column(runtime::LeafIndex leaf) {
  auto [place, added] = loaded_.columns.try_emplace(leaf);
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
  if (loaded_.membership == nullptr) {
    loaded_.membership =
        load_field(argument(parameter::Batch), offsetof(BatchView, membership), entry_.getPtrTy());
  }
  return loaded_.membership;
}

Value* Frame::membership_words() {
  if (loaded_.membership_words == nullptr) {
    loaded_.membership_words = batch_number(offsetof(BatchView, membership_words));
  }
  return loaded_.membership_words;
}

Value* Frame::batch_number(std::size_t offset) {
  return load_field(argument(parameter::Batch), offset, entry_.getInt64Ty());
}

Value*& Frame::is_key(std::int64_t catalog, Value* code) {
  return loaded_.keys[{catalog, code, code_.GetInsertBlock()}];
}

ItemRange Frame::items_of(runtime::ListIndex list) {
  auto [place, added] = loaded_.ranges_of_items.try_emplace(list);
  if (added) {
    Value* const lists =
        load_field(argument(parameter::Batch), offsetof(BatchView, offsets), entry_.getPtrTy());
    Value* const offsets = load_field(lists, list * sizeof(void*), entry_.getPtrTy());
    auto at = [&](Value* index) {
      Value* const address = code_.CreateGEP(code_.getInt32Ty(), offsets, index);
      return code_.CreateSExt(code_.CreateLoad(code_.getInt32Ty(), address), code_.getInt64Ty());
    };
    place->second = {at(record_), at(code_.CreateAdd(record_, code_.index(1)))};
  }
  return place->second;
}

Cell Frame::unknown(const runtime::ValueType& type) const {
  if (type.form != runtime::Form::Enum) return runtime::unknown(type, 0);
  return runtime::mask(program_.catalogue.enumerations[type.enumeration].all_members());
}

Value* Frame::slot(std::size_t slot) {
  while (loaded_.slots.size() <= slot) {
    auto* const type = llvm::ArrayType::get(entry_.getInt64Ty(), sizeof(Cell) / 8);
    loaded_.slots.push_back(entry_.CreateAlloca(type));
  }
  return loaded_.slots[slot];
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
  llvm::FunctionCallee callee = function_->getParent()->getOrInsertFunction(name, type);
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
  for (std::int64_t immediate : immediates) arguments.push_back(code_.index(immediate));
  call(name, arguments);
  return reload(result);
}

Value* Frame::workspace(std::int64_t level) {
  return code_.CreateConstGEP1_64(code_.getInt8Ty(), argument(parameter::Workspace),
                                  static_cast<std::size_t>(level) * sizeof(runtime::Workspace));
}

}  // namespace precis::codegen
