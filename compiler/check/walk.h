#pragma once

// Goes through an expression and everything below it: operands, the conditions of its questions,
// and the bodies of the definitions it uses.

#include <functional>
#include <optional>
#include <vector>

#include "compiler/typed/program.h"

namespace precis::check {

using Visit = std::function<void(typed::ExprId)>;

// The expressions directly below one: operands, arguments, conditions of its question. Not the body
// of a definition it uses.
std::vector<typed::ExprId> parts_of(const typed::Program& program, typed::ExprId id);

// The question that an expression asks of a list.
std::optional<typed::QueryId> query_of(const typed::Expr& expr);

// Calls `visit` for `id` and all below it, each occurrence once for each place that leads there,
// except that a definition's body is visited once.
void walk(const typed::Program& program, typed::ExprId id, const Visit& visit);

}  // namespace precis::check
