#pragma once

// The standard library, built into the program, so that a policy's `use precis.…` needs no files.

#include <span>
#include <string_view>

namespace precis::driver {

struct Embedded {
  std::string_view path;  // stdlib/precis/codes.precis
  std::string_view text;
};

std::span<const Embedded> library();

}  // namespace precis::driver
