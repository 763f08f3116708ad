#pragma once

// Workload W1 written by hand in C++, three ways. All write one code for each claim begin .. end -
// 1: the number of the rule that decides (`otherwise` is 5), or NeedsInformation. Compiled for the
// machine at hand by clang 19 -O3, so that nobody can say the compiler was held back.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace precis::baseline {

inline constexpr std::uint8_t NeedsInformation = 6;

struct W1Columns {
  const std::uint8_t* phenotype;
  const std::uint8_t* indication;
  const std::int16_t* age;
  const std::int16_t* weight;
  const std::uint8_t* reaction;
  const std::uint8_t* stroke;
  const std::uint8_t* bleeding;
  const std::uint8_t* hemorrhage;
  const std::uint8_t* failure;
  const std::uint8_t* drug;
};

// One claim as a struct, as an application would hold it.
struct W1Row {
  std::uint8_t phenotype, indication, reaction, stroke, bleeding, hemorrhage, failure, drug;
  std::int16_t age, weight;
};

std::vector<W1Row> w1_rows(const W1Columns& claims, std::size_t count);

std::uint8_t w1_decide(const W1Row& claim);
// Rows, with branches.
void w1_by_rows(const W1Row* claims, std::uint8_t* codes, std::size_t begin, std::size_t end);
// Columns, left to the vectoriser.
void w1_by_columns(const W1Columns& claims, std::uint8_t* codes, std::size_t begin,
                   std::size_t end);
// Columns, with AVX-512 intrinsics: 64 claims a step; begin is a multiple of 64, and columns and
// codes reach to the next one after end.
void w1_by_intrinsics(const W1Columns& claims, std::uint8_t* codes, std::size_t begin,
                      std::size_t end);
// Whether this machine has what w1_by_intrinsics was written for.
bool w1_has_intrinsics();

}  // namespace precis::baseline
