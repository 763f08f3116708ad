#pragma once

// Guarantees of policies and plans: what must hold of every record.

#include <string_view>

#include "compiler/check/context.h"

namespace precis::check {

// Whether the policy governs a request and is in force; the same of the days alone.
typed::ExprId governs_now(Context& context, const typed::Policy& policy);
typed::ExprId in_force(Context& context, typed::ExprId at, std::int32_t from, std::int32_t to,
                       source::Span span);

// `of` is the policy or plan that promises them, of requests for which `governed` is true;
// `answers` are the decisions they may ask about.
void read_guarantees(Context& context, std::size_t module, PolicyScope& scope, std::string_view of,
                     typed::ExprId governed, const Answers& answers,
                     const std::vector<syntax::Guarantee>& written);

}  // namespace precis::check
