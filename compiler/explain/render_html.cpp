#include <fmt/format.h>

#include "compiler/explain/format.h"
#include "compiler/explain/html_parts.h"
#include "compiler/explain/render.h"
#include "compiler/explain/vocabulary.h"

namespace precis::explain {

using runtime::AnswerKind;

static std::string code(std::string_view text) {
  return "<code>" + escaped(text) + "</code>";
}

static std::string row(std::string_view name, const std::string& html) {
  if (html.empty()) return {};
  return fmt::format("<dt>{}</dt><dd>{}</dd>\n", name, html);
}

static std::string heading(std::string_view text) {
  return fmt::format("<h2>{}</h2>\n", text);
}

static std::string name_of(const RuleConsidered& rule) {
  return rule.is_otherwise ? "otherwise" : rule.name;
}

static bool is_web(std::string_view url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

static std::string link(const std::string& url, const std::string& text) {
  return fmt::format("<a href=\"{}\" rel=\"noreferrer\">{}</a>", escaped(url), escaped(text));
}

static std::string cited(const Citation& it) {
  std::string html = "<strong>" + escaped(it.title.empty() ? it.source : it.title) + "</strong>";
  if (!it.kind.empty()) html += ", " + escaped(it.kind);
  if (!it.section.empty()) html += ", section " + escaped(it.section);
  if (!it.edition.empty()) html += ", " + escaped(it.edition);
  if (!it.strength.empty()) html += ", strength " + escaped(it.strength);
  if (!it.doi.empty()) html += ", doi " + link("https://doi.org/" + it.doi, it.doi);
  if (!it.url.empty()) html += ", " + (is_web(it.url) ? link(it.url, it.url) : escaped(it.url));
  return html;
}

// ---- the answer

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

static std::string masthead(const Identity& it) {
  std::string html = "<div class=\"masthead\"><div><strong>";
  html += escaped(it.policy_title.empty() ? it.policy : it.policy_title);
  html += fmt::format("</strong><br><span class=\"soft\">{}.{}, version {}</span></div>",
                      escaped(it.policy), escaped(it.decision), escaped(it.version));
  html += "<div class=\"soft\">decided as of " + escaped(it.at);
  if (!it.member.empty()) html += "<br>member " + escaped(it.member);
  return html + "</div></div>\n";
}

static std::string answer(const Explanation& it) {
  std::string html = "<section class=\"answer\">\n";
  html += "<div class=\"eyebrow\">" + escaped(eyebrow(it)) + "</div>\n";
  html += "<h1>" + escaped(it.outcome ? it.outcome->alternative : it.headline) + "</h1>\n";
  if (it.outcome && !it.outcome->payload.empty()) {
    html += "<dl class=\"payload\">";
    for (const Payload& field : it.outcome->payload) {
      html += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", escaped(field.name),
                          escaped(field.value));
    }
    html += "</dl>\n";
  }
  html += "<p class=\"reason\">" + escaped(it.reason) + "</p>\n";
  if (it.rule) {
    const RuleConsidered& rule = it.rules[*it.rule];
    html += "<p class=\"soft\">by ";
    html += rule.is_otherwise
                ? "<strong>otherwise</strong>: no rule applies"
                : "rule <strong>" + escaped(rule.name) + "</strong>, " + escaped(rule.title);
    html += "</p>\n";
  }
  for (const RuleConsidered& rule : it.rules) {
    const bool is_collected =
        it.combination == ir::Combination::Collect && rule.state == RuleState::Fired;
    if (!is_collected && rule.state != RuleState::AlsoApplies) continue;
    html += fmt::format("<p class=\"soft\">{} rule <strong>{}</strong>, {}</p>\n",
                        is_collected ? "applies:" : "also by", escaped(rule.name),
                        escaped(rule.because.empty() ? rule.title : rule.because));
  }
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

// ---- missing facts, assumptions, rules

static std::string joined(const std::vector<std::string>& texts, std::string_view between) {
  std::string html;
  for (const std::string& text : texts) {
    if (!html.empty()) html += between;
    html += escaped(text);
  }
  return html;
}

static std::string missing(const Explanation& it) {
  if (it.missing.empty()) return {};
  std::string html = heading("What is missing") + "<div class=\"cards\">\n";
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

static std::string assumptions(const Explanation& it) {
  if (it.assumptions.empty()) return {};
  std::string html = heading("Assumptions") + "<ul>\n";
  for (const AssumptionMade& made : it.assumptions) {
    html += "<li>" + escaped(made.because) + " " + code(made.text) + "</li>\n";
  }
  return html + "</ul>\n";
}

// Words in backticks are the author's.
static std::string prose(const std::string& text) {
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

static std::string rules(const Explanation& it) {
  std::string html = heading("Rules considered");
  html +=
      "<table><thead><tr><th>Rule</th><th>State</th><th>Why</th><th>Source</th></tr></thead>"
      "<tbody>\n";
  for (std::size_t i = 0; i < it.rules.size(); ++i) {
    const RuleConsidered& rule = it.rules[i];
    html += it.rule == i ? "<tr class=\"taken\">" : "<tr>";
    html += "<td><strong>" + escaped(name_of(rule)) + "</strong><br><span class=\"soft\">" +
            escaped(rule.title) + "</span></td>";
    html += fmt::format("<td class=\"state\">{}</td><td>", state_word(rule.state));
    html += rule.detail.empty() ? escaped(rule.outcome.text) : prose(rule.detail);
    for (const ExceptionConsidered& exception : rule.exceptions) {
      html += "<br><span class=\"soft\">unless " + escaped(exception.name) + ": " +
              truth_word(exception.truth) + "</span>";
    }
    html += "</td><td>";
    for (std::size_t c = 0; c < rule.citations.size(); ++c) {
      const Citation& citation = rule.citations[c];
      html += (c > 0 ? "<br>" : "") + escaped(citation.source);
      if (!citation.section.empty()) html += " " + escaped(citation.section);
    }
    html += "</td></tr>\n";
  }
  return html + "</tbody></table>\n";
}

// ---- derivation

static std::string step_line(const Step& step) {
  std::string html = step.truth ? badge(*step.truth) + " " : std::string();
  if (!step.label.empty()) html += "<span class=\"item\">" + escaped(step.label) + "</span> ";
  if (!step.text.empty()) html += code(step.text);
  if (!step.value.empty()) {
    html += " <span class=\"value\">" + std::string(step.truth ? "gives " : "= ") +
            escaped(step.value) + "</span>";
  }
  if (!step.note.empty()) html += " <span class=\"note\">" + escaped(step.note) + "</span>";
  if (step.folded) html += " <span class=\"note\">(did not matter)</span>";
  return html;
}

static std::string tree(const Step& step) {
  const char* folded = step.folded ? " folded" : "";
  if (step.steps.empty()) {
    return fmt::format("<div class=\"leaf{}\">{}</div>\n", folded, step_line(step));
  }
  std::string html = fmt::format("<details class=\"step{}\"{}><summary>{}</summary>\n", folded,
                                 step.folded ? "" : " open", step_line(step));
  html += "<div class=\"below\">\n";
  for (const Step& below : step.steps) html += tree(below);
  return html + "</div></details>\n";
}

static std::string derivation(const RuleConsidered& rule) {
  const bool reached =
      rule.state != RuleState::NotApplicable && rule.state != RuleState::OtherPhase;
  const bool unfolded = reached && rule.state != RuleState::ConditionFalse;
  std::string html = fmt::format(
      "<div class=\"tree\"><details{}><summary><strong>{}</strong> "
      "<span class=\"soft\">{}: {}</span></summary>\n<div "
      "class=\"below\">\n",
      unfolded ? " open" : "", escaped(rule.name), escaped(rule.title), state_word(rule.state));
  Step condition = *rule.condition;
  condition.folded = false;
  html += tree(condition);
  for (const ExceptionConsidered& it : rule.exceptions) {
    html += "<div class=\"unless\">unless <strong>" + escaped(it.name) + "</strong> " +
            escaped(it.title) + "</div>\n" + tree(it.condition);
  }
  return html + "</div></details></div>\n";
}

static std::string derivations(const Explanation& it) {
  std::string html = heading("Derivation");
  html +=
      "<p class=\"soft\">What each condition was and what it rests on. Closed parts did not "
      "matter for the answer.</p>\n";
  if (it.governs) html += "<div class=\"tree\">" + tree(*it.governs) + "</div>\n";
  for (const PhaseConsidered& phase : it.phases) {
    html += "<div class=\"tree\"><strong>phase " + escaped(phase.name) +
            "</strong> <span class=\"soft\">" + escaped(phase.title) + "</span>\n";
    html += phase.condition ? tree(*phase.condition) : "<div class=\"leaf\">all others</div>\n";
    html += "</div>\n";
  }
  for (const RuleConsidered& rule : it.rules) {
    if (rule.condition) html += derivation(rule);
  }
  return html;
}

// ---- facts, governance, identity

static std::string facts(const Explanation& it) {
  std::string html = heading("Facts used");
  html +=
      "<table><thead><tr><th>Fact</th><th>Value</th><th>Known</th><th>From</th></tr></thead>"
      "<tbody>\n";
  for (const FactUsed& fact : it.facts) {
    std::string known = precision_word(fact.precision);
    const bool has_cause =
        fact.cause != runtime::Cause::Known && fact.precision != Precision::Exact;
    if (has_cause) known += std::string(", ") + cause_word(fact.cause);
    if (fact.is_protected) known += ", protected";
    if (fact.guarded) known += ", guarded";
    std::string from = escaped(fact.source);
    if (!fact.source_path.empty() && !fact.path.starts_with(fact.source_path)) {
      from += (from.empty() ? "" : "<br>") + ("<span class=\"soft\">" + escaped(fact.source_path)) +
              "</span>";
    }
    html += fmt::format(
        "<tr><td class=\"path\">{}</td><td>{}</td><td>{}</td><td class=\"path\">{}</td></tr>\n",
        escaped(fact.path), escaped(fact.value), known, from);
  }
  return html + "</tbody></table>\n";
}

static std::string governance(const Explanation& it) {
  const Governance& g = it.governance;
  std::string html = heading("Governance") + "<dl class=\"rows\">";
  if (it.rule) {
    html += row("rule", kind_word(g.kind));
    html += row("conclusion", g.software_may_conclude ? "software may conclude this"
                                                      : "a person has to conclude this");
  }
  html += row("protected facts",
              g.protected_read.empty() ? "none can be read" : joined(g.protected_read, ", "));
  html += row("guarded facts",
              g.guarded_read.empty() ? "none can be read" : joined(g.guarded_read, ", "));
  html += row("model scores", "none can be read");
  html += row("justified by", joined(g.justifications, "<br>"));
  return html + "</dl>\n";
}

static std::string identity(const Identity& it) {
  const auto mono = [](const std::string& text) {
    return text.empty() ? std::string() : "<span class=\"mono\">" + escaped(text) + "</span>";
  };
  std::string html = heading("Identity") + "<dl class=\"rows\">";
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

std::string render_html(const Explanation& it, const std::optional<SourceView>& source) {
  std::string body = masthead(it.identity) + answer(it) + missing(it) + assumptions(it);
  if (it.plan) body += plan_parts(*it.plan);
  body += heading("The path taken") + ladder_svg(it);
  body += rules(it) + derivations(it) + facts(it);
  if (source) {
    body += heading("The policy, marked");
    body +=
        "<p class=\"soft mono\">" + escaped(source->path) + "</p>\n" + marked_source(it, *source);
  }
  body += governance(it) + identity(it.identity);
  body +=
      "<div class=\"sign\"><div>reviewed by</div><div>agrees, or overrides because</div>"
      "<div>date</div></div>\n";
  const std::string title = it.identity.policy + "." + it.identity.decision + ": " + it.headline;
  return html_page(title, accent_of(it), body);
}

}  // namespace precis::explain
