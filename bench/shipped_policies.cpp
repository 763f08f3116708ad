// What the shipped policies cost, engine by engine, on the same generated patients: compare rows of
// one run, not runs of two machines. The workloads W1 to W3 with hand-written baselines come with
// the work on speed.

#include <benchmark/benchmark.h>

#include <memory>
#include <vector>

#include "compiler/driver/compile.h"
#include "compiler/driver/evaluator.h"
#include "compiler/explain/explain.h"
#include "compiler/explain/render.h"
#include "compiler/support/check.h"
#include "runtime/batch.h"
#include "runtime/ingest/ingest.h"
#include "tools/synth/synth.h"

namespace precis {
namespace {

constexpr std::size_t Patients = 1000;

// The policies compiled, and every record they decide.
struct Fixture {
  source::Map sources;
  std::unique_ptr<const ir::Program> program;
  std::unique_ptr<driver::Evaluator> evaluator;
  std::unique_ptr<runtime::Symbols> symbols;
  std::vector<runtime::Record> records;
  std::unique_ptr<runtime::Batch> batch;

  Fixture() {
    CHECK(driver::load(sources, {"policies"}).ok(), "run at the repository root");
    diagnostics::Sink sink;
    program = driver::compile(sources, sink);
    CHECK(program != nullptr, "the policies have errors");
    evaluator = std::make_unique<driver::Evaluator>(driver::Evaluator::create(*program).value());
    symbols = std::make_unique<runtime::Symbols>(program->catalogue);
    batch = std::make_unique<runtime::Batch>(program->schemas[0], program->catalogue.enumerations);
    for (std::size_t i = 0; i < Patients; ++i) {
      auto reader = runtime::ingest::Reader::over(
          synth::patient_bundle(7, i), "bench", program->schemas[0], program->catalogue, *symbols);
      while (auto outcome = reader->next()) {
        for (runtime::Record& record : outcome->records) {
          batch->append(record);
          records.push_back(std::move(record));
        }
      }
    }
  }
};

Fixture& fixture() {
  static Fixture it;
  return it;
}

void count(benchmark::State& state, std::size_t each) {
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * each));
}

// All records by every decision, as columns.
void batch_kernel(benchmark::State& state) {
  Fixture& f = fixture();
  const runtime::BatchView view = f.batch->view(*f.symbols);
  jit::Workspaces workspaces;
  std::vector<runtime::Answer> answers(f.records.size());
  for (auto _ : state) {
    for (std::uint32_t d = 0; d < f.program->decisions.size(); ++d) {
      f.evaluator->decide(ir::DecisionId(d), view, workspaces, answers);
      benchmark::DoNotOptimize(answers.data());
    }
  }
  count(state, f.records.size() * f.program->decisions.size());
}

void interpreter(benchmark::State& state) {
  Fixture& f = fixture();
  for (auto _ : state) {
    for (std::uint32_t d = 0; d < f.program->decisions.size(); ++d) {
      for (const runtime::Record& record : f.records) {
        benchmark::DoNotOptimize(f.evaluator->interpret(ir::DecisionId(d), record, *f.symbols));
      }
    }
  }
  count(state, f.records.size() * f.program->decisions.size());
}

// One record after another, its columns built each time, every cell kept.
void trace_kernel(benchmark::State& state) {
  Fixture& f = fixture();
  for (auto _ : state) {
    for (const runtime::Record& record : f.records) {
      benchmark::DoNotOptimize(f.evaluator->trace(ir::DecisionId(0), record, *f.symbols));
    }
  }
  count(state, f.records.size());
}

// A record of the first decision with its trace.
struct Traced {
  const runtime::Record* record;
  jit::Trace trace;
};

std::vector<Traced> traced(runtime::AnswerKind kind) {
  Fixture& f = fixture();
  std::vector<Traced> found;
  for (const runtime::Record& record : f.records) {
    jit::Trace trace = f.evaluator->trace(ir::DecisionId(0), record, *f.symbols);
    if (trace.answer.kind == kind) found.push_back({&record, std::move(trace)});
  }
  CHECK(!found.empty(), "no record has this answer");
  return found;
}

explain::Explanation value_of(const Traced& it) {
  Fixture& f = fixture();
  return explain::decision(*f.program, ir::DecisionId(0), f.evaluator->layout(ir::DecisionId(0)),
                           it.trace.answer, it.trace.cells, *it.record, *f.symbols, {});
}

// The value from a trace that is there, of a decision that is made.
void explanation_value(benchmark::State& state) {
  const std::vector<Traced> cases = traced(runtime::AnswerKind::Decided);
  std::size_t next = 0;
  for (auto _ : state) benchmark::DoNotOptimize(value_of(cases[next++ % cases.size()]));
  count(state, 1);
}

// The same where facts are missing: what is asked for is weighed.
void explanation_asking(benchmark::State& state) {
  const std::vector<Traced> cases = traced(runtime::AnswerKind::NeedsInformation);
  std::size_t next = 0;
  for (auto _ : state) benchmark::DoNotOptimize(value_of(cases[next++ % cases.size()]));
  count(state, 1);
}

void explanation_json(benchmark::State& state) {
  const std::vector<Traced> cases = traced(runtime::AnswerKind::Decided);
  const explain::Explanation value = value_of(cases.front());
  for (auto _ : state) benchmark::DoNotOptimize(explain::render_json(value));
  count(state, 1);
}

// From source text to the batch kernels of the three policies.
void cold_compile(benchmark::State& state) {
  Fixture& f = fixture();
  jit::Workspaces workspaces;
  runtime::Answer answer;
  runtime::Batch one(f.program->schemas[0], f.program->catalogue.enumerations);
  one.append(f.records[0]);
  const runtime::BatchView view = one.view(*f.symbols);
  for (auto _ : state) {
    source::Map sources;
    diagnostics::Sink sink;
    CHECK(driver::load(sources, {"policies"}).ok(), "run at the repository root");
    const auto program = driver::compile(sources, sink);
    const auto evaluator = driver::Evaluator::create(*program);
    for (std::uint32_t d = 0; d < program->decisions.size(); ++d) {
      evaluator->decide(ir::DecisionId(d), view, workspaces, {&answer, 1});
    }
  }
}

BENCHMARK(batch_kernel)->Unit(benchmark::kMicrosecond);
BENCHMARK(trace_kernel)->Unit(benchmark::kMicrosecond);
BENCHMARK(interpreter)->Unit(benchmark::kMicrosecond);
BENCHMARK(explanation_value)->Unit(benchmark::kMicrosecond);
BENCHMARK(explanation_asking)->Unit(benchmark::kMicrosecond);
BENCHMARK(explanation_json)->Unit(benchmark::kMicrosecond);
BENCHMARK(cold_compile)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace precis

BENCHMARK_MAIN();
