#include "compiler/explain/marks.h"

#include <algorithm>
#include <tuple>

#include "compiler/explain/words.h"

namespace precis::explain {

static Truth joined(Truth a, Truth b) {
  if (a == Truth::NotEvaluated) return b;
  if (b == Truth::NotEvaluated || a == b) return a;
  for (const Truth strong : {Truth::True, Truth::Fault, Truth::MayFault, Truth::Either}) {
    if (a == strong || b == strong) return strong;
  }
  return a;
}

MarkPlan::MarkPlan(const ir::Program& program, ir::DecisionId id)
    : file_(program.policies[program.decisions[id].policy].span.file) {
  const ir::Decision& decision = program.decisions[id];
  const ir::Policy& policy = program.policies[decision.policy];
  if (policy.governs) add(program, 0, {*policy.governs});
  for (std::uint32_t i = 0; i < decision.rules.size(); ++i) {
    add(program, i + 1, occurrences_of(policy, decision, i));
  }
  const auto order = [](const Clause& it) {
    return std::tuple(it.place.begin, ~it.place.end, it.rule, it.order, it.depth, it.lists);
  };
  std::ranges::sort(clauses_, {}, order);
  const auto again = std::ranges::unique(clauses_, {}, order);
  clauses_.erase(again.begin(), again.end());
}

void MarkPlan::add(const ir::Program& program, std::uint32_t rule,
                   const std::vector<ir::OccurrenceId>& roots) {
  Clause around;
  around.rule = rule;
  for (const ir::OccurrenceId root : roots) add_below(program, root, around);
}

void MarkPlan::add_below(const ir::Program& program, ir::OccurrenceId id, Clause around) {
  const ir::Occurrence& it = program.occurrences[id];
  around.place = {it.span.begin, it.span.end};
  around.node = it.node;
  around.order = id.index();
  const bool is_condition = program.graph.type(it.node).form == runtime::Form::Bool;
  const bool is_marked = is_condition && it.shape != ir::Shape::Constant && it.span.file == file_;
  if (is_marked) clauses_.push_back(around);
  if (it.list) {
    around.lists[it.level] = *it.list;
    around.depth = static_cast<std::uint8_t>(it.level + 1);
  }
  for (const ir::OccurrenceId child : it.children) add_below(program, child, around);
}

Truth MarkPlan::truth_of(const View& view, const Clause& clause) {
  if (clause.depth == 0) return view.truth(clause.node);
  Truth truth = Truth::NotEvaluated;
  const std::size_t inner = clause.depth == 2 ? view.items(clause.lists[1]) : 1;
  for (std::size_t i = 0; i < view.items(clause.lists[0]); ++i) {
    const Row outer = view.at_item({}, 0, i);
    for (std::size_t j = 0; j < inner; ++j) {
      const Row row = clause.depth == 2 ? view.at_item(outer, 1, j) : outer;
      truth = joined(truth, view.truth(clause.node, row));
    }
  }
  return truth;
}

std::vector<Mark> MarkPlan::marks(const View& view, bool considered, std::size_t last) const {
  std::vector<Mark> marks;
  marks.reserve(clauses_.size());
  for (const Clause& it : clauses_) {
    const bool is_same = !marks.empty() && marks.back().place.begin == it.place.begin &&
                         marks.back().place.end == it.place.end;
    if (!is_same) marks.push_back({it.place, Truth::NotEvaluated});
    const bool is_reached = it.rule == 0 || (considered && it.rule <= last + 1);
    if (is_reached && marks.back().truth == Truth::NotEvaluated) {
      marks.back().truth = truth_of(view, it);
    }
  }
  return marks;
}

}  // namespace precis::explain
