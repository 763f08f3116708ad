#pragma once

// The one place where the golden runner touches the compiler: a program goes in, its diagnostics
// and views come out.

#include <set>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/map.h"
#include "tests/golden/program.h"

namespace precis::golden {

struct Produced {
  std::vector<diagnostics::Diagnostic> diagnostics;  // in source order
  // Those of the wanted views that the program can give. A program with errors gives `.diag` only.
  Views views;
};

// Compiles the program that `sources` holds, which may use modules of the standard library and of
// the repository. Files that it uses are added to `sources`. `cases` are records in the schema's
// own shape, one a line, for the views `.out` (the answers, from compiled code and interpreter,
// which must agree) and `.explain`.
Produced produce(source::Map& sources, const std::set<std::string>& wanted,
                 const std::string& cases = {});

}  // namespace precis::golden
