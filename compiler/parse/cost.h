#pragma once

// What prediction costs, for the test that the grammar needs no full-context lookahead.

#include <cstddef>

#include "compiler/source/map.h"

namespace precis::parse {

struct Cost {
  std::size_t full_context_fallbacks = 0;
  std::size_t ambiguities = 0;
  // Whether the file was read to its end, without an error.
  bool whole = false;
};

// `id` is of a file with valid UTF-8.
Cost cost(const source::Map& sources, source::FileId id);

}  // namespace precis::parse
