#include "compiler/driver/evaluator.h"

#include <cstdlib>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "compiler/change/change.h"
#include "compiler/explain/explain.h"
#include "compiler/interp/interp.h"

namespace precis::driver {

namespace {

// One record as a batch, and what a kernel needs besides.
struct Single {
  runtime::Batch batch;
  jit::Workspaces workspaces;
};

// What the explanations of one decision share, made by whoever asks first.
struct Explaining {
  std::once_flag once;
  std::optional<explain::Explainer> explainer;
};

}  // namespace

struct Evaluator::Memory {
  explicit Memory(const ir::Program& program)
      : explaining(program.decisions.size()), singles(program.schemas.size()) {}

  std::deque<Explaining> explaining;
  // By schema: one for each call that was ever under way at the same time. To make one costs more
  // than to decide its record.
  std::mutex mutex;
  std::vector<std::vector<std::unique_ptr<Single>>> singles;
};

Evaluator::Evaluator(const ir::Program& program, std::unique_ptr<jit::Engine> engine)
    : program_(&program), engine_(std::move(engine)), memory_(std::make_unique<Memory>(program)) {}
Evaluator::Evaluator(Evaluator&&) noexcept = default;
Evaluator& Evaluator::operator=(Evaluator&&) noexcept = default;
Evaluator::~Evaluator() = default;

support::Result<Evaluator> Evaluator::create(const ir::Program& program, jit::Options options) {
  support::Result<jit::Engine> engine = jit::Engine::create(program, std::move(options));
  if (!engine.ok()) return support::Failure{engine.error()};
  return Evaluator(program, std::make_unique<jit::Engine>(std::move(engine).value()));
}

runtime::Answers Evaluator::answers(ir::DecisionId decision) const {
  return engine_->answers(decision);
}

runtime::Answers Evaluator::decide(ir::DecisionId decision, const runtime::BatchView& batch,
                                   jit::Workspaces& workspaces) const {
  runtime::Answers result = answers(decision);
  result.resize(static_cast<std::size_t>(batch.record_count));
  decide(decision, batch, workspaces, 0, batch.record_count, result);
  return result;
}

void Evaluator::decide(ir::DecisionId decision, const runtime::BatchView& batch,
                       jit::Workspaces& workspaces, std::int64_t begin, std::int64_t end,
                       runtime::Answers& answers) const {
  engine_->decide(decision, batch, workspaces, begin, end, answers);
}

const ir::TraceLayout& Evaluator::layout(ir::DecisionId decision) const {
  return engine_->layout(decision);
}

jit::Trace Evaluator::interpret(ir::DecisionId decision, const runtime::Record& record,
                                const runtime::Symbols& symbols) const {
  interp::Evaluation evaluation =
      interp::decide(*program_, decision, layout(decision), record, symbols);
  return {evaluation.answer, std::move(evaluation.trace), std::move(evaluation.collected)};
}

jit::Trace Evaluator::trace(ir::DecisionId decision, const runtime::Record& record,
                            const runtime::Symbols& symbols) const {
  const std::uint32_t schema = program_->policies[program_->decisions[decision].policy].schema;
  std::vector<std::unique_ptr<Single>>& unused = memory_->singles[schema];
  std::unique_ptr<Single> single;
  {
    const std::lock_guard lock(memory_->mutex);
    if (!unused.empty()) {
      single = std::move(unused.back());
      unused.pop_back();
    }
  }
  if (!single) {
    single.reset(new Single{
        runtime::Batch(program_->schemas[schema], program_->catalogue.enumerations), {}});
  }
  single->batch.clear();
  single->batch.append(record);
  jit::Trace trace = engine_->trace(decision, single->batch.view(symbols), single->workspaces, 0);
  const std::lock_guard lock(memory_->mutex);
  unused.push_back(std::move(single));
  return trace;
}

explain::Explanation Evaluator::explain(ir::DecisionId decision, const runtime::Record& record,
                                        const runtime::Symbols& symbols,
                                        const std::string& source_path) const {
  Explaining& explaining = memory_->explaining[decision.index()];
  std::call_once(explaining.once, [&] {
    explaining.explainer.emplace(*program_, decision, engine_->layout(decision));
  });
  const jit::Trace traced = trace(decision, record, symbols);
  explain::Identity extra;
  extra.compiler_version = compiler_version();
  extra.source_path = source_path;
  return explaining.explainer->explain(traced.answer, traced.cells, record, symbols, extra);
}

explain::Changes Evaluator::changes(ir::DecisionId decision, const runtime::Record& record,
                                    const runtime::Symbols& symbols) const {
  return change::find(*program_, decision, layout(decision), record, symbols);
}

std::string llvm_text(const ir::Program& program, ir::DecisionId decision) {
  return jit::llvm_text(program, decision);
}

support::Result<std::string> machine_text(const ir::Program& program, ir::DecisionId decision) {
  return jit::machine_text(program, decision);
}

std::string cache_folder() {
  if (const char* named = std::getenv("PRECIS_CACHE")) return named;
  if (const char* caches = std::getenv("XDG_CACHE_HOME"); caches != nullptr && *caches != 0) {
    return std::string(caches) + "/precis";
  }
  const char* home = std::getenv("HOME");
  return home == nullptr || *home == 0 ? "" : std::string(home) + "/.cache/precis";
}

std::string compiler_version() {
  return PRECIS_VERSION;
}

}  // namespace precis::driver
