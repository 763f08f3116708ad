#pragma once

// Wrapping and aligning for a terminal, by code points. Private to explain.

#include <string>
#include <string_view>
#include <vector>

namespace precis::explain {

// How many columns a text takes; every code point counts one.
std::size_t columns(std::string_view text);

// Control characters become `?`, so that a value cannot steer the terminal.
std::string tame(std::string_view text);

std::string padded(std::string_view text, std::size_t width);

// Lines of at most `width` columns, broken at spaces; a longer word stands alone.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

// `first` and then the text beside it; further lines are indented by as much.
std::string hanging(std::string_view first, std::string_view text, std::size_t width);

}  // namespace precis::explain
