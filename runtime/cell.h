#pragma once

// A cell is what is known of one value at run time: the set of values it may be, plus whether
// computing it may fault. It is the common currency of the interpreter, the compiled kernels,
// the trace and the explanation; the functions of `compiler/ir/ops.def` say what each operation
// gives on cells, to the bit.

#include <cstdint>

namespace precis::runtime {

// Invariant (mask): for Bool and Enum values `low == high` is a bit set of the possible members.
//   Bool: bit 0 = can be true, bit 1 = can be false.
// Invariant (interval): for every other form `low <= high` is a closed interval. A code or text is
//   known when `low == high`; unknown is [0, UnknownCodeHigh]. No symbol has id 0.
// Invariant (no_value): `no_value` means no value is possible: the computation surely faults. Then
//   `may_fault` is set and low == high == 0.
struct Cell {
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::uint8_t may_fault = 0;
  std::uint8_t no_value = 0;

  friend bool operator==(const Cell&, const Cell&) = default;
};
static_assert(sizeof(Cell) == 24);

inline constexpr std::int64_t CanBeTrue = 1;
inline constexpr std::int64_t CanBeFalse = 2;
inline constexpr std::int64_t CanBeEither = 3;
inline constexpr std::int64_t UnknownCodeHigh = 0xffffffff;

inline Cell exact(std::int64_t value) {
  return {value, value, 0, 0};
}
inline Cell between(std::int64_t low, std::int64_t high) {
  return {low, high, 0, 0};
}
inline Cell mask(std::int64_t members) {
  return {members, members, 0, 0};
}
inline Cell boolean(bool value) {
  return mask(value ? CanBeTrue : CanBeFalse);
}
inline Cell surely_faults() {
  return {0, 0, 1, 1};
}

// Why a value is not, or not exactly, known (language page, section 4.1). `Known` is no cause.
enum class Cause : std::uint8_t {
  Known,
  Absent,
  NotObservable,
  Stale,
  Imprecise,
  Conflicting,
  WrongUnit,
  EnteredInError,
  AmbiguousCall,
  NotTested,
  OtherCodeSystem,
  UnknownAllele,
  NotInCatalog,
  EmptyInCatalog,
};

}  // namespace precis::runtime
