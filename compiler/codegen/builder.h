#pragma once

// Writes instructions for one record or for a block of them: one lowering, three widths. Between
// them is that of items of one record's list, so many at a time. A *flag* is one bit of each record
// or item: an i1, the i16 of items, or the i64 of a block. A *number* is an integer of each record:
// an i64, or a vector of the narrowest integers that hold what it can be. `And`, `Or` and `Not` of
// flags are the instructions themselves, since an i64 is 64 flags; all that differs between the
// widths is here.

#include <llvm/Analysis/InstSimplifyFolder.h>
#include <llvm/IR/IRBuilder.h>

#include <cstdint>

#include "compiler/codegen/codegen.h"

namespace precis::codegen {

enum class Width : std::uint8_t { One, Items, Block };

inline constexpr unsigned ItemLanes = 16;

// Bounds of what a number can be.
struct Range {
  std::int64_t low;
  std::int64_t high;
};

// Counts what is written.
class CountingInserter final : public llvm::IRBuilderDefaultInserter {
 public:
  void InsertHelper(llvm::Instruction* instruction, const llvm::Twine& name,
                    llvm::BasicBlock::iterator place) const override {
    ++count_;
    IRBuilderDefaultInserter::InsertHelper(instruction, name, place);
  }
  std::size_t count() const { return count_; }

 private:
  mutable std::size_t count_ = 0;
};

// Folds while it builds, so that the parts of exact values that say nothing become no code.
class Builder : public llvm::IRBuilder<llvm::InstSimplifyFolder, CountingInserter> {
 public:
  Builder(llvm::LLVMContext& context, const llvm::DataLayout& layout, Flavour flavour)
      : IRBuilder(context, llvm::InstSimplifyFolder(layout)),
        width_(flavour == Flavour::Batch ? Width::Block : Width::One),
        flavour_(flavour) {}

  // How many instructions it has written.
  std::size_t written() const { return getInserter().count(); }

  Width width() const { return width_; }
  // How many records or items a value stands for.
  unsigned lanes() const;
  // Between records of a block, one record is looked at alone.
  void set_width(Width width) { width_ = width; }

  // ---- addresses and counts: scalars at both widths
  llvm::Value* index(std::int64_t value) { return getInt64(static_cast<std::uint64_t>(value)); }

  // ---- flags
  llvm::Type* flag_type();
  llvm::Value* flag(bool all);
  // `x` where the flag is set, else `y`; both flags.
  llvm::Value* pick_flag(llvm::Value* condition, llvm::Value* x, llvm::Value* y);

  // ---- numbers
  // How wide a number must be that holds all of the range.
  unsigned bits_for(const Range& range) const;
  llvm::Type* number_type(unsigned bits);
  llvm::Value* number(std::int64_t value, unsigned bits);
  static unsigned bits_of(llvm::Value* number) { return number->getType()->getScalarSizeInBits(); }
  llvm::Value* resize(llvm::Value* number, unsigned bits, bool is_signed = true);
  // Compares numbers of one width.
  llvm::Value* compare(llvm::CmpInst::Predicate relation, llvm::Value* x, llvm::Value* y);
  // Compares signed numbers of any widths.
  llvm::Value* relate(llvm::CmpInst::Predicate relation, llvm::Value* x, llvm::Value* y);
  // `x` where the flag is set, else `y`; numbers of one width.
  llvm::Value* pick(llvm::Value* condition, llvm::Value* x, llvm::Value* y);
  // 1 where the flag is set, else 0.
  llvm::Value* count_of(llvm::Value* flag, unsigned bits);
  // Whether some of these bits are set in the number.
  llvm::Value* meets(llvm::Value* number, std::int64_t bits);
  llvm::Value* minimum(llvm::Value* x, llvm::Value* y);
  llvm::Value* maximum(llvm::Value* x, llvm::Value* y);

 private:
  // The flag as the condition of a select, and back.
  llvm::Value* to_condition(llvm::Value* flag);
  llvm::Value* to_flag(llvm::Value* condition);

  // The same bits as another type, by way of an ordinary register: an instruction that does nothing
  // stands between, which the code generator does not look through. Otherwise it computes with
  // flags in mask registers, of which there are few and which one unit serves; of some graphs of
  // casts to and fro it never comes to an end.
  llvm::Value* cross(llvm::Value* value, llvm::Type* type);

  Width width_;
  Flavour flavour_;
  // The flag that was last made a condition, in which block, and what came of it.
  struct Condition {
    llvm::Value* flag = nullptr;
    llvm::BasicBlock* block = nullptr;
    llvm::Value* made = nullptr;
  };
  Condition last_;
};

}  // namespace precis::codegen
