#include "compiler/driver/evaluator.h"

#include <cstdlib>
#include <utility>

#include "compiler/change/change.h"
#include "compiler/explain/explain.h"
#include "compiler/interp/interp.h"

namespace precis::driver {

Evaluator::Evaluator(const ir::Program& program, std::unique_ptr<jit::Engine> engine)
    : program_(&program), engine_(std::move(engine)) {}

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
  const ir::Policy& policy = program_->policies[program_->decisions[decision].policy];
  runtime::Batch batch(program_->schemas[policy.schema], program_->catalogue.enumerations);
  batch.append(record);
  jit::Workspaces workspaces;
  return engine_->trace(decision, batch.view(symbols), workspaces, 0);
}

explain::Explanation Evaluator::explain(ir::DecisionId decision, const runtime::Record& record,
                                        const runtime::Symbols& symbols,
                                        const std::string& source_path) const {
  const jit::Trace traced = trace(decision, record, symbols);
  explain::Identity extra;
  extra.compiler_version = compiler_version();
  extra.source_path = source_path;
  return explain::decision(*program_, decision, engine_->layout(decision), traced.answer,
                           traced.cells, record, symbols, extra);
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
