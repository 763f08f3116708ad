#include "compiler/explain/missing_walk.h"

#include <algorithm>

#include "compiler/explain/format.h"
#include "compiler/explain/list_steps.h"
#include "compiler/explain/look_up.h"
#include "compiler/explain/selection.h"

namespace precis::explain {

using ir::Node;
using ir::NodeId;
using ir::Op;
using runtime::Cell;

void Walk::visit(NodeId id, const Row& row, std::optional<Stand> parent) {
  if (view_.is_settled(id, row)) return;
  const Node& node = view_.node(id);
  Stand at{id, {}};
  for (std::size_t level = 0; level < node.scope.depth; ++level) at.row[level] = row[level];
  if (parent) parents_[at].insert(*parent);
  if (!seen_.insert(at).second) return;
  histories(at);
  switch (node.op) {
    case Op::Fact:
    case Op::ItemFact:
      return report_leaf(at, node);
    case Op::Choose:
      return choose(at, node);
    case Op::Otherwise:
      // The first operand is not known: the assumption stands, and what it assumed decides.
      return visit(node.operands[1], row, at);
    case Op::Unseen:
      unseen_.emplace_back(at, node.operands[0]);
      return operands(at, node);
    case Op::Widen:
      unseen_.emplace_back(at, node.operands[1]);
      return operands(at, node);
    case Op::Any:
    case Op::Count:
      return each_item(at, node);
    case Op::Possible:
      return report_gene(at, static_cast<runtime::ListIndex>(node.a));
    case Op::Sum:
    case Op::Least:
    case Op::Greatest:
    case Op::CountDistinct:
      return total(at, node);
    case Op::SelectLast:
    case Op::SelectFirst:
      return selection(at, node);
    case Op::DaysCovered:
    case Op::LongestRun:
    case Op::OnHand:
      return exposure(at, node);
    case Op::LookUp:
      return look_up(at, node);
    case Op::Constant:
    case Op::And:
    case Op::Or:
    case Op::Not:
    case Op::AtLeast:
    case Op::Less:
    case Op::LessEqual:
    case Op::Equal:
    case Op::CompareQuotient:
    case Op::InMask:
    case Op::SameMember:
    case Op::InValueSet:
    case Op::Add:
    case Op::Subtract:
    case Op::Multiply:
    case Op::Divide:
    case Op::Rescale:
    case Op::Minimum:
    case Op::Maximum:
    case Op::Function:
    case Op::Power:
    case Op::AddMonths:
    case Op::Age:
    case Op::Known:
    case Op::OnFile:
      return operands(at, node);
  }
}

void Walk::operands(const Stand& at, const Node& node) {
  for (const NodeId operand : node.operands) visit(operand, at.row, at);
}

// Only live conditions matter, and the values they choose. With one live arm its condition does
// not: the conditions are complete.
void Walk::choose(const Stand& at, const Node& node) {
  std::vector<std::size_t> live;
  for (std::size_t i = 0; i + 1 < node.operands.size(); i += 2) {
    const Cell condition = view_.cell(node.operands[i], at.row);
    if (!surely_false(condition)) live.push_back(i);
    if ((condition.low & runtime::CanBeFalse) == 0) break;
  }
  for (const std::size_t i : live) {
    const bool may_fault = view_.cell(node.operands[i], at.row).may_fault != 0;
    if (live.size() > 1 || may_fault) visit(node.operands[i], at.row, at);
    visit(node.operands[i + 1], at.row, at);
  }
}

void Walk::each_item(const Stand& at, const Node& node) {
  const std::size_t count = view_.items(static_cast<runtime::ListIndex>(node.a));
  for (std::size_t item = 0; item < count; ++item) {
    visit(node.operands[0], view_.at_item(at.row, static_cast<std::uint8_t>(node.b), item), at);
  }
}

// The items that may be in the total, and their values. A least or a greatest of none is not known.
void Walk::total(const Stand& at, const Node& node) {
  const auto list = static_cast<runtime::ListIndex>(node.a);
  each_item(at, node);
  bool any_sure = false;
  for (std::size_t item = 0; item < view_.items(list); ++item) {
    const Row row = view_.at_item(at.row, static_cast<std::uint8_t>(node.b), item);
    const Cell body = view_.cell(node.operands[0], row);
    any_sure |= surely_true(body);
    if (!surely_false(body)) visit(node.operands[1], row, at);
  }
  const bool needs_one = node.op == Op::Least || node.op == Op::Greatest;
  if (needs_one && !any_sure) report_history(at, list, over_list(at, list));
}

// The construct at the node that goes over the list.
const ir::Occurrence* Walk::over_list(const Stand& at, runtime::ListIndex list) const {
  const ir::Occurrence* over = nullptr;
  for (const ir::OccurrenceId id : words_.at(at.node)) {
    if (view_.occurrence(id).list == list) over = &view_.occurrence(id);
  }
  return over;
}

void Walk::selection(const Stand& at, const Node& node) {
  const auto list = static_cast<runtime::ListIndex>(node.a);
  if (view_.gene_of(list) != nullptr) return report_gene(at, list);
  const Selected selected = select(view_, node, at.row);
  for (const std::size_t item : selected.in) {
    const Row row = view_.at_item(at.row, static_cast<std::uint8_t>(node.b), item);
    for (const NodeId operand : node.operands) visit(operand, row, at);
  }
  for (std::size_t item = 0; item < view_.items(list); ++item) {
    const Row row = view_.at_item(at.row, static_cast<std::uint8_t>(node.b), item);
    if (view_.cell(node.operands[0], row).may_fault != 0) visit(node.operands[0], row, at);
  }
  if (!selected.any_sure) report_history(at, list, over_list(at, list));
}

void Walk::exposure(const Stand& at, const Node& node) {
  const auto list = static_cast<runtime::ListIndex>(node.a);
  each_item(at, node);
  for (std::size_t item = 0; item < view_.items(list); ++item) {
    const Row row = view_.at_item(at.row, static_cast<std::uint8_t>(node.b), item);
    if (surely_false(view_.cell(node.operands[0], row))) continue;
    for (std::size_t i = 1; i < ir::ExposureItemOperands; ++i) visit(node.operands[i], row, at);
  }
  for (std::size_t i = ir::ExposureItemOperands; i < node.operands.size(); ++i) {
    visit(node.operands[i], at.row, at);
  }
  if (exposure_is_observed(view_, node, at.row)) return;
  const ir::Occurrence* over = nullptr;
  for (const ir::OccurrenceId id : words_.at(at.node)) {
    if (view_.occurrence(id).shape == ir::Shape::Exposure) over = &view_.occurrence(id);
  }
  report_history(at, list, over);
}

// An unknown code is asked for; of a known one the entry is.
void Walk::look_up(const Stand& at, const Node& node) {
  operands(at, node);
  const Entry entry = entry_of(view_, node, at.row);
  if (!entry.key) return;
  MissingFact missing;
  missing.path = entry.path;
  missing.cause = entry.cause;
  missing.known = view_.text(at.node, at.row);
  missing.why = why(at);
  add(at, {2, static_cast<std::uint32_t>(node.a), *entry.key, static_cast<std::uint32_t>(node.b)},
      std::move(missing));
}

// The constructs at an unsettled node that trust absence further than the history is known.
void Walk::histories(const Stand& at) {
  for (const ir::OccurrenceId id : words_.at(at.node)) {
    const ir::Occurrence& it = view_.occurrence(id);
    if (!it.list || !it.observed || it.shape == ir::Shape::Selection) continue;
    const std::optional<Cell> observed = view_.find(*it.observed, at.row);
    if (!observed || surely_true(*observed)) continue;
    reported_observed_.insert(it.observed->index());
    report_history(at, *it.list, &it);
  }
}

void Walk::finish() {
  for (const auto& [at, observed] : unseen_) {
    if (surely_true(view_.cell(observed, at.row))) continue;
    if (!reported_observed_.insert(observed.index()).second) continue;
    for (const ir::OccurrenceId id : words_.all()) {
      const ir::Occurrence& it = view_.occurrence(id);
      if (it.list && it.observed == observed) report_history(at, *it.list, &it);
    }
  }
}

// ---- reports

void Walk::report_leaf(const Stand& at, const Node& node) {
  const auto leaf = static_cast<runtime::LeafIndex>(node.a);
  const runtime::Leaf& it = view_.schema().leaves[leaf];
  if (it.list && view_.gene_of(*it.list) != nullptr) return report_gene(at, *it.list);
  const runtime::Fact& fact = view_.fact(node, at.row);
  MissingFact missing;
  missing.path = view_.fact_path(node, at.row);
  missing.cause = fact.cause == runtime::Cause::Known ? runtime::Cause::Imprecise : fact.cause;
  missing.known = view_.text(at.node, at.row);
  missing.why = why(at);
  missing.title = it.title;
  missing.actionable = it.actionable;
  missing.clinical = it.clinical;
  Order order{0, leaf, 0, 0};
  if (node.op == Op::ItemFact) {
    missing.actionable |= view_.schema().lists[*it.list].actionable;
    missing.clinical |= view_.schema().lists[*it.list].clinical;
    order = {1, *it.list, at.row[static_cast<std::size_t>(node.b)] + 1, leaf};
  }
  // A gene's leaves are one fact; the first of them stands for all.
  for (const runtime::GeneSlot& slot : view_.schema().genes) {
    if (slot.path == missing.path) order = {0, slot.phenotype, 0, 0};
  }
  add(at, order, std::move(missing));
}

void Walk::report_gene(const Stand& at, runtime::ListIndex list) {
  const runtime::GeneSlot* slot = view_.gene_of(list);
  if (slot == nullptr) return report_history(at, list, nullptr);
  const runtime::Fact& phenotype = view_.record().facts[slot->phenotype];
  MissingFact missing;
  missing.path = view_.schema().lists[list].fact;
  missing.cause = phenotype.cause;
  if (missing.cause == runtime::Cause::Known) {
    missing.cause = view_.items(list) > 1 ? runtime::Cause::AmbiguousCall : runtime::Cause::Absent;
  }
  missing.known = value_text(view_.program(), view_.schema().leaves[slot->phenotype].type,
                             phenotype.cell, view_.symbols());
  missing.why = why(at);
  missing.actionable = view_.schema().leaves[slot->phenotype].actionable;
  missing.clinical = true;
  add(at, {0, slot->phenotype, 0, 0}, std::move(missing));
}

void Walk::report_history(const Stand& at, runtime::ListIndex list, const ir::Occurrence* over) {
  const runtime::List& it = view_.schema().lists[list];
  MissingFact missing;
  missing.path = it.fact;
  missing.is_history = true;
  missing.cause = it.absence == runtime::Absence::Complete ? runtime::Cause::Absent
                                                           : runtime::Cause::NotObservable;
  missing.known = counted(view_.items(list), "item") + " on file";
  missing.observed = known_window(view_, list);
  missing.why = over == nullptr ? why(at) : over->text;
  missing.title = it.title;
  missing.actionable = it.actionable;
  missing.clinical = it.clinical;
  if (over != nullptr && over->shape == ir::Shape::Selection)
    say_what_is_on_file(at, *over, missing);
  add(at, {1, list, 0, 0}, std::move(missing),
      over == nullptr ? std::string() : asked_window(view_, *over, at.row));
}

// A selection reads the file: what is missing is an item that matches.
void Walk::say_what_is_on_file(const Stand& at, const ir::Occurrence& over,
                               MissingFact& missing) const {
  missing.cause = runtime::Cause::Absent;
  missing.observed.clear();
  const std::optional<std::size_t> stale = stale_item(view_, over, at.row);
  if (!stale) return;
  missing.cause = runtime::Cause::Stale;
  missing.known = item_label(view_, *over.list, *stale);
}

void Walk::add(const Stand& at, const Order& order, MissingFact fact, const std::string& asked) {
  const auto [place, is_new] = found_.try_emplace(order, Found{std::move(fact), {}, {}});
  Found& found = place->second;
  if (std::ranges::find(found.stands, at) == found.stands.end()) found.stands.push_back(at);
  std::vector<std::string>& rules = found.fact.rules;
  if (std::find(rules.begin(), rules.end(), rule_) == rules.end()) rules.push_back(rule_);
  if (asked.empty()) return;
  if (std::find(found.asked.begin(), found.asked.end(), asked) != found.asked.end()) return;
  found.asked.push_back(asked);
}

// The shortest unsettled condition that the author wrote around the words for this fact,
// definitions and table cells excepted. Climbs from `from` to the nearest ones.
void Walk::conditions_around(ir::OccurrenceId from, const Stand& at, std::set<std::uint32_t>& seen,
                             std::optional<std::string>& best) const {
  if (!seen.insert(from.index()).second) return;
  const ir::Occurrence& it = view_.occurrence(from);
  // What is asked of each item of a list that the fact is not of has no one cell.
  const ir::Scope& scope = view_.node(at.node).scope;
  const bool is_condition = view_.type(it.node).form == runtime::Form::Bool &&
                            it.shape != ir::Shape::Definition && !words_.is_table_cell(from) &&
                            ir::join(view_.node(it.node).scope, scope) == scope;
  if (!is_condition) {
    for (const ir::OccurrenceId above : words_.parents(from)) {
      conditions_around(above, at, seen, best);
    }
    return;
  }
  const std::optional<Cell> cell = view_.find(it.node, at.row);
  if (!cell || settled(view_.type(it.node), *cell)) return;
  if (!best || it.text.size() < best->size()) best = it.text;
}

std::string Walk::why(const Stand& at) const {
  std::optional<std::string> best, words;
  std::set<std::uint32_t> seen;
  for (const ir::OccurrenceId id : words_.at(at.node)) {
    conditions_around(id, at, seen, best);
    if (!words) words = view_.occurrence(id).text;
  }
  if (best) return *best;
  // A payload, or a construct that only the compiler wrote: what stands nearest above.
  if (!words) words = words_above(at);
  return words.value_or(rule_);
}

std::optional<std::string> Walk::words_above(const Stand& at) const {
  std::set<Stand> level{at}, seen;
  while (!level.empty()) {
    std::set<Stand> next;
    for (const Stand& stand : level) {
      if (!seen.insert(stand).second) continue;
      if (!words_.at(stand.node).empty()) {
        return view_.occurrence(words_.at(stand.node).front()).text;
      }
      const auto above = parents_.find(stand);
      if (above != parents_.end()) next.insert(above->second.begin(), above->second.end());
    }
    level = std::move(next);
  }
  return std::nullopt;
}

}  // namespace precis::explain
