#include "compiler/explain/json_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace precis::explain {

static constexpr std::string_view Replacement = "\xef\xbf\xbd";

// More than any indentation that occurs often.
static constexpr std::string_view Blank =
    "                                                                ";
static_assert(Blank.size() == JsonText::Slack);

void JsonText::enlarge(std::size_t size) {
  out_.resize(2 * out_.size() + size + Slack);
}

// A line of its own: what is copied beyond the indentation is written over.
inline char* JsonText::line(char* to) {
  *to++ = '\n';
  const std::size_t indent = 2 * depth_;
  std::memcpy(to, Blank.data(), Slack - 1);
  if (indent >= Slack) std::memset(to, ' ', indent);
  return to + indent;
}

char* JsonText::begin_listed(std::size_t size) {
  const bool has_comma = !std::exchange(is_empty_, false);
  if (is_on_one_line_) {
    char* const to = grow((has_comma ? 2 : 0) + size);
    return has_comma ? std::copy_n(", ", 2, to) : to;
  }
  char* to = grow((has_comma ? 1 : 0) + 1 + 2 * depth_ + size);
  if (has_comma) *to++ = ',';
  return line(to);
}

void JsonText::raw(std::string_view value) {
  std::memcpy(begin(value.size()), value.data(), value.size());
}

void JsonText::add(std::string_view bytes) {
  std::copy(bytes.begin(), bytes.end(), grow(bytes.size()));
}

void JsonText::open(char bracket) {
  *begin(1) = bracket;
  ++depth_;
  is_empty_ = true;
}

void JsonText::close(char bracket) {
  --depth_;
  if (std::exchange(is_empty_, false) || is_on_one_line_) {
    *grow(1) = bracket;
  } else {
    *line(grow(2 + 2 * depth_)) = bracket;
  }
}

void JsonText::number(std::uint64_t value) {
  const fmt::format_int digits(value);
  raw({digits.data(), digits.size()});
}

void JsonText::range(std::uint64_t first, std::uint64_t last) {
  const fmt::format_int a(first), b(last);
  char* to = begin(a.size() + b.size() + 4);
  *to++ = '[';
  to = std::copy_n(a.data(), a.size(), to);
  *to++ = ',';
  *to++ = ' ';
  to = std::copy_n(b.data(), b.size(), to);
  *to = ']';
}

// How many bytes of `text` are one character of UTF-8; 0 when none is.
static std::size_t character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  const std::size_t length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (length == 1) return 1;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  const unsigned char second = byte(1);
  const bool is_too_long = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
  const bool is_no_character = (first == 0xed && second > 0x9f) || (first == 0xf4 && second > 0x8f);
  return is_too_long || is_no_character ? 0 : length;
}

static std::string_view escaped(char c) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    case '\b':
      return "\\b";
    case '\f':
      return "\\f";
    default:
      return {};
  }
}

static bool is_plain(unsigned char byte) {
  return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

// Whether one of eight bytes is not plain. The high bit of a byte below is set where that byte is
// not; above such a byte it may be set wrongly.
static bool has_other_than_plain(std::uint64_t bytes) {
  constexpr std::uint64_t Ones = 0x0101010101010101;
  constexpr std::uint64_t HighBits = 0x80 * Ones;
  const auto below = [](std::uint64_t of, std::uint64_t limit) {
    return (of - limit * Ones) & ~of;
  };
  const std::uint64_t found =
      bytes | below(bytes, 0x20) | below(bytes ^ ('"' * Ones), 1) | below(bytes ^ ('\\' * Ones), 1);
  return (found & HighBits) != 0;
}

// Copies the text, eight bytes together, and says whether all of it is plain, as most texts are.
static bool copy_plain(std::string_view text, char* to) {
  constexpr std::size_t Some = 8;
  bool has_others = false;
  if (text.size() < Some) {
    for (char c : text) {
      *to++ = c;
      has_others |= !is_plain(static_cast<unsigned char>(c));
    }
    return !has_others;
  }
  const auto copy = [&](std::size_t at) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, Some);
    std::memcpy(to + at, &bytes, Some);
    has_others |= has_other_than_plain(bytes);
  };
  const std::size_t last = text.size() - Some;
  for (std::size_t at = 0; at < last; at += Some) copy(at);
  copy(last);
  return !has_others;
}

static std::size_t plain_prefix(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size() && is_plain(static_cast<unsigned char>(text[i]))) ++i;
  return i;
}

// The first character of `value`, which is not plain, as it is written; its length is returned.
std::size_t JsonText::add_character(std::string_view value) {
  const std::size_t length = character(value);
  const std::string_view known = escaped(value[0]);
  if (length == 0) {
    add(Replacement);
  } else if (length > 1) {
    add(value.substr(0, length));
  } else {
    add(known.empty() ? fmt::format("\\u{:04x}", static_cast<unsigned char>(value[0])) : known);
  }
  return std::max(length, std::size_t{1});
}

void JsonText::text(std::string_view value) {
  char* const to = begin(value.size() + 2);
  *to = '"';
  if (copy_plain(value, to + 1)) {
    to[value.size() + 1] = '"';
    return;
  }
  end_ -= value.size() + 1;
  while (!value.empty()) {
    const std::size_t plain = plain_prefix(value);
    add(value.substr(0, plain));
    value.remove_prefix(plain);
    if (!value.empty()) value.remove_prefix(add_character(value));
  }
  add("\"");
}

}  // namespace precis::explain
