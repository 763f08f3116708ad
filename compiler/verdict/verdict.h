#pragma once

// Whether a decision came out as a test expects, and if not, in what they differ.

#include <cstddef>
#include <string>
#include <vector>

#include "compiler/explain/explanation.h"
#include "compiler/ir/program.h"
#include "compiler/ir/trace_cells.h"
#include "runtime/answer.h"

namespace precis::verdict {

// One thing that is not as expected: `reason`, expected `step_not_met`, given `interaction`. Of a
// missing fact one of the two is empty.
struct Difference {
  std::string of;
  std::string expected;
  std::string given;
};

struct Verdict {
  bool holds = false;
  std::string expected;                 // is refer with reason step_not_met by step
  std::string actual;                   // is approve: tier 3, copay $47.00 by otherwise
  std::vector<Difference> differences;  // empty when it holds
  // In `Explanation::rules`: those that could have given what is expected, and did not.
  std::vector<std::size_t> wanted;
};

// `missing` are the paths that the decision asks for; they matter where information is needed.
// `collected` are the rules of a `collect` decision.
bool holds(const ir::Program& program, const ir::Expectation& expectation,
           const ir::TraceCells& cells, const runtime::Answer& answer,
           const runtime::Collected& collected, std::vector<std::string> missing);

Verdict judge(const ir::Program& program, const ir::Expectation& expectation,
              const ir::TraceCells& cells, const explain::Explanation& explanation);

}  // namespace precis::verdict
