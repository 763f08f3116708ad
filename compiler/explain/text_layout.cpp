#include "compiler/explain/text_layout.h"

#include <algorithm>

namespace precis::explain {

std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

std::string tame(std::string_view text) {
  std::string tamed(text);
  for (char& c : tamed) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  }
  return tamed;
}

std::string padded(std::string_view text, std::size_t width) {
  std::string made(text);
  const std::size_t used = columns(text);
  if (used < width) made.append(width - used, ' ');
  return made;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    const std::string_view word = text.substr(0, space);
    text = space == std::string_view::npos ? std::string_view() : text.substr(space + 1);
    if (!line.empty() && columns(line) + 1 + columns(word) > width) {
      lines.push_back(std::move(line));
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  if (!line.empty() || lines.empty()) lines.push_back(std::move(line));
  return lines;
}

std::string hanging(std::string_view first, std::string_view text, std::size_t width) {
  const std::size_t indent = columns(first);
  std::string made(first);
  bool is_first = true;
  for (const std::string& line : wrapped(text, width > indent + 20 ? width - indent : 20)) {
    if (!is_first) made.append(indent, ' ');
    made += line + '\n';
    is_first = false;
  }
  return made;
}

}  // namespace precis::explain
