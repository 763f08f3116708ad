#pragma once

// Decisions as native code of this machine: each decision's kernels, compiled on first use, and
// typed calls of them. Everything here is safe to use from several threads; a `Workspaces` belongs
// to one call at a time.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "compiler/codegen/codegen.h"
#include "compiler/ir/program.h"
#include "compiler/ir/trace_layout.h"
#include "compiler/support/result.h"
#include "runtime/answers.h"
#include "runtime/batch.h"
#include "runtime/builtins.h"

namespace precis::jit {

// What compiled code looks like from outside: see codegen/codegen.h.
using Kernel = void (*)(const runtime::BatchView* batch, runtime::Workspace* workspace,
                        std::int64_t begin, std::int64_t end, void* answers,
                        std::uint64_t* collected, runtime::Cell* trace);

using codegen::Workspaces;

struct Options {
  // Compile all batch kernels at once, on all cores, not each on first use.
  bool eager = false;
  // As `Setup`: where compiled code is kept, and for which processor it is made.
  std::string cache_folder = {};
  std::string cpu = {};
  // Tests cut code that is not long.
  std::size_t longest_function = codegen::LongestFunction;
};

// One record decided with every cell kept, in the order of `ir::TraceLayout`.
struct Trace {
  runtime::Answer answer;
  std::vector<runtime::Cell> cells;
  runtime::Collected collected;  // of a `collect` decision
};

class Engine {
 public:
  // The program must outlive the engine. Fails when LLVM cannot compile for this machine.
  static support::Result<Engine> create(const ir::Program& program, Options options = {});

  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;
  ~Engine();

  Kernel batch(ir::DecisionId decision);
  // Of a batch that is one record.
  Kernel single(ir::DecisionId decision);
  Kernel trace(ir::DecisionId decision);
  const ir::TraceLayout& layout(ir::DecisionId decision);

  // What `decide` writes to: of the right shape for the decision, and empty.
  runtime::Answers answers(ir::DecisionId decision) const;
  // Decides records begin .. end - 1 of the batch. `answers` has the size of the batch; begin is a
  // multiple of `runtime::BlockRecords`, and so is end, unless it is the end of the batch.
  void decide(ir::DecisionId decision, const runtime::BatchView& batch, Workspaces& workspaces,
              std::int64_t begin, std::int64_t end, runtime::Answers& answers);
  // Decides one record of the batch again, keeping every cell.
  Trace trace(ir::DecisionId decision, const runtime::BatchView& batch, Workspaces& workspaces,
              std::int64_t record);

 private:
  struct State;
  explicit Engine(std::unique_ptr<State> state);
  void compile_all();
  std::unique_ptr<State> state_;
};

// The batch kernel as LLVM assembly, after the passes; the same on every machine.
std::string llvm_text(const ir::Program& program, ir::DecisionId decision);
// The same as this machine's assembly.
support::Result<std::string> machine_text(const ir::Program& program, ir::DecisionId decision);

}  // namespace precis::jit
