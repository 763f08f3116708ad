#pragma once

// The order of the stages: source text to a lowered program. Nothing else knows it.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/ir/program.h"
#include "compiler/source/map.h"
#include "compiler/support/result.h"
#include "compiler/typed/program.h"

namespace precis::driver {

// Adds policy files to `sources`; a folder gives every `.precis` file below it, in order of path.
// Fails, naming the path, when one cannot be read or a folder holds none.
support::Result<bool> load(source::Map& sources, const std::vector<std::string>& paths);

// Everything up to the typed program, with the modules of the standard library that the sources
// use, directly or not, added to `sources`. Reports into `sink`; the program is there even after
// errors, but cannot be sealed then.
typed::Checked check(source::Map& sources, diagnostics::Sink& sink);

// The checked program and what it was lowered to.
struct Compiled {
  typed::SoundProgram checked;
  std::unique_ptr<const ir::Program> lowered;
};

// Both, or nothing when `sink` has errors.
std::optional<Compiled> compile_both(source::Map& sources, diagnostics::Sink& sink);

// The lowered program, or nothing when `sink` has errors.
std::unique_ptr<const ir::Program> compile(source::Map& sources, diagnostics::Sink& sink);

}  // namespace precis::driver
