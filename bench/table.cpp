#include "bench/table.h"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>

#include "runtime/answers.h"

namespace precis::bench {

static constexpr int Repetitions = 7;
static constexpr double LeastSeconds = 0.05;

void in_parallel(std::size_t threads, std::size_t count,
                 const std::function<void(std::size_t, std::size_t)>& work) {
  if (threads == 1) {
    work(0, count);
    return;
  }
  const std::size_t each =
      runtime::block_count((count + threads - 1) / threads) * runtime::BlockRecords;
  std::vector<std::jthread> running;
  for (std::size_t begin = 0; begin < count; begin += each) {
    running.emplace_back([&work, begin, end = std::min(begin + each, count)] { work(begin, end); });
  }
}

namespace {

// Seconds a record, least, median and greatest of the repetitions; of rows with `each` the median
// and the 99th of a hundred.
struct Measured {
  double low = 0;
  double middle = 0;
  double high = 0;
};

class Collector : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.run_type != Run::RT_Iteration) continue;
      seconds_[run.run_name.function_name].push_back(run.real_accumulated_time /
                                                     static_cast<double>(run.iterations));
    }
  }
  Measured of(const std::string& name, std::size_t records) {
    std::vector<double>& all = seconds_[name];
    if (all.empty()) return {};
    std::sort(all.begin(), all.end());
    const auto per = static_cast<double>(records);
    return {all.front() / per, all[all.size() / 2] / per, all.back() / per};
  }

 private:
  std::map<std::string, std::vector<double>> seconds_;
};

std::string name_of(const Row& row) {
  return row.workload + ", " + row.engine;
}

// A clock is read twice around each call; what that takes is taken off.
Measured latencies(const Row& row) {
  using Clock = std::chrono::steady_clock;
  const auto timed = [&](const std::function<void(std::size_t)>& call) {
    std::vector<double> all;
    all.reserve(row.records);
    for (std::size_t i = 0; i < row.records; ++i) {
      const auto begin = Clock::now();
      call(i);
      all.push_back(std::chrono::duration<double>(Clock::now() - begin).count());
    }
    std::sort(all.begin(), all.end());
    return all;
  };
  const std::vector<double> nothing = timed([](std::size_t) {});
  const std::vector<double> all = timed(row.each);
  const double clock = nothing[nothing.size() / 2];
  return {std::max(all.front() - clock, 0.0), std::max(all[all.size() / 2] - clock, 0.0),
          std::max(all[all.size() * 99 / 100] - clock, 0.0)};
}

struct Verdict {
  double ratio = 0;
  std::string target;
  std::string met;
};

std::string met(bool bar, bool goal) {
  return goal ? "goal" : bar ? "bar" : "no";
}

Verdict judge(const Row& row, const Measured& measured, const Measured& baseline) {
  const Target& target = row.target;
  Verdict verdict;
  if (!target.against.empty() && measured.middle > 0) {
    verdict.ratio = baseline.middle / measured.middle;
    if (target.bar > 0) {
      verdict.target = fmt::format(">= {} x, goal {} x", target.bar, target.goal);
      verdict.met = met(verdict.ratio >= target.bar, verdict.ratio >= target.goal);
    }
  }
  if (target.bar_microseconds > 0) {
    const double microseconds = measured.middle * 1e6;
    verdict.target =
        fmt::format("<= {} us, goal {} us", target.bar_microseconds, target.goal_microseconds);
    verdict.met =
        met(microseconds <= target.bar_microseconds, microseconds <= target.goal_microseconds);
  }
  return verdict;
}

// A rate where many records are handled at once, else a time.
std::string value_of(const Row& row, const Measured& measured) {
  if (row.each) {
    return fmt::format("p50 {:.3f} us, p99 {:.3f} us", measured.middle * 1e6, measured.high * 1e6);
  }
  if (row.records == 1) return fmt::format("{:.1f} ms", measured.middle * 1e3);
  return fmt::format("{:.4g} M/s", 1e-6 / measured.middle);
}

}  // namespace

void measure(std::vector<Row> rows, bool as_json) {
  for (const Row& row : rows) {
    if (row.each) continue;
    benchmark::RegisterBenchmark(name_of(row).c_str(),
                                 [run = row.run](benchmark::State& state) {
                                   for (auto _ : state) run();
                                 })
        ->Repetitions(Repetitions)
        ->MinTime(LeastSeconds)
        ->UseRealTime();
  }
  Collector collector;
  benchmark::RunSpecifiedBenchmarks(&collector);
  std::map<std::string, Measured> results;
  for (const Row& row : rows) {
    results[name_of(row)] = row.each ? latencies(row) : collector.of(name_of(row), row.records);
  }
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  if (!as_json) {
    fmt::print("{:<9} {:<42} {:>28} {:>9} {:>7}  {:<24} {}\n", "workload", "engine", "value",
               "spread", "ratio", "target", "met");
  }
  for (const Row& row : rows) {
    const Measured& measured = results[name_of(row)];
    const Verdict verdict = judge(row, measured, results[row.workload + ", " + row.target.against]);
    const std::string ratio = verdict.ratio > 0 ? fmt::format("{:.2f} x", verdict.ratio) : "";
    const double spread =
        measured.middle > 0 ? (measured.high - measured.low) / measured.middle : 0;
    if (!as_json) {
      fmt::print("{:<9} {:<42} {:>28} {:>8.0f}% {:>7}  {:<24} {}\n", row.workload, row.engine,
                 value_of(row, measured), 100 * spread, ratio, verdict.target, verdict.met);
      continue;
    }
    all.push_back({{"workload", row.workload},
                   {"engine", row.engine},
                   {"records", row.records},
                   {"seconds_a_record", {measured.low, measured.middle, measured.high}},
                   {"against", row.target.against},
                   {"ratio", verdict.ratio},
                   {"target", verdict.target},
                   {"met", verdict.met}});
  }
  if (as_json) fmt::print("{}\n", all.dump(2));
}

}  // namespace precis::bench
