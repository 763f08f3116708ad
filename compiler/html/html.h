#pragma once

// What all pages share: escaping, the one style sheet, and the document around a body. A page is
// one file: it loads nothing, and needs no script to be read.

#include <string>
#include <string_view>

namespace precis::html {

// Every text that reaches a page goes through this.
std::string escaped(std::string_view text);

// The text as an id: letters, digits, `.`, `_` and `-` stay, all else becomes `-`.
std::string anchor(std::string_view text);

// A link to the web, or the escaped text alone where the address is none of the web's.
std::string link(std::string_view address, std::string_view text);

// A part of a page with its heading, which names it for screen readers; nothing for an empty body.
std::string section(std::string_view id, std::string_view title, const std::string& body);

struct Document {
  std::string title;   // not escaped yet
  std::string accent;  // favorable, review, adverse, open, fault, outside, book
  std::string body;
  bool is_searched = false;  // brings the script that narrows the list `#register`
};
std::string document(const Document& document);

}  // namespace precis::html
