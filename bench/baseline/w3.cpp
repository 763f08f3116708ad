#include "bench/baseline/w3.h"

#include <immintrin.h>

#include <algorithm>
#include <cstring>

namespace precis::baseline {

enum Truth { False, True, Unknown };

static bool holds(const W3Condition& condition, std::int16_t value) {
  const std::int16_t* const v = condition.values;
  switch (condition.op) {
    case W3Condition::Is:
      return value == v[0];
    case W3Condition::Below:
      return value < v[0];
    case W3Condition::From:
      return value >= v[0];
    default:
      return value == v[0] || value == v[1] || value == v[2] || value == v[3];
  }
}

static Truth applies(const W3Rules& rules, const W3Rule& rule, const std::int16_t* record) {
  Truth truth = True;
  for (std::uint32_t i = rule.first; i < rule.last; ++i) {
    const W3Condition& condition = rules.conditions[i];
    const std::int16_t value = record[condition.field];
    if (value == W3Missing) {
      truth = Unknown;
    } else if (!holds(condition, value)) {
      return False;
    }
  }
  return truth;
}

// While rules are looked at in any order, `first` is the least yet, plus 1, or 0.
static void add(W3Result& result, Truth truth, const W3Rule& rule) {
  if (truth == Unknown) ++result.open;
  if (truth != True) return;
  ++result.fired;
  result.weight += rule.weight;
  if (result.first == 0 || rule.number + 1 < result.first) result.first = rule.number + 1;
}

void w3_by_rows(const W3Rules& rules, const std::int16_t* rows, W3Result* results,
                std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    W3Result result{};
    for (const W3Rule& rule : rules.rules) {
      add(result, applies(rules, rule, rows + i * W3Fields), rule);
    }
    results[i] = result;
  }
}

#if defined(__AVX512BW__)

static constexpr std::size_t Words = W3Block / 32;

static void test(const W3Condition& condition, const std::int16_t* column, std::uint32_t* passes) {
  const auto load = [&](std::size_t j) { return _mm512_loadu_si512(column + j * 32); };
  const __m512i value = _mm512_set1_epi16(condition.values[0]);
  switch (condition.op) {
    case W3Condition::Is:
      for (std::size_t j = 0; j < Words; ++j) passes[j] = _mm512_cmpeq_epi16_mask(load(j), value);
      return;
    case W3Condition::Below:
      for (std::size_t j = 0; j < Words; ++j) passes[j] = _mm512_cmplt_epi16_mask(load(j), value);
      return;
    case W3Condition::From:
      for (std::size_t j = 0; j < Words; ++j) passes[j] = _mm512_cmpge_epi16_mask(load(j), value);
      return;
    default:
      for (std::size_t j = 0; j < Words; ++j) {
        passes[j] = 0;
        for (const std::int16_t one : condition.values) {
          passes[j] |= _mm512_cmpeq_epi16_mask(load(j), _mm512_set1_epi16(one));
        }
      }
  }
}

void w3_by_columns(const W3Rules& rules, const W3Columns& columns, W3Result* results,
                   std::size_t begin, std::size_t end) {
  std::uint32_t missing[W3Fields][Words];
  for (std::size_t i = begin; i < end; i += W3Block) {
    for (std::size_t field = 0; field < W3Fields; ++field) {
      W3Condition is_missing{W3Condition::Is, 0, {W3Missing}};
      test(is_missing, columns.fields[field] + i, missing[field]);
    }
    W3Result block[W3Block] = {};
    for (const W3Rule& rule : rules.rules) {
      std::uint32_t can[Words], unknown[Words], passes[Words];
      std::fill_n(can, Words, ~0u);
      std::fill_n(unknown, Words, 0u);
      std::uint32_t any = 0;
      for (std::uint32_t k = rule.first; k < rule.last; ++k) {
        const W3Condition& condition = rules.conditions[k];
        test(condition, columns.fields[condition.field] + i, passes);
        any = 0;
        for (std::size_t j = 0; j < Words; ++j) {
          can[j] &= passes[j] | missing[condition.field][j];
          unknown[j] |= missing[condition.field][j];
          any |= can[j];
        }
        if (any == 0) break;
      }
      if (any == 0) continue;
      // Rules fire seldom: the set bits are walked.
      for (std::size_t j = 0; j < Words; ++j) {
        for (std::uint32_t bits = can[j] & ~unknown[j]; bits != 0; bits &= bits - 1) {
          add(block[j * 32 + static_cast<std::size_t>(__builtin_ctz(bits))], True, rule);
        }
        for (std::uint32_t bits = can[j] & unknown[j]; bits != 0; bits &= bits - 1) {
          ++block[j * 32 + static_cast<std::size_t>(__builtin_ctz(bits))].open;
        }
      }
    }
    std::copy_n(block, std::min(W3Block, end - i), results + i);
  }
}

#else

void w3_by_columns(const W3Rules& rules, const W3Columns& columns, W3Result* results,
                   std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    std::int16_t record[W3Fields];
    for (std::size_t field = 0; field < W3Fields; ++field) record[field] = columns.fields[field][i];
    w3_by_rows(rules, record, results + i, 0, 1);
  }
}

#endif

W3Hashed::W3Hashed(const W3Rules& rules) {
  for (auto& values : by_value) values.resize(512);
  for (const W3Rule& rule : rules.rules) {
    const W3Condition& leading = rules.conditions[rule.first];
    const bool is_hashed = leading.op == W3Condition::Is && leading.field < 3;
    W3Rules& to = is_hashed ? equal[leading.field] : others;
    W3Rule own = rule;
    own.first = static_cast<std::uint32_t>(to.conditions.size());
    to.conditions.insert(to.conditions.end(), rules.conditions.begin() + rule.first,
                         rules.conditions.begin() + rule.last);
    own.last = static_cast<std::uint32_t>(to.conditions.size());
    to.rules.push_back(own);
    if (!is_hashed) continue;
    ++own.first;  // which is known to hold
    by_value[leading.field][static_cast<std::size_t>(leading.values[0])].push_back(own);
  }
}

// The records of which the field is missing, with the rules that ask for its value: none fires.
static void add_missing(const W3Rules& rules, const W3Columns& columns,
                        const std::vector<std::size_t>& records, W3Result* results) {
  const std::size_t padded = (records.size() + W3Block - 1) / W3Block * W3Block;
  std::vector<std::int16_t> gathered(W3Fields * padded);
  W3Columns own;
  for (std::size_t field = 0; field < W3Fields; ++field) {
    std::int16_t* const to = gathered.data() + field * padded;
    for (std::size_t i = 0; i < records.size(); ++i) to[i] = columns.fields[field][records[i]];
    own.fields[field] = to;
  }
  std::vector<W3Result> found(padded);
  w3_by_columns(rules, own, found.data(), 0, records.size());
  for (std::size_t i = 0; i < records.size(); ++i) results[records[i]].open += found[i].open;
}

void w3_by_hash(const W3Hashed& rules, const W3Columns& columns, const std::int16_t* rows,
                W3Result* results, std::size_t begin, std::size_t end) {
  w3_by_columns(rules.others, columns, results, begin, end);
  std::vector<std::size_t> missing[3];
  for (std::size_t i = begin; i < end; ++i) {
    const std::int16_t* const record = rows + i * W3Fields;
    for (std::size_t field = 0; field < 3; ++field) {
      if (record[field] == W3Missing) {
        missing[field].push_back(i);
        continue;
      }
      for (const W3Rule& rule : rules.by_value[field][static_cast<std::size_t>(record[field])]) {
        add(results[i], applies(rules.equal[field], rule, record), rule);
      }
    }
  }
  for (std::size_t field = 0; field < 3; ++field) {
    if (!missing[field].empty()) {
      add_missing(rules.equal[field], columns, missing[field], results);
    }
  }
}

}  // namespace precis::baseline
