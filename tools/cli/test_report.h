#pragma once

// What `precis test` found, and its three forms. Pure functions: the same value gives the same
// bytes; no times, so that reports of two runs can be compared.

#include <optional>
#include <string>
#include <vector>

#include "compiler/coverage/coverage.h"
#include "compiler/driver/guarantees.h"
#include "compiler/driver/tests.h"
#include "compiler/explain/render.h"
#include "compiler/ir/program.h"
#include "compiler/source/map.h"
#include "tools/cli/mutants.h"

namespace precis::cli {

struct TestReport {
  const ir::Program& program;
  const source::Map& sources;
  std::vector<driver::Tested> tests;
  std::vector<driver::GuaranteeTried> guarantees;
  std::optional<std::vector<coverage::Policy>> coverage;
  std::optional<MutantReport> mutants;

  std::size_t failed() const;
  std::size_t broken() const;  // guarantees
};

// `policies/diabetes/glp1.precis:92`.
std::string place_text(const source::Map& sources, source::Span span);

// Why one test failed: expected against actual, and the values that made the difference.
std::string failure_text(const TestReport& report, const driver::Tested& tested,
                         explain::Colour colour);

std::string render_text(const TestReport& report, explain::Colour colour);

// One document, described by docs/testing.md. Ends in a line break.
std::string render_json(const TestReport& report);

// The XML that build servers read: a suite for each file of tests.
std::string render_junit(const TestReport& report);

// ---- parts of the text

// Each guarantee, how many records were tried and how many of them it speaks of.
std::string guarantees_text(const TestReport& report);
// Why it failed: the code of one that nothing met, or a test that shows where it does not hold.
std::string guarantee_failure(const driver::GuaranteeTried& tried);

std::string coverage_text(const std::vector<coverage::Policy>& policies,
                          const source::Map& sources);

}  // namespace precis::cli
