#pragma once

// The answer of one decision for one record, as the kernels write it.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace precis::runtime {

enum class AnswerKind : std::uint8_t {
  Decided,
  NeedsInformation,
  Fault,
  NotGoverned,
  NotInForce,
};

inline constexpr std::uint16_t NoRule = 0xffff;

// Of a decision that collects, Decided says that its list is complete, and names no rule. Of others
// `rule` is the index in the decision's ladder of the rule that gave the outcome (Decided), or that
// surely faults (Fault); the `otherwise` clause is the rule after the last. NoRule otherwise.
struct Answer {
  AnswerKind kind;
  std::uint8_t reserved = 0;
  std::uint16_t rule;

  friend bool operator==(const Answer&, const Answer&) = default;
};
static_assert(sizeof(Answer) == 4);

// The rules of a `collect` decision for one record, a bit for each: rule r is bit r % 64 of word
// r / 64.
struct Collected {
  std::vector<std::uint64_t> sure;      // apply in every completion, with the same outcome
  std::vector<std::uint64_t> possible;  // may apply, or may fault; never sure as well

  friend bool operator==(const Collected&, const Collected&) = default;
};

inline bool has_rule(const std::vector<std::uint64_t>& words, std::size_t rule) {
  return (words[rule / 64] >> (rule % 64) & 1) != 0;
}
inline void add_rule(std::vector<std::uint64_t>& words, std::size_t rule) {
  words[rule / 64] |= std::uint64_t{1} << (rule % 64);
}

}  // namespace precis::runtime
