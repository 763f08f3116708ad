#include "compiler/explain/audience.h"

#include <algorithm>
#include <set>

#include "compiler/explain/letter.h"
#include "compiler/explain/vocabulary.h"

namespace precis::explain {

bool may_see(Audience audience, Part part) {
  switch (part) {
    case Part::Rules:
    case Part::Facts:
      return audience != Audience::Member;
    case Part::Origins:
    case Part::Source:
    case Part::Governance:
      return audience == Audience::Reviewer || audience == Audience::Auditor;
    case Part::Folded:
      return audience == Audience::Auditor;
  }
  return false;
}

// ---- without protected facts

// `member.labs[2].value` is an item's leaf `member.labs[].value`.
static std::string leaf_of(std::string_view path) {
  std::string leaf;
  bool inside = false;
  for (const char c : path) {
    if (c == ']') inside = false;
    if (!inside) leaf += c;
    if (c == '[') inside = true;
  }
  return leaf;
}

namespace {

// Takes out what says something of a protected fact.
class Shield {
 public:
  explicit Shield(const Explanation& it) : leaves_(it.governance.protected_read) {
    for (const FactUsed& fact : it.facts) {
      if (fact.is_protected) leaves_.push_back(leaf_of(fact.path));
    }
    // A definition may be named before the one that it rests on has been met.
    std::size_t known = 0;
    do {
      known = definitions_.size();
      note_all(it);
    } while (definitions_.size() != known);
  }

  bool covers(std::string_view path) const {
    return std::ranges::find(leaves_, leaf_of(path)) != leaves_.end();
  }
  bool is_named_in(std::string_view words) const {
    return std::ranges::any_of(leaves_, [&](const std::string& leaf) {
      return words.find(leaf) != std::string_view::npos;
    });
  }
  bool covers(const Change& change) const {
    return std::ranges::any_of(change.alterations, [&](const Alteration& it) {
      return covers(it.path) || is_named_in(it.why);
    });
  }
  bool covers(const Step& step) const {
    // A definition that is named without its derivation rests on what it rested on elsewhere.
    if (step.shape == ir::Shape::Definition && definitions_.contains(step.name)) return true;
    if (is_named_in(step.text) || is_named_in(step.label)) return true;
    return std::ranges::any_of(step.facts, [&](const auto& it) { return covers(it); }) ||
           std::ranges::any_of(step.steps, [&](const Step& it) { return covers(it); });
  }

  void hide(Step& step) const {
    if (covers(step)) step = hidden(step);
  }

  bool covers(const RuleConsidered& rule) const {
    bool is_covered = rule.condition && covers(*rule.condition);
    for (const ExceptionConsidered& it : rule.exceptions) is_covered |= covers(it.condition);
    return is_covered;
  }

  // What a rule says of itself may show the values that its condition reads.
  void hide(RuleConsidered& rule) const {
    if (!covers(rule)) return;
    rule.detail = NotShown;
    rule.because.clear();
    rule.shown.clear();
    rule.justifications.clear();
    if (rule.condition) hide(*rule.condition);
    for (ExceptionConsidered& it : rule.exceptions) hide(it.condition);
  }

 private:
  static constexpr const char* NotShown = "rests on a fact that is not shown here";

  void note_all(const Explanation& it) {
    if (it.governs) note(*it.governs);
    for (const PhaseConsidered& phase : it.phases) {
      if (phase.condition) note(*phase.condition);
    }
    for (const RuleConsidered& rule : it.rules) {
      if (rule.condition) note(*rule.condition);
      for (const ExceptionConsidered& exception : rule.exceptions) note(exception.condition);
    }
  }

  void note(const Step& step) {
    for (const Step& below : step.steps) note(below);
    if (step.shape == ir::Shape::Definition && covers(step)) definitions_.insert(step.name);
  }

  static Step hidden(const Step& step) {
    Step made;
    made.shape = step.shape;
    made.label = NotShown;
    made.truth = step.truth;
    made.folded = step.folded;
    return made;
  }

  std::vector<std::string> leaves_;
  std::set<std::string_view> definitions_;
};

}  // namespace

static Identity without_origins(const Identity& it) {
  Identity made;
  made.decision_id = it.decision_id;
  made.policy = it.policy;
  made.policy_title = it.policy_title;
  made.decision = it.decision;
  made.version = it.version;
  made.effective_from = it.effective_from;
  made.effective_to = it.effective_to;
  made.at = it.at;
  made.member = it.member;
  return made;
}

static std::vector<Passage> how_to_go_on(const Explanation& it) {
  const std::string quoting = "quote decision " + it.identity.decision_id;
  if (!it.missing.empty()) {
    return {{"How to submit",
             {"Send the facts listed as missing with the next request, and " + quoting + ".",
              "The decision is made again with them. Nothing has been refused."}}};
  }
  const bool is_favorable = it.outcome && it.outcome->standing == ir::Standing::Favorable;
  if (is_favorable) return {};
  std::vector<std::string> lines{"Send what the criteria above ask for, and " + quoting + "."};
  const bool has_appeal = it.plan && !it.plan->appeal.empty();
  if (has_appeal) lines.push_back(it.plan->appeal);
  return {{"How to submit", std::move(lines)}};
}

// Instead of a reason that shows a protected fact: the rule's title, or what can be said without
// it.
static std::string shown_reason(const Shield& shield, const Explanation& it,
                                const Explanation& made) {
  const bool is_covered = it.rule && shield.covers(it.rules[*it.rule]);
  switch (it.answer) {
    case runtime::AnswerKind::Decided:
      return is_covered ? std::string(it.rules[*it.rule].title) : it.reason;
    case runtime::AnswerKind::NeedsInformation:
      return what_is_missing(made, it.missing.size() - made.missing.size());
    case runtime::AnswerKind::Fault:
      return is_covered ? "a computation faults, over a fact that is not shown here" : it.reason;
    case runtime::AnswerKind::NotGoverned:
      return it.governs && shield.covers(*it.governs) ? "the policy does not govern the request"
                                                      : it.reason;
    case runtime::AnswerKind::NotInForce:
      return it.reason;
  }
  return {};
}

static Explanation for_prescriber(const Explanation& it) {
  const Shield shield(it);
  Explanation made;
  made.texts = it.texts;
  made.audience = Audience::Prescriber;
  made.identity = without_origins(it.identity);
  made.combination = it.combination;
  made.answer = it.answer;
  made.headline = it.headline;
  made.outcome = it.outcome;
  made.rule = it.rule;
  made.reason = it.reason;
  made.citations = it.citations;
  made.possible = it.possible;
  made.governs = it.governs;
  if (made.governs) shield.hide(*made.governs);
  made.phases = it.phases;
  for (PhaseConsidered& phase : made.phases) {
    if (phase.condition) shield.hide(*phase.condition);
  }
  made.rules = it.rules;
  for (RuleConsidered& rule : made.rules) shield.hide(rule);
  for (const MissingFact& fact : it.missing) {
    if (shield.covers(fact.path)) continue;
    made.missing.push_back(fact);
    if (shield.is_named_in(fact.why)) made.missing.back().why.clear();
  }
  made.reason = shown_reason(shield, it, made);
  const bool is_hidden = made.reason != it.reason;
  if (!is_hidden) made.shown = it.shown;
  for (const FactUsed& fact : it.facts) {
    if (shield.covers(fact.path)) continue;
    made.facts.push_back(fact);
    made.facts.back().source = {};
    made.facts.back().source_path = {};
  }
  for (const AssumptionMade& assumption : it.assumptions) {
    if (!shield.is_named_in(assumption.text)) made.assumptions.push_back(assumption);
  }
  made.changes = it.changes;
  if (made.changes) {
    std::erase_if(made.changes->found, [&](const Change& change) { return shield.covers(change); });
  }
  made.sources = it.sources;
  made.plan = it.plan;
  made.codes = it.codes;
  if (is_hidden && made.codes.coverage) made.codes.coverage->reason = {made.reason};
  made.passages = how_to_go_on(made);
  return made;
}

Explanation for_audience(const Explanation& explanation, Audience audience,
                         const PlainWords& words) {
  switch (audience) {
    case Audience::Member:
      return letter(for_prescriber(explanation), words);
    case Audience::Prescriber:
      return for_prescriber(explanation);
    case Audience::Reviewer:
    case Audience::Auditor: {
      Explanation made = explanation;
      made.audience = audience;
      return made;
    }
  }
  return {};
}

}  // namespace precis::explain
