#pragma once

// A compiled workload: its policies, and what decides records by them.

#include <memory>
#include <string>
#include <vector>

#include "compiler/driver/evaluator.h"
#include "compiler/ir/program.h"
#include "compiler/source/map.h"
#include "runtime/batch.h"
#include "runtime/symbols.h"

namespace precis::bench {

struct Compiled {
  // Stops the process when the policies have errors. Paths are below the root of the repository.
  explicit Compiled(const std::vector<std::string>& paths, jit::Options options = {});

  const runtime::Schema& schema() const { return program->schemas[0]; }
  // By path: "member.age".
  runtime::LeafIndex leaf(const std::string& path) const;
  runtime::Batch batch() const { return runtime::Batch(schema(), program->catalogue.enumerations); }

  source::Map sources;
  std::unique_ptr<const ir::Program> program;
  std::unique_ptr<driver::Evaluator> evaluator;
  std::unique_ptr<runtime::Symbols> symbols;
};

// From source text to the first answer of every decision, for a batch of the workload: one of a
// single record has code of its own.
void compile_and_decide(const std::vector<std::string>& paths, runtime::Batch& batch,
                        jit::Options options = {});
// The same where the code was compiled before and is kept on disk.
void start_warm(const std::vector<std::string>& paths, runtime::Batch& batch);

}  // namespace precis::bench
