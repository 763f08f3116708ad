#pragma once

// What is looked up by a code: value sets and catalogs.

#include <cstdint>

#include "compiler/codegen/frame.h"

namespace precis::codegen {

Truth in_value_set(Frame& frame, const Lane& code, std::int64_t set);
// `node` is a LookUp of the code.
Known look_up(Frame& frame, ir::NodeId node, const Lane& code);

}  // namespace precis::codegen
