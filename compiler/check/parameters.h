#pragma once

// Parameters: constants that change from day to day, each with what it cites.

#include "compiler/check/context.h"

namespace precis::check {

// The typed parameter; checked when it is first used. None when it is broken or defined in terms of
// itself, which is reported at `use`.
std::optional<typed::ParameterId> parameter(Context& context, SymbolId symbol,
                                            const syntax::Name& use);

// Adds to every rule of every policy what the parameters that it depends on cite.
void cite_parameters(Context& context);

}  // namespace precis::check
