#pragma once

// What a person types as the value of a fact, in the syntax of a test's `given` lines, as JSON in
// the schema's own shape.

#include <string>
#include <string_view>

#include "compiler/inquire/inquire.h"
#include "compiler/support/result.h"

namespace precis::driver {

// `true`, `30 days`, `< 5 'mg/dL'`, `2026-02-01`, `RxNorm "309362"`, `"*1/*2"`. Easier words are
// taken too: yes and no, the number of a choice, and codes, texts and genotypes without quotes.
// The failure says what was expected, and what to type.
support::Result<std::string> answer_json(const inquire::Field& field, std::string_view typed);

}  // namespace precis::driver
