#pragma once

// A plan as FHIR R4 resources, each the text of one bundle entry.

#include <string>
#include <string_view>
#include <vector>

#include "tools/synth/plan.h"

namespace precis::synth {

// All resources of the plan, about the patient with this id.
std::vector<std::string> entries_of(const Plan& plan, std::string_view patient_id);

std::string patient_entry(std::string_view id, std::string_view birth_date,
                          std::string_view gender);

// Text as JSON, in quotes.
std::string quoted(std::string_view text);

}  // namespace precis::synth
