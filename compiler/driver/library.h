#pragma once

// Files that are built into the program, so that it needs none beside it: the standard library, for
// a policy's `use precis.…`, its glossary for members, and the pages of the diagnostics.

#include <span>
#include <string_view>

namespace precis::driver {

struct Embedded {
  std::string_view path;  // stdlib/precis/codes.precis
  std::string_view text;
};

std::span<const Embedded> library();

// One file: stdlib/plain_words.txt, as explain::PlainWords reads it.
std::span<const Embedded> glossaries();

// The pages of the diagnostics: docs/errors/E0412.md.
std::span<const Embedded> error_pages();

}  // namespace precis::driver
