#pragma once

// Drawing diagnostics. Pure functions: the same value gives the same bytes.

#include <string>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/map.h"

namespace precis::diagnostics {

enum class Colour { Off, On };

// For people. Ends in a line break. Control characters of the sources are not passed on.
//
//   error E0412: a rule that denies must cite a source
//      ┌─ policies/clopidogrel.precis:41:10
//   41 │     rule quantity "More than 1 tablet a day" {
//      │          ^^^^^^^^ gives `deny`, which is adverse
//      = help: add `cite <source>`; sources of this policy: `cpic`, `label`, `plan`
std::string render_terminal(const Diagnostic& diagnostic, const source::Map& sources,
                            Colour colour);

// For programs: one JSON object on one line, without a line break. Members: `code`, `severity`,
// `message`; where there is a place `file` and `range` (`begin` and `end`, each with `line`,
// `column`, `byte`); `labels` (each with `file`, `range`, `text`); `help`, if any.
std::string render_json(const Diagnostic& diagnostic, const source::Map& sources);

}  // namespace precis::diagnostics
