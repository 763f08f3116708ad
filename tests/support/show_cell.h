#pragma once

// How a failed test prints cells and answers.

#include <fmt/format.h>

#include <ostream>

#include "runtime/answer.h"
#include "runtime/cell.h"

namespace precis::runtime {

inline void PrintTo(const Cell& cell, std::ostream* out) {
  *out << fmt::format("[{}, {}]{}", cell.low, cell.high,
                      cell.no_value    ? " faults"
                      : cell.may_fault ? " may fault"
                                       : "");
}
inline void PrintTo(const Answer& answer, std::ostream* out) {
  *out << fmt::format("kind {} rule {}", static_cast<int>(answer.kind), answer.rule);
}

}  // namespace precis::runtime
