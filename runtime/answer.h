#pragma once

// The answer of one decision for one record, as the kernels write it.

#include <cstdint>

namespace precis::runtime {

enum class AnswerKind : std::uint8_t {
  Decided,
  NeedsInformation,
  Fault,
  NotGoverned,
  NotInForce,
};

inline constexpr std::uint16_t NoRule = 0xffff;

// `rule` is the index in the decision's ladder of the rule that gave the outcome (Decided), or that
// surely faults (Fault); the `otherwise` clause is the rule after the last. NoRule otherwise.
struct Answer {
  AnswerKind kind;
  std::uint8_t reserved = 0;
  std::uint16_t rule;

  friend bool operator==(const Answer&, const Answer&) = default;
};
static_assert(sizeof(Answer) == 4);

}  // namespace precis::runtime
