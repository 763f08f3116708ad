// `Frame::cut`, and what it takes: the parts of a long kernel are functions of their own, which the
// kernel calls one after the other.

#include <llvm/IR/Instructions.h>
#include <llvm/IR/Module.h>

#include <string>
#include <vector>

#include "compiler/codegen/frame.h"

namespace precis::codegen {

using llvm::Value;

bool Frame::is_long() const {
  return code_.written() - written_before_ > longest_function_;
}

void Frame::open_passage() {
  kernel_end_ = code_.GetInsertBlock();
  kernel_exit_ = exit_;
  auto* const type = llvm::FunctionType::get(
      code_.getPtrTy(), {code_.getPtrTy(), code_.getInt64Ty()}, /*isVarArg=*/false);
  llvm::FunctionCallee callee = module().getOrInsertFunction("precis_passage", type);
  llvm::cast<llvm::Function>(callee.getCallee())->setDoesNotThrow();
  passage_memory_ =
      entry_.CreateCall(callee, {argument(parameter::Workspace), code_.index(0)}, "passage");
  passage_.enter(*kernel_, passage_memory_, nullptr);
}

llvm::Function& Frame::make_part() {
  std::vector<llvm::Type*> types = kernel_->getFunctionType()->params().vec();
  types.push_back(code_.getInt64Ty());
  types.push_back(code_.getPtrTy());
  auto* const type = llvm::FunctionType::get(code_.getVoidTy(), types, /*isVarArg=*/false);
  auto* const part =
      llvm::Function::Create(type, llvm::Function::InternalLinkage,
                             kernel_->getName() + "." + std::to_string(++parts_), module());
  part->setAttributes(kernel_->getAttributes());
  return *part;
}

void Frame::cut() {
  if (kernel_end_ == nullptr) {
    open_passage();
  } else {
    code_.CreateBr(exit_);
  }
  llvm::Function& part = make_part();
  Values arguments;
  for (llvm::Argument& argument : kernel_->args()) arguments.push_back(&argument);
  arguments.push_back(position_);
  arguments.push_back(passage_memory_);
  llvm::CallInst::Create(&part, arguments, "", kernel_end_);
  code_.SetInsertPoint(begin_function(part, "record"));
  passage_.enter(part, argument(parameter::Passage), &*entry_.GetInsertPoint());
  written_before_ = code_.written();
  begin_record(argument(parameter::Record));
}

void Frame::return_to_kernel() {
  if (function_ == kernel_) return;
  code_.CreateBr(exit_);
  passage_memory_->setArgOperand(1, code_.index(static_cast<std::int64_t>(passage_.size())));
  function_ = kernel_;
  exit_ = kernel_exit_;
  code_.SetInsertPoint(kernel_end_);
}

}  // namespace precis::codegen
