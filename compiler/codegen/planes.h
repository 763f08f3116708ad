#pragma once

// Small unsigned numbers as a flag for each binary digit, the lowest first; digits that are not
// there are 0. Choosing between them and comparing them is logic on flags, whatever the width.

#include <cstdint>
#include <vector>

#include "compiler/codegen/builder.h"

namespace precis::codegen {

using Planes = std::vector<llvm::Value*>;

Planes planes_of(Builder& b, std::uint64_t number);
Planes pick_planes(Builder& b, llvm::Value* condition, const Planes& x, const Planes& y);
llvm::Value* are_equal(Builder& b, const Planes& x, const Planes& y);

}  // namespace precis::codegen
