#include "compiler/explain/rules.h"

#include <fmt/format.h>

#include "compiler/explain/derivation.h"
#include "compiler/explain/words.h"

namespace precis::explain {

using runtime::AnswerKind;
using runtime::Cell;

Reach reach(const View& view, const Ladder& ladder, const runtime::Answer& answer) {
  const std::size_t last = ir::rung_count(view.decision()) - 1;
  Reach made{answer, true, ladder.governs == Truth::True,
             collects(view) ? last : ladder.possible.back()};
  made.considered = answer.kind != AnswerKind::NotGoverned && answer.kind != AnswerKind::NotInForce;
  const bool has_rule = answer.kind == AnswerKind::Decided || answer.kind == AnswerKind::Fault;
  if (has_rule && answer.rule <= last && !collects(view)) made.last = answer.rule;
  return made;
}

static std::vector<Citation> citations_of(const View& view,
                                          const std::vector<ir::Citation>& cited) {
  std::vector<Citation> citations;
  citations.reserve(cited.size());
  for (const ir::Citation& it : cited) {
    const ir::Source& source = view.policy().sources[it.source];
    citations.push_back({source.name, source.kind, source.title,
                         it.section.empty() ? source.section : it.section, source.edition,
                         it.strength, source.doi, source.url});
  }
  return citations;
}

static Truth phase_truth(const View& view, std::uint32_t phase) {
  const auto& when = view.policy().phases[phase].when;
  return when ? view.truth(view.occurrence(*when).node) : Truth::True;
}

// Surely outside the rule's phase, or surely in an earlier one.
static bool in_other_phase(const View& view, const ir::Rule& rule) {
  if (!rule.phase) return false;
  if (phase_truth(view, *rule.phase) == Truth::False) return true;
  for (std::uint32_t i = 0; i < *rule.phase; ++i) {
    if (phase_truth(view, i) == Truth::True) return true;
  }
  return false;
}

// Where the most severe counts, rules after the one that decided are further reasons when they give
// the same alternative.
static RuleState beyond(const View& view, const Reach& reach, std::size_t index) {
  const ir::Decision& decision = view.decision();
  const bool shares = decision.combination == ir::Combination::MostSevere && reach.considered &&
                      reach.answer.kind == AnswerKind::Decided && index < decision.rules.size() &&
                      ir::outcome_of(decision, index).alternative ==
                          ir::outcome_of(decision, reach.last).alternative &&
                      surely_true(view.cell(decision.rules[index].applies)) &&
                      decision.rules[index].phase == decision.rules[reach.last].phase;
  return shares ? RuleState::AlsoApplies : RuleState::NotApplicable;
}

static RuleState collected_state(const View& view, const Reach& reach, std::size_t index) {
  const Cell applies = view.cell(view.decision().rules[index].applies);
  if (applies.no_value != 0) return RuleState::Faulted;
  if (!surely_true(applies)) return RuleState::Live;
  return reach.governed && is_exact_outcome(view, index) ? RuleState::Fired : RuleState::Live;
}

static RuleState state_of(const View& view, const Reach& reach, std::size_t index) {
  if (!reach.considered) return RuleState::NotApplicable;
  if (index > reach.last) return beyond(view, reach, index);
  const ir::Decision& decision = view.decision();
  const bool is_rule = index < decision.rules.size();
  if (is_rule && surely_false(view.cell(decision.rules[index].applies)) &&
      in_other_phase(view, decision.rules[index])) {
    return RuleState::OtherPhase;
  }
  if (collects(view) && !surely_false(view.cell(decision.rules[index].applies))) {
    return collected_state(view, reach, index);
  }
  const bool is_answer = reach.answer.rule == index;
  if (is_answer && reach.answer.kind == AnswerKind::Decided) return RuleState::Fired;
  if (is_answer && reach.answer.kind == AnswerKind::Fault) return RuleState::Faulted;
  if (index >= decision.rules.size()) return RuleState::Live;
  const ir::Rule& rule = decision.rules[index];
  const runtime::Cell applies = view.cell(rule.applies);
  if (applies.no_value != 0) return RuleState::Faulted;
  if (!surely_false(applies)) return RuleState::Live;
  if (rule.planned) {
    for (const ir::Premise& it : rule.planned->premises) {
      const bool is_scope = it.kind != ir::Premise::Kind::NotBefore;
      if (is_scope && surely_false(view.cell(it.node))) return RuleState::NotGoverned;
    }
    if (!surely_false(view.cell(rule.planned->applies))) return RuleState::Overruled;
  }
  if (view.truth(view.occurrence(rule.when).node) == Truth::False) return RuleState::ConditionFalse;
  for (const ir::Exception& it : rule.exceptions) {
    if (view.truth(view.occurrence(it.condition).node) == Truth::True) {
      return RuleState::ExceptionMet;
    }
  }
  // Its own condition may hold: what keeps it out is its phase, or a rule before it there.
  const bool in_phase =
      !rule.planned || rule.planned->phases.empty() ||
      view.truth(view.occurrence(rule.planned->phases.back()).node) != Truth::False;
  return in_phase ? RuleState::Overruled : RuleState::OtherPhase;
}

static void consider_exceptions(const View& view, Told& told, const ir::Rule& rule,
                                RuleConsidered& made) {
  const bool looked_at = made.state != RuleState::NotApplicable &&
                         made.state != RuleState::OtherPhase &&
                         made.state != RuleState::ConditionFalse;
  for (const ir::Exception& exception : rule.exceptions) {
    ExceptionConsidered it;
    it.name = exception.name;
    it.title = exception.title;
    it.condition = looked_at ? derive(view, told, exception.condition)
                             : not_evaluated(view, exception.condition);
    it.citations = citations_of(view, exception.citations);
    if (looked_at) it.truth = view.truth(view.occurrence(exception.condition).node);
    made.exceptions.push_back(std::move(it));
  }
}

static std::string open_parts(const View& view, const RuleConsidered& rule, std::size_t index) {
  std::string text;
  Told told;
  const auto add = [&](const Step& step) {
    for (const Truth truth : {Truth::Either, Truth::MayFault}) {
      const std::string part = pivot(step, truth);
      if (!part.empty()) text += (text.empty() ? "" : " and ") + part;
    }
  };
  const ir::Rule& written = view.decision().rules[index];
  for (std::uint32_t i = 0; written.phase && i <= *written.phase; ++i) {
    const auto& when = view.policy().phases[i].when;
    if (when && *when != written.when) add(derive(view, told, *when));
  }
  add(*rule.condition);
  for (const ExceptionConsidered& exception : rule.exceptions) add(exception.condition);
  if (const std::optional<ir::Planned>& planned = written.planned) {
    for (const ir::OccurrenceId words : planned->phases) add(derive(view, told, words));
    for (const ir::Premise& premise : planned->premises) {
      for (const ir::OccurrenceId words : premise.words) add(derive(view, told, words));
    }
  }
  return text.empty() ? "what it gives" : text;
}

static std::string scope_of(const View& view, std::size_t index) {
  const ir::Planned& planned = *view.decision().rules[index].planned;
  const ir::Decision& decision = view.program().decisions[planned.decision];
  return view.program().policies[decision.policy].name;
}

// Why it did not fire, or not yet, in one line.
static std::string detail_of(const View& view, const Ladder& ladder, const RuleConsidered& rule,
                             std::size_t index) {
  switch (rule.state) {
    case RuleState::ConditionFalse:
      return why_false(*rule.condition);
    case RuleState::ExceptionMet:
      for (const ExceptionConsidered& it : rule.exceptions) {
        if (it.truth != Truth::True) continue;
        return fmt::format("exception {}: {}", it.name,
                           it.title.empty() ? it.condition.text : it.title);
      }
      return {};
    case RuleState::Live:
      if (index == ladder.sure) return "applies if no rule before it does";
      return open_parts(view, rule, index) + " may be either";
    case RuleState::Faulted:
      return pivot(*rule.condition, Truth::Fault) + " faults";
    case RuleState::NotGoverned:
      return scope_of(view, index) + " does not govern the request on this day";
    case RuleState::Overruled:
      if (rule.phase.empty()) return "another rule of " + scope_of(view, index) + " applies";
      return fmt::format("another rule of phase {} comes first", rule.phase);
    case RuleState::OtherPhase:
      return rule.phase.empty() ? "the request is not in its phase"
                                : fmt::format("the request is not in phase {}", rule.phase);
    case RuleState::AlsoApplies:
      return "gives the same, and is a further reason";
    case RuleState::NotApplicable:
      if (view.decision().combination != ir::Combination::MostSevere) return {};
      return index > ladder.possible.back() ? "would give nothing more severe" : "";
    case RuleState::Fired:
      return {};
  }
  return {};
}

bool may_give(RuleState state) {
  switch (state) {
    case RuleState::Fired:
    case RuleState::AlsoApplies:
    case RuleState::Live:
    case RuleState::Faulted:
      return true;
    case RuleState::NotApplicable:
    case RuleState::OtherPhase:
    case RuleState::ConditionFalse:
    case RuleState::ExceptionMet:
    case RuleState::NotGoverned:
    case RuleState::Overruled:
      return false;
  }
  return false;
}

static void bind_into(const View& view, const std::vector<ir::TemplatePart>& because,
                      RuleConsidered& made) {
  Bound bound = bind(view, because);
  made.because = std::move(bound.text);
  made.shown = std::move(bound.shown);
}

static RuleConsidered consider(const View& view, Told& told, const Ladder& ladder,
                               const Reach& reach, std::size_t index) {
  const ir::Rule& rule = view.decision().rules[index];
  RuleConsidered made;
  made.number = index;
  made.name = rule_name(view, index);
  if (rule.phase) made.phase = view.policy().phases[*rule.phase].name;
  made.title = rule.title;
  made.kind = rule.kind;
  made.state = state_of(view, reach, index);
  made.outcome = outcome(view, rule.then, may_give(made.state));
  made.citations = citations_of(view, rule.citations);
  made.justifications = rule.justifications;
  made.place = {rule.span.begin, rule.span.end};
  const bool is_reached =
      made.state != RuleState::NotApplicable && made.state != RuleState::OtherPhase;
  told.here = view.texts().join({"rule ", made.name});
  made.condition = is_reached ? derive(view, told, rule.when) : not_evaluated(view, rule.when);
  consider_exceptions(view, told, rule, made);
  made.detail = detail_of(view, ladder, made, index);
  if (made.state == RuleState::Fired || made.state == RuleState::AlsoApplies ||
      made.state == RuleState::Live) {
    bind_into(view, rule.because, made);
  }
  return made;
}

static RuleConsidered consider_otherwise(const View& view, const Reach& reach) {
  const ir::Otherwise& otherwise = *view.decision().otherwise;
  RuleConsidered made;
  made.number = view.decision().rules.size();
  made.title = "no rule applies";
  made.is_otherwise = true;
  made.state = state_of(view, reach, view.decision().rules.size());
  made.outcome = outcome(view, otherwise.then, may_give(made.state));
  made.citations = citations_of(view, otherwise.citations);
  made.place = {otherwise.span.begin, otherwise.span.end};
  if (made.state == RuleState::Live) made.detail = "applies if no rule before it does";
  if (made.state == RuleState::Fired || made.state == RuleState::Live) {
    bind_into(view, otherwise.because, made);
  }
  return made;
}

std::vector<RuleConsidered> rules_considered(const View& view, Told& told, const Ladder& ladder,
                                             const Reach& reach) {
  std::vector<RuleConsidered> rules;
  rules.reserve(ir::rung_count(view.decision()));
  for (std::size_t i = 0; i < view.decision().rules.size(); ++i) {
    rules.push_back(consider(view, told, ladder, reach, i));
  }
  if (view.decision().otherwise) rules.push_back(consider_otherwise(view, reach));
  return rules;
}

std::vector<PhaseConsidered> phases_considered(const View& view, Told& told, const Reach& reach) {
  std::vector<PhaseConsidered> phases;
  bool is_reached = reach.considered;
  for (std::uint32_t i = 0; i < view.policy().phases.size(); ++i) {
    const ir::Phase& phase = view.policy().phases[i];
    PhaseConsidered made{phase.name, phase.title, Truth::NotEvaluated, {}};
    told.here = view.texts().join({"phase ", phase.name});
    if (phase.when) {
      made.condition =
          is_reached ? derive(view, told, *phase.when) : not_evaluated(view, *phase.when);
    }
    if (is_reached) made.truth = phase_truth(view, i);
    is_reached = is_reached && made.truth != Truth::True;
    phases.push_back(std::move(made));
  }
  return phases;
}

}  // namespace precis::explain
