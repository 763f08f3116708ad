#pragma once

// The random numbers of the workloads' generators.

#include <cstdint>

#include "compiler/support/random.h"

namespace precis::bench {

class Stream {
 public:
  explicit Stream(std::uint64_t seed) : random_(seed) {}

  // 0 .. bound - 1, by scaling the upper half of the next number.
  std::uint32_t below(std::uint32_t bound) {
    return static_cast<std::uint32_t>(((random_.next() >> 32) * std::uint64_t{bound}) >> 32);
  }

 private:
  support::Random random_;
};

}  // namespace precis::bench
