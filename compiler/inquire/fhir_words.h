#pragma once

// What Questionnaire and response both say. Private to inquire.

#include <string>

#include "compiler/inquire/inquire.h"

namespace precis::inquire {

// Follows the path of a history: whether the items given are all.
inline constexpr const char* AllOfThem = ".all";

// The UCUM code of a unit as an author writes it: each/day is {each}/d.
std::string ucum_of(const std::string& unit);
// The same back: what the reader of records takes.
std::string unit_of(const std::string& ucum);

// The system of the choices of a field.
std::string choice_system(const Field& field);

}  // namespace precis::inquire
