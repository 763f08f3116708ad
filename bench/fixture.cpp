#include "bench/fixture.h"

#include <filesystem>
#include <utility>

#include "compiler/driver/compile.h"
#include "compiler/support/check.h"

namespace precis::bench {

Compiled::Compiled(const std::vector<std::string>& paths, jit::Options options) {
  CHECK(driver::load(sources, paths).ok(), "run at the repository root");
  diagnostics::Sink sink;
  program = driver::compile(sources, sink);
  CHECK(program != nullptr, "the policies have errors");
  evaluator = std::make_unique<driver::Evaluator>(
      driver::Evaluator::create(*program, std::move(options)).value());
  symbols = std::make_unique<runtime::Symbols>(program->catalogue);
}

runtime::LeafIndex Compiled::leaf(const std::string& path) const {
  for (runtime::LeafIndex i = 0; i < schema().leaves.size(); ++i) {
    if (schema().leaves[i].path == path) return i;
  }
  CHECK(false, "the schema has no leaf " + path);
}

void compile_and_decide(const std::vector<std::string>& paths, runtime::Batch& batch,
                        jit::Options options) {
  const Compiled compiled(paths, std::move(options));
  const runtime::BatchView view = batch.view(*compiled.symbols);
  jit::Workspaces workspaces;
  for (std::uint32_t d = 0; d < compiled.program->decisions.size(); ++d) {
    compiled.evaluator->decide(ir::DecisionId(d), view, workspaces);
  }
}

void start_warm(const std::vector<std::string>& paths, runtime::Batch& batch) {
  const std::filesystem::path kept = std::filesystem::temp_directory_path() / "precis-bench";
  compile_and_decide(paths, batch, {.cache_folder = kept.string(), .cpu = {}});
}

}  // namespace precis::bench
