#pragma once

// Goes through an expression and everything below it: operands, the conditions of its questions,
// and the bodies of the definitions it uses.

#include <functional>

#include "compiler/typed/program.h"

namespace precis::check {

using Visit = std::function<void(typed::ExprId)>;

// Calls `visit` for `id` and all below it, each occurrence once for each place that leads there,
// except that a definition's body is visited once.
void walk(const typed::Program& program, typed::ExprId id, const Visit& visit);

}  // namespace precis::check
