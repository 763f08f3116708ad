#pragma once

// Workload W2 written by hand in C++, driven by a table of the formulary, two ways. Compiled for
// the machine at hand by clang 19 -O3, as W1.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace precis::baseline {

struct W2Drug {
  std::uint64_t diagnoses = 0;  // a bit for each category; none: needs no diagnosis
  int tier = 0;
  bool age_limited = false;
  int least_age = 0;
  int most_age = 0;
  std::uint64_t step_drugs = 0;  // a bit for each drug
  int step_days = 0;
  int step_within = 0;
  int limit_quantity = 0;
  int limit_days = 0;
  int gene = -1;         // -1: none; 3: HLA-B, of which the results are 1 no carrier, 2 carrier
  unsigned avoided = 0;  // bits of results
  unsigned waiving = 0;
};

// Money is in cents, days are counted from 2015-01-01.
struct W2Terms {
  bool deductible;
  int copay;        // a month, where there is no rate
  int rate;         // in ten thousandths
  int least, most;  // of the share by rate; the most a month
};
struct W2Plan {
  int deductible;
  int maximum;
  W2Terms tiers[5];
};

inline constexpr std::size_t W2Drugs = 30;
inline constexpr std::size_t W2AllDrugs = 60;  // that fills can be of
inline constexpr std::int32_t NoBirth = INT32_MIN;
inline constexpr std::uint64_t NotCharted = std::uint64_t{1} << 63;

// What the formulary says, made ready for the columns.
struct W2Policy {
  W2Policy(std::vector<W2Drug> drugs, std::vector<W2Plan> plans);

  std::vector<W2Drug> drugs;
  std::vector<W2Plan> plans;
  // Of a drug and the drug of a fill. Bits: 1 a step drug, 2 the same drug.
  alignas(64) std::uint8_t fills[W2Drugs][64];
};

struct W2Columns {
  const std::int32_t* birth;
  const std::uint64_t* diagnoses;
  const std::uint8_t* genes[4];  // 0 missing
  const std::uint8_t* observed;
  const std::uint16_t* date;
  const std::uint8_t* drug;
  const std::uint16_t* quantity;
  const std::uint8_t* supply;
  const std::int32_t* price;
  const std::uint8_t* plan;
  const std::int32_t* deductible;
  const std::int32_t* out_of_pocket;
  const std::int32_t* offsets;  // one more than there are claims
  const std::uint16_t* fill_date;
  const std::uint8_t* fill_drug;
  const std::uint8_t* fill_supply;
};

struct W2Fill {
  std::uint16_t date;
  std::uint8_t drug, supply;
};
struct W2Row {
  std::int32_t birth;
  std::uint64_t diagnoses;
  std::uint8_t genes[4];
  std::uint8_t observed, drug, supply, plan;
  std::uint16_t date, quantity;
  std::int32_t price, deductible, out_of_pocket;
  std::int32_t first_fill, fill_count;
};
struct W2Rows {
  W2Rows(const W2Columns& claims, std::size_t count);

  std::vector<W2Row> claims;
  std::vector<W2Fill> fills;
};

// Which edits reject the claim, and which may: bits diagnosis, age, step, quantity, genes, refill.
// 2 + 4 * reject + 256 * open where some reject, else 256 * open where some may, else 1.
using W2Code = std::uint16_t;

W2Code w2_decide(const W2Policy& policy, const W2Rows& rows, std::size_t claim);
// Rows, with branches.
void w2_by_rows(const W2Policy& policy, const W2Rows& rows, W2Code* codes, std::size_t begin,
                std::size_t end);
// Columns, with AVX-512 intrinsics over the fills of a claim; columns of fills reach 64 bytes
// beyond the last. The same as rows where the machine does not have them.
void w2_by_columns(const W2Policy& policy, const W2Columns& claims, W2Code* codes,
                   std::size_t begin, std::size_t end);
// What the member pays of the claim, were it approved.
std::int32_t w2_member_pays(const W2Policy& policy, const W2Row& claim);

}  // namespace precis::baseline
