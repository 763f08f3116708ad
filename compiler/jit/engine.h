#pragma once

// Decisions as native code of this machine: each decision's kernels, compiled on first use, and
// typed calls of them. Everything here is safe to use from several threads; a `Workspaces` belongs
// to one call at a time.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "compiler/codegen/codegen.h"
#include "compiler/ir/program.h"
#include "compiler/ir/trace_layout.h"
#include "compiler/support/result.h"
#include "runtime/answer.h"
#include "runtime/batch.h"
#include "runtime/builtins.h"

namespace precis::jit {

// What compiled code looks like from outside: see codegen/codegen.h.
using Kernel = void (*)(const runtime::BatchView* batch, runtime::Workspace* workspace,
                        std::int64_t begin, std::int64_t end, runtime::Answer* answers,
                        runtime::Cell* trace, std::uint64_t* collected);

using codegen::Workspaces;

struct Options {
  // Compile all batch kernels at once, not each on first use.
  bool eager = false;
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
  Kernel trace(ir::DecisionId decision);
  const ir::TraceLayout& layout(ir::DecisionId decision);

  // Decides records begin .. end - 1 of the batch; answers has a place for each. Of a decision that
  // collects, `collected` has 2 * ir::collected_words words for each, or none where nobody asks
  // which rules apply.
  void decide(ir::DecisionId decision, const runtime::BatchView& batch, Workspaces& workspaces,
              std::int64_t begin, std::int64_t end, std::span<runtime::Answer> answers,
              std::span<std::uint64_t> collected = {});
  // Decides one record of the batch again, keeping every cell.
  Trace trace(ir::DecisionId decision, const runtime::BatchView& batch, Workspaces& workspaces,
              std::int64_t record);

 private:
  struct State;
  explicit Engine(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The batch kernel as LLVM assembly, after the passes; the same on every machine.
std::string llvm_text(const ir::Program& program, ir::DecisionId decision);

}  // namespace precis::jit
