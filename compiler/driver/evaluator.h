#pragma once

// Decides records with compiled code and explains single decisions: what an application embeds.
//
//   auto evaluator = driver::Evaluator::create(*program);
//   auto answers = evaluator->decide(decision, batch.view(symbols), workspaces);  // many records
//   explain::Explanation why = evaluator->explain(decision, record, symbols);   // one of them
//
// One evaluator may be used from many threads at once, each with workspaces of its own; the symbols
// of records that are being evaluated must not grow meanwhile.

#include <memory>
#include <string>

#include "compiler/explain/explanation.h"
#include "compiler/ir/program.h"
#include "compiler/jit/engine.h"
#include "compiler/support/result.h"
#include "runtime/batch.h"
#include "runtime/record.h"
#include "runtime/symbols.h"

namespace precis::driver {

class Evaluator {
 public:
  // The program must outlive the evaluator and its explanations. Fails when this machine's code
  // cannot be made.
  static support::Result<Evaluator> create(const ir::Program& program, jit::Options options = {});

  Evaluator(Evaluator&&) noexcept;
  Evaluator& operator=(Evaluator&&) noexcept;
  ~Evaluator();

  // The answers of all records of the batch.
  runtime::Answers decide(ir::DecisionId decision, const runtime::BatchView& batch,
                          jit::Workspaces& workspaces) const;
  // The same in memory that is used again, or by several threads: see jit::Engine::decide.
  runtime::Answers answers(ir::DecisionId decision) const;
  void decide(ir::DecisionId decision, const runtime::BatchView& batch, jit::Workspaces& workspaces,
              std::int64_t begin, std::int64_t end, runtime::Answers& answers) const;

  // One record decided with the cell of every node, laid out by `layout`.
  const ir::TraceLayout& layout(ir::DecisionId decision) const;
  jit::Trace trace(ir::DecisionId decision, const runtime::Record& record,
                   const runtime::Symbols& symbols) const;

  // The same by the interpreter: what compiled code must agree with.
  jit::Trace interpret(ir::DecisionId decision, const runtime::Record& record,
                       const runtime::Symbols& symbols) const;

  // The same, explained. `source_path` is the policy's file, for the identity.
  explain::Explanation explain(ir::DecisionId decision, const runtime::Record& record,
                               const runtime::Symbols& symbols,
                               const std::string& source_path = {}) const;

  // What would lead to a better answer. A search: not for every record of a run.
  explain::Changes changes(ir::DecisionId decision, const runtime::Record& record,
                           const runtime::Symbols& symbols) const;

 private:
  Evaluator(const ir::Program& program, std::unique_ptr<jit::Engine> engine);

  const ir::Program* program_;
  std::unique_ptr<jit::Engine> engine_;
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

// The batch kernel of a decision as LLVM assembly, and as this machine's.
std::string llvm_text(const ir::Program& program, ir::DecisionId decision);
support::Result<std::string> machine_text(const ir::Program& program, ir::DecisionId decision);

// Where compiled code is kept between runs: what PRECIS_CACHE names, else the user's cache folder.
// Empty where there is neither, or PRECIS_CACHE is empty.
std::string cache_folder();

// The version that explanations name.
std::string compiler_version();

}  // namespace precis::driver
