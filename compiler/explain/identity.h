#pragma once

// Names and hashes by which a decision is found again. Private to explain.

#include <string>

#include "compiler/explain/view.h"

namespace precis::explain {

Identity identify(const View& view, const Identity& extra);

// Over every value that the record has by leaf path, with codes as text: the same for the same
// facts whatever was read before them. 32 hex digits of XXH3-128.
std::string input_hash(const View& view);

// Over the identity (its own field excepted) and the answer.
std::string decision_hash(const Identity& identity, const runtime::Answer& answer);

// Of the FHIR Questionnaire that asks what the decision wants to know: address and version.
std::string questionnaire_url(const ir::Policy& policy, const ir::Decision& decision);

}  // namespace precis::explain
