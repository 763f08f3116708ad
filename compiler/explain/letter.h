#pragma once

// What a member is told of a decision. Private to explain.

#include "compiler/explain/explanation.h"
#include "compiler/explain/plain_words.h"

namespace precis::explain {

// Headline, reason and passages; of the identity a number to quote, the policy's title and the day.
Explanation letter(const Explanation& explanation, const PlainWords& words);

}  // namespace precis::explain
