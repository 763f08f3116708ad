#pragma once

// Decision tables: their cells, and whether their rows leave a gap, overlap or are out of reach.

#include "compiler/check/context.h"

namespace precis::check {

// The typed table; checked when it is first used. None when it is broken.
std::optional<typed::TableId> table(Context& context, SymbolId symbol);

}  // namespace precis::check
