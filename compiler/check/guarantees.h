#pragma once

// Guarantees of policies and plans: what must hold of every record.

#include <string_view>

#include "compiler/check/context.h"

namespace precis::check {

// `of` is the policy or plan that promises them; `answers` are the decisions they may ask about.
void read_guarantees(Context& context, std::size_t module, PolicyScope& scope, std::string_view of,
                     const Answers& answers, const std::vector<syntax::Guarantee>& written);

}  // namespace precis::check
