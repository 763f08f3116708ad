#pragma once

// What a program asks of each fact. Private to sample.

#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "compiler/ir/program.h"

namespace precis::sample {

// A distance from the `at` date.
struct Offset {
  int months = 0;
  int days = 0;

  friend auto operator<=>(const Offset&, const Offset&) = default;
};

// dividend / divisor against threshold * 10^-shift, in stored forms.
struct Ratio {
  runtime::LeafIndex divisor;
  std::int64_t threshold;
  std::int64_t shift;

  friend auto operator<=>(const Ratio&, const Ratio&) = default;
};

// By leaf.
struct Aims {
  std::map<runtime::LeafIndex, std::set<std::int64_t>> values;  // numbers, days since 1970-01-01
  std::map<runtime::LeafIndex, std::set<Offset>> offsets;       // dates
  std::map<runtime::LeafIndex, std::set<std::uint32_t>> value_sets;
  std::map<runtime::LeafIndex, std::set<Ratio>> ratios;  // of dividends
  // By list: days of supply that are asked for.
  std::map<runtime::ListIndex, std::set<std::int64_t>> supplies;
};

Aims aims_of(const ir::Program& program, const std::vector<ir::NodeId>& roots);

}  // namespace precis::sample
