#include "bench/baseline/w2.h"

#include <immintrin.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace precis::baseline {

enum Edit : unsigned { Diagnosis = 1, Age = 2, Step = 4, Quantity = 8, Genes = 16, Refill = 32 };

W2Policy::W2Policy(std::vector<W2Drug> of, std::vector<W2Plan> with)
    : drugs(std::move(of)), plans(std::move(with)) {
  std::memset(fills, 0, sizeof fills);
  for (std::size_t drug = 0; drug < W2Drugs; ++drug) {
    for (std::size_t filled = 0; filled < W2AllDrugs; ++filled) {
      const bool is_step = (drugs[drug].step_drugs >> filled & 1) != 0;
      fills[drug][filled] = static_cast<std::uint8_t>((is_step ? 1 : 0) | (filled == drug ? 2 : 0));
    }
  }
}

static W2Row row_of(const W2Columns& c, std::size_t i) {
  return {c.birth[i],
          c.diagnoses[i],
          {c.genes[0][i], c.genes[1][i], c.genes[2][i], c.genes[3][i]},
          c.observed[i],
          c.drug[i],
          c.supply[i],
          c.plan[i],
          c.date[i],
          c.quantity[i],
          c.price[i],
          c.deductible[i],
          c.out_of_pocket[i],
          c.offsets[i],
          c.offsets[i + 1] - c.offsets[i]};
}

W2Rows::W2Rows(const W2Columns& c, std::size_t count) {
  claims.reserve(count);
  for (std::size_t i = 0; i < count; ++i) claims.push_back(row_of(c, i));
  const auto all = static_cast<std::size_t>(c.offsets[count]);
  fills.reserve(all);
  for (std::size_t i = 0; i < all; ++i) {
    fills.push_back({c.fill_date[i], c.fill_drug[i], c.fill_supply[i]});
  }
}

// The code from the days that step drugs were taken, whether a refill is too soon, and the rest.
static W2Code code_of(const W2Drug& drug, const W2Row& claim, int stepped, bool too_soon) {
  unsigned reject = 0;
  unsigned open = 0;
  if (drug.diagnoses != 0) {
    if ((claim.diagnoses & NotCharted) != 0) {
      open |= Diagnosis;
    } else if ((claim.diagnoses & drug.diagnoses) == 0) {
      reject |= Diagnosis;
    }
  }
  if (drug.age_limited) {
    if (claim.birth == NoBirth) {
      open |= Age;
    } else {
      const int age = (int{claim.date} - claim.birth) * 4 / 1461;
      if (age < drug.least_age || age > drug.most_age) reject |= Age;
    }
  }
  const unsigned result = drug.gene >= 0 ? claim.genes[drug.gene] : 0;
  if (drug.step_drugs != 0 && stepped < drug.step_days) {
    const bool asks = drug.waiving != 0 && result == 0;
    const bool waived = !asks && (drug.waiving >> result & 1) != 0;
    if (!waived) (asks || claim.observed == 0 ? open : reject) |= Step;
  }
  if (claim.quantity * drug.limit_days > drug.limit_quantity * claim.supply) reject |= Quantity;
  if (drug.avoided != 0) {
    if (result == 0) {
      open |= Genes;
    } else if ((drug.avoided >> result & 1) != 0) {
      reject |= Genes;
    }
  }
  if (too_soon) reject |= Refill;
  const unsigned decision = reject != 0 ? 2 : open != 0 ? 0 : 1;
  return static_cast<W2Code>(decision + 4 * reject + 256 * open);
}

static W2Code decide_row(const W2Policy& policy, const W2Row& claim, const W2Fill* fills) {
  const W2Drug& drug = policy.drugs[claim.drug];
  int stepped = 0;
  bool too_soon = false;
  for (int i = 0; i < claim.fill_count; ++i) {
    const int since = int{claim.date} - int{fills[i].date};
    if ((drug.step_drugs >> fills[i].drug & 1) != 0 && since > 0 && since <= drug.step_within) {
      stepped += fills[i].supply;
    }
    if (fills[i].drug == claim.drug && since < 365 && 4 * since < 3 * fills[i].supply) {
      too_soon = true;
    }
  }
  return code_of(drug, claim, stepped, too_soon);
}

W2Code w2_decide(const W2Policy& policy, const W2Rows& rows, std::size_t i) {
  const W2Row& claim = rows.claims[i];
  return decide_row(policy, claim, rows.fills.data() + claim.first_fill);
}

void w2_by_rows(const W2Policy& policy, const W2Rows& rows, W2Code* codes, std::size_t begin,
                std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) codes[i] = w2_decide(policy, rows, i);
}

std::int32_t w2_member_pays(const W2Policy& policy, const W2Row& claim) {
  const W2Plan& plan = policy.plans[claim.plan];
  const W2Terms& terms = plan.tiers[policy.drugs[claim.drug].tier - 1];
  const int left = terms.deductible ? std::max(0, plan.deductible - claim.deductible) : 0;
  const int before = std::min(claim.price, left);
  const int rest = claim.price - before;
  const int months = (claim.supply + 29) / 30;
  int share = terms.copay * months;
  if (terms.rate != 0) {
    share = static_cast<int>((std::int64_t{rest} * terms.rate + 5000) / 10000);
    share = std::min(std::max(share, terms.least), terms.most * months);
  }
  return std::min(before + std::min(share, rest), std::max(0, plan.maximum - claim.out_of_pocket));
}

#if defined(__AVX512BW__) && defined(__AVX512VBMI__)

// All fills of a claim at once, up to 32.
static W2Code decide_columns(const W2Policy& policy, const W2Row& claim, const std::uint16_t* date,
                             const std::uint8_t* filled, const std::uint8_t* supply) {
  const W2Drug& drug = policy.drugs[claim.drug];
  const auto live = static_cast<__mmask32>((std::uint64_t{1} << claim.fill_count) - 1);
  const __m256i drugs = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(filled));
  const __m512i table = _mm512_load_si512(policy.fills[claim.drug]);
  const __m256i kind =
      _mm512_castsi512_si256(_mm512_permutexvar_epi8(_mm512_castsi256_si512(drugs), table));
  const __m512i since =
      _mm512_sub_epi16(_mm512_set1_epi16(static_cast<short>(claim.date)), _mm512_loadu_si512(date));
  const __m512i days =
      _mm512_cvtepu8_epi16(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(supply)));
  const __mmask32 step = _mm256_test_epi8_mask(kind, _mm256_set1_epi8(1)) & live;
  const __mmask32 same = _mm256_test_epi8_mask(kind, _mm256_set1_epi8(2)) & live;
  const __mmask32 within =
      _mm512_mask_cmple_epu16_mask(step, _mm512_sub_epi16(since, _mm512_set1_epi16(1)),
                                   _mm512_set1_epi16(static_cast<short>(drug.step_within - 1)));
  int stepped = 0;
  if (within != 0) {
    stepped = _mm512_reduce_add_epi32(
        _mm512_madd_epi16(_mm512_maskz_mov_epi16(within, days), _mm512_set1_epi16(1)));
  }
  const __m512i threefold = _mm512_add_epi16(days, _mm512_add_epi16(days, days));
  const __mmask32 soon =
      _mm512_mask_cmplt_epi16_mask(same, _mm512_slli_epi16(since, 2), threefold) &
      _mm512_cmplt_epi16_mask(since, _mm512_set1_epi16(365));
  return code_of(drug, claim, stepped, soon != 0);
}

void w2_by_columns(const W2Policy& policy, const W2Columns& c, W2Code* codes, std::size_t begin,
                   std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    const std::int32_t first = c.offsets[i];
    codes[i] = decide_columns(policy, row_of(c, i), c.fill_date + first, c.fill_drug + first,
                              c.fill_supply + first);
  }
}

#else

void w2_by_columns(const W2Policy& policy, const W2Columns& c, W2Code* codes, std::size_t begin,
                   std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    W2Fill fills[32];
    const W2Row claim = row_of(c, i);
    for (std::int32_t k = 0; k < claim.fill_count; ++k) {
      const std::int32_t at = claim.first_fill + k;
      fills[k] = {c.fill_date[at], c.fill_drug[at], c.fill_supply[at]};
    }
    codes[i] = decide_row(policy, claim, fills);
  }
}

#endif

}  // namespace precis::baseline
