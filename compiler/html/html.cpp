#include "compiler/html/html.h"

#include <fmt/format.h>

#include <cctype>

#include "compiler/html/style.h"

namespace precis::html {

std::string escaped(std::string_view text) {
  std::string made;
  made.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        made += "&amp;";
        break;
      case '<':
        made += "&lt;";
        break;
      case '>':
        made += "&gt;";
        break;
      case '"':
        made += "&quot;";
        break;
      case '\'':
        made += "&#39;";
        break;
      default: {
        // Control characters other than line breaks and tabs may not stand in a document.
        const bool is_control = static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
        made += is_control || c == 0x7f ? '?' : c;
      }
    }
  }
  return made;
}

std::string anchor(std::string_view text) {
  std::string made;
  for (const char c : text) {
    const bool stays = std::isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_';
    made += stays ? c : '-';
  }
  return made;
}

std::string link(std::string_view address, std::string_view text) {
  const bool is_web = address.starts_with("https://") || address.starts_with("http://");
  if (!is_web) return escaped(text);
  return fmt::format("<a href=\"{}\" rel=\"noreferrer\">{}</a>", escaped(address), escaped(text));
}

std::string section(std::string_view id, std::string_view title, const std::string& body) {
  if (body.empty()) return {};
  return fmt::format(
      "<section id=\"{}\" aria-labelledby=\"{}-title\">\n<h2 id=\"{}-title\">{}</h2>\n{}"
      "</section>\n",
      id, id, id, escaped(title), body);
}

std::string document(const Document& it) {
  std::string page = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  page += "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ";
  page += "'unsafe-inline'";
  if (it.is_searched) page += fmt::format("; script-src '{}'", SearchDigest);
  page += "\">\n<meta name=\"generator\" content=\"precis\">\n";
  page += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  page += "<meta name=\"color-scheme\" content=\"light dark\">\n";
  page += "<title>" + escaped(it.title) + "</title>\n<style>";
  page += Style;
  page += "</style>\n</head>\n";
  page += fmt::format("<body class=\"{}\">\n<a class=\"skip\" href=\"#main\">To the content</a>\n",
                      it.accent);
  page += it.body;
  if (it.is_searched) page += fmt::format("<script>{}</script>\n", Search);
  page += "</body>\n</html>\n";
  return page;
}

}  // namespace precis::html
