#pragma once

// Choices between values, and what is said of what is not known.

#include <vector>

#include "compiler/codegen/frame.h"

namespace precis::codegen {

Known choose(Frame& frame, ir::NodeId node, const std::vector<Known>& operands);
// The first where it holds one value, else the second.
Known otherwise(Builder& b, const std::vector<Known>& operands, runtime::Form form);
// `node` is a Widen.
Lane widened(Frame& frame, ir::NodeId node, const Lane& total, const Truth& observed);
Truth unseen(Builder& b, const ir::Node& node, const Truth& observed);

}  // namespace precis::codegen
