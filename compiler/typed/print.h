#pragma once

// The dump of a checked program: definitions, tables and policies with their types, as prefix
// expressions.

#include <string>

#include "compiler/typed/program.h"

namespace precis::typed {

// Only what the policy with this name has; everything when the name is empty.
std::string to_text(const Program& program, const std::string& policy);

// The type as an author would write it: `decimal 0.0 to 20.0 kg`, `CYP2C19.Phenotype`.
std::string type_text(const Program& program, TypeId type);

}  // namespace precis::typed
