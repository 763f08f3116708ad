// What the shipped policies cost, engine by engine, on the same generated patients.

#include <benchmark/benchmark.h>

#include <memory>

#include "bench/fixture.h"
#include "bench/rows.h"
#include "runtime/ingest/ingest.h"
#include "tools/synth/synth.h"

namespace precis::bench {

static constexpr std::size_t Patients = 1000;
static const std::vector<std::string> Sources{"policies"};

namespace {

struct Shipped {
  Shipped() : compiled(Sources), batch(compiled.batch()) {
    for (std::size_t i = 0; i < Patients; ++i) {
      auto reader =
          runtime::ingest::Reader::over(synth::patient_bundle(7, i), "bench", compiled.schema(),
                                        compiled.program->catalogue, *compiled.symbols);
      while (auto outcome = reader->next()) {
        for (runtime::Record& record : outcome->records) {
          batch.append(record);
          records.push_back(std::move(record));
        }
      }
    }
    view = batch.view(*compiled.symbols);
  }

  std::uint32_t decisions() const {
    return static_cast<std::uint32_t>(compiled.program->decisions.size());
  }

  Compiled compiled;
  runtime::Batch batch;
  runtime::BatchView view{};
  std::vector<runtime::Record> records;
};

}  // namespace

std::vector<Row> shipped_rows() {
  const auto all = std::make_shared<Shipped>();
  const std::size_t decisions = all->records.size() * all->decisions();
  std::vector<Row> rows;
  rows.push_back({"shipped",
                  "compiled",
                  decisions,
                  [all] {
                    jit::Workspaces workspaces;
                    for (std::uint32_t d = 0; d < all->decisions(); ++d) {
                      benchmark::DoNotOptimize(all->compiled.evaluator->decide(
                          ir::DecisionId(d), all->view, workspaces));
                    }
                  },
                  {},
                  {}});
  rows.push_back({"shipped",
                  "interpreter, one decision",
                  all->records.size(),
                  [all] {
                    for (const runtime::Record& record : all->records) {
                      benchmark::DoNotOptimize(all->compiled.evaluator->interpret(
                          ir::DecisionId(0), record, *all->compiled.symbols));
                    }
                  },
                  {},
                  {}});
  rows.push_back({"shipped",
                  "trace, one decision",
                  all->records.size(),
                  [all] {
                    for (const runtime::Record& record : all->records) {
                      benchmark::DoNotOptimize(all->compiled.evaluator->trace(
                          ir::DecisionId(0), record, *all->compiled.symbols));
                    }
                  },
                  {},
                  {}});
  rows.push_back({"shipped",
                  "explanation",
                  all->records.size(),
                  {},
                  [all](std::size_t i) {
                    benchmark::DoNotOptimize(all->compiled.evaluator->explain(
                        ir::DecisionId(0), all->records[i], *all->compiled.symbols));
                  },
                  {}});
  rows.push_back(
      {"shipped", "compile, cold", 1, [all] { compile_and_decide(Sources, all->batch); }, {}, {}});
  return rows;
}

}  // namespace precis::bench
