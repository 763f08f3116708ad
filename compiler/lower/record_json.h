#pragma once

// The facts of an in-language test as a record in the schema's own JSON. Private to lower.

#include <string>

#include "compiler/typed/program.h"

namespace precis::lower {

// {"member": {...}, "request": {...}}
std::string record_json(const typed::Program& program, const typed::Test& test);

}  // namespace precis::lower
