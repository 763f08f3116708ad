#pragma once

// Workload W3 written by hand in C++: the same rules, driven by data, three ways.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace precis::baseline {

inline constexpr std::size_t W3Fields = 50;
inline constexpr std::int16_t W3Missing = -32768;
// Records that `w3_by_columns` decides at a time; columns can be read up to a multiple of them.
inline constexpr std::size_t W3Block = 256;

// Is, Below, From: compared with the first of the values. OneOf: with all four.
struct W3Condition {
  enum Operator : std::uint8_t { Is, Below, From, OneOf } op;
  std::uint8_t field;
  std::int16_t values[4];
};
struct W3Rule {
  std::uint32_t first, last;  // of its conditions; last is one after
  std::uint32_t weight;
  std::uint32_t number;
};
struct W3Rules {
  std::vector<W3Rule> rules;
  std::vector<W3Condition> conditions;
};

struct W3Result {
  std::uint32_t fired, open, weight;
  std::uint32_t first;  // the first rule that fires, plus 1; 0: none

  friend bool operator==(const W3Result&, const W3Result&) = default;
};

struct W3Columns {
  const std::int16_t* fields[W3Fields];
};

// Record by record, each rule up to its first condition that fails. `rows` has W3Fields numbers a
// record.
void w3_by_rows(const W3Rules& rules, const std::int16_t* rows, W3Result* results,
                std::size_t begin, std::size_t end);
// Rule by rule over a block of records, with AVX-512 intrinsics; begin is a multiple of W3Block. By
// rows where the machine does not have them.
void w3_by_columns(const W3Rules& rules, const W3Columns& columns, W3Result* results,
                   std::size_t begin, std::size_t end);

// The same, but rules with an equality on one of the first three fields are found by its value.
struct W3Hashed {
  explicit W3Hashed(const W3Rules& rules);

  W3Rules others;
  W3Rules equal[3];
  // By field and value, without that condition.
  std::vector<std::vector<W3Rule>> by_value[3];
};
void w3_by_hash(const W3Hashed& rules, const W3Columns& columns, const std::int16_t* rows,
                W3Result* results, std::size_t begin, std::size_t end);

}  // namespace precis::baseline
