#pragma once

// What names the version of everything that could have changed a decision. Private to lower.

#include <string>
#include <vector>

#include "compiler/source/map.h"
#include "compiler/typed/program.h"

namespace precis::lower {

// 128 bits over the text of this file, of all that it uses, directly or not, and of the data files
// that these name, as 32 hex digits. Neither paths nor what else was loaded matter.
std::string content_hash(const source::Map& sources, source::FileId file,
                         const std::vector<typed::Program::DataFile>& data);

}  // namespace precis::lower
