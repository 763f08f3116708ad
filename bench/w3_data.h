#pragma once

// The rules and the records of workload W3, made from seeds: the same on every machine.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/baseline/w3.h"

namespace precis::bench {

// How many values each of the first fields has; the others have a thousand.
inline constexpr std::int16_t W3Values[] = {512, 256, 64, 32, 16, 8, 8, 8, 8, 8};
inline constexpr std::size_t W3Categories = 10;

baseline::W3Rules w3_rules(std::size_t count);
// The rules as a policy whose decision lists those that apply.
std::string w3_policy(const baseline::W3Rules& rules);

struct W3Records {
  explicit W3Records(std::size_t count);

  baseline::W3Columns columns() const;

  std::size_t count;
  std::vector<std::int16_t> fields[baseline::W3Fields];
  std::vector<std::int16_t> rows;  // the same, record by record
};

}  // namespace precis::bench
