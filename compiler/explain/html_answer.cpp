#include <fmt/format.h>

#include "compiler/explain/html_parts.h"
#include "compiler/explain/vocabulary.h"

namespace precis::explain {

using runtime::AnswerKind;

static std::string eyebrow(const Explanation& it) {
  switch (it.answer) {
    case AnswerKind::Decided: {
      if (it.combination == ir::Combination::Collect) return "the list is complete";
      std::string text = "decided · ";
      text += it.outcome ? standing_word(it.outcome->standing) : "";
      if (it.outcome && it.outcome->administrative) text += " · administrative";
      return text;
    }
    case AnswerKind::NeedsInformation:
      return "not decided yet";
    case AnswerKind::Fault:
      return "not decided · a computation faults";
    case AnswerKind::NotGoverned:
    case AnswerKind::NotInForce:
      return "not decided by this policy";
  }
  return {};
}

static std::string payload(const Explanation& it) {
  if (!it.outcome || it.outcome->payload.empty()) return {};
  std::string html = "<dl class=\"payload\">";
  for (const Payload& field : it.outcome->payload) {
    html +=
        fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", escaped(field.name), escaped(field.value));
  }
  return html + "</dl>\n";
}

// Further rules that give the same, or that a list is made of.
static std::string further_rules(const Explanation& it) {
  std::string html;
  for (const RuleConsidered& rule : it.rules) {
    const bool is_collected =
        it.combination == ir::Combination::Collect && rule.state == RuleState::Fired;
    if (!is_collected && rule.state != RuleState::AlsoApplies) continue;
    html += fmt::format("<p class=\"soft\">{} rule <strong>{}</strong>, {}</p>\n",
                        is_collected ? "applies:" : "also by", escaped(rule.name),
                        escaped(rule.because.empty() ? rule.title : rule.because));
  }
  return html;
}

static std::string deciding_rule(const Explanation& it) {
  if (!it.rule) return {};
  const RuleConsidered& rule = it.rules[*it.rule];
  return rule.is_otherwise
             ? "<p class=\"soft\">by <strong>otherwise</strong>: no rule applies</p>\n"
             : fmt::format("<p class=\"soft\">by rule <strong>{}</strong>, {}</p>\n",
                           escaped(rule.name), escaped(rule.title));
}

std::string answer_card(const Explanation& it) {
  std::string html = "<section class=\"answer\" aria-labelledby=\"answer\">\n";
  if (it.audience != Audience::Member) {
    html += "<p class=\"eyebrow\">" + escaped(eyebrow(it)) + "</p>\n";
  }
  const bool has_name = it.outcome && !it.outcome->alternative.empty();
  html += "<h1 id=\"answer\">" + escaped(has_name ? it.outcome->alternative : it.headline);
  html += "</h1>\n" + payload(it);
  if (!it.reason.empty()) html += "<p class=\"reason\">" + escaped(it.reason) + "</p>\n";
  html += deciding_rule(it) + further_rules(it);
  if (!it.possible.empty()) {
    html += "<div class=\"cite\"><span class=\"soft\">Still possible</span><ul class=\"plain\">";
    for (const std::string& text : it.possible) html += "<li>" + escaped(text) + "</li>";
    html += "</ul></div>\n";
  }
  if (!it.citations.empty()) {
    html += "<div class=\"cite\"><ul class=\"plain\">";
    for (const Citation& citation : it.citations) html += "<li>" + cited(citation) + "</li>";
    html += "</ul></div>\n";
  }
  return html + "</section>\n";
}

}  // namespace precis::explain
