#include "compiler/explain/json_text.h"

#include <fmt/format.h>

namespace precis::explain {

static constexpr std::string_view Replacement = "\xef\xbf\xbd";

void JsonText::line() {
  out_ += '\n';
  out_.append(2 * depth_, ' ');
}

void JsonText::begin_value() {
  if (has_key_) {
    has_key_ = false;
    return;
  }
  if (depth_ == 0) return;
  if (!is_empty_) out_ += ',';
  line();
  is_empty_ = false;
}

void JsonText::key(std::string_view name) {
  begin_value();
  out_ += '"';
  out_ += name;
  out_ += "\": ";
  has_key_ = true;
}

void JsonText::open(char bracket) {
  begin_value();
  out_ += bracket;
  ++depth_;
  is_empty_ = true;
}

void JsonText::close(char bracket) {
  --depth_;
  if (!is_empty_) line();
  out_ += bracket;
  is_empty_ = false;
}

void JsonText::raw(std::string_view value) {
  begin_value();
  out_ += value;
}

void JsonText::number(std::uint64_t value) {
  raw(fmt::format_int(value).c_str());
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

void JsonText::text(std::string_view value) {
  begin_value();
  out_ += '"';
  std::size_t plain = 0;  // from here on nothing was written yet
  const auto flush = [&](std::size_t to) { out_ += value.substr(plain, to - plain); };
  for (std::size_t i = 0; i < value.size();) {
    const auto byte = static_cast<unsigned char>(value[i]);
    if (byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\') {
      ++i;
      continue;
    }
    const std::size_t length = character(value.substr(i));
    if (length > 1) {
      i += length;
      continue;
    }
    flush(i);
    const std::string_view known = escaped(value[i]);
    if (length == 0) {
      out_ += Replacement;
    } else if (!known.empty()) {
      out_ += known;
    } else {
      out_ += fmt::format("\\u{:04x}", static_cast<unsigned>(byte));
    }
    plain = ++i;
  }
  flush(value.size());
  out_ += '"';
}

}  // namespace precis::explain
