#pragma once

// A policy file in the one style of the language.

#include <optional>
#include <string>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/map.h"

namespace precis::driver {

// The text of the file laid out anew: the same words and comments. Nothing, and at least one error,
// when the file has syntax errors.
std::optional<std::string> format(const source::Map& sources, source::FileId file,
                                  diagnostics::Sink& sink);

}  // namespace precis::driver
