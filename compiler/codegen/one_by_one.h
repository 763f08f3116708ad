#pragma once

// Between a block and its records: what was computed for a block is read for one record, and what
// was computed for one record after the other is put together for the block.

#include <optional>

#include "compiler/codegen/frame.h"

namespace precis::codegen {

// What is known of a value in all records of a block, to be read for one of them.
class OfBlock {
 public:
  // At the width of a block.
  OfBlock(Frame& frame, const Known& block, runtime::Form form);
  // At the width of one, inside of `for_each_lane`.
  Known one(Frame& frame, llvm::Value* lane) const;

 private:
  // A number, in memory or the same for all.
  struct Number {
    llvm::Value* memory = nullptr;
    llvm::Value* same = nullptr;
    unsigned bits = 64;
  };
  Number keep(Frame& frame, llvm::Value* number) const;
  llvm::Value* one_number(Builder& b, const Number& number, llvm::Value* lane) const;

  runtime::Form form_;
  Known block_;
  Number low_;
  Number high_;
};

// The other way round.
class ToBlock {
 public:
  // `bits`: how wide its numbers are at the width of a block, which is the current one.
  ToBlock(runtime::Form form, unsigned bits) : form_(form), bits_(bits) {}
  // At the width of one, in one place of the code.
  void set(Frame& frame, llvm::Value* lane, const Known& one);
  // At the width of a block, once all its records are set.
  Known block(Frame& frame) const;

 private:
  void put(Frame& frame, llvm::Value*& memory, llvm::Value* lane, llvm::Value* value,
           unsigned bits);
  llvm::Value* flags(Frame& frame, llvm::Value* memory) const;

  runtime::Form form_;
  unsigned bits_;
  bool exact_ = false;
  // Arrays, none where there is nothing to keep: of a Bool low is `can be true` and high `can be
  // false`, both as bytes.
  llvm::Value* low_ = nullptr;
  llvm::Value* high_ = nullptr;
  llvm::Value* may_fault_ = nullptr;
  llvm::Value* no_value_ = nullptr;
};

}  // namespace precis::codegen
