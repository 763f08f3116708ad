#include "compiler/explain/explain.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/explain/codes.h"
#include "compiler/explain/derivation.h"
#include "compiler/explain/facts.h"
#include "compiler/explain/format.h"
#include "compiler/explain/identity.h"
#include "compiler/explain/marks.h"
#include "compiler/explain/missing.h"
#include "compiler/explain/plan.h"
#include "compiler/explain/rules.h"
#include "compiler/explain/view.h"
#include "compiler/explain/vocabulary.h"
#include "compiler/explain/words.h"

namespace precis::explain {

using runtime::AnswerKind;

static std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

static std::vector<std::string> possible_outcomes(const View& view, const Ladder& ladder) {
  std::vector<std::string> texts;
  const auto add = [&](std::string text) {
    if (std::find(texts.begin(), texts.end(), text) == texts.end()) {
      texts.push_back(std::move(text));
    }
  };
  if (ladder.governs != Truth::True) add("not governed");
  for (const std::size_t index : ladder.possible) {
    const bool is_rule = index < view.decision().rules.size();
    const bool faults = is_rule && view.cell(view.decision().rules[index].applies).may_fault != 0;
    if (index != ladder.faulted) add(outcome(view, ir::outcome_of(view.decision(), index)).text);
    if (faults) add("a fault");
  }
  return texts;
}

// The parameter that has no value yet on the day that was asked about.
static std::string without_value(const Step& step) {
  for (const Step& below : step.steps) {
    const bool faults = below.truth == Truth::Fault || below.truth == Truth::MayFault;
    if (step.shape == ir::Shape::Parameter && faults && below.steps.empty()) {
      return std::string(below.text);
    }
    const std::string found = without_value(below);
    if (!found.empty()) return found;
  }
  return {};
}

// Whether a sum of months that the policy refuses is what went wrong.
static bool refuses_month_end(const View& view) {
  for (const ir::NodeId id : ir::reachable(view.program(), view.decision_id())) {
    const ir::Node& node = view.node(id);
    if (node.op != ir::Op::AddMonths || node.b != 1) continue;
    const std::optional<runtime::Cell> cell = view.find(id);
    if (cell && cell->no_value != 0) return true;
  }
  return false;
}

static std::string fault_reason(const View& view, const Explanation& made) {
  const RuleConsidered& rule = made.rules[*made.rule];
  std::string place = rule.condition ? pivot(*rule.condition, Truth::Fault) : std::string();
  for (const ExceptionConsidered& it : rule.exceptions) {
    if (place.empty()) place = pivot(it.condition, Truth::Fault);
  }
  if (place.empty()) return "computing what the rule gives faults";
  std::string cause = rule.condition ? without_value(*rule.condition) : std::string();
  for (const ExceptionConsidered& it : rule.exceptions) {
    if (cause.empty()) cause = without_value(it.condition);
  }
  if (cause.empty() && refuses_month_end(view)) {
    cause =
        "the month has no such day, and the policy says `month ends refuse`; leave that out to "
        "take "
        "its last day, or count in days";
  }
  if (cause.empty()) cause = "a division by zero, or a number out of range";
  return "computing " + place + " faults: " + cause;
}

static std::string collected_reason(const Explanation& made) {
  std::vector<std::string> names;
  for (const RuleConsidered& rule : made.rules) {
    if (rule.state == RuleState::Fired) names.push_back(rule.name);
  }
  return names.empty() ? "no rule applies" : "these apply: " + joined(names);
}

static std::string plain_reason(const View& view, const Explanation& made) {
  const Identity& it = made.identity;
  switch (made.answer) {
    case AnswerKind::Decided: {
      if (made.combination == ir::Combination::Collect) return collected_reason(made);
      const RuleConsidered& rule = made.rules[*made.rule];
      if (!rule.because.empty()) return rule.because;
      return std::string(rule.is_otherwise ? "no rule of the policy applies" : rule.title);
    }
    case AnswerKind::NeedsInformation:
      return what_is_missing(made, 0);
    case AnswerKind::Fault:
      return made.rule ? fault_reason(view, made) : std::string("a computation faults");
    case AnswerKind::NotGoverned:
      return made.governs ? "the policy governs only requests for which " +
                                pivot(*made.governs, Truth::False) + " is true"
                          : std::string("the policy does not govern the request");
    case AnswerKind::NotInForce:
      return fmt::format("{} is outside the time in which version {} is in force: {} to {}", it.at,
                         it.version, it.effective_from, it.effective_to);
  }
  return {};
}

// "warn, inform; 1 rule more may apply"
static std::string collected_headline(const Explanation& made) {
  std::vector<std::string> given;
  std::size_t open = 0;
  for (const RuleConsidered& rule : made.rules) {
    if (rule.state == RuleState::Fired) given.push_back(rule.outcome.text);
    if (rule.state == RuleState::Live) ++open;
  }
  std::string text = given.empty() ? "nothing" : joined(given);
  if (open > 0) text += fmt::format("; {} may apply too", counted(open, "rule"));
  return text;
}

static std::string headline_of(const Explanation& made) {
  const bool is_list = made.combination == ir::Combination::Collect;
  switch (made.answer) {
    case AnswerKind::Decided:
      return is_list ? collected_headline(made) : made.outcome->text;
    case AnswerKind::NeedsInformation:
      if (is_list && (!made.governs || made.governs->truth == Truth::True))
        return collected_headline(made);
      return "needs information: " + counted(made.missing.size(), "fact");
    case AnswerKind::Fault:
      return "fault";
    case AnswerKind::NotGoverned:
      return "not governed by this policy";
    case AnswerKind::NotInForce:
      return "policy version not in force";
  }
  return {};
}

// The protected, guarded and predicted fields and lists that the decision can read, whether or not
// it does.
static Governance can_read(const ir::Program& program, const runtime::Schema& schema,
                           const ir::TraceLayout& layout) {
  Governance it;
  const auto note = [&](const auto& read) {  // a leaf or a list
    if (read.protection == runtime::Protection::Protected) it.protected_read.push_back(read.path);
    if (read.protection == runtime::Protection::Guarded) it.guarded_read.push_back(read.path);
    if (read.predicted) it.model_scores_read.push_back(read.path);
  };
  const auto note_all = [&](const std::vector<ir::NodeId>& nodes) {
    for (const ir::NodeId id : nodes) {
      const ir::Node& node = program.graph[id];
      const auto index = static_cast<std::size_t>(node.a);
      if (node.op == ir::Op::Fact || node.op == ir::Op::ItemFact) {
        note(schema.leaves[index]);
      } else if (ir::is_list_op(node.op)) {
        note(schema.lists[index]);
      }
    }
  };
  // What the trace holds is what the decision reaches.
  note_all(layout.member_nodes());
  for (const ir::TraceLayout::Region& region : layout.regions()) note_all(region.nodes);
  for (std::vector<std::string>* paths :
       {&it.protected_read, &it.guarded_read, &it.model_scores_read}) {
    std::sort(paths->begin(), paths->end());
    paths->erase(std::unique(paths->begin(), paths->end()), paths->end());
  }
  return it;
}

static Governance govern(const Explanation& made, const Governance& can_read) {
  Governance it = can_read;
  if (!made.rule) return it;
  it.kind = made.rules[*made.rule].kind;
  it.justifications = made.rules[*made.rule].justifications;
  const bool is_clinical_no = made.outcome && made.outcome->standing == ir::Standing::Adverse &&
                              !made.outcome->administrative;
  it.software_may_conclude =
      made.outcome && made.outcome->standing != ir::Standing::Review && !is_clinical_no;
  return it;
}

static void collect_assumptions(const Step& step, std::vector<AssumptionMade>& found) {
  if (step.folded) return;
  const bool assumed =
      step.shape == ir::Shape::Assumption && step.steps.size() == 2 && !step.steps[1].folded;
  if (assumed) {
    const std::string value(step.truth ? truth_word(*step.truth) : step.value);
    const AssumptionMade made{
        std::string(step.text), value,
        fmt::format("{} is not known: assumed {}", step.steps[0].text, value)};
    const bool is_new = std::none_of(
        found.begin(), found.end(), [&](const AssumptionMade& it) { return it.text == made.text; });
    if (is_new) found.push_back(made);
  }
  for (const Step& below : step.steps) collect_assumptions(below, found);
}

static std::vector<AssumptionMade> assumptions_of(const Explanation& made) {
  std::vector<AssumptionMade> found;
  for (const PhaseConsidered& phase : made.phases) {
    if (phase.condition) collect_assumptions(*phase.condition, found);
  }
  for (const RuleConsidered& rule : made.rules) {
    if (rule.condition) collect_assumptions(*rule.condition, found);
    for (const ExceptionConsidered& it : rule.exceptions) collect_assumptions(it.condition, found);
  }
  return found;
}

// A plan outside its own time has nothing to say about its policies.
static std::optional<PlanConsidered> plan_of(const View& view, const Explanation& made) {
  if (made.answer == AnswerKind::NotGoverned || made.answer == AnswerKind::NotInForce) return {};
  std::optional<PlanConsidered> plan = plan_considered(view, made.rule);
  const bool is_favorable = !made.outcome || made.outcome->standing == ir::Standing::Favorable;
  if (plan && is_favorable) plan->appeal.clear();
  return plan;
}

static bool took_part(RuleState state) {
  return state != RuleState::NotApplicable && state != RuleState::OtherPhase &&
         state != RuleState::NotGoverned;
}

static bool is_same(const Citation& a, const Citation& b) {
  return a.source == b.source && a.section == b.section && a.strength == b.strength;
}

// Every source that stands behind a rule that took part, in the order of the rules.
static std::vector<Cited> sources_of(const Explanation& made) {
  std::vector<Cited> sources;
  const auto add = [&](const Citation& citation, std::string_view by) {
    const auto found = std::ranges::find_if(
        sources, [&](const Cited& it) { return is_same(it.citation, citation); });
    if (found == sources.end()) {
      sources.push_back({citation, {std::string(by)}});
    } else if (found->by.back() != by) {
      found->by.emplace_back(by);
    }
  };
  for (const RuleConsidered& rule : made.rules) {
    if (!took_part(rule.state)) continue;
    const std::string_view name = rule.is_otherwise ? "otherwise" : std::string_view(rule.name);
    for (const Citation& it : rule.citations) add(it, name);
    for (const ExceptionConsidered& exception : rule.exceptions) {
      if (exception.truth == Truth::NotEvaluated) continue;
      for (const Citation& it : exception.citations) add(it, exception.name);
    }
  }
  return sources;
}

// From ladder order to the author's.
static void put_in_written_order(const View& view, Explanation& made) {
  const std::vector<std::size_t> order = ir::in_written_order(view.decision());
  if (std::ranges::is_sorted(order)) return;
  std::vector<RuleConsidered> rules;
  rules.reserve(made.rules.size());
  std::optional<std::size_t> deciding;
  for (const std::size_t index : order) {
    if (made.rule == index) deciding = rules.size();
    rules.push_back(std::move(made.rules[index]));
  }
  made.rules = std::move(rules);
  made.rule = deciding;
}

struct Explainer::Shared {
  Shared(const ir::Program& of, ir::DecisionId id, const ir::TraceLayout& cells)
      : program(of), decision(id), layout(cells), marks(of, id), words(of, id) {
    const ir::Policy& policy = of.policies[of.decisions[id].policy];
    governance = can_read(of, of.schemas[policy.schema], cells);
  }

  const ir::Program& program;
  ir::DecisionId decision;
  const ir::TraceLayout& layout;
  MarkPlan marks;
  DecisionWords words;
  Governance governance;
};

Explainer::Explainer(const ir::Program& program, ir::DecisionId decision,
                     const ir::TraceLayout& layout)
    : shared_(std::make_unique<const Shared>(program, decision, layout)) {}
Explainer::Explainer(Explainer&&) noexcept = default;
Explainer& Explainer::operator=(Explainer&&) noexcept = default;
Explainer::~Explainer() = default;

Explanation Explainer::explain(const runtime::Answer& answer, std::span<const runtime::Cell> trace,
                               const runtime::Record& record, const runtime::Symbols& symbols,
                               const Identity& extra) const {
  const auto texts = std::make_shared<Texts>();
  const View view(shared_->program, shared_->decision, shared_->layout, trace, record, symbols,
                  *texts);
  const Ladder rungs = ladder(view);
  const Reach reached = reach(view, rungs, answer);

  Explanation made;
  made.texts = texts;
  made.combination = view.decision().combination;
  made.answer = answer.kind;
  made.identity = identify(view, extra);
  made.identity.decision_id = decision_hash(made.identity, answer);
  Told told;
  told.here = "governs";
  told.definitions.reserve(16);
  if (view.policy().governs) made.governs = derive(view, told, *view.policy().governs);
  made.phases = phases_considered(view, told, reached);
  made.rules = rules_considered(view, told, rungs, reached);
  const bool has_rule = answer.kind == AnswerKind::Decided || answer.kind == AnswerKind::Fault;
  if (has_rule && answer.rule < made.rules.size()) {
    made.rule = answer.rule;
    made.citations = made.rules[*made.rule].citations;
  }
  if (answer.kind == AnswerKind::Decided && made.rule) {
    made.outcome = made.rules[*made.rule].outcome;
  }
  if (answer.kind == AnswerKind::NeedsInformation) {
    made.missing = missing(view, shared_->words, rungs);
    made.possible = possible_outcomes(view, rungs);
  }
  std::vector<RuleState> states;
  for (const RuleConsidered& rule : made.rules) states.push_back(rule.state);
  made.facts = facts_used(view, states, reached.considered);
  put_in_written_order(view, made);
  made.reason = plain_reason(view, made);
  if (made.rule && made.reason == made.rules[*made.rule].because) {
    made.shown = made.rules[*made.rule].shown;
  }
  made.sources = sources_of(made);
  made.headline = headline_of(made);
  made.assumptions = assumptions_of(made);
  made.plan = plan_of(view, made);
  made.governance = govern(made, shared_->governance);
  made.codes = codes_of(view, made);
  made.policy_place = {view.policy().span.begin, view.policy().span.end};
  made.marks = shared_->marks.marks(view, reached.considered, reached.last);
  return made;
}

Explanation decision(const ir::Program& program, ir::DecisionId id, const ir::TraceLayout& layout,
                     const runtime::Answer& answer, std::span<const runtime::Cell> trace,
                     const runtime::Record& record, const runtime::Symbols& symbols,
                     const Identity& extra) {
  return Explainer(program, id, layout).explain(answer, trace, record, symbols, extra);
}

}  // namespace precis::explain
