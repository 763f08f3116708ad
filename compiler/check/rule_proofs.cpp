#include "compiler/check/rule_proofs.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/check/conditions.h"
#include "compiler/check/walk.h"
#include "compiler/typed/decisions.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using typed::ExprId;

namespace {

using Outcome = Logic::Outcome;

std::vector<ExprId> conditions_of(const typed::Policy& policy, const typed::Decision& decision) {
  std::vector<ExprId> found;
  for (const typed::Phase& phase : policy.phases) {
    if (phase.when) found.push_back(*phase.when);
  }
  for (const typed::Rule& rule : decision.rules) {
    found.push_back(rule.when);
    for (const typed::Exception& it : rule.exceptions) found.push_back(it.condition);
  }
  return found;
}

class Proofs {
 public:
  Proofs(Context& context, const typed::Decision& decision, const DecisionParts& parts)
      : context_(context),
        decision_(decision),
        policy_phases_(context.program.policies[decision.policy].phases),
        parts_(parts),
        conditions_(context, conditions_of(context.program.policies[decision.policy], decision)) {
    for (const typed::Rule& rule : decision.rules) {
      applies_.push_back(applies(rule));
      does_not_.push_back(logic().negation(applies_.back()));
    }
  }

  void check() {
    const bool collects = decision_.combination == typed::Combination::Collect;
    const bool unique = decision_.combination == typed::Combination::Unique;
    std::vector<std::uint32_t> earlier;
    for (const std::uint32_t rule : typed::ladder_order(decision_)) {
      if (logic().is_spent() && !unique) break;
      if (is_impossible({applies_[rule]})) {
        if (!decision_.rules[rule].is_fallback) never(rule, "its condition is never true", {});
        continue;
      }
      if (unique) check_overlap(rule, earlier);
      if (!unique && !collects && !decision_.rules[rule].is_fallback) check_reached(rule, earlier);
      earlier.push_back(rule);
    }
    if (collects) return;
    for (const DecisionPart& part : parts_) check_complete(part);
  }

 private:
  Logic& logic() { return conditions_.logic(); }

  FormulaId applies(const typed::Rule& rule) {
    std::vector<FormulaId> parts;
    if (rule.phase && policy_phases_[*rule.phase].when) {
      parts.push_back(conditions_.formula(*policy_phases_[*rule.phase].when));
    }
    if (!rule.is_fallback) parts.push_back(conditions_.formula(rule.when));
    for (const typed::Exception& it : rule.exceptions) {
      parts.push_back(logic().negation(conditions_.formula(it.condition)));
    }
    return logic().all_of(std::move(parts));
  }

  bool is_impossible(std::vector<FormulaId> formulas) {
    return logic().find(std::move(formulas)).outcome == Outcome::Impossible;
  }

  // Of two phases the first that holds counts, so that rules of one phase only can meet.
  void check_overlap(std::uint32_t j, const std::vector<std::uint32_t>& earlier) {
    const typed::Rule& later = decision_.rules[j];
    if (later.is_fallback) return;
    for (const std::uint32_t i : earlier) {
      const typed::Rule& first = decision_.rules[i];
      if (first.is_fallback || first.phase != later.phase) continue;
      const Logic::Found found = logic().find({applies_[i], applies_[j]});
      if (found.outcome == Outcome::Impossible) continue;
      const std::string example =
          found.outcome == Outcome::Possible ? conditions_.example(found.values) : std::string();
      context_.sink.report(
          diagnostics::RulesOverlap
              .at(later.span, Name(first.name), Name(later.name),
                  Text(example.empty() ? "" : ": " + example))
              .label(first.span, "not shown to exclude it")
              .help("let their conditions exclude each other, or write `by first match`"));
      return;
    }
  }

  void check_reached(std::uint32_t rule, const std::vector<std::uint32_t>& earlier) {
    std::vector<FormulaId> formulas{applies_[rule]};
    for (const std::uint32_t i : earlier) formulas.push_back(does_not_[i]);
    if (earlier.empty() || !is_impossible(formulas)) return;
    for (const std::uint32_t i : earlier) {
      if (!is_impossible({applies_[rule], does_not_[i]})) continue;
      never(rule, {}, i);
      return;
    }
    never(rule, "whenever it applies, so does one of the rules before it", {});
  }

  void never(std::uint32_t rule, const std::string& why, std::optional<std::uint32_t> taken) {
    const typed::Rule& it = decision_.rules[rule];
    auto report = diagnostics::UnreachableRule.at(it.span, Name(it.name));
    if (!why.empty()) report = std::move(report).label(why);
    if (taken) {
      const bool severe = decision_.combination == typed::Combination::MostSevere;
      report = std::move(report).label(
          decision_.rules[*taken].span,
          severe ? "this one applies whenever it does, and is at least as severe"
                 : "this one applies whenever it does, and is tried first");
    }
    context_.sink.report(std::move(report).help(
        why.empty() ? "remove it, move it up, or narrow the other" : "remove it, or correct it"));
  }

  // Where a phase, or the decision, has no `otherwise`, its rules have to leave nothing out.
  void check_complete(const DecisionPart& part) {
    if (part.tree->otherwise || part.tree->damaged) return;
    std::vector<FormulaId> formulas;
    if (part.phase && policy_phases_[*part.phase].when) {
      formulas.push_back(conditions_.formula(*policy_phases_[*part.phase].when));
    }
    bool may_fault = false;
    bool has_rules = false;
    for (std::size_t i = 0; i < decision_.rules.size(); ++i) {
      const typed::Rule& rule = decision_.rules[i];
      if (rule.phase != part.phase) continue;
      formulas.push_back(does_not_[i]);
      may_fault = may_fault || can_fault(rule);
      has_rules = true;
    }
    const Logic::Found found = logic().find(std::move(formulas));
    if (has_rules && found.outcome == Outcome::Impossible && !may_fault) return;
    std::string label = "no answer when no rule applies";
    const std::string example = conditions_.example(found.values);
    if (has_rules && found.outcome == Outcome::Possible && !example.empty()) {
      label = fmt::format("no answer for {}", example);
    }
    context_.sink.report(
        diagnostics::MissingOtherwise.at(part.tree->name.span, Name(part.tree->name.text))
            .label(label)
            .help("end it with `otherwise` and an outcome"));
  }

  // A rule that faults leaves a case out, whatever its condition says.
  bool can_fault(const typed::Rule& rule) const {
    bool found = false;
    const auto visit = [&](ExprId id) {
      const auto& kind = context_.program.exprs[id].kind;
      const auto* parameter = std::get_if<typed::ParameterUse>(&kind);
      found = found || (parameter != nullptr && !parameter->covered);
      const bool is_date = std::holds_alternative<typed::DateType>(context_.type(id));
      const bool adds =
          std::holds_alternative<typed::Add>(kind) || std::holds_alternative<typed::Subtract>(kind);
      found = found || (adds && !is_date) || std::holds_alternative<typed::Multiply>(kind) ||
              std::holds_alternative<typed::Divide>(kind) ||
              std::holds_alternative<typed::Rescale>(kind) ||
              std::holds_alternative<typed::CompareQuotient>(kind) ||
              std::holds_alternative<typed::Function>(kind) ||
              std::holds_alternative<typed::Power>(kind) ||
              std::holds_alternative<typed::Total>(kind) ||
              std::holds_alternative<typed::RowTotal>(kind) ||
              std::holds_alternative<typed::AddMonths>(kind);
    };
    walk(context_.program, rule.when, visit);
    for (const typed::Exception& it : rule.exceptions) {
      walk(context_.program, it.condition, visit);
    }
    return found;
  }

  Context& context_;
  const typed::Decision& decision_;
  const std::vector<typed::Phase>& policy_phases_;
  const DecisionParts& parts_;
  Conditions conditions_;
  std::vector<FormulaId> applies_;   // beside Decision::rules
  std::vector<FormulaId> does_not_;  // the same, negated
};

bool has_poison(const Context& context, const std::vector<ExprId>& roots) {
  bool found = false;
  for (const ExprId root : roots) {
    walk(context.program, root, [&](ExprId id) { found = found || context.is_poison(id); });
  }
  return found;
}

}  // namespace

void prove_rules(Context& context, typed::DecisionId id, const DecisionParts& parts) {
  const typed::Decision& decision = context.program.decisions[id];
  const typed::Policy& policy = context.program.policies[decision.policy];
  if (has_poison(context, conditions_of(policy, decision))) return;
  Proofs(context, decision, parts).check();
}

}  // namespace precis::check
