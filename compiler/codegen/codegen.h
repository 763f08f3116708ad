#pragma once

// From the expression graph to LLVM: one function for each decision and flavour.
//
//   void "<policy>.<decision>.batch"(const runtime::BatchView*, runtime::Workspace*,
//                                    int64_t begin, int64_t end, void* answers,
//                                    uint64_t* collected, runtime::Cell* trace)
//
// It decides the records begin .. end - 1 of the batch, in blocks (`runtime::BlockRecords`): begin
// is a multiple of it, and whole blocks are read and written. Answers and the rules of a list go to
// `answers` and `collected` as `runtime::Answers` keeps them, from record `begin` on. `workspace`
// points to a `Workspaces`, one workspace for each level of nested lists: an inner list operation
// must not disturb the items its outer one has collected.
//
// The single flavour (".single") is the same lowering at the width of one record, which it decides
// (end == begin + 1, begin is any). So is the trace flavour (".trace"), which also stores the cell
// of every node the decision reaches into `trace`, in the order of `ir::TraceLayout`; the others do
// not touch `trace`.
//
// What is known of a value decides nothing but data: the time of a record does not depend on what
// is unknown in it. Loops branch: over blocks, over the items of lists, and over the records of a
// block for an operation that is not written for many at once. And what policies surely do not
// govern is left out: a block of which that is true of every record, and of a plan the rules of
// such policies (`regions.h`). `builder.h` is all that has to know how many records a value stands
// for.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "compiler/ir/program.h"
#include "runtime/answers.h"
#include "runtime/builtins.h"

namespace llvm {
class LLVMContext;
class Module;
}  // namespace llvm

namespace precis::codegen {

enum class Flavour : std::uint8_t { Batch, Single, Trace };
inline constexpr std::size_t Flavours = 3;

inline constexpr std::size_t WorkspaceLevels = 2;
using Workspaces = std::array<runtime::Workspace, WorkspaceLevels>;

// What the answers of the decision need.
runtime::AnswerShape answer_shape(const ir::Decision& decision);

// The name of the function that `decision` makes: "clopidogrel.coverage.batch".
std::string function_name(const ir::Program& program, ir::DecisionId decision, Flavour flavour);

// Whether the decision has a kernel of the single flavour. One with so many rules that they are
// tables has none: code for each of them is slow to compile, and no faster.
bool has_single(const ir::Program& program, ir::DecisionId decision);

// About so many instructions a function may have, before the rest becomes a function of its own:
// the code generator then takes as long for each of them as where there are few.
inline constexpr std::size_t LongestFunction = 1'400;

// A module with this function, and with those that it is cut into where it would be long. It calls
// nothing but `runtime::builtins()`. The module has no data layout yet: the owner of the target
// sets it.
std::unique_ptr<llvm::Module> decision(const ir::Program& program, ir::DecisionId decision,
                                       Flavour flavour, llvm::LLVMContext& context,
                                       std::size_t longest_function = LongestFunction);

}  // namespace precis::codegen
