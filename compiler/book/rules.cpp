#include <fmt/format.h>

#include <algorithm>

#include "compiler/book/parts.h"
#include "compiler/html/html.h"

namespace precis::book {

using html::escaped;

std::string citation(const typed::Source& source, const std::string& section,
                     const std::string& strength) {
  std::string text = escaped(source.title) + " (" + escaped(source.kind) + ")";
  const std::string& at = section.empty() ? source.section : section;
  if (!at.empty()) text += ", section " + escaped(at);
  if (!source.edition.empty()) text += ", " + escaped(source.edition);
  if (!strength.empty()) text += ", strength <strong>" + escaped(strength) + "</strong>";
  return text;
}

static std::string citations(const typed::Policy& policy,
                             const std::vector<typed::Citation>& cited) {
  std::string text;
  for (const typed::Citation& it : cited) {
    text += text.empty() ? "Source: " : "; ";
    text += citation(policy.sources[it.source], it.section, it.strength);
  }
  return text.empty() ? text : text + ". ";
}

static const char* standing_class(typed::Standing standing) {
  switch (standing) {
    case typed::Standing::Favorable:
      return "f-favorable";
    case typed::Standing::Review:
      return "f-review";
    case typed::Standing::Adverse:
      return "f-adverse";
  }
  return "";
}

static std::string standing_text(const typed::Alternative& it) {
  switch (it.standing) {
    case typed::Standing::Favorable:
      return "favorable";
    case typed::Standing::Review:
      return "a person reviews";
    case typed::Standing::Adverse:
      return it.administrative ? "adverse, administrative" : "adverse";
  }
  return {};
}

static std::string combination_text(typed::Combination combination) {
  switch (combination) {
    case typed::Combination::FirstMatch:
      return "The rules are tried in this order; the first that applies gives the answer.";
    case typed::Combination::Unique:
      return "At most one of these rules applies; it gives the answer.";
    case typed::Combination::MostSevere:
      return "Of the rules that apply, the most severe gives the answer.";
    case typed::Combination::Collect:
      return "Each rule is on its own: the answer is the list of those that apply.";
  }
  return {};
}

static std::string times(std::size_t count) {
  return count == 1 ? "once" : fmt::format("{} times", count);
}

namespace {

// The sentences of one decision.
class Rules {
 public:
  Rules(Writing& writing, const typed::Policy& policy, const typed::Decision& decision)
      : writing_(writing),
        policy_(policy),
        decision_(decision),
        outcome_(writing.program().outcomes[decision.outcome]),
        prose_(writing.program(), policy.schema, writing.mentioned) {}

  std::string write() {
    std::string html = "<p class=\"soft\">" + combination_text(decision_.combination) + "</p>\n";
    std::optional<std::uint32_t> phase;
    for (const typed::Rule& rule : decision_.rules) {
      if (rule.phase && rule.phase != phase) html += phase_heading(*rule.phase);
      phase = rule.phase;
      html += rule.is_fallback ? phase_fallback(rule) : rule_card(rule);
    }
    // A last phase may have no rule before its `otherwise`.
    const bool is_open =
        decision_.otherwise && !policy_.phases.empty() && phase != policy_.phases.size() - 1;
    if (is_open) html += phase_heading(static_cast<std::uint32_t>(policy_.phases.size() - 1));
    if (decision_.otherwise) html += otherwise(*decision_.otherwise);
    return html;
  }

 private:
  std::string phase_heading(std::uint32_t index) {
    const typed::Phase& phase = policy_.phases[index];
    std::string html = fmt::format("<h3>Phase: {} <span class=\"mono soft\">{}</span></h3>\n",
                                   escaped(phase.title), escaped(phase.name));
    if (!phase.when) return html + "<p>For every request that is in no phase above.</p>\n";
    return html + "<div>For requests of which this holds, and that are in no phase above: " +
           block(prose_.condition(*phase.when)) + "</div>\n";
  }

  std::string anchor_of(const std::string& rule, std::optional<std::uint32_t> phase) const {
    std::string name = "rule-" + decision_.name + ".";
    if (phase) name += policy_.phases[*phase].name + ".";
    return html::anchor(name + rule);
  }

  std::string card(const std::string& anchor, const std::string& title, const std::string& name,
                   const std::string& says, const std::string& from) {
    return fmt::format(
        "<article class=\"rule\" id=\"{}\">\n<{}>{} <span class=\"mono\">{}</span></{}>\n"
        "<div class=\"says\">{}</div>\n<p class=\"from\">{}</p>\n</article>\n",
        anchor, level_, escaped(title), escaped(name), level_, says, from);
  }

  std::string gives(const typed::OutcomeValue& then) {
    const typed::Alternative& alternative = outcome_.alternatives[then.alternative];
    return fmt::format("{} <span class=\"{}\">({})</span>", prose_.outcome(outcome_, then),
                       standing_class(alternative.standing), standing_text(alternative));
  }

  // A block of list items may not stand in a paragraph.
  static std::string line(const char* lead, const std::string& html) {
    return fmt::format("<div><span class=\"lead\">{}</span> {}</div>\n", lead, html);
  }

  // A list of conditions needs no mark at its end.
  static std::string said(const Clause& clause, const char* end) {
    return block(clause) + (clause.parts.empty() ? end : "");
  }

  std::string rule_card(const typed::Rule& rule) {
    std::string says = line("When", said(prose_.condition(rule.when), ","));
    says += line("then", gives(rule.then) + (rule.exceptions.empty() ? "." : ","));
    for (const typed::Exception& it : rule.exceptions) {
      says += line("unless",
                   "“" + escaped(it.title) + "”: " + said(prose_.condition(it.condition), "."));
    }
    if (!rule.because.empty()) says += line("because", "“" + prose_.because(rule.because) + "”");
    std::string from = rule.clinical ? "Clinical. " : "Administrative. ";
    from += citations(policy_, rule.citations);
    for (const std::string& it : rule.justifications) from += "Justified by: " + escaped(it) + ". ";
    from += seen_of(rule.name, rule.phase);
    const std::string anchor = anchor_of(rule.name, rule.phase);
    writing_.enter("rule", rule.title + " (" + rule.name + ")", anchor);
    return card(anchor, rule.title, rule.name, says, from);
  }

  std::string phase_fallback(const typed::Rule& rule) {
    std::string says = line("Otherwise", gives(rule.then) + ".");
    if (!rule.because.empty()) says += line("because", "“" + prose_.because(rule.because) + "”");
    return card(anchor_of("otherwise", rule.phase), "When no rule of the phase applies",
                "otherwise", says,
                citations(policy_, rule.citations) + seen_of("otherwise", rule.phase));
  }

  std::string otherwise(const typed::Fallback& it) {
    std::string says = line("Otherwise", gives(it.then) + ".");
    if (!it.because.empty()) says += line("because", "“" + prose_.because(it.because) + "”");
    return card("rule-" + html::anchor(decision_.name) + ".otherwise", "When no rule applies",
                "otherwise", says, citations(policy_, it.citations) + seen_of("otherwise", {}));
  }

  // What tests have seen of it.
  std::string seen_of(const std::string& name, std::optional<std::uint32_t> phase) const {
    const std::string whole = phase ? policy_.phases[*phase].name + "." + name : name;
    for (const coverage::Decision& decision : writing_.seen().decisions) {
      if (decision.name != decision_.name) continue;
      for (const coverage::Rule& rule : decision.rules) {
        if (rule.name != whole && rule.name != name) continue;
        if (rule.name == name && phase) continue;
        if (rule.is_otherwise) return fmt::format("Tests: gave the answer {}.", times(rule.fired));
        return fmt::format("Tests: gave the answer {}, was passed over {}.", times(rule.fired),
                           times(rule.not_fired));
      }
    }
    return {};
  }

  Writing& writing_;
  const typed::Policy& policy_;
  const typed::Decision& decision_;
  const typed::OutcomeType& outcome_;
  Prose prose_;
  // Below the heading of a phase, where there are phases.
  const char* level_ = policy_.phases.empty() ? "h3" : "h4";
};

}  // namespace

std::string decision_rules(Writing& writing, const typed::Policy& policy,
                           const typed::Decision& decision) {
  return Rules(writing, policy, decision).write();
}

}  // namespace precis::book
