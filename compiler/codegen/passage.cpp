#include "compiler/codegen/passage.h"

#include <llvm/IR/Constants.h>

#include <algorithm>

#include "compiler/support/check.h"

namespace precis::codegen {

using llvm::Value;

// Memory is aligned to this, and so is what is as large.
static constexpr std::uint64_t Line = 64;

void Passage::enter(llvm::Function& function, Value* memory, llvm::Instruction* start) {
  function_ = &function;
  start_ = start;
  memories_[&function] = memory;
  loaded_.clear();
}

static std::uint64_t bytes_of(const llvm::Function& function, llvm::Type* type) {
  return function.getDataLayout().getTypeStoreSize(type);
}

static llvm::Align alignment_of(std::uint64_t bytes) {
  return llvm::Align(std::min(Line, llvm::PowerOf2Ceil(bytes)));
}

static Value* address(llvm::IRBuilder<>& at, Value* memory, std::uint64_t place) {
  return at.CreateConstGEP1_64(at.getInt8Ty(), memory, place);
}

std::uint64_t Passage::keep(llvm::Instruction& value) {
  const auto [found, is_new] = places_.try_emplace(&value, 0);
  if (!is_new) return found->second;
  const llvm::Function& owner = *value.getFunction();
  const std::uint64_t bytes = bytes_of(owner, value.getType());
  const std::uint64_t place = llvm::alignTo(size_, alignment_of(bytes));
  found->second = place;
  size_ = place + bytes;
  const bool is_phi = llvm::isa<llvm::PHINode>(value);
  llvm::BasicBlock* const block = value.getParent();
  llvm::IRBuilder<> at(block,
                       is_phi ? block->getFirstInsertionPt() : std::next(value.getIterator()));
  at.CreateAlignedStore(&value, address(at, memories_.at(&owner), place), alignment_of(bytes));
  return place;
}

Value* Passage::load(llvm::Type* type, std::uint64_t place) {
  llvm::IRBuilder<> at(start_);
  return at.CreateAlignedLoad(type, address(at, memories_.at(function_), place),
                              alignment_of(bytes_of(*function_, type)));
}

Value* Passage::here(Value* value) {
  if (llvm::isa<llvm::Constant>(value)) return value;
  if (const auto* const parameter = llvm::dyn_cast<llvm::Argument>(value)) {
    return function_->getArg(parameter->getArgNo());
  }
  auto& instruction = *llvm::cast<llvm::Instruction>(value);
  if (instruction.getFunction() == function_) return value;
  const std::uint64_t place = keep(instruction);
  const auto [found, is_new] = loaded_.try_emplace(place, nullptr);
  if (is_new) {
    found->second = load(value->getType(), place);
    places_[found->second] = place;
  }
  return found->second;
}

}  // namespace precis::codegen
