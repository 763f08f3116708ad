#pragma once

// Many rules as tables instead of code: rules that are conjunctions of comparisons of the member's
// or request's numbers with constants. Code for ten thousand of them takes minutes to compile and
// is larger than any cache; as tables they are a few words each.
//
// For a block of records every comparison is one word, a bit for each record that it can be true
// of. All comparisons of one number come from its values together: the limits cut its range into
// classes, each record is in one of them, and `number < limit` is the union of the classes below
// the limit. A rule is then the conjunction of its words.

#include <cstdint>
#include <vector>

#include "runtime/batch.h"
#include "runtime/builtins.h"

namespace precis::runtime {

// A column, Exact or Nullable, whose numbers lie in low .. high: at most MatchedValues of them.
struct MatchedField {
  LeafIndex leaf;
  ColumnShape shape;
  std::int64_t low;
  std::int64_t high;
};
inline constexpr std::int64_t MatchedValues = std::int64_t{1} << 16;

// Either where the number is not known. Limits and values lie in the field's range.
struct MatchedTest {
  enum class Kind : std::uint8_t { Below, From, OneOf } kind;
  std::uint32_t field;               // in Matcher::fields
  std::vector<std::int64_t> values;  // the limit, or the values
};

struct MatchedRule {
  std::uint32_t place;               // of its word: see `Answers::rules`
  std::vector<std::uint32_t> tests;  // in Matcher::tests
};

struct Matcher {
  std::vector<MatchedField> fields;
  std::vector<MatchedTest> tests;
  std::vector<MatchedRule> rules;
};

// The same as constants of generated code, which `precis_match` reads.
struct MatchTables {
  std::vector<std::int32_t> numbers;
  std::vector<std::uint16_t> classes;
};
MatchTables match_tables(const Matcher& matcher);

extern "C" {
// Of the block of records from `first` on, writes the words of the rules to `rules`, as
// `Answers::rules` has them with `rule_count` rules. `governed` are the records that count, and
// `maybe` those of which whatever would be sure is possible. `open` gets the records with a rule
// that is not settled, whether they count or not.
void precis_match(Workspace* workspace, const BatchView* batch, const std::int32_t* numbers,
                  const std::uint16_t* classes, std::int64_t first, std::int64_t rule_count,
                  std::uint64_t governed, std::uint64_t maybe, std::uint64_t* rules,
                  std::uint64_t* open);
}

}  // namespace precis::runtime
