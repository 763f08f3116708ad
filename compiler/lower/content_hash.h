#pragma once

// What names the version of everything that could have changed a decision. Private to lower.

#include <string>

#include "compiler/source/map.h"

namespace precis::lower {

// 128 bits over the texts of all sources, as 32 hex digits. Neither their paths nor the order in
// which they were loaded matter.
std::string content_hash(const source::Map& sources);

}  // namespace precis::lower
