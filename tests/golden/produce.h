#pragma once

// The one place where the golden runner touches the compiler: a program goes in, its diagnostics
// and views come out.

#include <optional>
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

// Compiles `sources[file]`, which may use modules of `stdlib` and of its own folder. `cases` are
// the records for `.out` and `.explain`, one JSON object a line.
Produced produce(source::Map& sources, source::FileId file, const std::set<std::string>& wanted,
                 const std::string& cases);

}  // namespace precis::golden
