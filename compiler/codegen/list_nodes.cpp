// Of `Nodes`: list operations, and what is computed for one record at a time.

#include <algorithm>
#include <span>
#include <utility>

#include "compiler/codegen/folds.h"
#include "compiler/codegen/lists.h"
#include "compiler/codegen/nodes.h"
#include "compiler/codegen/scalars.h"

namespace precis::codegen {

using ir::Node;
using ir::NodeId;

bool Nodes::is_list_fold(NodeId id) const {
  return ir::is_list_op(frame_.graph()[id].op) && is_fold(frame_, id);
}

std::vector<Known> Nodes::evaluate_folds(const std::vector<NodeId>& folds, Width items) {
  const std::int64_t level = frame_.graph()[folds.front()].b;
  std::vector<NodeId> operands;
  for (NodeId fold : folds) {
    const Node& node = frame_.graph()[fold];
    operands.insert(operands.end(), node.operands.begin(), node.operands.end());
  }
  const std::vector<NodeId> inside = elements(operands, level);
  return folded(frame_, folds, items, [&] {
    emit_depth(inside, static_cast<std::size_t>(level) + 1);
    std::vector<std::vector<Known>> of_folds;
    for (NodeId fold : folds) of_folds.push_back(known_of(frame_.graph()[fold].operands));
    return of_folds;
  });
}

bool Nodes::is_one_by_one(NodeId id) {
  if (frame_.code().width() == Width::One) return false;
  return ir::is_list_op(frame_.graph()[id].op) || is_called(frame_, id);
}

bool Nodes::is_by_items(NodeId id) {
  if (tracer_ != nullptr || frame_.graph()[id].scope.depth > 0 || !is_list_fold(id)) return false;
  const auto place = by_items_.find(id);
  if (place != by_items_.end()) return place->second;
  const std::vector<NodeId> inside = elements(frame_.graph()[id].operands, 0);
  const bool found = std::none_of(inside.begin(), inside.end(), [&](NodeId element) {
    return ir::is_list_op(frame_.graph()[element].op) || is_called(frame_, element);
  });
  by_items_.emplace(id, found);
  return found;
}

const std::vector<NodeId>& Nodes::read_by(NodeId id) {
  const auto [place, added] = read_by_.try_emplace(id);
  std::vector<NodeId>& read = place->second;
  if (!added) return read;
  const auto add = [&](const std::vector<NodeId>& operands) {
    for (NodeId operand : operands) {
      if (frame_.graph()[operand].scope.depth == 0) read.push_back(operand);
    }
  };
  const Node& node = frame_.graph()[id];
  add(node.operands);
  if (ir::is_list_op(node.op)) {
    for (NodeId inside : elements(node.operands, 0)) add(frame_.graph()[inside].operands);
  }
  std::sort(read.begin(), read.end());
  read.erase(std::unique(read.begin(), read.end()), read.end());
  return read;
}

std::vector<NodeId> Nodes::read_by(const std::vector<NodeId>& ids) {
  std::vector<NodeId> all;
  for (NodeId id : ids) {
    const std::vector<NodeId>& read = read_by(id);
    all.insert(all.end(), read.begin(), read.end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

// ---- passes

// How far ahead folds are looked for that can share a pass, in nodes; and how many share one.
static constexpr std::size_t Ahead = 400;
static constexpr std::size_t MostInPass = 8;

std::vector<NodeId> Nodes::pass_of(const std::vector<NodeId>& nodes, std::size_t at) {
  std::vector<NodeId> pass{nodes[at]};
  // What cannot be computed before the pass.
  std::vector<NodeId> later{nodes[at]};
  const std::size_t end = std::min(nodes.size(), at + Ahead);
  for (std::size_t i = at + 1; i < end && pass.size() < MostInPass; ++i) {
    const NodeId id = nodes[i];
    if (frame_.graph()[id].scope.depth > 0 || is_computed(id)) continue;
    const std::vector<NodeId>& read = read_by(id);
    const bool waits = std::any_of(read.begin(), read.end(), [&](NodeId node) {
      return std::find(later.begin(), later.end(), node) != later.end();
    });
    const bool shares =
        !waits && is_by_items(id) && frame_.graph()[id].a == frame_.graph()[nodes[at]].a;
    if (shares) pass.push_back(id);
    if (waits || shares) later.push_back(id);
  }
  return pass;
}

std::vector<NodeId> Nodes::missing(const std::vector<NodeId>& pass) {
  std::vector<NodeId> open = read_by(pass);
  std::vector<NodeId> found;
  while (!open.empty()) {
    const NodeId id = open.back();
    open.pop_back();
    if (is_computed(id) || std::find(found.begin(), found.end(), id) != found.end()) continue;
    found.push_back(id);
    const std::vector<NodeId>& read = read_by(id);
    open.insert(open.end(), read.begin(), read.end());
  }
  std::sort(found.begin(), found.end());
  return found;
}

void Nodes::emit_pass(const std::vector<NodeId>& nodes, std::size_t at) {
  if (!is_by_items(nodes[at])) {
    emit_node(nodes[at]);
    return;
  }
  const std::vector<NodeId> pass = pass_of(nodes, at);
  for (NodeId node : missing(pass)) emit_node(node);
  const std::vector<Known> found =
      frame_.code().width() == Width::One ? by_items(pass, read_by(pass)) : one_by_one(pass);
  for (std::size_t i = 0; i < pass.size(); ++i) known_[pass[i].index()] = found[i];
}

// What one record gave, as the same for each of its items.
static Known for_items(Frame& frame, NodeId id, const Known& one) {
  Builder& b = frame.code();
  const auto flag = [&](llvm::Value* value) { return b.CreateSExt(value, b.flag_type()); };
  if (const auto* truth = std::get_if<Truth>(&one)) {
    return Truth{flag(truth->can_true), flag(truth->can_false), flag(truth->may_fault),
                 truth->exact};
  }
  const Lane lane = as_lane(b, one);
  const runtime::Form form = frame.graph().type(id).form;
  const auto splat = [&](llvm::Value* value, unsigned bits) {
    return b.CreateVectorSplat(ItemLanes, b.CreateTrunc(value, b.getIntNTy(bits)));
  };
  const auto number = [&](llvm::Value* value) { return splat(value, frame.bits_of(id)); };
  std::optional<Nullable> nullable = lane.nullable;
  if (nullable) {
    const bool is_symbol = runtime::joining_of(form) == runtime::Joining::Symbol;
    nullable->value = splat(nullable->value, is_symbol ? 32 : frame.bits_of(id));
    nullable->known = flag(nullable->known);
  }
  llvm::Value* const low = number(lane.low);
  llvm::Value* const high = lane.high == lane.low ? low : number(lane.high);
  return Lane{low, high, flag(lane.may_fault), flag(lane.no_value), lane.exact, nullable};
}

std::vector<Known> Nodes::by_items(const std::vector<NodeId>& folds,
                                   const std::vector<NodeId>& read) {
  std::vector<Known> outside;
  frame_.code().set_width(Width::Items);
  for (NodeId node : read) {
    outside.push_back((*this)[node]);
    known_[node.index()] = for_items(frame_, node, outside.back());
  }
  frame_.code().set_width(Width::One);
  const std::vector<Known> found = evaluate_folds(folds, Width::Items);
  for (std::size_t i = 0; i < read.size(); ++i) known_[read[i].index()] = outside[i];
  return found;
}

std::vector<Known> Nodes::one_by_one(const std::vector<NodeId>& ids) {
  const std::vector<NodeId> read = read_by(ids);
  std::vector<Known> outside;
  for (NodeId node : read) {
    outside.push_back((*this)[node]);
    if (of_block_.contains(node)) continue;
    of_block_.emplace(node, OfBlock(frame_, outside.back(), frame_.graph().type(node).form));
  }
  std::vector<ToBlock> results;
  std::vector<NodeId> lists = ids;
  for (NodeId id : ids) {
    results.emplace_back(frame_.graph().type(id).form, frame_.bits_of(id));
    const std::vector<NodeId> inside = elements(frame_.graph()[id].operands, 0);
    lists.insert(lists.end(), inside.begin(), inside.end());
  }
  frame_.for_each_lane([&](llvm::Value* lane) {
    for (NodeId node : read) known_[node.index()] = of_block_.at(node).one(frame_, lane);
    begin_lists(lists);
    const std::vector<Known> found =
        is_by_items(ids.front()) ? by_items(ids, read) : std::vector<Known>{evaluate(ids.front())};
    for (std::size_t i = 0; i < ids.size(); ++i) results[i].set(frame_, lane, found[i]);
  });
  for (std::size_t i = 0; i < read.size(); ++i) known_[read[i].index()] = outside[i];
  std::vector<Known> blocks;
  for (const ToBlock& result : results) blocks.push_back(result.block(frame_));
  return blocks;
}

// An explanation may show element nodes that no list operation reads (a condition that was folded
// away): they get loops of their own.
void Nodes::emit_unreached() {
  std::vector<bool> reached(frame_.graph().size(), false);
  for (NodeId id : nodes_) {
    const Node& node = frame_.graph()[id];
    if (!ir::is_list_op(node.op)) continue;
    for (NodeId inside : elements(node.operands, node.b)) reached[inside.index()] = true;
  }
  std::vector<std::pair<ir::Scope, std::vector<NodeId>>> left;
  for (NodeId id : nodes_) {
    const ir::Scope& scope = frame_.graph()[id].scope;
    if (scope.depth == 0 || reached[id.index()]) continue;
    auto place = std::find_if(left.begin(), left.end(),
                              [&](const auto& entry) { return entry.first == scope; });
    if (place == left.end()) place = left.insert(left.end(), {scope, {}});
    place->second.push_back(id);
  }
  // Some at a time, so that long code can be cut between them.
  constexpr std::size_t Some = 50;
  for (const auto& [scope, roots] : left) {
    for (std::size_t i = 0; i < roots.size(); i += Some) {
      cut_if_long();
      const auto first = roots.begin() + static_cast<std::ptrdiff_t>(i);
      const auto count = static_cast<std::ptrdiff_t>(std::min(Some, roots.size() - i));
      emit_for_items(scope, 0, {first, first + count});
    }
  }
}

void Nodes::emit_for_items(const ir::Scope& scope, std::size_t level,
                           const std::vector<NodeId>& roots) {
  const ItemRange range = frame_.items_of(scope.lists[level]);
  frame_.loop(range.first, range.last, {}, [&](llvm::Value* position, const Frame::Values&) {
    frame_.set_item(static_cast<std::int64_t>(level), position);
    emit_depth(elements(roots, static_cast<std::int64_t>(level)), level + 1);
    if (level + 1 < scope.depth) emit_for_items(scope, level + 1, roots);
    return Frame::Values{};
  });
}

}  // namespace precis::codegen
