#include <fmt/format.h>

#include "compiler/explain/audience.h"
#include "compiler/explain/html_parts.h"
#include "compiler/explain/vocabulary.h"

namespace precis::explain {

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

static void add_tree(const Step& step, bool unfolds, std::string& html) {
  if (step.steps.empty()) {
    html += "<div class=\"leaf\">" + step_line(step) + "</div>\n";
    return;
  }
  html += step.folded && !unfolds ? "<details><summary>" : "<details open><summary>";
  html += step_line(step) + "</summary>\n<div class=\"below\">\n";
  for (const Step& below : step.steps) add_tree(below, unfolds, html);
  html += "</div></details>\n";
}

// Whether the rule had a part in the answer: then its tree stands open.
static bool matters(const RuleConsidered& rule) {
  switch (rule.state) {
    case RuleState::Fired:
    case RuleState::AlsoApplies:
    case RuleState::ExceptionMet:
    case RuleState::Live:
    case RuleState::Faulted:
      return true;
    case RuleState::NotApplicable:
    case RuleState::OtherPhase:
    case RuleState::ConditionFalse:
    case RuleState::NotGoverned:
    case RuleState::Overruled:
      return false;
  }
  return false;
}

static bool was_reached(const RuleConsidered& rule) {
  return matters(rule) || rule.state == RuleState::ConditionFalse ||
         rule.state == RuleState::Overruled;
}

static std::string rule_tree(const RuleConsidered& rule, bool unfolds) {
  std::string html = fmt::format(
      "<div class=\"tree\"><details{}><summary><strong>{}</strong> "
      "<span class=\"soft\">{}: {}</span></summary>\n<div class=\"below\">\n",
      matters(rule) || unfolds ? " open" : "", escaped(rule.name), escaped(rule.title),
      state_word(rule.state));
  Step condition = *rule.condition;
  condition.folded = false;
  add_tree(condition, unfolds, html);
  for (const ExceptionConsidered& it : rule.exceptions) {
    html += "<div class=\"unless\">unless <strong>" + escaped(it.name) + "</strong> " +
            escaped(it.title) + "</div>\n";
    add_tree(it.condition, unfolds, html);
  }
  return html + "</div></details></div>\n";
}

static std::string phase_tree(const PhaseConsidered& phase, bool unfolds) {
  std::string html = "<div class=\"tree\"><strong>phase " + escaped(phase.name) +
                     "</strong> <span class=\"soft\">" + escaped(phase.title) + "</span>\n";
  if (phase.condition) {
    add_tree(*phase.condition, unfolds, html);
  } else {
    html += "<div class=\"leaf\">all others</div>\n";
  }
  return html + "</div>\n";
}

std::string derivations(const Explanation& it) {
  const bool unfolds = may_see(it.audience, Part::Folded);
  std::string html;
  if (it.governs) {
    html += "<div class=\"tree\">";
    add_tree(*it.governs, unfolds, html);
    html += "</div>\n";
  }
  for (const PhaseConsidered& phase : it.phases) html += phase_tree(phase, unfolds);
  for (const RuleConsidered& rule : it.rules) {
    if (rule.condition && (unfolds || was_reached(rule))) html += rule_tree(rule, unfolds);
  }
  if (html.empty()) return html;
  return "<p class=\"soft\">What each condition was and what it rests on. Closed parts did not "
         "matter for the answer; rules that were not reached are left out.</p>\n" +
         html;
}

}  // namespace precis::explain
