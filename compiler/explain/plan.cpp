#include "compiler/explain/plan.h"

#include <algorithm>

#include "compiler/explain/codes.h"
#include "compiler/explain/derivation.h"
#include "compiler/explain/format.h"
#include "compiler/explain/vocabulary.h"

namespace precis::explain {

static std::string decision_name(const View& view, ir::DecisionId id) {
  const ir::Decision& decision = view.program().decisions[id];
  return view.program().policies[decision.policy].name + "." + decision.name;
}

static bool is_exact(const Outcome& outcome) {
  return std::ranges::all_of(outcome.payload, [](const Payload& it) { return it.exact; });
}

// What the decision gives by itself, once it governs: its rules in its own order.
static void answer_of(const View& view, const ir::Stage::Listed& listed, PartConsidered& part) {
  std::optional<Outcome> given;
  for (const std::uint32_t place : listed.rules) {
    const ir::Rule& rule = view.decision().rules[place];
    const runtime::Cell applies = view.cell(rule.planned->applies);
    if (surely_false(applies)) continue;
    if (applies.no_value != 0 && !given) {
      part.answer = "fault";
      part.rule = rule.name;
      return;
    }
    Outcome here = outcome(view, rule.then);
    const bool agrees = !given || given->text == here.text;
    if (applies.may_fault != 0 || !agrees || !is_exact(here)) break;
    given = std::move(here);
    if (!surely_true(applies)) continue;
    part.answer = given->text;
    part.rule = rule.name;
    return;
  }
  part.answer = "needs information";
}

static PartConsidered consider(const View& view, const ir::Stage::Listed& listed,
                               std::optional<std::size_t> decided_by) {
  PartConsidered part;
  part.decision = decision_name(view, listed.decision);
  part.decides = decided_by && std::ranges::find(listed.rules, *decided_by) != listed.rules.end();
  const ir::Rule& first = view.decision().rules[listed.rules.front()];
  bool governed = true;
  for (const ir::Premise& premise : first.planned->premises) {
    if (premise.kind == ir::Premise::Kind::NotBefore) continue;
    const runtime::Cell cell = view.cell(premise.node);
    const bool is_scope = premise.kind == ir::Premise::Kind::Governs;
    if (surely_false(cell)) {
      part.answer = is_scope ? "not governed" : "not in force";
      return part;
    }
    governed = governed && surely_true(cell);
  }
  if (!governed) {
    part.answer = "needs information";
    return part;
  }
  answer_of(view, listed, part);
  return part;
}

static std::vector<Reject> rejects_of(const View& view, const ir::Plan& plan) {
  std::vector<Reject> rejects;
  for (const ir::Stage& stage : plan.stages) {
    for (const ir::Stage::Listed& listed : stage.decisions) {
      for (const std::uint32_t place : listed.rules) {
        const ir::Rule& rule = view.decision().rules[place];
        const auto& node = rule.planned->rejects;
        if (!node || !surely_true(view.cell(*node))) continue;
        rejects.push_back({rule.name, stage.name, rule.title, outcome(view, rule.then).text,
                           ncpdp_of(view, rule.then), bind(view, rule.because).text});
      }
    }
  }
  return rejects;
}

std::optional<PlanConsidered> plan_considered(const View& view, std::optional<std::size_t> rule) {
  if (!view.policy().plan) return std::nullopt;
  const ir::Plan& plan = *view.policy().plan;
  PlanConsidered made;
  for (const ir::Stage& stage : plan.stages) {
    StageConsidered considered{stage.name, stage.title, stage.most_severe, {}};
    for (const ir::Stage::Listed& listed : stage.decisions) {
      considered.parts.push_back(consider(view, listed, rule));
    }
    made.stages.push_back(std::move(considered));
  }
  made.rejects = rejects_of(view, plan);
  made.appeal = plan.appeal;
  return made;
}

}  // namespace precis::explain
