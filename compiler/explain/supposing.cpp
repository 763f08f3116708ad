#include "compiler/explain/supposing.h"

#include <algorithm>
#include <bit>

#include "compiler/explain/format.h"

namespace precis::explain {

using ir::Node;
using ir::NodeId;
using ir::Op;
using runtime::Cell;
using runtime::Form;

static bool is_mask(const runtime::ValueType& type) {
  return type.form == Form::Bool || type.form == Form::Enum;
}

static bool is_name(const runtime::ValueType& type) {
  return type.form == Form::Code || type.form == Form::Text;
}

static bool is_element(const ir::Graph& graph, const Node& node, NodeId operand) {
  return ir::is_list_op(node.op) && graph[operand].scope.depth > static_cast<std::size_t>(node.b);
}

Supposing::Supposing(const View& view, const std::vector<std::vector<Stand>>& facts) : view_(view) {
  for (const NodeId id : ir::reachable(view.program(), view.decision_id())) {
    for (const NodeId operand : view.node(id).operands) users_[operand].push_back(id);
  }
  for (std::size_t fact = 0; fact < facts.size(); ++fact) {
    for (const Stand& stand : facts[fact]) facts_at_[stand.node].insert(fact);
  }
  for (std::size_t fact = 0; fact < facts.size(); ++fact) {
    for (const Stand& stand : facts[fact]) {
      is_name(view.type(stand.node)) ? add_tests(stand, fact) : add(stand, fact);
    }
  }
  std::vector<NodeId> movable;
  for (Unknown& unknown : unknowns_) {
    find_cuts(unknown);
    find_below(unknown);
    movable.push_back(unknown.stand.node);
  }
  what_if_ = std::make_unique<interp::WhatIf>(view.program(), view.decision_id(), view.layout(),
                                              view.record(), view.symbols(), view.trace(), movable);
}

void Supposing::add(const Stand& stand, std::size_t fact) {
  if (!by_stand_.try_emplace(stand, unknowns_.size()).second) return;
  unknowns_.push_back({stand, fact, view_.cell(stand.node, stand.row), {}, {}, {}, false});
}

// A code is one of more than can be listed, but what is asked of it is true or false. Where it is
// used otherwise, its uses stay as they are.
void Supposing::add_tests(const Stand& stand, std::size_t fact) {
  for (const NodeId user : users_[stand.node]) {
    const Node& node = view_.node(user);
    if (node.op != Op::InValueSet && node.op != Op::Equal) continue;
    if (node.scope.depth > view_.node(stand.node).scope.depth) continue;
    if (!view_.is_settled(user, stand.row)) add({user, stand.row}, fact);
  }
}

// Where the comparisons and sets right above it change.
void Supposing::find_cuts(Unknown& unknown) const {
  const auto users = users_.find(unknown.stand.node);
  if (users == users_.end()) return;
  for (const NodeId user : users->second) {
    const Node& node = view_.node(user);
    if (node.op == Op::InMask) unknown.groups.push_back(node.a);
    const bool compares = node.op == Op::Less || node.op == Op::LessEqual || node.op == Op::Equal ||
                          node.op == Op::SameMember;
    if (!compares || node.scope.depth > view_.node(unknown.stand.node).scope.depth) continue;
    const bool is_left = node.operands[0] == unknown.stand.node;
    const NodeId other = node.operands[is_left ? 1 : 0];
    const Cell bound = view_.cell(other, unknown.stand.row);
    if (!exact(view_.type(other), bound)) continue;
    if (node.op == Op::SameMember) {
      unknown.groups.push_back(bound.low);
      continue;
    }
    const bool is_above = (node.op == Op::Less) != is_left;
    if (node.op == Op::Equal || !is_above) unknown.cuts.push_back(bound.low);
    if (node.op == Op::Equal || is_above) unknown.cuts.push_back(bound.low + 1);
  }
  std::ranges::sort(unknown.cuts);
}

void Supposing::find_below(Unknown& unknown) const {
  std::set<NodeId> seen;
  std::vector<NodeId> open{unknown.stand.node};
  while (!open.empty()) {
    const NodeId id = open.back();
    open.pop_back();
    if (!seen.insert(id).second) continue;
    const auto found = facts_at_.find(id);
    if (found != facts_at_.end()) {
      for (const std::size_t fact : found->second) {
        if (fact != unknown.fact) unknown.rests_on.insert(fact);
      }
    } else if (view_.node(id).op == Op::Fact && !view_.is_settled(id)) {
      unknown.rests_on_more = true;
    }
    const std::vector<NodeId>& operands = view_.node(id).operands;
    open.insert(open.end(), operands.begin(), operands.end());
  }
}

bool Supposing::is_exact(std::size_t i, const Cell& cell) const {
  return settled(view_.type(unknowns_[i].stand.node), cell);
}

static std::pair<Cell, Cell> parts(const Cell& cell, std::int64_t upper) {
  return {runtime::between(cell.low, upper - 1), runtime::between(upper, cell.high)};
}

std::pair<Cell, Cell> Supposing::split(std::size_t i, const Cell& cell) const {
  const Unknown& unknown = unknowns_[i];
  if (cell.may_fault != 0) {
    Cell fine = cell;
    fine.may_fault = 0;
    return {fine, runtime::surely_faults()};
  }
  if (is_mask(view_.type(unknown.stand.node))) {
    for (const std::int64_t group : unknown.groups) {
      const bool divides = (cell.low & group) != 0 && (cell.low & ~group) != 0;
      if (divides) return {runtime::mask(cell.low & group), runtime::mask(cell.low & ~group)};
    }
    const std::int64_t first = cell.low & -cell.low;
    return {runtime::mask(first), runtime::mask(cell.low & ~first)};
  }
  for (const std::int64_t cut : unknown.cuts) {
    if (cut > cell.low && cut <= cell.high) return parts(cell, cut);
  }
  const auto distance =
      static_cast<std::uint64_t>(cell.high) - static_cast<std::uint64_t>(cell.low);
  return parts(cell, cell.low + static_cast<std::int64_t>(distance / 2) + 1);
}

bool Supposing::has_cut(std::size_t i, const Cell& cell) const {
  return is_mask(view_.type(unknowns_[i].stand.node)) ||
         std::ranges::any_of(unknowns_[i].cuts,
                             [&](std::int64_t cut) { return cut > cell.low && cut <= cell.high; });
}

Cell Supposing::any_value(std::size_t i, support::Random& random) const {
  Cell cell = unknowns_[i].cell;
  cell.may_fault = 0;
  while (!is_exact(i, cell)) {
    // Where nothing says what matters, the ends of a range say more than its middle.
    if (!has_cut(i, cell) && random.chance(50)) {
      return runtime::exact(random.chance(50) ? cell.low : cell.high);
    }
    const auto [first, second] = split(i, cell);
    cell = random.chance(50) ? first : second;
  }
  return cell;
}

bool Supposing::decides(const Cells& cells) {
  std::vector<interp::Supposed> supposed;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i]) supposed.push_back({unknowns_[i].stand.node, unknowns_[i].stand.row, *cells[i]});
  }
  return what_if_->decide(supposed).kind != runtime::AnswerKind::NeedsInformation;
}

Cell Supposing::now(const Stand& at) const {
  const auto cell = view_.find(at.node, at.row);
  return view_.layout().place(at.node) ? what_if_->cell(at.node, at.row) : *cell;
}

std::optional<std::size_t> Supposing::look(const Stand& at, const std::vector<bool>& open,
                                           std::set<Stand>& seen) const {
  if (settled(view_.type(at.node), now(at)) || !seen.insert(at).second) return std::nullopt;
  const auto found = by_stand_.find(at);
  if (found == by_stand_.end()) return look_below(at, open, seen);
  if (open[found->second] && !is_exact(found->second, now(at))) return found->second;
  return std::nullopt;
}

std::optional<std::size_t> Supposing::look_below(const Stand& at, const std::vector<bool>& open,
                                                 std::set<Stand>& seen) const {
  const Node& node = view_.node(at.node);
  for (std::size_t i = 0; i < node.operands.size(); ++i) {
    const NodeId operand = node.operands[i];
    const auto level = static_cast<std::uint8_t>(node.b);
    const bool is_item = is_element(view_.program().graph, node, operand);
    const std::size_t rows =
        is_item ? view_.items(static_cast<runtime::ListIndex>(node.a)) : std::size_t{1};
    for (std::size_t item = 0; item < rows; ++item) {
      Stand below{operand, {}};
      const Row row = is_item ? view_.at_item(at.row, level, item) : at.row;
      for (std::size_t k = 0; k < view_.node(operand).scope.depth; ++k) below.row[k] = row[k];
      if (const auto found = look(below, open, seen)) return found;
    }
    // What a condition of a choice rules out cannot matter.
    const bool is_arm = node.op == Op::Choose && i % 2 == 0;
    if (is_arm && surely_false(now({operand, at.row}))) ++i;
  }
  return std::nullopt;
}

std::optional<std::size_t> Supposing::open_unknown(const std::vector<bool>& open) const {
  std::set<Stand> seen;
  std::vector<NodeId> roots;
  const auto payload = [&](std::size_t rule) {
    for (const auto& field : ir::outcome_of(view_.decision(), rule).payload) {
      if (field) roots.push_back(view_.occurrence(*field).node);
    }
  };
  if (view_.policy().governs) roots.push_back(view_.occurrence(*view_.policy().governs).node);
  const std::vector<ir::Rule>& rules = view_.decision().rules;
  bool is_last = false;
  for (std::size_t i = 0; i < rules.size() && !is_last; ++i) {
    const Cell applies = now({rules[i].applies, {}});
    if (surely_false(applies)) continue;
    roots.push_back(rules[i].applies);
    payload(i);
    is_last = !collects(view_) && surely_true(applies);
  }
  if (!is_last && view_.decision().otherwise) payload(rules.size());
  for (const NodeId root : roots) {
    if (const auto found = look({root, {}}, open, seen)) return found;
  }
  return std::nullopt;
}

}  // namespace precis::explain
