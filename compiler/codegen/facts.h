#pragma once

// Loads of facts from the columns of a batch, by how a leaf is stored (`runtime::column_shape`).

#include "compiler/codegen/frame.h"

namespace precis::codegen {

// The leaf at a record or item index, or at those of a block that begins there. `precision` is the
// fact node's: an exact mask has one member, so one bit of a Bool says it all.
Known load_fact(Frame& frame, runtime::LeafIndex leaf, llvm::Value* index, ir::Precision precision);

}  // namespace precis::codegen
