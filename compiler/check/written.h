#pragma once

// How a value of a type is written: the help of messages about values written otherwise.

#include <string>
#include <string_view>

#include "compiler/check/context.h"

namespace precis::check {

// Helps that several checks give.
inline constexpr const char* RenameOne = "choose another name for one of the two";
inline constexpr const char* LeaveOneOut = "leave one of the two out";
inline constexpr const char* FewerDigits =
    "a number has at most 18 digits, and 8 of them after the point";
inline constexpr const char* InsideRange =
    "write a value inside, or widen the range where the type is declared";

// What to write for a `type` instead of `text`.
std::string how_to_write(const Context& context, const typed::Type& type, std::string_view text);

// What to write where values of unit `wanted` are meant and `text` is of unit `found`.
std::string in_that_unit(std::string_view wanted, std::string_view found, std::string_view text);

// What to write of a number of which so many decimals are kept.
std::string with_decimals(int scale);

// What to write for a word that names nothing here: a word of other languages, or a name of the
// library that is not used; empty for any other.
std::string_view instead_of(std::string_view word);

}  // namespace precis::check
