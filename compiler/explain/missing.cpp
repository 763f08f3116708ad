#include "compiler/explain/missing.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "compiler/explain/format.h"
#include "compiler/explain/missing_walk.h"

namespace precis::explain {

using ir::NodeId;
using runtime::Cell;

static bool same_exact_outcome(const View& view, const ir::OutcomeValue& a,
                               const ir::OutcomeValue& b) {
  if (a.alternative != b.alternative) return false;
  for (std::size_t i = 0; i < a.payload.size(); ++i) {
    if (a.payload[i].has_value() != b.payload[i].has_value()) return false;
    if (!a.payload[i]) continue;
    const NodeId x = view.occurrence(*a.payload[i]).node;
    const NodeId y = view.occurrence(*b.payload[i]).node;
    const Cell cell = view.cell(x);
    if (!exact(view.type(x), cell) || cell != view.cell(y)) return false;
  }
  return true;
}

// The rules that must be settled: of the possible ones at the end, those that give the same as the
// last do not matter.
static std::vector<std::size_t> rules_to_settle(const View& view, const Ladder& ladder) {
  std::vector<std::size_t> rules = ladder.possible;
  if (!ladder.sure) return rules;
  const ir::Decision& decision = view.decision();
  const ir::OutcomeValue& last = ir::outcome_of(decision, *ladder.sure);
  while (rules.size() >= 2) {
    const std::size_t before = rules[rules.size() - 2];
    if (view.cell(decision.rules[before].applies).may_fault != 0) break;
    if (!same_exact_outcome(view, ir::outcome_of(decision, before), last)) break;
    rules.erase(rules.end() - 2);
  }
  return rules;
}

static void name_outcomes(const View& view, const Ladder& ladder, MissingFact& fact) {
  const auto name = [&](std::string text) {
    std::vector<std::string>& names = fact.outcomes;
    if (std::find(names.begin(), names.end(), text) == names.end()) {
      names.push_back(std::move(text));
    }
  };
  bool for_scope = false;
  for (const std::string& rule : fact.rules) for_scope |= rule == "governs";
  if (for_scope) name("not governed");
  bool waits = for_scope;
  for (const std::size_t index : ladder.possible) {
    // Of a list each rule waits for itself; on a ladder for those before it too.
    if (collects(view)) waits = for_scope;
    waits |=
        std::find(fact.rules.begin(), fact.rules.end(), rule_name(view, index)) != fact.rules.end();
    if (!waits) continue;
    if (index == ladder.faulted) {
      name("a fault");
    } else {
      name(outcome(view, ir::outcome_of(view.decision(), index)).text);
    }
  }
}

// One of each path, in schema order: a gene may have several places.
static std::vector<Found> by_path(std::map<Order, Found> found) {
  std::vector<Found> facts;
  for (auto& [order, it] : found) {
    const auto same = std::ranges::find(
        facts, it.fact.path, [](const Found& of) -> const auto& { return of.fact.path; });
    if (same == facts.end()) {
      facts.push_back(std::move(it));
      continue;
    }
    same->stands.insert(same->stands.end(), it.stands.begin(), it.stands.end());
    for (std::string& rule : it.fact.rules) {
      if (std::ranges::find(same->fact.rules, rule) == same->fact.rules.end()) {
        same->fact.rules.push_back(std::move(rule));
      }
    }
  }
  return facts;
}

static std::vector<MissingFact> most_worth_asking_first(const View& view, const Ladder& ladder,
                                                        std::vector<Found> found) {
  std::vector<std::vector<Stand>> stands;
  for (const Found& it : found) stands.push_back(it.stands);
  const std::vector<Weight> weights = weigh(view, stands);
  std::vector<MissingFact> facts;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!weights[i].is_needed) continue;
    MissingFact& fact = found[i].fact;
    for (const std::string& asked : found[i].asked) {
      fact.asked += (fact.asked.empty() ? "" : "; ") + asked;
    }
    name_outcomes(view, ladder, fact);
    fact.settles = weights[i].settles;
    fact.matters = weights[i].matters;
    facts.push_back(std::move(fact));
  }
  std::ranges::stable_sort(facts, [](const MissingFact& a, const MissingFact& b) {
    return std::tie(a.settles, a.matters) > std::tie(b.settles, b.matters);
  });
  return facts;
}

std::vector<MissingFact> missing(const View& view, const DecisionWords& words,
                                 const Ladder& ladder) {
  std::map<Order, Found> found;
  if (view.policy().governs) {
    Walk walk(view, words.of_scope(), "governs", found);
    walk.from(view.occurrence(*view.policy().governs).node);
    walk.finish();
  }
  const ir::Decision& decision = view.decision();
  for (const std::size_t index : rules_to_settle(view, ladder)) {
    Walk walk(view, words.of_rung(index), rule_name(view, index), found);
    if (index < decision.rules.size()) walk.from(decision.rules[index].applies);
    for (const std::optional<ir::OccurrenceId>& field : ir::outcome_of(decision, index).payload) {
      if (field) walk.from(view.occurrence(*field).node);
    }
    walk.finish();
  }
  return most_worth_asking_first(view, ladder, by_path(std::move(found)));
}

}  // namespace precis::explain
