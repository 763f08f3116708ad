#include "compiler/explain/words.h"

#include <algorithm>

#include "compiler/explain/format.h"
#include "compiler/explain/selection.h"

namespace precis::explain {

Words::Words(const ir::Program& program, const std::vector<ir::OccurrenceId>& roots) {
  std::unordered_set<std::uint32_t> seen;
  std::vector<ir::OccurrenceId> open(roots.rbegin(), roots.rend());
  while (!open.empty()) {
    const ir::OccurrenceId id = open.back();
    open.pop_back();
    if (!seen.insert(id.index()).second) continue;
    all_.push_back(id);
    const ir::Occurrence& it = program.occurrences[id];
    by_node_[it.node.index()].push_back(id);
    for (const ir::OccurrenceId child : it.children) parents_[child.index()].push_back(id);
    if (it.shape == ir::Shape::Table || it.shape == ir::Shape::Parameter) note_cells(program, it);
    open.insert(open.end(), it.children.rbegin(), it.children.rend());
  }
}

static const std::vector<ir::OccurrenceId>& look_up(
    const std::unordered_map<std::uint32_t, std::vector<ir::OccurrenceId>>& map,
    std::uint32_t key) {
  static const std::vector<ir::OccurrenceId> None;
  const auto found = map.find(key);
  return found == map.end() ? None : found->second;
}

const std::vector<ir::OccurrenceId>& Words::at(ir::NodeId node) const {
  return look_up(by_node_, node.index());
}

const std::vector<ir::OccurrenceId>& Words::parents(ir::OccurrenceId id) const {
  return look_up(parents_, id.index());
}

void Words::note_cells(const ir::Program& program, const ir::Occurrence& table) {
  for (std::size_t i = ir::table_inputs(program, table); i < table.children.size(); i += 2) {
    cells_.insert(table.children[i].index());
    for (const ir::OccurrenceId cell : program.occurrences[table.children[i]].children) {
      cells_.insert(cell.index());
    }
  }
}

DecisionWords::DecisionWords(const ir::Program& program, ir::DecisionId decision)
    : program_(program),
      decision_(program.decisions[decision]),
      rungs_(ir::rung_count(decision_)) {}

const Words& DecisionWords::of_scope() const {
  std::call_once(scope_.once, [&] {
    const ir::Policy& policy = program_.policies[decision_.policy];
    scope_.words.emplace(program_, std::vector{*policy.governs});
  });
  return *scope_.words;
}

const Words& DecisionWords::of_rung(std::size_t index) const {
  Found& rung = rungs_[index];
  std::call_once(rung.once, [&] {
    const ir::Policy& policy = program_.policies[decision_.policy];
    rung.words.emplace(program_, occurrences_of(policy, decision_, index));
  });
  return *rung.words;
}

std::vector<ir::OccurrenceId> occurrences_of(const ir::Policy& policy, const ir::Decision& decision,
                                             std::size_t index) {
  std::vector<ir::OccurrenceId> roots;
  if (index < decision.rules.size()) {
    const ir::Rule& rule = decision.rules[index];
    for (std::uint32_t i = 0; rule.phase && i <= *rule.phase; ++i) {
      if (const auto& when = policy.phases[i].when) roots.push_back(*when);
    }
    roots.push_back(rule.when);
    for (const ir::Exception& exception : rule.exceptions) roots.push_back(exception.condition);
    if (rule.planned) {
      roots.insert(roots.end(), rule.planned->phases.begin(), rule.planned->phases.end());
      for (const ir::Premise& it : rule.planned->premises) {
        roots.insert(roots.end(), it.words.begin(), it.words.end());
      }
    }
  }
  for (const std::optional<ir::OccurrenceId>& field : ir::outcome_of(decision, index).payload) {
    if (field) roots.push_back(*field);
  }
  return roots;
}

namespace {

// The days asked about, as far as they are settled.
struct Days {
  std::optional<std::int64_t> first;
  std::optional<std::int64_t> last;
};

}  // namespace

static std::optional<std::int64_t> day_of(const View& view, ir::OccurrenceId id, const Row& row) {
  const ir::NodeId node = view.occurrence(id).node;
  const std::optional<runtime::Cell> cell = view.find(node, row);
  if (!cell || !exact(view.type(node), *cell)) return std::nullopt;
  return cell->low;
}

static bool is_before_window(const std::string& name) {
  return name.find("before") != std::string::npos && name.find("within") == std::string::npos;
}

// Narrows `days` by the windows on the list's date among the conjuncts of a where-condition.
static void narrow(const View& view, const ir::Occurrence& over, ir::OccurrenceId id,
                   const Row& row, Days& days) {
  const ir::Occurrence& it = view.occurrence(id);
  if (it.shape == ir::Shape::AllOf || it.shape == ir::Shape::Definition) {
    for (const ir::OccurrenceId child : it.children) narrow(view, over, child, row, days);
    return;
  }
  if (it.shape != ir::Shape::Window || it.children.empty()) return;
  const ir::Node& tested = view.node(view.occurrence(it.children[0]).node);
  const runtime::List& list = view.schema().lists[*over.list];
  if (tested.op != ir::Op::ItemFact || !list.by || tested.a != *list.by) return;
  std::optional<std::int64_t> first, last;
  if (it.children.size() == 3) {
    first = day_of(view, it.children[1], row);
    last = day_of(view, it.children[2], row);
  } else if (it.children.size() == 2) {
    (is_before_window(it.name) ? last : first) = day_of(view, it.children[1], row);
  }
  if (first) days.first = std::max(days.first.value_or(*first), *first);
  if (last) days.last = std::min(days.last.value_or(*last), *last);
}

static std::string days_text(const Days& days, std::int64_t at) {
  const std::string last = date_text(days.last.value_or(at));
  if (!days.first) return "everything up to " + last;
  return date_text(*days.first) + " to " + last;
}

std::string asked_window(const View& view, const ir::Occurrence& over, const Row& row) {
  const std::int64_t at = view.record().facts[view.schema().at].cell.low;
  Days days;
  if (over.shape == ir::Shape::Exposure && over.children.size() >= 3) {
    days.first = day_of(view, over.children[1], row);
    days.last = day_of(view, over.children[2], row);
    if (carries_in(view, view.node(over.node), row)) return days_text(days, at) + " with carry-in";
  } else if (over.shape == ir::Shape::Exposure && over.children.size() == 2) {
    days.last = day_of(view, over.children[1], row);
  } else if (!over.children.empty()) {
    narrow(view, over, over.children[0], row, days);
  }
  return days_text(days, at);
}

std::string known_window(const View& view, runtime::ListIndex index) {
  const runtime::List& list = view.schema().lists[index];
  if (list.absence == runtime::Absence::Complete) return "complete";
  if (list.absence == runtime::Absence::Open) return "no period";
  const auto part = [&](runtime::LeafIndex leaf) {
    return value_text(view.program(), view.schema().leaves[leaf].type,
                      view.record().facts[leaf].cell, view.symbols());
  };
  std::string text = list.known_from ? "from " + part(*list.known_from) : std::string("always");
  if (list.known_to) {
    const std::string to = part(*list.known_to);
    if (to != "unknown") text += " to " + to;
  }
  return text;
}

}  // namespace precis::explain
