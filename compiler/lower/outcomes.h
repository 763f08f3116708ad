#pragma once

// What a rule gives, says and cites. Private to lower.

#include <vector>

#include "compiler/lower/expressions.h"

namespace precis::lower {

ir::OutcomeValue outcome(Expressions& expressions, const typed::OutcomeValue& value,
                         const Context& context);
std::vector<ir::TemplatePart> because(Expressions& expressions,
                                      const std::vector<typed::TemplatePart>& parts,
                                      const Context& context);
// `first`: where the sources cited begin among those of the policy that has the citations.
std::vector<ir::Citation> citations(const std::vector<typed::Citation>& cited,
                                    std::uint32_t first = 0);
void add_sources(const std::vector<typed::Source>& sources, std::vector<ir::Source>& made);

}  // namespace precis::lower
