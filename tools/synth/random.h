#pragma once

// Random choices that are the same on every machine: SplitMix64 (Steele, Lea and Flood, 2014), and
// nothing of <random>, whose distributions differ between libraries.

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace precis::synth {

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  // A stream of its own for each name or number under one seed.
  Random(std::uint64_t seed, std::string_view name);
  Random(std::uint64_t seed, std::uint64_t number);

  std::uint64_t next();

  // 0 to count - 1; between `low` and `high`, both included.
  std::uint64_t below(std::uint64_t count);
  std::int64_t between(std::int64_t low, std::int64_t high);
  bool percent(unsigned chance) { return below(100) < chance; }

  // An index by weights.
  std::size_t weighted(std::initializer_list<unsigned> weights);

  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }

 private:
  std::uint64_t state_;
};

}  // namespace precis::synth
