#include <fmt/format.h>

#include <map>
#include <set>

#include "compiler/check/plans.h"
#include "compiler/check/reads.h"
#include "compiler/typed/plans.h"

namespace precis::check {

using diagnostics::Name;

namespace {

class PlanGovernance {
 public:
  PlanGovernance(Context& context, const typed::Plan& plan)
      : context_(context), program_(context.program), plan_(plan) {}

  void check() {
    std::set<std::pair<std::uint32_t, std::uint32_t>> done;  // decisions, by stage and place
    std::map<typed::DecisionId, Reads> harm;  // what is not favorable reads, so far on the ladder
    for (const typed::PlanRule& rule : typed::plan_rules(program_, plan_)) {
      const typed::Decision& decision = program_.decisions[rule.decision];
      if (!typed::is_favorable(program_, decision, rule.rule)) {
        harm[rule.decision].add(rule_reads(rule));
      }
      if (!is_adverse(decision, typed::outcome_of(decision, rule.rule))) continue;
      check_protected(rule, reads_before(rule));
      check_predicted(rule, harm);
      // The first of its rules that rests on an assumption stands for all.
      if (!done.contains({rule.stage, rule.listed}) && check_assumption(rule)) {
        done.emplace(rule.stage, rule.listed);
      }
    }
    check_fallback();
  }

 private:
  Reads reads_of(typed::ExprId id) const { return check::reads_of(program_, plan_.schema, id); }

  bool is_adverse(const typed::Decision& decision, const typed::OutcomeValue& value) const {
    const auto& alternatives = program_.outcomes[decision.outcome].alternatives;
    return alternatives[value.alternative].standing == typed::Standing::Adverse;
  }

  // The overlays of the plan that exempt rules of the decision.
  Reads overlay_reads(typed::DecisionId decision) const {
    Reads found;
    for (const typed::OverlayId id : plan_.overlays) {
      const typed::Overlay& overlay = program_.overlays[id];
      bool exempts = false;
      for (const typed::Overlay::Exempted& it : overlay.exempts) {
        exempts = exempts || it.decision == decision;
      }
      if (!exempts) continue;
      if (overlay.when) found.add(reads_of(*overlay.when));
      for (const typed::Exception& it : overlay.exceptions) found.add(reads_of(it.condition));
    }
    return found;
  }

  // Whether the decision is asked at all, and in which phase.
  Reads scope_reads(const typed::Decision& decision) const {
    Reads found;
    const auto& governs = program_.policies[decision.policy].governs;
    if (governs) found.add(reads_of(*governs));
    for (const typed::Phase& phase : program_.policies[decision.policy].phases) {
      if (phase.when) found.add(reads_of(*phase.when));
    }
    return found;
  }

  Reads rule_reads(const typed::PlanRule& rule) const {
    const typed::Decision& decision = program_.decisions[rule.decision];
    Reads found = overlay_reads(rule.decision);
    found.add(scope_reads(decision));
    found.add(payload_reads(program_, plan_.schema, typed::outcome_of(decision, rule.rule)));
    if (const typed::Rule* written = typed::rule_on_ladder(decision, rule.rule)) {
      found.add(reads_of(written->when));
      for (const typed::Exception& it : written->exceptions) found.add(reads_of(it.condition));
    }
    return found;
  }

  Reads decision_reads(typed::DecisionId id) const {
    const typed::Decision& decision = program_.decisions[id];
    Reads found = overlay_reads(id);
    found.add(scope_reads(decision));
    for (const typed::Rule& rule : decision.rules) {
      found.add(reads_of(rule.when));
      for (const typed::Exception& it : rule.exceptions) found.add(reads_of(it.condition));
    }
    return found;
  }

  // What may change which answer the plan gives, beside what its own policy says already: the
  // decisions that come first, and its overlays.
  Reads reads_before(const typed::PlanRule& rule) const {
    Reads found = overlay_reads(rule.decision);
    for (std::uint32_t s = 0; s <= rule.stage; ++s) {
      const typed::Stage& stage = plan_.stages[s];
      for (std::uint32_t d = 0; d < stage.decisions.size(); ++d) {
        const bool is_before = s < rule.stage || d < rule.listed || stage.most_severe;
        if (is_before && stage.decisions[d].decision != rule.decision) {
          found.add(decision_reads(stage.decisions[d].decision));
        }
      }
    }
    return found;
  }

  const std::string& alternative(const typed::PlanRule& rule) const {
    const typed::Decision& decision = program_.decisions[rule.decision];
    const auto& alternatives = program_.outcomes[decision.outcome].alternatives;
    return alternatives[typed::outcome_of(decision, rule.rule).alternative].name;
  }
  source::Span place_of(const typed::PlanRule& rule) const {
    return plan_.stages[rule.stage].decisions[rule.listed].span;
  }

  void check_protected(const typed::PlanRule& rule, const Reads& before) {
    for (const MarkedRead& read : protected_reads(context_, plan_.schema, before)) {
      if (!reported_.insert(read.path).second) continue;
      context_.sink.report(
          diagnostics::ProtectedInAdverse
              .at(place_of(rule), Name(alternative(rule)), Name(read.path))
              .label(read.span, "read here, before it or in an overlay")
              .help(fmt::format("list what may give `{}` in an earlier stage than what reads `{}`",
                                alternative(rule), read.path)));
    }
  }

  // What its own policy reads is checked there.
  void check_predicted(const typed::PlanRule& rule,
                       const std::map<typed::DecisionId, Reads>& harm) {
    Reads others = overlay_reads(rule.decision);
    for (const auto& [decision, reads] : harm) {
      if (decision != rule.decision) others.add(reads);
    }
    for (const MarkedRead& read : predicted_reads(context_, plan_.schema, others)) {
      if (!predicted_reported_.insert(read.path).second) continue;
      context_.sink.report(diagnostics::PredictedInAdverse
                               .at(place_of(rule), Name(alternative(rule)), Name(read.path))
                               .label(read.span, "read here, before it or in an overlay")
                               .help("ask about it only in rules that give something favorable"));
    }
  }

  // The claim is rejected by an adverse rule whatever is listed before its decision, so what other
  // decisions assume does not matter for it. What its own assumes has been checked with its policy.
  bool check_assumption(const typed::PlanRule& rule) {
    const typed::Decision& decision = program_.decisions[rule.decision];
    const typed::Rule* const written = typed::rule_on_ladder(decision, rule.rule);
    const bool is_rule = written != nullptr;
    const Reads before = overlay_reads(rule.decision);
    if (!before.assumption) return false;
    if (is_rule && !written->justifications.empty()) return false;
    const std::string name = typed::plan_rule_name(program_, plan_, rule);
    context_.sink.report(
        diagnostics::AdverseOnAssumption.at(place_of(rule), Name(alternative(rule)))
            .label(*before.assumption, "what is not on file decides here")
            .help(is_rule ? fmt::format("add `justified by \"...\"` to rule `{}`", name)
                          : "make it a rule, with `justified by \"...\"`"));
    return true;
  }

  void check_fallback() {
    if (!plan_.otherwise) return;
    const auto& alternatives = program_.outcomes[plan_.outcome].alternatives;
    const typed::Alternative& given = alternatives[plan_.otherwise->then.alternative];
    if (given.standing != typed::Standing::Adverse) return;
    const source::Span span = plan_.otherwise->then.span;
    if (plan_.otherwise->because.empty()) {
      context_.sink.report(diagnostics::AdverseWithoutBecause.at(span, Name(given.name))
                               .help("add `because \"...\"`: the member will read it"));
    }
    if (plan_.otherwise->citations.empty()) {
      context_.sink.report(
          diagnostics::AdverseWithoutCite.at(span, Name(given.name)).help("add `cite <source>`"));
    }
    check_fallback_assumption(span, given.name);
  }

  // It is given where no policy of the plan governs the request.
  void check_fallback_assumption(source::Span span, const std::string& alternative) {
    Reads scopes;
    for (const typed::Stage& stage : plan_.stages) {
      for (const typed::Stage::Listed& it : stage.decisions) {
        const typed::Decision& decision = program_.decisions[it.decision];
        const auto& governs = program_.policies[decision.policy].governs;
        if (governs) scopes.add(reads_of(*governs));
      }
    }
    if (!scopes.assumption) return;
    context_.sink.report(diagnostics::AdverseOnAssumption.at(span, Name(alternative))
                             .label(*scopes.assumption, "what is not on file decides here")
                             .help("give an outcome for review"));
  }

  Context& context_;
  const typed::Program& program_;
  const typed::Plan& plan_;
  std::set<std::string> reported_;            // paths
  std::set<std::string> predicted_reported_;  // likewise
};

}  // namespace

void check_plan_governance(Context& context, const typed::Plan& plan) {
  PlanGovernance(context, plan).check();
}

}  // namespace precis::check
