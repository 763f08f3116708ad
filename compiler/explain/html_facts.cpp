#include <fmt/format.h>

#include "compiler/explain/audience.h"
#include "compiler/explain/html_parts.h"
#include "compiler/explain/vocabulary.h"

namespace precis::explain {

std::string missing_facts(const Explanation& it) {
  if (it.missing.empty()) return {};
  std::string html = "<div class=\"cards\">\n";
  for (const MissingFact& fact : it.missing) {
    html += "<div class=\"card\"><h3>" + escaped(fact.path);
    html += fmt::format("<span>{}</span></h3>\n<dl class=\"rows\">", cause_word(fact.cause));
    if (fact.known != "unknown") html += row("known so far", escaped(fact.known));
    html += row("asked by", code(fact.why));
    html += row("days asked for", escaped(fact.asked));
    html += row("history known", escaped(fact.observed));
    html += row("waiting for it", joined(fact.rules, ", "));
    html += row("may lead to", joined(fact.outcomes, "<br>"));
    html += row("can be obtained", fact.actionable ? "yes" : "");
    html += "</dl></div>\n";
  }
  return html + "</div>\n";
}

static std::string known_html(const FactUsed& fact) {
  std::string known = precision_word(fact.precision);
  const bool has_cause = fact.cause != runtime::Cause::Known && fact.precision != Precision::Exact;
  if (has_cause) known += std::string(", ") + cause_word(fact.cause);
  if (fact.is_protected) known += ", protected";
  if (fact.guarded) known += ", guarded";
  return known;
}

static std::string origin_html(const FactUsed& fact) {
  std::string from = escaped(fact.source);
  if (!fact.source_path.empty() && !fact.path.starts_with(fact.source_path)) {
    from += (from.empty() ? "" : "<br>") + ("<span class=\"soft\">" + escaped(fact.source_path)) +
            "</span>";
  }
  return from;
}

std::string facts_used(const Explanation& it) {
  if (it.facts.empty()) return {};
  const bool has_origins = may_see(it.audience, Part::Origins);
  std::string html =
      "<div class=\"scroll\"><table class=\"stacks\"><caption>What was read of the member and the "
      "request.</caption><thead><tr><th scope=\"col\">Fact</th><th scope=\"col\">Value</th>"
      "<th scope=\"col\">Known</th>";
  if (has_origins) html += "<th scope=\"col\">From</th>";
  html += "</tr></thead><tbody>\n";
  for (const FactUsed& fact : it.facts) {
    html += fmt::format("<tr><th scope=\"row\" class=\"path-name\">{}</th><td>{}</td><td>{}</td>",
                        escaped(fact.path), escaped(fact.value), known_html(fact));
    if (has_origins) html += "<td class=\"path-name\">" + origin_html(fact) + "</td>";
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string governance(const Explanation& it) {
  if (!may_see(it.audience, Part::Governance)) return {};
  const Governance& g = it.governance;
  std::string html = "<dl class=\"rows\">";
  if (it.rule) {
    html += row("rule", kind_word(g.kind));
    html += row("conclusion", g.software_may_conclude ? "software may conclude this"
                                                      : "a person has to conclude this");
  }
  html += row("protected facts",
              g.protected_read.empty() ? "none can be read" : joined(g.protected_read, ", "));
  html += row("guarded facts",
              g.guarded_read.empty() ? "none can be read" : joined(g.guarded_read, ", "));
  html += row("model scores",
              g.model_scores_read.empty() ? "none can be read" : joined(g.model_scores_read, ", "));
  html += row("justified by", joined(g.justifications, "<br>"));
  return html + "</dl>\n";
}

std::string identity(const Explanation& explanation) {
  const Identity& it = explanation.identity;
  const auto mono = [](const std::string& text) {
    return text.empty() ? std::string() : "<span class=\"mono\">" + escaped(text) + "</span>";
  };
  std::string html = "<dl class=\"rows\">";
  html += row("decision", mono(it.decision_id));
  html += row("policy", escaped(it.policy + " " + it.version));
  html += row("in force", escaped(it.effective_from + " to " + it.effective_to));
  html += row("policy content", mono(it.content_hash));
  html += row("policy source", mono(it.source_path));
  html += row("input", mono(it.input_hash));
  html += row("record", mono(it.record));
  html += row("compiler", mono(it.compiler_version));
  return html + "</dl>\n";
}

}  // namespace precis::explain
