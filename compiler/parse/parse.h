#pragma once

// Text to tree. The only user of the generated grammar.

#include <optional>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/map.h"
#include "compiler/syntax/outline.h"
#include "compiler/syntax/tree.h"

namespace precis::parse {

// Always returns a tree. Text it could not read becomes `syntax::Malformed`, or is left out of the
// tree, and at least one error is reported. `sources` must outlive the tree. Any bytes are accepted
// as input; limits.h says how large and how deep a file may be.
syntax::Module file(const source::Map& sources, source::FileId id, diagnostics::Sink& sink);

// The words of the file instead of their meaning, for what lays them out anew. Nothing, and at
// least one error, when the file cannot be read to its end without one.
std::optional<syntax::Outline> outline(const source::Map& sources, source::FileId id,
                                       diagnostics::Sink& sink);

}  // namespace precis::parse
