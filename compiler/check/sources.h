#pragma once

// Sources of a module, `source redesign = law "..."`: what its parameters cite.

#include "compiler/check/context.h"

namespace precis::check {

typed::Source source_of(const syntax::Source& written);
std::string_view strength_name(syntax::Strength strength);

// What a citation outside of policies names; reports a source that the module does not see.
std::optional<typed::ParameterCitation> cited_of_module(Context& context, std::size_t module,
                                                        const syntax::Citation& citation);

}  // namespace precis::check
