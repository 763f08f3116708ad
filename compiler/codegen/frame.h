#pragma once

// The function being written: its arguments, its entry block (what is loaded or reserved once for
// all records), the record or block of records and the items it stands at, loops, and calls of
// runtime functions. Long code is more than one function.

#include <llvm/IR/Function.h>

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "compiler/codegen/codegen.h"
#include "compiler/codegen/lane.h"
#include "compiler/codegen/passage.h"
#include "compiler/ir/program.h"
#include "runtime/schema.h"

namespace precis::codegen {

// The items of one list of the current record, as positions in the child columns.
struct ItemRange {
  llvm::Value* first;
  llvm::Value* last;  // one after
};

class Frame {
 public:
  // `nodes`: all that will be computed, ascending and closed under operands.
  Frame(const ir::Program& program, ir::DecisionId decision, llvm::Function& kernel,
        Flavour flavour, const std::vector<ir::NodeId>& nodes, std::size_t longest_function);

  const ir::Program& program() const { return program_; }
  const ir::Graph& graph() const { return program_.graph; }
  const ir::Decision& decision() const { return program_.decisions[decision_]; }
  ir::DecisionId decision_id() const { return decision_; }
  const ir::Policy& policy() const { return program_.policies[decision().policy]; }
  const runtime::Schema& schema() const { return program_.schemas[policy().schema]; }

  llvm::Module& module() { return *function_->getParent(); }

  // Where code is being written now.
  Builder& code() { return code_; }
  llvm::Value* argument(unsigned index) const { return function_->getArg(index); }
  // The current record, or the first of the current block.
  llvm::Value* record() const { return record_; }
  // A flag of the records of the block, or of the items, that there are: the last ones may reach
  // beyond the batch, or beyond the list.
  llvm::Value* live();
  // The item the enclosing list operation of this level stands at.
  llvm::Value* item(std::int64_t level) const { return items_[static_cast<std::size_t>(level)]; }
  void set_item(std::int64_t level, llvm::Value* position) {
    items_[static_cast<std::size_t>(level)] = position;
  }

  // ---- what numbers are
  const Range& range(ir::NodeId node) const { return ranges_[node.index()]; }
  // How wide the numbers of a node are, at the current width.
  unsigned bits_of(ir::NodeId node);
  unsigned mask_bits_of(const runtime::ValueType& type);
  // What an unknown value of the type is.
  runtime::Cell unknown(const runtime::ValueType& type) const;

  // ---- loaded once, in the entry block
  struct Column {
    llvm::Value* low;
    llvm::Value* high;
    llvm::Value* validity;
  };
  const Column& column(runtime::LeafIndex leaf);
  llvm::Value* membership();
  llvm::Value* membership_words();
  // An i64 of the batch.
  llvm::Value* batch_number(std::size_t offset);
  // Whether a code is a key of the catalog, as a flag; null until it is set, once for each basic
  // block.
  llvm::Value*& is_key(std::int64_t catalog, llvm::Value* code);
  // The first call for a list must be outside of item loops: later ones give the same values.
  ItemRange items_of(runtime::ListIndex list);

  // Memory of the function, zero at the start of a call.
  llvm::Value* reserve(llvm::Type* type);

  // Writes `body` as a loop over [first, last); `body` gets the position and the values so far, and
  // gives the next ones. Returns the final values.
  using Values = std::vector<llvm::Value*>;
  using Body = std::function<Values(llvm::Value* position, const Values& so_far)>;
  Values loop(llvm::Value* first, llvm::Value* last, const Values& initial, const Body& body);
  // The same over the items of a list, so many at a time as `Width::Items` has. Inside, the width
  // is that; `body` gives values of all of them together.
  Values loop_items(const ItemRange& range, std::int64_t level, const Values& initial,
                    const std::function<Values(const Values& so_far)>& body);
  // Writes `body` once for each record of the current block, one after the other: inside, the width
  // is One, `record` is that record, and `lane` its place in the block.
  void for_each_lane(const std::function<void(llvm::Value* lane)>& body);

  // What `body` gives where the condition holds, which is the same for all of the block; elsewhere
  // zero, or a flag that is set.
  struct Inside {
    llvm::Value* value;
    bool is_set_elsewhere;
  };
  Values only_where(llvm::Value* condition, const std::function<std::vector<Inside>()>& body);

  // ---- calls, at the width of one. Cells go through slots of the entry block, which all share.
  llvm::Value* spill(std::size_t slot, const Lane& lane);
  llvm::Value* slot(std::size_t slot);
  Lane reload(llvm::Value* cell);
  void store_cell(llvm::Value* cell, const Lane& lane);
  void call(std::string_view name, std::span<llvm::Value* const> arguments);
  // A function of cells and immediates to a cell: its first parameter is the result.
  Lane compute(std::string_view name, std::span<const Lane> operands,
               std::span<const std::int64_t> immediates);
  llvm::Value* workspace(std::int64_t level);

  // Begins the loop over the records; the current place is then one record's, or one block's.
  void begin_records();
  // Where the condition holds, which is the same for all of the block, what `body` writes is all
  // that is done for it: what is written from here on is for the others.
  void leave_records(llvm::Value* condition, const std::function<void()>& body);
  void end_records();

  // ---- long code
  // Whether the function being written is so long that what follows should be another one's.
  bool is_long() const;
  // Goes on in another function, which the kernel calls for each record or block after what there
  // is so far. Outside of loops. What was computed before is read by `here` from now on.
  void cut();
  llvm::Value* here(llvm::Value* value) { return passage_.here(value); }
  // Goes on in the kernel, after everything so far; nothing that was computed is read any more.
  void return_to_kernel();

 private:
  // What a function loads and reserves for itself.
  struct Loaded {
    std::unordered_map<runtime::LeafIndex, Column> columns;
    std::unordered_map<runtime::ListIndex, ItemRange> ranges_of_items;
    std::vector<llvm::Value*> slots;
    std::map<std::tuple<std::int64_t, llvm::Value*, llvm::BasicBlock*>, llvm::Value*> keys;
    llvm::Value* membership = nullptr;
    llvm::Value* membership_words = nullptr;
  };

  llvm::Value* load_field(llvm::Value* base, std::size_t offset, llvm::Type* type);
  // Begins a function: an entry block that goes on to another, and a last block.
  llvm::BasicBlock* begin_function(llvm::Function& function, const char* after_entry);
  void begin_record(llvm::Value* first);
  llvm::Function& make_part();
  // Before the first cut: memory for what crosses from one function to another.
  void open_passage();

  const ir::Program& program_;
  ir::DecisionId decision_;
  llvm::Function* function_;
  std::vector<Range> ranges_;
  Builder entry_;
  Builder code_;
  llvm::BasicBlock* exit_ = nullptr;
  llvm::Value* block_ = nullptr;
  llvm::Value* record_ = nullptr;
  llvm::Value* live_ = nullptr;
  llvm::Value* live_items_ = nullptr;
  std::array<llvm::Value*, WorkspaceLevels> items_{};
  Loaded loaded_;
  // Instructions: how many a function may have, and how many there were before the current one.
  std::size_t longest_function_;
  std::size_t written_before_ = 0;

  // The kernel, and the loop in it.
  llvm::Function* kernel_;
  llvm::BasicBlock* head_;
  llvm::BasicBlock* next_ = nullptr;
  llvm::PHINode* position_ = nullptr;
  // Once there are parts: where they are called, and the last block.
  llvm::BasicBlock* kernel_end_ = nullptr;
  llvm::BasicBlock* kernel_exit_ = nullptr;
  llvm::CallInst* passage_memory_ = nullptr;
  Passage passage_;
  unsigned parts_ = 0;
};

// The parameters of a kernel, by index.
namespace parameter {
inline constexpr unsigned Batch = 0;
inline constexpr unsigned Workspace = 1;
inline constexpr unsigned Begin = 2;
inline constexpr unsigned End = 3;
inline constexpr unsigned Answers = 4;
inline constexpr unsigned Collected = 5;
inline constexpr unsigned Trace = 6;
// Of a part of a kernel, after those: the record or block it is called for, and the memory through
// which values come.
inline constexpr unsigned Record = 7;
inline constexpr unsigned Passage = 8;
}  // namespace parameter

}  // namespace precis::codegen
