// Workload W2: the formulary of bench/w2.precis over 200,000 made-up claims, against hand-written
// C++.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "bench/fixture.h"
#include "bench/padded.h"
#include "bench/rows.h"
#include "bench/w2_data.h"
#include "compiler/ir/trace_layout.h"
#include "compiler/support/check.h"

namespace precis::bench {

using runtime::Cell;

static constexpr std::size_t Claims = 200'000;
static constexpr std::size_t Singles = 2'000;
static constexpr ir::DecisionId Edits{0};
static constexpr ir::DecisionId Cost{1};
static constexpr std::size_t EditCount = 6;
static constexpr std::int64_t FirstDay = 16'436;  // 2015-01-01
static const std::vector<std::string> Sources{"bench/w2.precis"};

namespace {

// Reads the columns as the cells of the schema.
class Facts {
 public:
  Facts(const W2Formulary& formulary, const W2Claims& claims, Compiled& compiled)
      : claims_(claims), compiled_(compiled) {
    for (const std::string& name : formulary.drugs) drugs_.push_back(symbol("Drugs", name));
    for (const std::string& name : formulary.categories) {
      categories_.push_back(symbol("Categories", name));
    }
    diagnosis_offsets_.push_back(0);
    for (std::uint64_t listed : claims.diagnoses) {
      if (listed == baseline::NotCharted) listed = 0;
      for (std::size_t i = 0; i < categories_.size(); ++i) {
        if ((listed >> i & 1) != 0) diagnoses_.push_back(categories_[i]);
      }
      diagnosis_offsets_.push_back(static_cast<std::int32_t>(diagnoses_.size()));
    }
  }

  using Column = std::pair<std::string, std::function<Cell(std::size_t)>>;

  // By path, what a claim, or an item, has there.
  std::vector<Column> of_claims() const {
    const W2Claims& c = claims_;
    const runtime::ValueType& born = type("member.birth_date");
    return {
        {"member.birth_date",
         [&c, low = born.low, high = born.high](std::size_t i) {
           return c.birth[i] == baseline::NoBirth ? runtime::between(low, high)
                                                  : runtime::exact(FirstDay + c.birth[i]);
         }},
        {"member.charted",
         [&c](std::size_t i) { return yes_or_unknown(c.diagnoses[i] != baseline::NotCharted); }},
        {"member.cyp2c19", [&c](std::size_t i) { return phenotype(c.genes[0][i]); }},
        {"member.cyp2d6", [&c](std::size_t i) { return phenotype(c.genes[1][i]); }},
        {"member.tpmt", [&c](std::size_t i) { return phenotype(c.genes[2][i]); }},
        {"member.hla_b",
         [&c](std::size_t i) {
           const std::uint8_t result = c.genes[3][i];
           return result == 0 ? yes_or_unknown(false) : runtime::boolean(result == 2);
         }},
        {"member.observed", [&c](std::size_t i) { return yes_or_unknown(c.observed[i] != 0); }},
        {"claim.drug", [&c, this](std::size_t i) { return runtime::exact(drugs_[c.drug[i]]); }},
        {"claim.date", [&c](std::size_t i) { return runtime::exact(FirstDay + c.date[i]); }},
        {"claim.quantity", [&c](std::size_t i) { return runtime::exact(c.quantity[i]); }},
        {"claim.supply", [&c](std::size_t i) { return runtime::exact(c.supply[i]); }},
        {"claim.price", [&c](std::size_t i) { return runtime::exact(c.price[i]); }},
        {"claim.plan", [&c](std::size_t i) { return runtime::mask(1 << c.plan[i]); }},
        {"claim.deductible", [&c](std::size_t i) { return runtime::exact(c.deductible[i]); }},
        {"claim.out_of_pocket", [&c](std::size_t i) { return runtime::exact(c.out_of_pocket[i]); }},
    };
  }
  std::vector<Column> of_diagnoses() const {
    return {{"member.diagnoses[].category",
             [this](std::size_t i) { return runtime::exact(diagnoses_[i]); }}};
  }
  std::vector<Column> of_fills() const {
    const W2Claims& c = claims_;
    return {
        {"member.fills[].drug",
         [&c, this](std::size_t i) { return runtime::exact(drugs_[c.fill_drug[i]]); }},
        {"member.fills[].date",
         [&c](std::size_t i) { return runtime::exact(FirstDay + c.fill_date[i]); }},
        {"member.fills[].supply", [&c](std::size_t i) { return runtime::exact(c.fill_supply[i]); }},
    };
  }

  // Claims first .. first + count - 1 as the columns of the schema.
  runtime::Batch batch_of(std::size_t first, std::size_t count) const {
    runtime::Batch made = compiled_.batch();
    made.begin_columns(count);
    const auto set = [&](const std::vector<Column>& columns, std::size_t from) {
      for (const auto& [path, cell] : columns) {
        made.set_column(compiled_.leaf(path), [&, from](std::size_t i) { return cell(from + i); });
      }
    };
    const auto items = [&](const std::string& path, const std::vector<std::int32_t>& offsets,
                           const std::vector<Column>& columns) {
      std::vector<std::int32_t> own;
      for (std::size_t i = 0; i <= count; ++i) own.push_back(offsets[first + i] - offsets[first]);
      made.set_items(list(path), std::move(own));
      set(columns, static_cast<std::size_t>(offsets[first]));
    };
    set(of_claims(), first);
    items("member.diagnoses", diagnosis_offsets_, of_diagnoses());
    items("member.fills", claims_.offsets, of_fills());
    return made;
  }

  // One claim as a record, for the interpreter and for traces.
  runtime::Record record(std::size_t claim) const {
    runtime::Record made =
        runtime::blank_record(compiled_.schema(), compiled_.program->catalogue.enumerations);
    const auto known = [](const Cell& cell) { return cell.low == cell.high; };
    for (const auto& [path, cell] : of_claims()) {
      const runtime::Fact fact{cell(claim), runtime::Cause::Known};
      const bool is_mask =
          type(path).form == runtime::Form::Enum || type(path).form == runtime::Form::Bool;
      const bool is_single =
          is_mask ? (fact.cell.low & (fact.cell.low - 1)) == 0 : known(fact.cell);
      if (is_single) made.facts[compiled_.leaf(path)] = fact;
    }
    add_items(made, list("member.diagnoses"), diagnosis_offsets_, of_diagnoses(), claim);
    add_items(made, list("member.fills"), claims_.offsets, of_fills(), claim);
    return made;
  }

 private:
  static Cell yes_or_unknown(bool yes) {
    return yes ? runtime::boolean(true) : runtime::mask(runtime::CanBeEither);
  }
  static Cell phenotype(std::uint8_t value) {
    return runtime::mask(value == 0 ? (1 << 7) - 1 : 1 << (value - 1));
  }

  const runtime::ValueType& type(const std::string& path) const {
    return compiled_.schema().leaves[compiled_.leaf(path)].type;
  }
  runtime::ListIndex list(const std::string& path) const {
    const auto& lists = compiled_.schema().lists;
    for (runtime::ListIndex i = 0; i < lists.size(); ++i) {
      if (lists[i].path == path) return i;
    }
    CHECK(false, "the schema has no list " + path);
  }
  runtime::Symbol symbol(const std::string& system, const std::string& code) {
    const auto& systems = compiled_.program->catalogue.systems;
    for (std::uint32_t i = 0; i < systems.size(); ++i) {
      if (systems[i].name == system) return compiled_.symbols->intern(i, code);
    }
    CHECK(false, "no code system " + system);
  }
  void add_items(runtime::Record& made, runtime::ListIndex list,
                 const std::vector<std::int32_t>& offsets, const std::vector<Column>& columns,
                 std::size_t claim) const {
    for (std::int32_t i = offsets[claim]; i < offsets[claim + 1]; ++i) {
      runtime::Item item;
      for (runtime::LeafIndex leaf : compiled_.schema().lists[list].leaves) {
        for (const auto& [path, cell] : columns) {
          if (compiled_.leaf(path) != leaf) continue;
          item.facts.push_back({cell(static_cast<std::size_t>(i)), runtime::Cause::Known});
        }
      }
      made.lists[list].push_back(std::move(item));
    }
  }

  const W2Claims& claims_;
  Compiled& compiled_;
  std::vector<runtime::Symbol> drugs_, categories_;
  std::vector<runtime::Symbol> diagnoses_;
  std::vector<std::int32_t> diagnosis_offsets_;
};

struct W2 {
  explicit W2(jit::Options options = {})
      : claims(formulary, Claims),
        compiled(Sources, std::move(options)),
        facts(formulary, claims, compiled),
        policy(formulary.entries, w2_plans()),
        rows(claims.columns(), Claims),
        batch(facts.batch_of(0, Claims)),
        view(batch.view(*compiled.symbols)),
        answers(compiled.evaluator->answers(Edits)),
        codes(padded<baseline::W2Code>(Claims)) {
    answers.resize(Claims);
  }

  void decide(std::size_t begin, std::size_t end) {
    jit::Workspaces workspaces;
    compiled.evaluator->decide(Edits, view, workspaces, static_cast<std::int64_t>(begin),
                               static_cast<std::int64_t>(end), answers);
  }

  W2Formulary formulary;
  W2Claims claims;
  Compiled compiled;
  Facts facts;
  baseline::W2Policy policy;
  baseline::W2Rows rows;
  runtime::Batch batch;
  runtime::BatchView view;
  runtime::Answers answers;
  std::vector<baseline::W2Code> codes;
};

// What the hand-written code calls the edits that surely and possibly reject.
baseline::W2Code code_of(const runtime::Collected& edits) {
  const auto reject = static_cast<unsigned>(edits.sure[0]);
  const auto open = static_cast<unsigned>(edits.possible[0]);
  const unsigned decision = reject != 0 ? 2 : open != 0 ? 0 : 1;
  return static_cast<baseline::W2Code>(decision + 4 * reject + 256 * open);
}

bool is_approved(baseline::W2Code code) {
  return code == 1;
}

// What the member pays, read from the trace of the decision that shares the price.
std::int64_t member_pays(const W2& w2, std::size_t claim) {
  const ir::Program& program = *w2.compiled.program;
  const auto& share = program.decisions[Cost].otherwise->then.payload[0];
  const jit::Trace trace =
      w2.compiled.evaluator->trace(Cost, w2.facts.record(claim), *w2.compiled.symbols);
  const auto place = w2.compiled.evaluator->layout(Cost).place(program.occurrences[*share].node);
  CHECK(place && place->region == 0, "what is paid is of the member's scope");
  const Cell& paid = trace.cells[place->slot];
  CHECK(paid.low == paid.high, "what is paid is known");
  return paid.low;
}

// Sums over all claims that whoever implements the workload gets: codes, codes by place, cents,
// cents by place.
using Sums = std::array<std::uint64_t, 4>;
constexpr Sums Expected{54408950, 1736792474121, 1321975166, 2707108968539};

void compare(W2& w2) {
  std::vector<baseline::W2Code> expected(Claims);
  baseline::w2_by_rows(w2.policy, w2.rows, expected.data(), 0, Claims);
  const auto must_agree = [&](const std::string& engine) {
    CHECK(std::equal(expected.begin(), expected.end(), w2.codes.begin()),
          engine + " differs from the hand-written rows");
  };
  baseline::w2_by_columns(w2.policy, w2.claims.columns(), w2.codes.data(), 0, Claims);
  must_agree("columns by hand");
  w2.decide(0, Claims);
  for (std::size_t i = 0; i < Claims; ++i) w2.codes[i] = code_of(w2.answers.collected(i));
  must_agree("compiled");
  Sums sums{};
  for (std::size_t i = 0; i < Claims; ++i) {
    sums[0] += expected[i];
    sums[1] += expected[i] * (i % 65'521);
    if (!is_approved(expected[i])) continue;
    const std::int32_t pays = baseline::w2_member_pays(w2.policy, w2.rows.claims[i]);
    CHECK(member_pays(w2, i) == pays, "compiled code shares the price differently");
    sums[2] += static_cast<std::uint64_t>(pays);
    sums[3] += static_cast<std::uint64_t>(pays) * (i % 4'093);
  }
  CHECK(sums == Expected, "the claims, or what is decided, are not those of the workload");
}

void batch_rows(const std::shared_ptr<W2>& w2, std::vector<Row>& rows) {
  for (const std::size_t threads : {1u, 2u}) {
    const std::string suffix =
        ", " + std::to_string(threads) + (threads == 1 ? " thread" : " threads");
    const auto add = [&](const std::string& engine, Target target, auto work) {
      rows.push_back({"W2",
                      engine + suffix,
                      Claims,
                      [threads, work] { in_parallel(threads, Claims, work); },
                      {},
                      std::move(target)});
    };
    add("by hand, rows", {}, [w2](std::size_t begin, std::size_t end) {
      baseline::w2_by_rows(w2->policy, w2->rows, w2->codes.data(), begin, end);
    });
    add("by hand, AVX-512", {}, [w2](std::size_t begin, std::size_t end) {
      baseline::w2_by_columns(w2->policy, w2->claims.columns(), w2->codes.data(), begin, end);
    });
    add("compiled", {"by hand, AVX-512" + suffix, 0.5, 1.0},
        [w2](std::size_t begin, std::size_t end) { w2->decide(begin, end); });
  }
}

void single_rows(const std::shared_ptr<W2>& w2, std::vector<Row>& rows) {
  struct One {
    runtime::Batch batch;
    runtime::BatchView view;
    runtime::Record record;
  };
  auto ones = std::make_shared<std::vector<One>>();
  for (std::size_t i = 0; i < Singles; ++i) {
    ones->push_back({w2->facts.batch_of(i, 1), {}, w2->facts.record(i)});
  }
  for (One& one : *ones) one.view = one.batch.view(*w2->compiled.symbols);
  auto answer = std::make_shared<runtime::Answers>(w2->compiled.evaluator->answers(Edits));
  answer->resize(1);
  auto workspaces = std::make_shared<jit::Workspaces>();
  rows.push_back({"W2",
                  "by hand, one record",
                  100 * Singles,
                  {},
                  [w2](std::size_t i) {
                    benchmark::DoNotOptimize(
                        baseline::w2_decide(w2->policy, w2->rows, i % Singles));
                  },
                  {}});
  rows.push_back({"W2",
                  "compiled, one record",
                  100 * Singles,
                  {},
                  [w2, ones, answer, workspaces](std::size_t i) {
                    w2->compiled.evaluator->decide(Edits, (*ones)[i % Singles].view, *workspaces, 0,
                                                   1, *answer);
                  },
                  {"", 0, 0, 0.5, 0.16}});
  rows.push_back({"W2",
                  "one record, explanation",
                  Singles,
                  {},
                  [w2, ones](std::size_t i) {
                    benchmark::DoNotOptimize(w2->compiled.evaluator->explain(
                        Edits, (*ones)[i % Singles].record, *w2->compiled.symbols));
                  },
                  {}});
  rows.push_back({"W2",
                  "interpreter",
                  Singles,
                  [w2, ones] {
                    for (const One& one : *ones) {
                      benchmark::DoNotOptimize(w2->compiled.evaluator->interpret(
                          Edits, one.record, *w2->compiled.symbols));
                    }
                  },
                  {},
                  {}});
  rows.push_back({"W2",
                  "compile for one record, cold",
                  1,
                  [ones] { compile_and_decide(Sources, ones->front().batch); },
                  {},
                  {}});
  const auto few = std::make_shared<runtime::Batch>(w2->facts.batch_of(0, runtime::BlockRecords));
  rows.push_back({"W2",
                  "compile, cold",
                  1,
                  [few] { compile_and_decide(Sources, *few, {.eager = true}); },
                  {},
                  {"", 0, 0, 150'000, 60'000}});
  rows.push_back({"W2", "start, warm", 1, [few] { start_warm(Sources, *few); }, {}, {}});
}

}  // namespace

std::vector<Row> w2_rows() {
  const auto w2 = std::make_shared<W2>();
  compare(*w2);
  std::vector<Row> rows;
  batch_rows(w2, rows);
  single_rows(w2, rows);
  return rows;
}

}  // namespace precis::bench
