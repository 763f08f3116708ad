#pragma once

// The formulary and the claims of workload W2. Claims are made from a seed: the same bytes on every
// machine.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "bench/baseline/w2.h"

namespace precis::bench {

// The rows of bench/formulary.csv, and the plans of bench/w2.precis. `drugs` and `categories` are
// numbered as the columns of the claims do.
struct W2Formulary {
  W2Formulary();

  std::vector<std::string> drugs;       // those of the formulary, then others
  std::vector<std::string> categories;  // of diagnoses
  std::vector<baseline::W2Drug> entries;
  // Of each entry, in the order of the file: what its bits say.
  std::vector<std::vector<std::size_t>> diagnoses, step_drugs;
};
std::vector<baseline::W2Plan> w2_plans();

struct W2Claims {
  W2Claims(const W2Formulary& formulary, std::size_t count);

  baseline::W2Columns columns() const;

  std::size_t count;
  std::vector<std::int32_t> birth;       // days from 2015-01-01; baseline::NoBirth missing
  std::vector<std::uint64_t> diagnoses;  // a bit for each category; baseline::NotCharted missing
  // 0 missing; 1 ultrarapid ... 7 poor; of the last 1 no carrier, 2 carrier
  std::vector<std::uint8_t> genes[4];
  std::vector<std::uint8_t> observed;  // 1 when nobody else can have paid for fills
  std::vector<std::uint16_t> date, quantity;
  std::vector<std::uint8_t> drug, supply, plan;
  std::vector<std::int32_t> price, deductible, out_of_pocket;  // cents
  std::vector<std::int32_t> offsets;                           // of the claims' fills
  std::vector<std::uint16_t> fill_date;
  std::vector<std::uint8_t> fill_drug, fill_supply;

 private:
  void add_patient(const W2Formulary& formulary, class Stream& random);
  void add_purchase(const W2Formulary& formulary, class Stream& random);
  void add_fills(const W2Formulary& formulary, class Stream& random);
};

}  // namespace precis::bench
