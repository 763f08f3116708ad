#pragma once

// A file in the one style of the language: its words and comments as they were, with blanks and
// line breaks chosen anew. The same words give the same page, but for what an author decides by
// line breaks: empty lines (one at most is kept), the lines of alleles and of given values, and
// whether a short block stands on one line.

#include <string>

#include "compiler/syntax/outline.h"

namespace precis::format {

std::string file(const syntax::Outline& outline);

}  // namespace precis::format
