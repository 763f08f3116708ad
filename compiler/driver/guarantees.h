#pragma once

// Tries guarantees on made-up records that aim at what they ask.

#include <cstddef>
#include <string>

#include "compiler/ir/program.h"

namespace precis::driver {

struct GuaranteeTried {
  const ir::Guarantee* guarantee;
  std::size_t records = 0;
  std::size_t met = 0;  // of which `when` surely is true
  // A test to paste, with the record that breaks it and what the decisions give; or empty.
  std::string counterexample = {};
  bool faults = false;        // it cannot be computed for that record
  bool readers_agree = true;  // compiled code and interpreter, to the bit

  // A guarantee that no record met is not known to hold.
  bool passed() const { return readers_agree && counterexample.empty() && met > 0; }
};

inline constexpr std::size_t GuaranteeRecords = 1000;

// On compiled code and on the interpreter; this machine must be able to run compiled code. The same
// records on every run. Stops at the first counterexample.
GuaranteeTried try_guarantee(const ir::Program& program, const ir::Guarantee& guarantee,
                             std::size_t records = GuaranteeRecords);

}  // namespace precis::driver
