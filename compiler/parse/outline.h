#pragma once

// Parse tree to outline.

#include <string_view>

#include "PrecisParser.h"
#include "compiler/parse/tokens.h"
#include "compiler/syntax/outline.h"

namespace precis::parse {

// `tree` was read from `tokens` without an error; `text` is that of the whole file.
syntax::Outline outline_of(const Tokens& tokens, grammar::PrecisParser::FileContext& tree,
                           std::string_view text);

}  // namespace precis::parse
