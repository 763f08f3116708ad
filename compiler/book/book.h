#pragma once

// The policies as a book, for a reviewer who runs nothing: an index, and a page for each policy and
// plan with every rule as a sentence to sign. Made from the checked program, so that the book says
// what the compiled policy does and carries the same content hash. Pure: the same contents give the
// same bytes.

#include <string>
#include <vector>

#include "compiler/coverage/coverage.h"
#include "compiler/ir/program.h"
#include "compiler/source/map.h"
#include "compiler/typed/program.h"

namespace precis::book {

// A test as it came out.
struct TestShown {
  std::string title;
  std::string place;  // file and line
  bool passed = false;
  std::vector<ir::PolicyId> policies;  // that it expects something of
  std::vector<std::string> expected;   // what was written after `expect`
};

struct Contents {
  const typed::Program& program;
  const ir::Program& lowered;  // of the same program
  const source::Map& sources;
  std::vector<coverage::Policy> coverage;  // of the policies; plans have none
  std::vector<TestShown> tests;
};

struct File {
  std::string name;  // index.html
  std::string text;
};

// The index first. Pages refer to each other by name; they lie in one folder.
std::vector<File> files(const Contents& contents);

}  // namespace precis::book
