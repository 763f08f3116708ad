#pragma once

// How constructs are written: what to look at when nothing nearer is known of a mistake.

#include <string>

#include "antlr4-runtime.h"

namespace precis::parse {

// The form of the smallest construct around a place: "a rule is written `rule ...`".
std::string form_around(const antlr4::RuleContext* context);

}  // namespace precis::parse
