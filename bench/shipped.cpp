// What the shipped policies cost, engine by engine, on the same generated patients.

#include <benchmark/benchmark.h>

#include <memory>

#include "bench/fixture.h"
#include "bench/rows.h"
#include "compiler/explain/explain.h"
#include "compiler/explain/render.h"
#include "compiler/support/check.h"
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

// A record with its trace.
struct Traced {
  const runtime::Record* record;
  jit::Trace trace;
};

}  // namespace

// Those of the first decision with this answer, with their traces.
static std::vector<Traced> traced(const Shipped& all, runtime::AnswerKind kind) {
  std::vector<Traced> found;
  for (const runtime::Record& record : all.records) {
    jit::Trace trace =
        all.compiled.evaluator->trace(ir::DecisionId(0), record, *all.compiled.symbols);
    if (trace.answer.kind == kind) found.push_back({&record, std::move(trace)});
  }
  CHECK(!found.empty(), "no record has this answer");
  return found;
}

static explain::Explanation value_of(const Shipped& all, const Traced& it) {
  const ir::DecisionId first(0);
  return explain::decision(*all.compiled.program, first, all.compiled.evaluator->layout(first),
                           it.trace.answer, it.trace.cells, *it.record, *all.compiled.symbols, {});
}

// The value is made from a trace that is there; where facts are missing, what is asked for is
// weighed.
static void explanation_rows(const std::shared_ptr<Shipped>& all, std::vector<Row>& rows) {
  const auto decided =
      std::make_shared<std::vector<Traced>>(traced(*all, runtime::AnswerKind::Decided));
  const auto asking =
      std::make_shared<std::vector<Traced>>(traced(*all, runtime::AnswerKind::NeedsInformation));
  const auto value = std::make_shared<explain::Explanation>(value_of(*all, decided->front()));
  for (const auto& [name, cases] :
       {std::pair("explanation, decided", decided), std::pair("explanation, asking", asking)}) {
    rows.push_back(
        {"shipped",
         name,
         cases->size(),
         {},
         [all, cases](std::size_t i) { benchmark::DoNotOptimize(value_of(*all, (*cases)[i])); },
         {}});
  }
  rows.push_back({"shipped",
                  "explanation, as JSON",
                  1,
                  {},
                  [value](std::size_t) { benchmark::DoNotOptimize(explain::render_json(*value)); },
                  {}});
}

std::vector<Row> shipped_rows() {
  const auto all = std::make_shared<Shipped>();
  const std::size_t decisions = all->records.size() * all->decisions();
  const auto decide_all = [all] {
    jit::Workspaces workspaces;
    for (std::uint32_t d = 0; d < all->decisions(); ++d) {
      benchmark::DoNotOptimize(
          all->compiled.evaluator->decide(ir::DecisionId(d), all->view, workspaces));
    }
  };
  decide_all();  // compiles them, which is a row of its own
  std::vector<Row> rows;
  rows.push_back({"shipped", "compiled", decisions, decide_all, {}, {}});
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
  explanation_rows(all, rows);
  rows.push_back(
      {"shipped", "compile, cold", 1, [all] { compile_and_decide(Sources, all->batch); }, {}, {}});
  return rows;
}

}  // namespace precis::bench
