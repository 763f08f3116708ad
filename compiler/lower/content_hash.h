#pragma once

// What names the version of everything that could have changed a decision. Private to lower.

#include <string>

#include "compiler/source/map.h"

namespace precis::lower {

// 128 bits over the text of this file and of all that it uses, directly or not, as 32 hex digits.
// Neither paths nor what else was loaded matter.
std::string content_hash(const source::Map& sources, source::FileId file);

}  // namespace precis::lower
