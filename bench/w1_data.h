#pragma once

// The claims of workload W1, made from a seed: the same bytes on every machine. Columns are as
// hand-written code would have them, one small number a value; what each number means is said here.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bench/padded.h"

namespace precis::bench {

struct W1Claims {
  explicit W1Claims(std::size_t count);

  std::size_t count;
  std::vector<std::uint8_t> phenotype;   // 0 missing; 1 ultrarapid ... 7 poor
  std::vector<std::uint8_t> indication;  // 0 missing; 1 acs_pci, 2 neurovascular, 3 other
  std::vector<std::int16_t> age;         // years; -1 missing
  std::vector<std::int16_t> weight;      // 0.1 kg; -1 missing
  // 0 no, 1 yes, 2 unknown
  std::vector<std::uint8_t> reaction, stroke, bleeding, hemorrhage, failure;
  std::vector<std::uint8_t> drug;  // 1 clopidogrel, 2 prasugrel, 3 ticagrelor
};

}  // namespace precis::bench
