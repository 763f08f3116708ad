#pragma once

// Runs the tests that are written in policies: on compiled code and on the interpreter, which must
// agree, with what is needed to say why one failed and what the tests have seen.

#include <string>
#include <unordered_set>
#include <vector>

#include "compiler/coverage/coverage.h"
#include "compiler/driver/evaluator.h"
#include "compiler/explain/explanation.h"
#include "compiler/ir/program.h"
#include "compiler/source/map.h"
#include "compiler/verdict/verdict.h"

namespace precis::driver {

// One `expect` as it came out.
struct Checked {
  const ir::Expectation* expectation;
  bool readers_agree;  // compiled code and interpreter, to the bit
  verdict::Verdict verdict;
  explain::Explanation explanation;

  bool passed() const { return readers_agree && verdict.holds; }
};

struct Tested {
  const ir::Test* test;
  std::string rejected;  // why the given record cannot be read, or empty
  std::vector<Checked> expectations;

  bool passed() const;
};

// The test must be one of the program's.
Tested run_test(const ir::Program& program, const Evaluator& evaluator, const ir::Test& test,
                coverage::Collector& collector);

// The files that are not of the library.
std::unordered_set<source::FileId> author_files(const source::Map& sources);

}  // namespace precis::driver
