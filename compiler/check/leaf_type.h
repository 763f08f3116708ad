#pragma once

// The type of a leaf of a schema that is no measured value.

#include "compiler/typed/type.h"

namespace precis::check {

typed::Type leaf_type(const runtime::Leaf& leaf);

}  // namespace precis::check
