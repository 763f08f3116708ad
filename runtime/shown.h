#pragma once

// Input text as messages quote it: whole when short, otherwise its beginning and an ellipsis, so
// that a broken record cannot make a message as long as itself.

#include <string>
#include <string_view>

namespace precis::runtime {

inline std::string shown(std::string_view text) {
  constexpr std::size_t Longest = 60;
  if (text.size() <= Longest) return std::string(text);
  std::size_t end = Longest;
  // Never inside a UTF-8 character.
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "...";
}

}  // namespace precis::runtime
