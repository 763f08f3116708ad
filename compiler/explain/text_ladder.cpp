// Of `TextPage`: stages, phases and rules, and how each rule came to what it is.

#include <fmt/format.h>

#include <algorithm>

#include "compiler/explain/audience.h"
#include "compiler/explain/format.h"
#include "compiler/explain/text_page.h"
#include "compiler/explain/vocabulary.h"

namespace precis::explain {

using runtime::AnswerKind;

static constexpr std::size_t ShownItems = 6;

static Ink ink_of(Truth truth) {
  switch (truth) {
    case Truth::True:
      return Ink::Good;
    case Truth::False:
    case Truth::Fault:
      return Ink::Bad;
    case Truth::Either:
    case Truth::MayFault:
      return Ink::Open;
    case Truth::NotEvaluated:
      return Ink::Quiet;
  }
  return Ink::Plain;
}

static Ink ink_of(RuleState state) {
  switch (state) {
    case RuleState::Fired:
      return Ink::Good;
    case RuleState::Faulted:
      return Ink::Bad;
    case RuleState::Live:
      return Ink::Open;
    case RuleState::AlsoApplies:
      return Ink::Good;
    case RuleState::NotApplicable:
    case RuleState::OtherPhase:
    case RuleState::ConditionFalse:
    case RuleState::ExceptionMet:
    case RuleState::NotGoverned:
    case RuleState::Overruled:
      return Ink::Quiet;
  }
  return Ink::Plain;
}

static const char* sign_of(RuleState state) {
  switch (state) {
    case RuleState::Fired:
      return "●";
    case RuleState::AlsoApplies:
      return "●";
    case RuleState::NotApplicable:
    case RuleState::OtherPhase:
      return "·";
    case RuleState::ConditionFalse:
      return "○";
    case RuleState::ExceptionMet:
      return "⊘";
    case RuleState::Live:
      return "◐";
    case RuleState::Faulted:
      return "!";
    case RuleState::NotGoverned:
      return "–";
    case RuleState::Overruled:
      return "⊖";
  }
  return " ";
}

void TextPage::stages() {
  if (!it_.plan) return;
  title("Stage by stage");
  std::size_t names = 0;
  for (const StageConsidered& stage : it_.plan->stages) {
    for (const PartConsidered& part : stage.parts) names = std::max(names, columns(part.decision));
  }
  for (const StageConsidered& stage : it_.plan->stages) {
    page_ += fmt::format("  {} \"{}\", {}\n", stage.name, tame(stage.title),
                         stage.most_severe ? "the most severe decides" : "the first decides");
    for (const PartConsidered& part : stage.parts) {
      const std::string lead =
          fmt::format("    {} {}  ", part.decides ? "●" : "·", padded(part.decision, names));
      std::string text = part.answer;
      if (!part.rule.empty()) text += ", by " + part.rule;
      page_ += hanging(lead, tame(text), Width);
    }
  }
}

void TextPage::rejects() {
  if (!it_.plan) return;
  if (!it_.plan->rejects.empty()) title("Rejects");
  for (const Reject& it : it_.plan->rejects) {
    const std::string codes = it.codes.empty() ? "" : "NCPDP " + list_of(it.codes, ", ") + "  ";
    page_ += hanging("  - ", tame(fmt::format("{}{}: {}", codes, it.rule, it.because)), Width);
  }
  if (it_.plan->appeal.empty()) return;
  title("Appeal");
  page_ += hanging("  ", tame(it_.plan->appeal), Width);
}

void TextPage::phases() {
  if (it_.phases.empty()) return;
  title("Phases, in order");
  for (const PhaseConsidered& it : it_.phases) {
    if (it.condition && it.truth != Truth::NotEvaluated) {
      page_ += fmt::format("  {} \"{}\"\n", it.name, tame(it.title));
      tree(*it.condition, "  └─ ", "     ");
      continue;
    }
    const bool is_rest = !it.condition && it.truth != Truth::NotEvaluated;
    page_ += ink(Ink::Quiet, fmt::format("  {} \"{}\": {}", it.name, tame(it.title),
                                         is_rest ? "all other requests" : "not reached"));
    page_ += "\n";
  }
}

static const char* rules_title(ir::Combination combination) {
  switch (combination) {
    case ir::Combination::FirstMatch:
      return "Rules, in order";
    case ir::Combination::Unique:
      return "Rules, of which one applies at most";
    case ir::Combination::MostSevere:
      return "Rules, of which the most severe counts";
    case ir::Combination::Collect:
      return "Rules, each on its own";
  }
  return "";
}

void TextPage::rules() {
  title(rules_title(it_.combination));
  std::size_t names = 0, states = 0, elsewhere = 0;
  for (const RuleConsidered& rule : it_.rules) {
    if (rule.state == RuleState::NotGoverned) continue;
    names = std::max(names, columns(name_of(rule)));
    states = std::max(states, columns(state_word(rule.state)));
  }
  for (const RuleConsidered& rule : it_.rules) {
    if (rule.state == RuleState::NotGoverned) {
      ++elsewhere;
      continue;
    }
    const std::string lead =
        fmt::format("  {} {}  {}  ", sign_of(rule.state), padded(name_of(rule), names),
                    padded(state_word(rule.state), states));
    std::string text = rule.detail.empty() ? rule.outcome.text : rule.detail;
    const std::string body = hanging(lead, tame(text), Width);
    page_ += ink(ink_of(rule.state), body.substr(0, lead.size())) + body.substr(lead.size());
  }
  if (elsewhere == 0) return;
  page_ += fmt::format("  {} {} of policies that do not govern the request\n",
                       sign_of(RuleState::NotGoverned), counted(elsewhere, "rule"));
}

// ---- derivation

// "2 more items", or what did not matter by its words where they are few; never by its value.
static std::string left_out_text(const Step& step, std::size_t unshown) {
  std::vector<const Step*> folded;
  for (const Step& it : step.steps) {
    if (it.folded) folded.push_back(&it);
  }
  const bool is_short = unshown == 0 && folded.size() <= 2 &&
                        std::all_of(folded.begin(), folded.end(), [](const Step* it) {
                          return it->label.empty() && columns(it->text) <= 40;
                        });
  if (!is_short) return fmt::format("{} more that did not matter", folded.size() + unshown);
  std::string text;
  for (const Step* it : folded) text += fmt::format("{}`{}`", text.empty() ? "" : ", ", it->text);
  return "did not matter: " + text;
}

static bool is_same(const Step& a, const Step& b) {
  return a.text == b.text && a.label == b.label && a.value == b.value && a.truth == b.truth &&
         a.note == b.note && std::ranges::equal(a.steps, b.steps, is_same);
}

// A definition is drawn once: whether this one was.
bool TextPage::is_drawn(const Step& step) {
  if (step.shape != ir::Shape::Definition || step.steps.empty()) return false;
  if (std::ranges::any_of(drawn_, [&](const Step* it) { return is_same(*it, step); })) return true;
  drawn_.push_back(&step);
  return false;
}

// A condition is led by its value, anything else by the author's words.
void TextPage::tree(const Step& step, const std::string& lead, const std::string& below) {
  const std::string head = step.truth ? tame(truth_word(*step.truth)) + "  " : std::string();
  std::string text(step.label);
  if (!step.text.empty()) text += fmt::format("{}{}", text.empty() ? "" : ": ", step.text);
  if (!step.value.empty()) text += fmt::format("{}{}", step.truth ? " gives " : " = ", step.value);
  if (!step.note.empty()) text += fmt::format("  [{}]", step.note);
  const bool is_above = is_drawn(step);
  if (is_above) text += "  [as above]";
  const std::size_t indent = columns(lead + head) + (step.truth ? 0 : 2);
  const std::size_t room = indent + 30 < Width ? Width - indent : 30;
  const std::vector<std::string> lines = wrapped(tame(text), room);
  page_ += lead;
  if (step.truth) page_ += ink(ink_of(*step.truth), truth_word(*step.truth)) + "  ";
  page_ += lines[0] + "\n";
  const std::string inner = below + (step.steps.empty() || is_above ? " " : "│");
  for (std::size_t i = 1; i < lines.size(); ++i) {
    page_ += padded(inner, indent) + lines[i] + "\n";
  }
  if (!is_above) children(step, below);
}

void TextPage::children(const Step& step, const std::string& below) {
  const bool unfolds = may_see(it_.audience, Part::Folded);
  std::vector<const Step*> shown;
  for (const Step& it : step.steps) {
    if (!it.folded || unfolds) shown.push_back(&it);
  }
  const bool shows_all = unfolds || shown.size() <= ShownItems || step.shape == ir::Shape::AllOf;
  const std::size_t left_out = shows_all ? 0 : shown.size() - ShownItems;
  shown.resize(shown.size() - left_out);
  const std::size_t folded = step.steps.size() - shown.size() - left_out;
  const std::size_t more = left_out + folded;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const bool is_last = i + 1 == shown.size() && more == 0;
    tree(*shown[i], below + (is_last ? "└─ " : "├─ "), below + (is_last ? "   " : "│  "));
  }
  if (more == 0) return;
  page_ += below + ink(Ink::Quiet, "└─ " + tame(left_out_text(step, left_out))) + "\n";
}

void TextPage::derivation_of(const RuleConsidered& rule) {
  title(fmt::format("Derivation of {}", name_of(rule)));
  tree(*rule.condition, "  ", "  ");
  for (const ExceptionConsidered& it : rule.exceptions) {
    if (it.truth == Truth::NotEvaluated && !may_see(it_.audience, Part::Folded)) continue;
    page_ += fmt::format("  unless {} \"{}\"\n", it.name, tame(it.title));
    tree(it.condition, "  └─ ", "     ");
    for (const Citation& citation : it.citations) row("source", cited(citation));
  }
}

void TextPage::derivations() {
  if (it_.answer == AnswerKind::NotGoverned && it_.governs) {
    title("Derivation of governs");
    tree(*it_.governs, "  ", "  ");
  }
  for (const RuleConsidered& rule : it_.rules) {
    const bool matters = rule.state == RuleState::Fired || rule.state == RuleState::Live ||
                         rule.state == RuleState::AlsoApplies || rule.state == RuleState::Faulted ||
                         rule.state == RuleState::ExceptionMet;
    if (rule.condition && (matters || may_see(it_.audience, Part::Folded))) derivation_of(rule);
  }
}

// ---- the rest

}  // namespace precis::explain
