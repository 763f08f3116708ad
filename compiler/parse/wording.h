#pragma once

// What the parser wanted and what it met, in the words of an author.

#include <string>
#include <string_view>

#include "antlr4-runtime.h"
#include "compiler/parse/tokens.h"

namespace precis::parse {

// "`then`", "a name or `}`", "an expression". Words that could only continue what is complete
// already (operators, say) are left out unless there is nothing else.
std::string expected_words(const antlr4::misc::IntervalSet& expected);

// Whether an expression may begin there.
bool expects_expression(const antlr4::misc::IntervalSet& expected);

// The keyword expected there that `written` is a slip of the pen for; empty when there is none.
std::string nearest_keyword(std::string_view written, const antlr4::misc::IntervalSet& expected);

// "`rule`", "the end of the file", "the text `"abc"`".
std::string found_words(const Tokens& tokens, const antlr4::Token& token);

}  // namespace precis::parse
