#pragma once

// `precis test --mutate`: every mutant of the policies, run on all cores.

#include <cstddef>
#include <string>
#include <vector>

#include "compiler/driver/mutation.h"

namespace precis::cli {

struct MutantReport {
  std::vector<mutate::Mutant> mutants;
  std::vector<driver::MutantResult> results;  // parallel to `mutants`

  std::size_t count(driver::Fate fate) const;
};

// Draws a progress bar. Reports acceptances that accept nothing.
MutantReport run_mutants(const source::Map& sources, const std::string& filter,
                         diagnostics::Sink& sink);

// The survivors, each under the name by which it can be accepted, and the accepted ones.
std::string mutants_text(const MutantReport& report, const source::Map& sources);

}  // namespace precis::cli
