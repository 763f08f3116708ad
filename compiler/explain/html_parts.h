#pragma once

// The pieces of the HTML page. Private to explain. Every text that reaches the page goes through
// `html::escaped`.

#include <string>
#include <string_view>

#include "compiler/explain/render.h"
#include "compiler/html/html.h"

namespace precis::explain {

using html::escaped;

// A condition's value as a word in its colour.
std::string badge(Truth truth);

// The author's words, as such; and prose in which backticks mark them.
std::string code(std::string_view text);
std::string prose(const std::string& text);

// A row of a `dl`, with finished HTML; nothing when that is empty.
std::string row(std::string_view name, const std::string& html);
std::string joined(const std::vector<std::string>& texts, std::string_view between);

std::string cited(const Citation& citation);

// The accent that the answer gives the page: favorable, review, adverse, open, fault or outside.
const char* accent_of(const Explanation& explanation);

// What stands above everything else: what was decided, why, and by which authority.
std::string answer_card(const Explanation& explanation);

// The decision ladder with the path taken: every rule with its state, why, and what it gives.
std::string ladder(const Explanation& explanation);

// A plan's stages, and the rejects of the claim.
std::string plan_stages(const PlanConsidered& plan);
std::string plan_rejects(const PlanConsidered& plan);

// The conditions as trees that open and close.
std::string derivations(const Explanation& explanation);

// What somebody can do for a better answer, and what the search for it did not look into.
std::string changes(const Explanation& explanation);

// The codes of the answer for a claims system: NCPDP, DUR, and CRD's coverage information.
std::string codes(const Explanation& explanation);

std::string missing_facts(const Explanation& explanation);
std::string facts_used(const Explanation& explanation);
std::string governance(const Explanation& explanation);
std::string identity(const Explanation& explanation);

// The policy's text with each condition marked.
std::string marked_source(const Explanation& explanation, const SourceView& source);

}  // namespace precis::explain
