#pragma once

// From the expression graph to LLVM: one function for each decision and flavour.
//
//   void "<policy>.<decision>.batch"(const runtime::BatchView*, runtime::Workspace*,
//                                    int64_t begin, int64_t end, runtime::Answer* answers,
//                                    runtime::Cell* trace, uint64_t* collected)
//
// It decides the records begin .. end - 1 of the batch and writes the answer of record i at
// answers[i - begin], and of a decision that collects its sets of rules (`runtime::Collected`) at
// collected[2 * words * (i - begin)], where words is `ir::collected_words`. `workspace` points to a
// `Workspaces`, one workspace for each level of nested lists: an inner list operation must not
// disturb the items its outer one has collected.
//
// The trace flavour (".trace") is the same code, called for one record (end == begin + 1), which
// also stores the cell of every node the decision reaches into `trace`, in the order of
// `ir::TraceLayout`. The batch flavour does not touch `trace`.
//
// Only the record loop and the loops over list items branch. All else is straight-line selects:
// what is known of a value decides nothing but data, so the time of a record does not depend on
// what is unknown in it, and emission over many records at once (vectors in place of scalars) will
// change `lane.h` and the column loads, not the meaning of an operation.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "compiler/ir/program.h"
#include "runtime/builtins.h"

namespace llvm {
class LLVMContext;
class Module;
}  // namespace llvm

namespace precis::codegen {

enum class Flavour : std::uint8_t { Batch, Trace };

inline constexpr std::size_t WorkspaceLevels = 2;
using Workspaces = std::array<runtime::Workspace, WorkspaceLevels>;

// The name of the function that `decision` makes: "clopidogrel.coverage.batch".
std::string function_name(const ir::Program& program, ir::DecisionId decision, Flavour flavour);

// A module with this one function. It calls nothing but `runtime::builtins()`. The module has no
// data layout yet: the owner of the target sets it.
std::unique_ptr<llvm::Module> decision(const ir::Program& program, ir::DecisionId decision,
                                       Flavour flavour, llvm::LLVMContext& context);

}  // namespace precis::codegen
