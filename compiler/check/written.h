#pragma once

// How a value of a type is written: the help of messages about values written otherwise.

#include <string>
#include <string_view>

#include "compiler/check/context.h"

namespace precis::check {

// What to write for a `type` instead of `text`; empty when nothing better is known.
std::string how_to_write(const Context& context, const typed::Type& type, std::string_view text);

// What to write for a word that names nothing here: a word of other languages, or a name of the
// library that is not used; empty for any other.
std::string_view instead_of(std::string_view word);

}  // namespace precis::check
