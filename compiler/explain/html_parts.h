#pragma once

// The pieces of the HTML page. Private to explain. Every text that reaches the page goes through
// `escaped`.

#include <string>
#include <string_view>

#include "compiler/explain/render.h"

namespace precis::explain {

std::string escaped(std::string_view text);

// A condition's value as a word in its colour.
std::string badge(Truth truth);

// The whole document: head, style, and the given body. `accent` is a class of the style sheet.
std::string html_page(std::string_view title, std::string_view accent, std::string_view body);

// The accent that the answer gives the page: favorable, review, adverse, open, fault or outside.
const char* accent_of(const Explanation& explanation);

// The decision ladder as inline SVG, with the path taken.
std::string ladder_svg(const Explanation& explanation);

// A plan's stages, the rejects of the claim, and where to appeal.
std::string plan_parts(const PlanConsidered& plan);

// The policy's text with each condition marked.
std::string marked_source(const Explanation& explanation, const SourceView& source);

}  // namespace precis::explain
