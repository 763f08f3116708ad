#pragma once

// Changes of single words and numbers. Private to mutate.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/source/span.h"
#include "compiler/syntax/expr.h"

namespace precis::mutate {

// `330` and 1 give `331`, `0.15` and -1 give `0.14`: a step of the last digit. Nothing below zero.
std::optional<std::string> stepped(std::string_view digits, int step);

// `2026-01-31` and 1 give `2026-02-01`.
std::string stepped(const syntax::DateLiteral& date, int step);

// The first place of the word in the text, outside comments.
std::optional<std::size_t> find_word(std::string_view text, std::string_view word);

// White space folded, comments left out, double quotes made single ones.
std::string folded(std::string_view text);

}  // namespace precis::mutate
