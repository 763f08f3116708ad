#pragma once

// What a source file may cost. Reaching a limit is an ordinary error about the file.

#include <cstddef>
#include <string_view>

namespace precis::parse {

inline constexpr std::size_t MaxSourceBytes = std::size_t{4} << 20;
inline constexpr std::string_view MaxSourceText = "4 MiB";

// Brackets open at one place.
inline constexpr std::size_t MaxNesting = 200;
inline constexpr std::string_view MaxNestingText = "200";

// Grammar rules open at one place. Brackets at their limit, seven rules each, stay below it; long
// runs of prefix operators, which need no brackets, do not. Small enough for the stack of a build
// with sanitizers.
inline constexpr std::size_t MaxRuleDepth = 1500;

// Operators in one chain such as `a - b - c`, and in the chains around it. A chain of `+` may be
// longer: where it is not short, it is balanced.
inline constexpr std::size_t MaxChain = 500;
inline constexpr std::size_t ShortChain = 16;

// Digits of one number, so that every number fits 64 bits.
inline constexpr std::size_t MaxDigits = 18;

// Errors after which a file is not read any further.
inline constexpr std::size_t MaxErrors = 100;

}  // namespace precis::parse
