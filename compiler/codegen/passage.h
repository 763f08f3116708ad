#pragma once

// Values on their way from one function to a later one. A long kernel is cut into functions (see
// `Frame::cut`), for the code generator takes time that grows faster than their length. What one
// of them computed and another reads goes through memory that all are given: it is stored where it
// is computed, and loaded at the start of the function that reads it. Values that nobody reads
// later take nothing.

#include <llvm/IR/Function.h>
#include <llvm/IR/IRBuilder.h>

#include <cstdint>
#include <unordered_map>

namespace precis::codegen {

class Passage {
 public:
  // What follows is written into this function. `memory` is what it knows the memory by; loads go
  // before `start`, where nothing of the function has been computed.
  void enter(llvm::Function& function, llvm::Value* memory, llvm::Instruction* start);
  // The value as the function that is being written has it. A constant stands for itself, and so
  // does a parameter that all functions have.
  llvm::Value* here(llvm::Value* value);
  // How many bytes of memory all of this takes.
  std::uint64_t size() const { return size_; }

 private:
  std::uint64_t keep(llvm::Instruction& value);
  llvm::Value* load(llvm::Type* type, std::uint64_t place);

  llvm::Function* function_ = nullptr;
  llvm::Instruction* start_ = nullptr;
  std::unordered_map<const llvm::Function*, llvm::Value*> memories_;
  // Where values lie that are kept, by the instruction that computed or loaded them.
  std::unordered_map<const llvm::Value*, std::uint64_t> places_;
  // By place: what the current function has loaded.
  std::unordered_map<std::uint64_t, llvm::Value*> loaded_;
  std::uint64_t size_ = 0;
};

}  // namespace precis::codegen
