// What the machine can do at most: how fast memory is read.

#include <benchmark/benchmark.h>

#include <memory>
#include <numeric>

#include "bench/rows.h"

namespace precis::bench {

// More than any cache holds, in words of 8 bytes.
static constexpr std::size_t Words = std::size_t{1} << 26;

static std::uint64_t sum(const std::uint64_t* words, std::size_t begin, std::size_t end) {
  return std::accumulate(words + begin, words + end, std::uint64_t{0});
}

std::vector<Row> machine_rows() {
  const auto words = std::make_shared<std::vector<std::uint64_t>>(Words, 1);
  std::vector<Row> rows;
  for (const std::size_t threads : {1u, 2u}) {
    rows.push_back({"machine",
                    "bytes read from memory, " + std::to_string(threads) + " thread",
                    Words * 8,
                    [words, threads] {
                      in_parallel(threads, Words, [&](std::size_t begin, std::size_t end) {
                        benchmark::DoNotOptimize(sum(words->data(), begin, end));
                      });
                    },
                    {},
                    {}});
  }
  return rows;
}

}  // namespace precis::bench
