// Workload W1: bench/w1.precis over a million made-up claims, against hand-written C++.

#include "bench/baseline/w1.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>
#include <thread>

#include "bench/fixture.h"
#include "bench/rows.h"
#include "bench/w1_data.h"
#include "compiler/explain/render.h"
#include "compiler/support/check.h"

namespace precis::bench {

using runtime::Cell;

static constexpr std::size_t Claims = 1'000'000;
// So many times the claims are more than any cache holds.
static constexpr std::size_t Copies = 16;
static constexpr std::size_t Singles = 2'000;
static constexpr ir::DecisionId Coverage{0};
static constexpr std::int64_t Day = 20'600;  // 2026-05-27
static const std::vector<std::string> Sources{"bench/w1.precis"};

namespace {

struct W1 {
  explicit W1(std::size_t copies, jit::Options options = {})
      : claims(Claims * copies), compiled(Sources, std::move(options)) {
    rows = baseline::w1_rows(columns(), claims.count);
    batch = std::make_unique<runtime::Batch>(batch_of(0, claims.count));
    view = batch->view(*compiled.symbols);
    answers = std::make_unique<runtime::Answers>(compiled.evaluator->answers(Coverage));
    answers->resize(claims.count);
    codes = padded<std::uint8_t>(claims.count);
  }

  baseline::W1Columns columns() const {
    return {claims.phenotype.data(), claims.indication.data(), claims.age.data(),
            claims.weight.data(),    claims.reaction.data(),   claims.stroke.data(),
            claims.bleeding.data(),  claims.hemorrhage.data(), claims.failure.data(),
            claims.drug.data()};
  }

  // Claims first .. first + count - 1 as the columns of the schema.
  runtime::Batch batch_of(std::size_t first, std::size_t count) const {
    runtime::Batch made = compiled.batch();
    made.begin_columns(count);
    const auto member = [&](const std::string& path, const std::vector<std::uint8_t>& column,
                            std::uint8_t members) {
      made.set_column(compiled.leaf(path), [&, first, members](std::size_t i) {
        const std::uint8_t value = column[first + i];
        return runtime::mask(value == 0 ? (1 << members) - 1 : 1 << (value - 1));
      });
    };
    const auto flag = [&](const std::string& path, const std::vector<std::uint8_t>& column) {
      made.set_column(compiled.leaf(path), [&, first](std::size_t i) {
        constexpr std::int64_t Meaning[] = {runtime::CanBeFalse, runtime::CanBeTrue,
                                            runtime::CanBeEither};
        return runtime::mask(Meaning[column[first + i]]);
      });
    };
    const auto number = [&](const std::string& path, const std::vector<std::int16_t>& column) {
      const runtime::ValueType& type = compiled.schema().leaves[compiled.leaf(path)].type;
      made.set_column(compiled.leaf(path), [&, first](std::size_t i) {
        const std::int16_t value = column[first + i];
        return value < 0 ? runtime::between(type.low, type.high) : runtime::exact(value);
      });
    };
    member("member.cyp2c19", claims.phenotype, 7);
    member("member.indication", claims.indication, 3);
    member("claim.drug", claims.drug, 3);
    number("member.age", claims.age);
    number("member.weight", claims.weight);
    flag("member.reaction", claims.reaction);
    flag("member.stroke", claims.stroke);
    flag("member.bleeding", claims.bleeding);
    flag("member.hemorrhage", claims.hemorrhage);
    flag("member.failure", claims.failure);
    made.set_column(compiled.leaf("claim.date"), [](std::size_t) { return runtime::exact(Day); });
    return made;
  }

  // One claim as a record, for the interpreter and for explanations.
  runtime::Record record(std::size_t i) const {
    runtime::Record made =
        runtime::blank_record(compiled.schema(), compiled.program->catalogue.enumerations);
    const auto set = [&](const std::string& path, const Cell& cell) {
      runtime::Fact& fact = made.facts[compiled.leaf(path)];
      fact.cell = cell;
      fact.cause = runtime::Cause::Known;
    };
    const auto member = [&](const std::string& path, std::uint8_t value) {
      if (value != 0) set(path, runtime::mask(1 << (value - 1)));
    };
    const auto flag = [&](const std::string& path, std::uint8_t value) {
      if (value != 2) set(path, runtime::boolean(value == 1));
    };
    const auto number = [&](const std::string& path, std::int16_t value) {
      if (value >= 0) set(path, runtime::exact(value));
    };
    member("member.cyp2c19", claims.phenotype[i]);
    member("member.indication", claims.indication[i]);
    member("claim.drug", claims.drug[i]);
    number("member.age", claims.age[i]);
    number("member.weight", claims.weight[i]);
    flag("member.reaction", claims.reaction[i]);
    flag("member.stroke", claims.stroke[i]);
    flag("member.bleeding", claims.bleeding[i]);
    flag("member.hemorrhage", claims.hemorrhage[i]);
    flag("member.failure", claims.failure[i]);
    set("claim.date", runtime::exact(Day));
    return made;
  }

  void decide(std::size_t begin, std::size_t end) {
    jit::Workspaces workspaces;
    compiled.evaluator->decide(Coverage, view, workspaces, static_cast<std::int64_t>(begin),
                               static_cast<std::int64_t>(end), *answers);
  }

  W1Claims claims;
  Compiled compiled;
  std::vector<baseline::W1Row> rows;
  std::unique_ptr<runtime::Batch> batch;
  runtime::BatchView view{};
  std::unique_ptr<runtime::Answers> answers;
  std::vector<std::uint8_t> codes;
};

// What the hand-written code calls an answer.
std::uint8_t code_of(const runtime::Answer& answer) {
  if (answer.kind == runtime::AnswerKind::NeedsInformation) return baseline::NeedsInformation;
  CHECK(answer.kind == runtime::AnswerKind::Decided, "claims are decided or need information");
  return static_cast<std::uint8_t>(answer.rule);
}

void compare(W1& w1) {
  const std::size_t count = w1.claims.count;
  std::vector<std::uint8_t> expected = padded<std::uint8_t>(count);
  baseline::w1_by_rows(w1.rows.data(), expected.data(), 0, count);
  const auto must_agree = [&](const std::string& engine) {
    CHECK(std::equal(expected.begin(), expected.end(), w1.codes.begin()),
          engine + " differs from the hand-written rows");
  };
  baseline::w1_by_columns(w1.columns(), w1.codes.data(), 0, count);
  must_agree("columns by hand");
  baseline::w1_by_intrinsics(w1.columns(), w1.codes.data(), 0, count);
  must_agree("intrinsics");
  w1.decide(0, count);
  for (std::size_t i = 0; i < count; ++i) w1.codes[i] = code_of((*w1.answers)[i]);
  must_agree("compiled");
}

class Rows {
 public:
  std::vector<Row> take() { return std::move(rows_); }

  void batch(const std::shared_ptr<W1>& w1, const std::string& where, double bar) {
    for (const std::size_t threads : {1u, 2u}) {
      const std::string suffix =
          where + ", " + std::to_string(threads) + (threads == 1 ? " thread" : " threads");
      const auto add = [&](const std::string& engine, Target target, auto work) {
        rows_.push_back({"W1",
                         engine + suffix,
                         w1->claims.count,
                         [w1, threads, work] { in_parallel(threads, w1->claims.count, work); },
                         {},
                         std::move(target)});
      };
      add("by hand, rows", {}, [w1](std::size_t begin, std::size_t end) {
        baseline::w1_by_rows(w1->rows.data(), w1->codes.data(), begin, end);
      });
      add("by hand, columns", {}, [w1](std::size_t begin, std::size_t end) {
        baseline::w1_by_columns(w1->columns(), w1->codes.data(), begin, end);
      });
      add("by hand, AVX-512", {}, [w1](std::size_t begin, std::size_t end) {
        baseline::w1_by_intrinsics(w1->columns(), w1->codes.data(), begin, end);
      });
      const auto compiled = [w1](std::size_t begin, std::size_t end) { w1->decide(begin, end); };
      add("compiled", {"by hand, AVX-512" + suffix, bar, 1.0}, compiled);
      add("compiled, to columns", {"by hand, columns" + suffix, 1.2, 2.0}, compiled);
    }
  }

  // The same code for an older model of processor.
  void older(const std::shared_ptr<W1>& w1) {
    rows_.push_back({"W1",
                     "compiled for AVX2, 1 thread",
                     w1->claims.count,
                     [w1] { w1->decide(0, w1->claims.count); },
                     {},
                     {"compiled, 1 thread", 0.5, 0.7}});
  }

  void singles(const std::shared_ptr<W1>& w1) {
    struct One {
      runtime::Batch batch;
      runtime::BatchView view;
      runtime::Record record;
    };
    auto ones = std::make_shared<std::vector<One>>();
    for (std::size_t i = 0; i < Singles; ++i) {
      ones->push_back({w1->batch_of(i, 1), {}, w1->record(i)});
    }
    for (One& one : *ones) one.view = one.batch.view(*w1->compiled.symbols);
    auto answer = std::make_shared<runtime::Answers>(w1->compiled.evaluator->answers(Coverage));
    answer->resize(1);
    auto workspaces = std::make_shared<jit::Workspaces>();
    rows_.push_back({"W1",
                     "by hand, one record",
                     100 * Singles,
                     {},
                     [w1](std::size_t i) {
                       benchmark::DoNotOptimize(baseline::w1_decide(w1->rows[i % Singles]));
                     },
                     {}});
    rows_.push_back({"W1",
                     "compiled, one record",
                     100 * Singles,
                     {},
                     [w1, ones, answer, workspaces](std::size_t i) {
                       w1->compiled.evaluator->decide(Coverage, (*ones)[i % Singles].view,
                                                      *workspaces, 0, 1, *answer);
                     },
                     {"", 0, 0, 0.2, 0.06}});
    rows_.push_back({"W1",
                     "one record, explanation",
                     Singles,
                     {},
                     [w1, ones](std::size_t i) {
                       benchmark::DoNotOptimize(w1->compiled.evaluator->explain(
                           Coverage, (*ones)[i % Singles].record, *w1->compiled.symbols));
                     },
                     {"", 0, 0, 10, 2}});
    rows_.push_back({"W1",
                     "one record, as JSON",
                     Singles,
                     {},
                     [w1, ones](std::size_t i) {
                       const explain::Explanation it = w1->compiled.evaluator->explain(
                           Coverage, (*ones)[i % Singles].record, *w1->compiled.symbols);
                       benchmark::DoNotOptimize(explain::render_json(it));
                     },
                     {"", 0, 0, 25, 5}});
    rows_.push_back({"W1",
                     "interpreter",
                     Singles,
                     [w1, ones] {
                       for (const One& one : *ones) {
                         benchmark::DoNotOptimize(w1->compiled.evaluator->interpret(
                             Coverage, one.record, *w1->compiled.symbols));
                       }
                     },
                     {},
                     {}});
    rows_.push_back({"W1",
                     "compile for one record, cold",
                     1,
                     [ones] { compile_and_decide(Sources, ones->front().batch); },
                     {},
                     {}});
    const auto few = std::make_shared<runtime::Batch>(w1->batch_of(0, runtime::BlockRecords));
    rows_.push_back({"W1",
                     "compile, cold",
                     1,
                     [few] { compile_and_decide(Sources, *few, {.eager = true}); },
                     {},
                     {"", 0, 0, 60'000, 20'000}});
    rows_.push_back({"W1",
                     "start, warm",
                     1,
                     [few] { start_warm(Sources, *few); },
                     {},
                     {"", 0, 0, 20'000, 8'000}});
  }

 private:
  std::vector<Row> rows_;
};

}  // namespace

std::vector<Row> w1_rows() {
  const auto cached = std::make_shared<W1>(1);
  const auto copied = std::make_shared<W1>(Copies);
  compare(*cached);
  compare(*copied);
  const auto older =
      std::make_shared<W1>(1, jit::Options{.eager = false, .cache_folder = {}, .cpu = "x86-64-v3"});
  compare(*older);
  Rows rows;
  rows.batch(cached, "", 0.5);
  rows.batch(copied, ", from memory", 0.7);
  rows.older(older);
  rows.singles(cached);
  return rows.take();
}

}  // namespace precis::bench
