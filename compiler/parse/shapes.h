#pragma once

// Which shape of the outline a rule of the grammar is, and how its words stand to their neighbours.

#include <optional>

#include "antlr4-runtime.h"
#include "compiler/syntax/outline.h"

namespace precis::parse {

// Nothing for a rule whose words are those of the rule it is in.
std::optional<syntax::Shape> shape_of(const antlr4::ParserRuleContext& rule);

// By the token alone.
syntax::WordKind kind_of(std::size_t token);

// Where the rule that the token is in makes it another kind than the token alone.
std::optional<syntax::WordKind> kind_in(std::size_t token, const antlr4::ParserRuleContext& rule);

}  // namespace precis::parse
