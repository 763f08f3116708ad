// Workload W3: 1,000 and 10,000 generated rules over 100,000 made-up records, against hand-written
// C++.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <bit>
#include <filesystem>
#include <fstream>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "bench/fixture.h"
#include "bench/rows.h"
#include "bench/w3_data.h"
#include "compiler/support/check.h"

namespace precis::bench {

using baseline::W3Missing;
using baseline::W3Result;

static constexpr std::size_t Records = 100'000;
// A run decides so many at a time: the answers of ten thousand rules are then no larger than
// caches.
static constexpr std::size_t BatchRecords = 1'024;
static constexpr std::size_t Singles = 2'000;
static constexpr std::size_t Interpreted = 20;
static constexpr ir::DecisionId Alerts{0};
static constexpr std::int64_t Day = 20'600;  // 2026-05-27

namespace {

// How often each record of a block is set in many words, as one word for each binary digit: eight
// words are added together (Harley and Seal), with no branch for each record.
class Counts {
 public:
  void add(std::span<const std::uint64_t> words) {
    std::size_t i = 0;
    for (; i + 8 <= words.size(); i += 8) {
      const std::uint64_t* const w = &words[i];
      const std::uint64_t twos = sum(1, sum(0, w[0], w[1]), sum(0, w[2], w[3]));
      carry(3, sum(2, twos, sum(1, sum(0, w[4], w[5]), sum(0, w[6], w[7]))));
    }
    for (; i < words.size(); ++i) carry(0, words[i]);
  }
  std::uint32_t of(std::size_t record) const {
    std::uint32_t count = 0;
    for (std::size_t digit = 0; digit < digits_.size(); ++digit) {
      count |= static_cast<std::uint32_t>(digits_[digit] >> record & 1) << digit;
    }
    return count;
  }

 private:
  // Adds two words to a digit, and gives what is to be added to the next one.
  std::uint64_t sum(std::size_t digit, std::uint64_t x, std::uint64_t y) {
    const std::uint64_t both = digits_[digit] ^ x;
    const std::uint64_t over = (digits_[digit] & x) | (both & y);
    digits_[digit] = both ^ y;
    return over;
  }
  void carry(std::size_t digit, std::uint64_t word) {
    for (; word != 0; ++digit) {
      const std::uint64_t over = digits_[digit] & word;
      digits_[digit] ^= word;
      word = over;
    }
  }

  std::array<std::uint64_t, 16> digits_{};
};

// The policy as a file of the system's folder for such.
std::vector<std::string> source_of(const baseline::W3Rules& rules) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("precis-bench-w3-" + std::to_string(rules.rules.size()) + ".precis");
  std::ofstream(path) << w3_policy(rules);
  return {path.string()};
}

struct W3 {
  explicit W3(std::size_t rule_count)
      : rules(baseline::W3Rules(w3_rules(rule_count))),
        hashed(rules),
        records(Records),
        sources(source_of(rules)),
        compiled(sources),
        results(Records) {
    for (std::size_t first = 0; first < Records; first += BatchRecords) {
      batches.push_back(batch_of(first, std::min(BatchRecords, Records - first)));
    }
    for (runtime::Batch& batch : batches) views.push_back(batch.view(*compiled.symbols));
  }

  runtime::Batch batch_of(std::size_t first, std::size_t count) const {
    runtime::Batch made = compiled.batch();
    made.begin_columns(count);
    for (std::size_t field = 0; field < baseline::W3Fields; ++field) {
      const runtime::LeafIndex leaf = compiled.leaf("member.f" + std::to_string(field));
      const runtime::ValueType& type = compiled.schema().leaves[leaf].type;
      made.set_column(leaf, [&, first](std::size_t i) {
        const std::int16_t value = records.fields[field][first + i];
        return value == W3Missing ? runtime::between(type.low, type.high) : runtime::exact(value);
      });
    }
    made.set_column(compiled.leaf("claim.date"), [](std::size_t) { return runtime::exact(Day); });
    return made;
  }

  runtime::Record record(std::size_t i) const {
    runtime::Record made =
        runtime::blank_record(compiled.schema(), compiled.program->catalogue.enumerations);
    const auto set = [&](const std::string& path, std::int64_t value) {
      made.facts[compiled.leaf(path)] = {runtime::exact(value), runtime::Cause::Known};
    };
    for (std::size_t field = 0; field < baseline::W3Fields; ++field) {
      const std::int16_t value = records.fields[field][i];
      if (value != W3Missing) set("member.f" + std::to_string(field), value);
    }
    set("claim.date", Day);
    return made;
  }

  // Of the records of batches begin .. end - 1.
  void decide(std::size_t begin, std::size_t end) {
    jit::Workspaces workspaces;
    runtime::Answers answers = compiled.evaluator->answers(Alerts);
    answers.resize(BatchRecords);
    for (std::size_t i = begin; i < end; ++i) {
      const auto count = static_cast<std::size_t>(views[i].record_count);
      if (count != answers.size()) answers.resize(count);
      compiled.evaluator->decide(Alerts, views[i], workspaces, 0, views[i].record_count, answers);
      sum_up(answers, i * BatchRecords);
    }
  }

  // What the hand-written code gives, from the rules that apply to the records of a batch.
  void sum_up(runtime::Answers& answers, std::size_t first) {
    const std::size_t rule_count = rules.rules.size();
    std::fill_n(results.begin() + static_cast<std::ptrdiff_t>(first), answers.size(), W3Result{});
    for (std::size_t block = 0; block < answers.size(); block += runtime::BlockRecords) {
      const std::uint64_t* const words = answers.rules(block);
      W3Result* const to = results.data() + first + block;
      for (std::size_t rule = 0; rule < rule_count; ++rule) {
        for (std::uint64_t sure = words[rule]; sure != 0; sure &= sure - 1) {
          W3Result& result = to[std::countr_zero(sure)];
          ++result.fired;
          result.weight += rules.rules[rule].weight;
          if (result.first == 0) result.first = static_cast<std::uint32_t>(rule) + 1;
        }
      }
      Counts open;
      open.add({words + rule_count, rule_count});
      const std::size_t here = std::min(answers.size() - block, runtime::BlockRecords);
      for (std::size_t i = 0; i < here; ++i) to[i].open = open.of(i);
    }
  }

  baseline::W3Rules rules;
  baseline::W3Hashed hashed;
  W3Records records;
  std::vector<std::string> sources;
  Compiled compiled;
  std::vector<W3Result> results;
  std::vector<runtime::Batch> batches;
  std::vector<runtime::BatchView> views;
};

// Sums over all records that whoever implements the workload gets: rules that fire, rules that may,
// weights by place, first rules by place.
using Sums = std::array<std::uint64_t, 4>;

Sums sums_of(const std::vector<W3Result>& results) {
  Sums sums{};
  for (std::size_t i = 0; i < results.size(); ++i) {
    sums[0] += results[i].fired;
    sums[1] += results[i].open;
    sums[2] += std::uint64_t{results[i].weight} * (i % 65'521);
    sums[3] += std::uint64_t{results[i].first} * (i % 65'521);
  }
  return sums;
}

void compare(W3& w3, const Sums& expected) {
  baseline::w3_by_hash(w3.hashed, w3.records.columns(), w3.records.rows.data(), w3.results.data(),
                       0, Records);
  CHECK(sums_of(w3.results) == expected,
        "the rules, the records or what applies are not those of the workload");
  const std::vector<W3Result> by_hash = w3.results;
  const auto must_agree = [&](const std::string& engine) {
    CHECK(w3.results == by_hash, engine + " differs from the hand-written hash");
  };
  baseline::w3_by_columns(w3.rules, w3.records.columns(), w3.results.data(), 0, Records);
  must_agree("columns by hand");
  std::fill(w3.results.begin(), w3.results.end(), W3Result{});
  w3.decide(0, w3.batches.size());
  must_agree("compiled");
}

void batch_rows(const std::string& workload, const std::shared_ptr<W3>& w3,
                std::vector<Row>& rows) {
  for (const std::size_t threads : {1u, 2u}) {
    const std::string suffix =
        ", " + std::to_string(threads) + (threads == 1 ? " thread" : " threads");
    const auto add = [&](const std::string& engine, Target target, auto work) {
      rows.push_back({workload, engine + suffix, Records, work, {}, std::move(target)});
    };
    add("by hand, columns", {}, [w3, threads] {
      in_parallel(threads, Records, [&](std::size_t begin, std::size_t end) {
        baseline::w3_by_columns(w3->rules, w3->records.columns(), w3->results.data(), begin, end);
      });
    });
    add("by hand, columns and hash", {}, [w3, threads] {
      in_parallel(threads, Records, [&](std::size_t begin, std::size_t end) {
        baseline::w3_by_hash(w3->hashed, w3->records.columns(), w3->records.rows.data(),
                             w3->results.data(), begin, end);
      });
    });
    add("compiled", {"by hand, columns and hash" + suffix, 0.5, 1.0}, [w3, threads] {
      const std::size_t half = threads == 1 ? w3->batches.size() : (w3->batches.size() + 1) / 2;
      in_parallel(threads, threads * runtime::BlockRecords, [&](std::size_t begin, std::size_t) {
        const std::size_t first = begin == 0 ? 0 : half;
        w3->decide(first, first == 0 ? half : w3->batches.size());
      });
    });
  }
}

void single_rows(const std::string& workload, const std::shared_ptr<W3>& w3,
                 std::vector<Row>& rows) {
  auto ones = std::make_shared<std::vector<runtime::Batch>>();
  auto views = std::make_shared<std::vector<runtime::BatchView>>();
  for (std::size_t i = 0; i < Singles; ++i) ones->push_back(w3->batch_of(i, 1));
  for (runtime::Batch& one : *ones) views->push_back(one.view(*w3->compiled.symbols));
  auto answer = std::make_shared<runtime::Answers>(w3->compiled.evaluator->answers(Alerts));
  answer->resize(1);
  auto workspaces = std::make_shared<jit::Workspaces>();
  rows.push_back({workload,
                  "compiled, one record",
                  Singles,
                  {},
                  [w3, ones, views, answer, workspaces](std::size_t i) {
                    w3->compiled.evaluator->decide(Alerts, (*views)[i], *workspaces, 0, 1, *answer);
                  },
                  {}});
  rows.push_back({workload,
                  "interpreter",
                  Interpreted,
                  [w3] {
                    for (std::size_t i = 0; i < Interpreted; ++i) {
                      benchmark::DoNotOptimize(w3->compiled.evaluator->interpret(
                          Alerts, w3->record(i), *w3->compiled.symbols));
                    }
                  },
                  {},
                  {}});
  // Ten thousand rules have a target of their own, and the others a tenth of it.
  const double bar = 200.0 * static_cast<double>(w3->rules.rules.size());
  const auto few = std::make_shared<runtime::Batch>(w3->batch_of(0, runtime::BlockRecords));
  rows.push_back({workload,
                  "compile, cold",
                  1,
                  [w3, few] { compile_and_decide(w3->sources, *few, {.eager = true}); },
                  {},
                  {"", 0, 0, bar, bar / 4}});
}

void add_rows(const std::string& workload, std::size_t rule_count, const Sums& expected,
              std::vector<Row>& rows) {
  const auto w3 = std::make_shared<W3>(rule_count);
  compare(*w3, expected);
  batch_rows(workload, w3, rows);
  single_rows(workload, w3, rows);
}

}  // namespace

std::vector<Row> w3_rows() {
  std::vector<Row> rows;
  add_rows("W3, 1k", 1'000, {124260, 574338, 1728840407793, 750125806026}, rows);
  add_rows("W3, 10k", 10'000, {1356724, 5787375, 19145462599005, 2133314828342}, rows);
  return rows;
}

}  // namespace precis::bench
