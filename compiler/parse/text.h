#pragma once

// What has to be known about a source text before anything is read from it.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace precis::parse {

// Byte offset of the first byte that is not part of well-formed UTF-8 (RFC 3629: no surrogates, no
// overlong forms, nothing above U+10FFFF).
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

// The lexer counts code points, spans count bytes. This is the one place that converts.
class Offsets {
 public:
  // `base` is the offset of `text` in its file: 3 after a byte order mark. `text` is valid UTF-8.
  Offsets(std::string_view text, std::uint32_t base);

  // The byte offset in the file of a code point of the text. Past the end: the end.
  std::uint32_t byte(std::size_t code_point) const;

 private:
  std::uint32_t base_;
  std::uint32_t size_;
  // Byte offset of each code point; empty when the text is all ASCII.
  std::vector<std::uint32_t> begins_;
};

}  // namespace precis::parse
