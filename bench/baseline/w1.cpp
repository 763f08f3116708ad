#include "bench/baseline/w1.h"

#include <immintrin.h>

#include <array>

namespace precis::baseline {

// ---- rows

// True, false or unknown, as the columns hold it: 1, 0, 2.
static int any_of(int x, int y) {
  return x == 1 || y == 1 ? 1 : (x | y) & 2;
}
static int both(int x, int y) {
  if (x == 0 || y == 0) return 0;
  return ((x | y) & 2) != 0 ? 2 : 1;
}

struct Advice {
  int avoided;
  int alternative;
};

static Advice advice_for(const W1Row& claim) {
  if (claim.phenotype == 0) return {2, 2};
  if (claim.phenotype <= 3) return {0, 0};
  if (claim.phenotype >= 6) return {1, 1};
  switch (claim.indication) {
    case 0:
      return {2, 2};
    case 1:
      return {1, 1};
    case 2:
      return {0, 1};
    default:
      return {0, 0};
  }
}

static int prasugrel_contraindicated(const W1Row& claim) {
  const int old = claim.age < 0 ? 2 : claim.age >= 75;
  const int light = claim.weight < 0 ? 2 : claim.weight < 600;
  return any_of(any_of(claim.bleeding, claim.stroke), any_of(old, light));
}

static std::uint8_t decide_clopidogrel(const W1Row& claim) {
  if (claim.reaction == 1) return 0;
  const int avoided = advice_for(claim).avoided;
  const int no_alternative = avoided == 0
                                 ? 0
                                 : both(avoided, both(prasugrel_contraindicated(claim),
                                                      any_of(claim.bleeding, claim.hemorrhage)));
  if (no_alternative == 0 && avoided == 1) return 2;
  if (claim.reaction == 2) return NeedsInformation;
  if (no_alternative == 1) return 1;
  return avoided == 0 ? 5 : NeedsInformation;
}

std::uint8_t w1_decide(const W1Row& claim) {
  if (claim.drug == 1) return decide_clopidogrel(claim);
  const int needed = any_of(any_of(advice_for(claim).alternative, claim.reaction), claim.failure);
  const int contraindicated =
      claim.drug == 2 ? prasugrel_contraindicated(claim) : any_of(claim.bleeding, claim.hemorrhage);
  if (needed == 0 || contraindicated == 1) return claim.drug + 1;
  return needed == 1 && contraindicated == 0 ? 5 : NeedsInformation;
}

std::vector<W1Row> w1_rows(const W1Columns& c, std::size_t count) {
  std::vector<W1Row> rows;
  rows.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    rows.push_back({c.phenotype[i], c.indication[i], c.reaction[i], c.stroke[i], c.bleeding[i],
                    c.hemorrhage[i], c.failure[i], c.drug[i], c.age[i], c.weight[i]});
  }
  return rows;
}

void w1_by_rows(const W1Row* claims, std::uint8_t* codes, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) codes[i] = w1_decide(claims[i]);
}

// ---- columns

void w1_by_columns(const W1Columns& c, std::uint8_t* __restrict codes, std::size_t begin,
                   std::size_t end) {
  // `advice_for` as arithmetic, so that no gather is needed. All flags are 0 or 1; of each pair the
  // first is what is surely so and the second what surely is not.
  using Flag = std::uint8_t;
  for (std::size_t i = begin; i < end; ++i) {
    const Flag phenotype = c.phenotype[i];
    const Flag indication = c.indication[i];
    const Flag fast = (phenotype >= 1) & (phenotype <= 3);
    const Flag poor = phenotype >= 6;
    const Flag middle = (phenotype == 4) | (phenotype == 5);
    const Flag avoided = poor | (middle & (indication == 1));
    const Flag not_avoided = fast | (middle & (indication >= 2));
    const Flag alternative = poor | (middle & ((indication == 1) | (indication == 2)));
    const Flag no_alternative = fast | (middle & (indication == 3));
    const Flag old = c.age[i] >= 75;
    const Flag not_old = (c.age[i] >= 0) & (c.age[i] < 75);
    const Flag light = (c.weight[i] >= 0) & (c.weight[i] < 600);
    const Flag not_light = c.weight[i] >= 600;
    const Flag reaction = c.reaction[i] == 1;
    const Flag no_reaction = c.reaction[i] == 0;
    const Flag bleeding = c.bleeding[i] == 1;
    const Flag no_bleeding = c.bleeding[i] == 0;
    const Flag prasugrel = bleeding | (c.stroke[i] == 1) | old | light;
    const Flag not_prasugrel = no_bleeding & (c.stroke[i] == 0) & not_old & not_light;
    const Flag ticagrelor = bleeding | (c.hemorrhage[i] == 1);
    const Flag not_ticagrelor = no_bleeding & (c.hemorrhage[i] == 0);
    const Flag needed = alternative | reaction | (c.failure[i] == 1);
    const Flag not_needed = no_alternative & no_reaction & (c.failure[i] == 0);

    const Flag refer = avoided & prasugrel & ticagrelor & no_reaction;
    const Flag deny = avoided & (not_prasugrel | not_ticagrelor);
    Flag first = NeedsInformation;
    first = (not_avoided & no_reaction) != 0 ? 5 : first;
    first = refer != 0 ? 1 : first;
    first = deny != 0 ? 2 : first;
    first = reaction != 0 ? 0 : first;

    const Flag drug = c.drug[i];
    const Flag is_second = drug == 2;
    const Flag against = is_second != 0 ? prasugrel : ticagrelor;
    const Flag not_against = is_second != 0 ? not_prasugrel : not_ticagrelor;
    Flag other = NeedsInformation;
    other = (needed & not_against) != 0 ? 5 : other;
    other = (not_needed | against) != 0 ? static_cast<Flag>(drug + 1) : other;
    codes[i] = drug == 1 ? first : other;
  }
}

// ---- AVX-512

#if defined(__AVX512BW__) && defined(__AVX512VBMI__)

bool w1_has_intrinsics() {
  return true;
}

namespace {

// What the advice can be for a phenotype and an indication, known or not: at 8 * indication +
// phenotype. Bits: 1 surely avoided, 2 surely not, 4 surely an alternative, 8 surely none.
std::array<std::uint8_t, 64> advice_table() {
  std::array<std::uint8_t, 64> table{};
  for (std::uint8_t i = 0; i < 32; ++i) {
    W1Row claim{};
    claim.phenotype = i % 8;
    claim.indication = i / 8;
    const Advice advice = advice_for(claim);
    std::uint8_t bits = 0;
    if (advice.avoided != 2) bits |= advice.avoided == 1 ? 1 : 2;
    if (advice.alternative != 2) bits |= advice.alternative == 1 ? 4 : 8;
    table[i] = table[i + 32] = bits;
  }
  return table;
}

__m512i bytes(int value) {
  return _mm512_set1_epi8(static_cast<char>(value));
}
__m512i load(const void* from) {
  return _mm512_loadu_si512(from);
}
__mmask64 joined(__mmask32 low, __mmask32 high) {
  return std::uint64_t{high} << 32 | low;
}

struct Flags {
  __mmask64 yes;
  __mmask64 no;
};

Flags flags(const std::uint8_t* column) {
  const __m512i value = load(column);
  return {_mm512_test_epi8_mask(value, bytes(1)), _mm512_testn_epi8_mask(value, value)};
}

}  // namespace

void w1_by_intrinsics(const W1Columns& c, std::uint8_t* codes, std::size_t begin, std::size_t end) {
  static const std::array<std::uint8_t, 64> table = advice_table();
  const __m512i advice_of = load(table.data());
  const __m512i limit_age = _mm512_set1_epi16(75);
  const __m512i limit_weight = _mm512_set1_epi16(600);
  for (std::size_t i = begin; i < end; i += 64) {
    const __m512i advice = _mm512_permutexvar_epi8(
        _mm512_or_si512(_mm512_slli_epi16(load(c.indication + i), 3), load(c.phenotype + i)),
        advice_of);
    const __m512i age[] = {load(c.age + i), load(c.age + i + 32)};
    const __m512i weight[] = {load(c.weight + i), load(c.weight + i + 32)};
    // As unsigned, a missing value is above every limit: -1 is 65535.
    const __mmask64 old = joined(_mm512_cmpge_epi16_mask(age[0], limit_age),
                                 _mm512_cmpge_epi16_mask(age[1], limit_age));
    const __mmask64 not_old = joined(_mm512_cmplt_epu16_mask(age[0], limit_age),
                                     _mm512_cmplt_epu16_mask(age[1], limit_age));
    const __mmask64 light = joined(_mm512_cmplt_epu16_mask(weight[0], limit_weight),
                                   _mm512_cmplt_epu16_mask(weight[1], limit_weight));
    const __mmask64 not_light = joined(_mm512_cmpge_epi16_mask(weight[0], limit_weight),
                                       _mm512_cmpge_epi16_mask(weight[1], limit_weight));
    const Flags reaction = flags(c.reaction + i);
    const Flags stroke = flags(c.stroke + i);
    const Flags bleeding = flags(c.bleeding + i);
    const Flags hemorrhage = flags(c.hemorrhage + i);
    const Flags failure = flags(c.failure + i);
    const __m512i drug = load(c.drug + i);
    const __mmask64 first = _mm512_cmpeq_epi8_mask(drug, bytes(1));
    const __mmask64 second = _mm512_cmpeq_epi8_mask(drug, bytes(2));
    const __mmask64 third = ~(first | second);
    const Flags avoided{_mm512_test_epi8_mask(advice, bytes(1)),
                        _mm512_test_epi8_mask(advice, bytes(2))};
    const Flags needed{_mm512_test_epi8_mask(advice, bytes(4)) | reaction.yes | failure.yes,
                       _mm512_test_epi8_mask(advice, bytes(8)) & reaction.no & failure.no};
    const Flags prasugrel{bleeding.yes | stroke.yes | old | light,
                          bleeding.no & stroke.no & not_old & not_light};
    const Flags ticagrelor{bleeding.yes | hemorrhage.yes, bleeding.no & hemorrhage.no};

    const __mmask64 refer = first & avoided.yes & prasugrel.yes & ticagrelor.yes & reaction.no;
    const __mmask64 deny = first & avoided.yes & (prasugrel.no | ticagrelor.no) & ~reaction.yes;
    const __mmask64 approve = (first & avoided.no & reaction.no) |
                              (second & needed.yes & prasugrel.no) |
                              (third & needed.yes & ticagrelor.no);
    __m512i code = bytes(NeedsInformation);
    code = _mm512_mask_mov_epi8(code, first & reaction.yes, bytes(0));
    code = _mm512_mask_mov_epi8(code, refer, bytes(1));
    code = _mm512_mask_mov_epi8(code, deny, bytes(2));
    code = _mm512_mask_mov_epi8(code, second & (needed.no | prasugrel.yes), bytes(3));
    code = _mm512_mask_mov_epi8(code, third & (needed.no | ticagrelor.yes), bytes(4));
    code = _mm512_mask_mov_epi8(code, approve, bytes(5));
    _mm512_storeu_si512(codes + i, code);
  }
}

#else

bool w1_has_intrinsics() {
  return false;
}

void w1_by_intrinsics(const W1Columns& claims, std::uint8_t* codes, std::size_t begin,
                      std::size_t end) {
  w1_by_columns(claims, codes, begin, end);
}

#endif

}  // namespace precis::baseline
