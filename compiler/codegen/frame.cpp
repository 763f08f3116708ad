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
  Values so_far;
  for (Value* value : initial) {
    carried.push_back(open_phi(code_, value, before));
    so_far.push_back(carried.back());
  }
  code_.CreateCondBr(code_.CreateICmpSLT(position, last), inside, after);

  code_.SetInsertPoint(inside);
  const Values next = body(position, so_far);
  for (std::size_t i = 0; i < next.size(); ++i) {
    close(carried[i], next[i], code_.GetInsertBlock());
  }
  close(position, code_.CreateAdd(position, code_.index(1)), code_.GetInsertBlock());
  code_.CreateBr(head);

  code_.SetInsertPoint(after);
  return so_far;
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
