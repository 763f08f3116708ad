#pragma once

// The words and codes of an explanation's enumerations, which all renderers share.

#include "compiler/explain/explanation.h"

namespace precis::explain {

// Words, for people: true, may be either; fired, condition false; not on file; review; …
const char* truth_word(Truth truth);
const char* state_word(RuleState state);
const char* cause_word(runtime::Cause cause);
const char* standing_word(ir::Standing standing);
const char* precision_word(Precision precision);
const char* kind_word(ir::RuleKind kind);

// Codes, for programs: stable, as docs/explanation.schema.json lists them.
std::string_view truth_code(Truth truth);
const char* state_code(RuleState state);
const char* cause_code(runtime::Cause cause);
const char* combination_code(ir::Combination combination);
const char* answer_code(runtime::AnswerKind kind);
std::string_view shape_code(ir::Shape shape);
const char* precision_code(Precision precision);
const char* gap_code(Gap gap);
const char* change_code(ChangeKind kind);
const char* relation_code(Relation relation);

// Why an undecided explanation is so: what it misses, of which so many are not shown.
std::string what_is_missing(const Explanation& explanation, std::size_t not_shown);

}  // namespace precis::explain
