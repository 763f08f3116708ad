#include "compiler/explain/rules.h"

#include "compiler/explain/derivation.h"
#include "compiler/explain/words.h"

namespace precis::explain {

using runtime::AnswerKind;

Reach reach(const View& view, const Ladder& ladder, const runtime::Answer& answer) {
  Reach made{answer, true, ladder.possible.back()};
  made.considered = answer.kind != AnswerKind::NotGoverned && answer.kind != AnswerKind::NotInForce;
  const bool has_rule = answer.kind == AnswerKind::Decided || answer.kind == AnswerKind::Fault;
  if (has_rule && answer.rule <= view.decision().rules.size()) made.last = answer.rule;
  return made;
}

static std::vector<Citation> citations_of(const View& view,
                                          const std::vector<ir::Citation>& cited) {
  std::vector<Citation> citations;
  for (const ir::Citation& it : cited) {
    const ir::Source& source = view.policy().sources[it.source];
    citations.push_back({source.name, source.kind, source.title,
                         it.section.empty() ? source.section : it.section, source.edition,
                         it.strength, source.doi, source.url});
  }
  return citations;
}

static RuleState state_of(const View& view, const Reach& reach, std::size_t index) {
  if (!reach.considered || index > reach.last) return RuleState::NotApplicable;
  const ir::Decision& decision = view.decision();
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
  return RuleState::ExceptionMet;
}

static void consider_exceptions(const View& view, const ir::Rule& rule, RuleConsidered& made) {
  const bool looked_at =
      made.state != RuleState::NotApplicable && made.state != RuleState::ConditionFalse;
  for (const ir::Exception& exception : rule.exceptions) {
    ExceptionConsidered it;
    it.name = exception.name;
    it.title = exception.title;
    it.condition = derive(view, exception.condition);
    it.condition.folded = !looked_at;
    it.citations = citations_of(view, exception.citations);
    if (looked_at) it.truth = view.truth(view.occurrence(exception.condition).node);
    made.exceptions.push_back(std::move(it));
  }
}

static std::string open_parts(const View& view, const RuleConsidered& rule, std::size_t index) {
  std::string text;
  const auto add = [&](const Step& step) {
    for (const Truth truth : {Truth::Either, Truth::MayFault}) {
      const std::string part = pivot(step, truth);
      if (!part.empty()) text += (text.empty() ? "" : " and ") + part;
    }
  };
  add(*rule.condition);
  for (const ExceptionConsidered& exception : rule.exceptions) add(exception.condition);
  const std::optional<ir::Planned>& planned = view.decision().rules[index].planned;
  if (!planned) return text;
  for (const ir::Premise& premise : planned->premises) {
    for (const ir::OccurrenceId words : premise.words) add(derive(view, words));
  }
  return text;
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
      return pivot(*rule.condition, Truth::False) + " is false";
    case RuleState::ExceptionMet:
      for (const ExceptionConsidered& it : rule.exceptions) {
        if (it.truth != Truth::True) continue;
        return "exception " + it.name + ": " + (it.title.empty() ? it.condition.text : it.title);
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
      return "another rule of " + scope_of(view, index) + " applies";
    case RuleState::Fired:
    case RuleState::NotApplicable:
      return {};
  }
  return {};
}

static RuleConsidered consider(const View& view, const Ladder& ladder, const Reach& reach,
                               std::size_t index) {
  const ir::Rule& rule = view.decision().rules[index];
  RuleConsidered made;
  made.name = rule.name;
  made.title = rule.title;
  made.kind = rule.kind;
  made.state = state_of(view, reach, index);
  made.outcome = outcome(view, rule.then);
  made.citations = citations_of(view, rule.citations);
  made.justifications = rule.justifications;
  made.place = {rule.span.begin, rule.span.end};
  made.condition = derive(view, rule.when);
  made.condition->folded = made.state == RuleState::NotApplicable;
  consider_exceptions(view, rule, made);
  made.detail = detail_of(view, ladder, made, index);
  if (made.state == RuleState::Fired || made.state == RuleState::Live) {
    made.because = bind(view, rule.because);
  }
  return made;
}

static RuleConsidered consider_otherwise(const View& view, const Reach& reach) {
  const ir::Otherwise& otherwise = view.decision().otherwise;
  RuleConsidered made;
  made.title = "no rule applies";
  made.is_otherwise = true;
  made.state = state_of(view, reach, view.decision().rules.size());
  made.outcome = outcome(view, otherwise.then);
  made.citations = citations_of(view, otherwise.citations);
  made.place = {otherwise.span.begin, otherwise.span.end};
  if (made.state == RuleState::Live) made.detail = "applies if no rule before it does";
  if (made.state == RuleState::Fired || made.state == RuleState::Live) {
    made.because = bind(view, otherwise.because);
  }
  return made;
}

std::vector<RuleConsidered> rules_considered(const View& view, const Ladder& ladder,
                                             const Reach& reach) {
  std::vector<RuleConsidered> rules;
  for (std::size_t i = 0; i < view.decision().rules.size(); ++i) {
    rules.push_back(consider(view, ladder, reach, i));
  }
  rules.push_back(consider_otherwise(view, reach));
  return rules;
}

}  // namespace precis::explain
