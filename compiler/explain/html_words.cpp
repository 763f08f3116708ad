#include <fmt/format.h>

#include "compiler/explain/html_parts.h"
#include "compiler/explain/vocabulary.h"

namespace precis::explain {

std::string badge(Truth truth) {
  return fmt::format("<span class=\"badge b-{}\">{}</span>", truth_code(truth), truth_word(truth));
}

std::string code(std::string_view text) {
  return "<code>" + escaped(text) + "</code>";
}

std::string prose(const std::string& text) {
  std::string html;
  bool is_code = false;
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t tick = text.find('`', from);
    const std::string piece = escaped(text.substr(from, tick - from));
    html += is_code ? "<code>" + piece + "</code>" : piece;
    if (tick == std::string::npos) break;
    is_code = !is_code;
    from = tick + 1;
  }
  return html;
}

std::string row(std::string_view name, const std::string& html) {
  if (html.empty()) return {};
  return fmt::format("<dt>{}</dt><dd>{}</dd>\n", name, html);
}

std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  std::string html;
  for (const std::string& text : texts) {
    if (!html.empty()) html += between;
    html += escaped(text);
  }
  return html;
}

std::string cited(const Citation& it) {
  std::string html = "<strong>" + escaped(it.title.empty() ? it.source : it.title) + "</strong>";
  if (!it.kind.empty()) html += ", " + escaped(it.kind);
  if (!it.section.empty()) html += ", section " + escaped(it.section);
  if (!it.edition.empty()) html += ", " + escaped(it.edition);
  if (!it.strength.empty()) html += ", strength " + escaped(it.strength);
  if (!it.doi.empty())
    html += ", doi " + html::link("https://doi.org/" + std::string(it.doi), it.doi);
  if (!it.url.empty()) html += ", " + html::link(it.url, it.url);
  return html;
}

const char* accent_of(const Explanation& explanation) {
  switch (explanation.answer) {
    case runtime::AnswerKind::Decided:
      return explanation.outcome ? standing_word(explanation.outcome->standing) : "open";
    case runtime::AnswerKind::NeedsInformation:
      return "open";
    case runtime::AnswerKind::Fault:
      return "fault";
    case runtime::AnswerKind::NotGoverned:
    case runtime::AnswerKind::NotInForce:
      return "outside";
  }
  return "outside";
}

}  // namespace precis::explain
