#include "compiler/parse/text.h"

#include <algorithm>
#include <cstddef>

namespace precis::parse {

static bool is_continuation(unsigned char byte) {
  return (byte & 0xC0) == 0x80;
}

// Length of the well-formed sequence at `at`, or 0.
static std::size_t sequence_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(static_cast<unsigned char>(byte(i)))) return 0;
  }
  const unsigned second = byte(1);
  if (lead == 0xE0 && second < 0xA0) return 0;
  if (lead == 0xED && second >= 0xA0) return 0;
  if (lead == 0xF0 && second < 0x90) return 0;
  if (lead == 0xF4 && second >= 0x90) return 0;
  return length;
}

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = sequence_length(text, at);
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

Offsets::Offsets(std::string_view text, std::uint32_t base)
    : base_(base), size_(static_cast<std::uint32_t>(text.size())) {
  const bool ascii =
      std::ranges::all_of(text, [](char byte) { return static_cast<unsigned char>(byte) < 0x80; });
  if (ascii) return;
  begins_.reserve(text.size());
  for (std::uint32_t i = 0; i < size_; ++i) {
    if (!is_continuation(static_cast<unsigned char>(text[i]))) begins_.push_back(i);
  }
}

std::uint32_t Offsets::byte(std::size_t code_point) const {
  if (begins_.empty()) {
    return base_ + static_cast<std::uint32_t>(std::min<std::size_t>(code_point, size_));
  }
  return base_ + (code_point < begins_.size() ? begins_[code_point] : size_);
}

}  // namespace precis::parse
