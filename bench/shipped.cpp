// What the shipped policies cost, engine by engine, on the same generated patients.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "bench/fixture.h"
#include "bench/rows.h"
#include "compiler/driver/dispatch.h"
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

// The same members, each of whom asks for another product of the plan's catalog: a block of 64
// claims has nearly all products, until the claims are put in order.
struct Claims {
  explicit Claims(const std::shared_ptr<Shipped>& shipped) : all(shipped), records(all->records) {
    const Compiled& compiled = all->compiled;
    const runtime::CatalogTable& products = compiled.program->catalogue.catalogs[0];
    const auto drug = std::find_if(products.columns.begin(), products.columns.end(),
                                   [](const auto& column) { return column.name == "drug"; });
    for (std::size_t i = 0; i < records.size(); ++i) {
      const std::size_t row = i % products.keys.size();
      const runtime::CatalogTable::Cell& is = drug->cells[row];
      records[i].facts[compiled.leaf("request.product")].cell = runtime::exact(products.keys[row]);
      records[i].facts[compiled.leaf("request.drug")].cell = {is.low, is.high, 0, 0};
    }
    for (const runtime::Record& record : records) as_they_come.append(record);
    for (std::uint32_t r : order()) in_order.append(records[r]);
    view = as_they_come.view(*compiled.symbols);
    view_in_order = in_order.view(*compiled.symbols);
    CHECK(decisions(true).size() < decisions(false).size(), "some policies govern every claim");
  }

  std::vector<std::uint32_t> order() const {
    return dispatch.order(records, *all->compiled.symbols);
  }
  // All, or those of policies that govern some drugs only.
  std::vector<ir::DecisionId> decisions(bool of_drugs) const {
    const ir::Program& program = *all->compiled.program;
    std::vector<ir::DecisionId> found;
    for (std::uint32_t d = 0; d < all->decisions(); ++d) {
      const ir::Policy& policy = program.policies[program.decisions[ir::DecisionId(d)].policy];
      const std::optional<ir::OccurrenceId>& governs = policy.governs;
      const bool asks =
          governs && program.occurrences[*governs].text.find("request.drug") != std::string::npos;
      if (asks || !of_drugs) found.push_back(ir::DecisionId(d));
    }
    return found;
  }

  std::shared_ptr<Shipped> all;
  std::vector<runtime::Record> records;
  driver::Dispatch dispatch{*all->compiled.program, 0};
  runtime::Batch as_they_come = all->compiled.batch();
  runtime::Batch in_order = all->compiled.batch();
  runtime::BatchView view{};
  runtime::BatchView view_in_order{};
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

// As they come and in order.
static void compare(const Claims& claims) {
  const driver::Evaluator& evaluator = *claims.all->compiled.evaluator;
  jit::Workspaces workspaces;
  for (ir::DecisionId id : claims.decisions(false)) {
    const runtime::Answers plain = evaluator.decide(id, claims.view, workspaces);
    const runtime::Answers ordered =
        evaluator.decide(id, claims.view_in_order, workspaces).restored(claims.order());
    for (std::size_t i = 0; i < plain.size(); ++i) {
      CHECK(plain[i] == ordered[i] && plain.collected(i) == ordered.collected(i),
            "the order of claims decides nothing");
    }
  }
}

static void claim_rows(const std::shared_ptr<Shipped>& all, std::vector<Row>& rows) {
  const auto claims = std::make_shared<Claims>(all);
  compare(*claims);
  for (const bool of_drugs : {true, false}) {
    const std::string name = of_drugs ? "any drug, policies of drugs" : "any drug, all policies";
    const std::vector<ir::DecisionId> decisions = claims->decisions(of_drugs);
    const auto decide = [claims, decisions](bool in_order) {
      jit::Workspaces workspaces;
      const std::vector<std::uint32_t> order =
          in_order ? claims->order() : std::vector<std::uint32_t>{};
      for (ir::DecisionId id : decisions) {
        const runtime::Answers answers = claims->all->compiled.evaluator->decide(
            id, in_order ? claims->view_in_order : claims->view, workspaces);
        benchmark::DoNotOptimize(in_order ? answers.restored(order) : answers);
      }
    };
    const std::size_t count = claims->records.size() * decisions.size();
    rows.push_back({"shipped", name, count, [decide] { decide(false); }, {}, {}});
    Row row{"shipped", name + ", in order", count, [decide] { decide(true); }, {}, {}};
    row.target.against = name;
    rows.push_back(row);
  }
  const auto order = [claims] { benchmark::DoNotOptimize(claims->order()); };
  rows.push_back({"shipped", "claims put in order", claims->records.size(), order, {}, {}});
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
  claim_rows(all, rows);
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
  rows.push_back({"shipped",
                  "compile, cold",
                  1,
                  [all] { compile_and_decide(Sources, all->batch, {.eager = true}); },
                  {},
                  {}});
  rows.push_back({"shipped", "start, warm", 1, [all] { start_warm(Sources, all->batch); }, {}, {}});
  return rows;
}

}  // namespace precis::bench
