#include "compiler/codegen/nodes.h"

#include <algorithm>
#include <span>
#include <utility>

#include "compiler/codegen/lists.h"
#include "compiler/codegen/scalars.h"
#include "compiler/support/check.h"

namespace precis::codegen {

using ir::Node;
using ir::NodeId;

Nodes::Nodes(Frame& frame, std::vector<NodeId> nodes, Tracer* tracer)
    : frame_(frame), nodes_(std::move(nodes)), tracer_(tracer), known_(frame.graph().size()) {}

const Known& Nodes::operator[](NodeId node) {
  std::optional<Known>& known = known_[node.index()];
  CHECK(known.has_value(), "operands are computed before their node");
  known = replaced(*known, [&](llvm::Value* value) { return frame_.here(value); });
  return *known;
}

bool Nodes::cut_if_long() {
  if (!frame_.is_long()) return false;
  frame_.cut();
  of_block_.clear();
  if (frame_.code().width() == Width::One) begin_lists(nodes_);
  return true;
}

void Nodes::emit(NodeId root) {
  const std::vector<NodeId> needed = elements({root}, -1);
  if (frame_.code().width() == Width::One) begin_lists(needed);
  emit_depth(needed, 0);
}

void Nodes::emit() {
  if (frame_.code().width() == Width::One) begin_lists(nodes_);
  if (tracer_ != nullptr) {
    emit_cut(nodes_);
    emit_unreached();
    return;
  }
  for (Region& region : regions_of(frame_.program(), frame_.decision_id(), nodes_)) {
    std::erase_if(region.nodes, [&](NodeId id) { return known_[id.index()].has_value(); });
    emit_region(region);
  }
}

void Nodes::emit_cut(const std::vector<NodeId>& nodes) {
  for (NodeId node : nodes) {
    if (frame_.graph()[node].scope.depth > 0) continue;
    cut_if_long();
    emit_node(node);
  }
}

// Whether rules of one of these policies may apply.
static llvm::Value* can_count(Builder& b, Nodes& nodes, const Region& region) {
  llvm::Value* any = b.flag(false);
  for (const std::vector<NodeId>& policy : region.policies) {
    llvm::Value* all = b.flag(true);
    for (NodeId node : policy) {
      all = b.CreateAnd(all, b.CreateNot(is_sure(b, negated(as_truth(nodes[node])))));
    }
    any = b.CreateOr(any, all);
  }
  return any;
}

void Nodes::emit_region(const Region& region) {
  if (region.policies.empty()) {
    emit_cut(region.nodes);
    return;
  }
  cut_if_long();
  Builder& b = frame_.code();
  llvm::Value* const some = b.CreateAnd(can_count(b, *this, region), frame_.live());
  const auto of_block = of_block_;
  const auto computed = [&] {
    emit_depth(region.nodes, 0);
    std::vector<Frame::Inside> values;
    for (NodeId node : region.given) {
      with_values(b, (*this)[node], [&](llvm::Value* value, bool is_set) {
        values.push_back({value, is_set});
        return value;
      });
    }
    return values;
  };
  const Frame::Values values = frame_.only_where(b.CreateICmpNE(some, b.flag(false)), computed);
  of_block_ = of_block;
  std::size_t next = 0;
  std::vector<std::optional<Known>> given;
  for (NodeId node : region.given) {
    given.push_back(
        with_values(b, (*this)[node], [&](llvm::Value*, bool) { return values[next++]; }));
  }
  for (NodeId node : region.nodes) known_[node.index()].reset();
  for (std::size_t i = 0; i < given.size(); ++i) known_[region.given[i].index()] = given[i];
}

// The items of each list are found where every use of them is reached from.
void Nodes::begin_lists(const std::vector<NodeId>& nodes) {
  for (NodeId id : nodes) {
    const Node& node = frame_.graph()[id];
    if (ir::is_list_op(node.op)) frame_.items_of(static_cast<runtime::ListIndex>(node.a));
  }
}

void Nodes::emit_depth(const std::vector<NodeId>& nodes, std::size_t depth) {
  for (NodeId node : nodes) {
    if (frame_.graph()[node].scope.depth == depth) emit_node(node);
  }
}

std::vector<NodeId> Nodes::elements(const std::vector<NodeId>& roots, std::int64_t level) const {
  std::vector<NodeId> found;
  std::vector<NodeId> open = roots;
  std::vector<bool> seen(frame_.graph().size(), false);
  while (!open.empty()) {
    const NodeId id = open.back();
    open.pop_back();
    const Node& node = frame_.graph()[id];
    if (node.scope.depth <= level || seen[id.index()]) continue;
    seen[id.index()] = true;
    found.push_back(id);
    open.insert(open.end(), node.operands.begin(), node.operands.end());
  }
  std::sort(found.begin(), found.end());
  return found;
}

// How many of the operands are evaluated for each item, at the front; 0 if not a list operation.
static std::size_t element_operands(const Node& node) {
  if (!ir::is_list_op(node.op)) return 0;
  return ir::is_exposure(node.op) ? ir::ExposureItemOperands : node.operands.size();
}

void Nodes::emit_node(NodeId id) {
  known_[id.index()] = is_one_by_one(id)                       ? one_by_one(id)
                       : tracer_ == nullptr && is_by_items(id) ? by_items(id, read_by(id))
                                                               : evaluate(id);
  if (tracer_ != nullptr) tracer_->store(id, *known_[id.index()]);
}

Known Nodes::evaluate(NodeId id, Width items) {
  const Node& node = frame_.graph()[id];
  const auto of_items = std::span(node.operands).first(element_operands(node));
  auto known = [&](std::span<const NodeId> operands) {
    std::vector<Known> result;
    for (NodeId operand : operands) result.push_back((*this)[operand]);
    return result;
  };
  const std::vector<Known> outer = known(std::span(node.operands).subspan(of_items.size()));
  if (of_items.empty()) return scalar(frame_, id, outer);
  const std::vector<NodeId> inside = elements({of_items.begin(), of_items.end()}, node.b);
  return list_operation(frame_, id, outer, items, [&] {
    emit_depth(inside, static_cast<std::size_t>(node.b) + 1);
    return known(of_items);
  });
}

bool Nodes::is_one_by_one(NodeId id) {
  if (frame_.code().width() == Width::One) return false;
  return ir::is_list_op(frame_.graph()[id].op) || is_called(frame_, id);
}

bool Nodes::is_by_items(NodeId id) const {
  const Node& node = frame_.graph()[id];
  if (!ir::is_list_op(node.op) || node.scope.depth > 0 || !folds_items(frame_, id)) return false;
  const std::vector<NodeId> inside = elements(node.operands, 0);
  return std::none_of(inside.begin(), inside.end(), [&](NodeId element) {
    return ir::is_list_op(frame_.graph()[element].op) || is_called(frame_, element);
  });
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
  const auto number = [&](llvm::Value* value) {
    return b.CreateVectorSplat(ItemLanes, b.CreateTrunc(value, b.getIntNTy(frame.bits_of(id))));
  };
  std::optional<Nullable> nullable = lane.nullable;
  if (nullable) {
    nullable->value = number(nullable->value);
    nullable->known = flag(nullable->known);
  }
  llvm::Value* const low = number(lane.low);
  llvm::Value* const high = lane.high == lane.low ? low : number(lane.high);
  return Lane{low, high, flag(lane.may_fault), flag(lane.no_value), lane.exact, nullable};
}

// The nodes of member scope that computing the node reads.
std::vector<NodeId> Nodes::read_by(NodeId id) const {
  const Node& node = frame_.graph()[id];
  std::vector<NodeId> read;
  const auto add = [&](const std::vector<NodeId>& operands) {
    for (NodeId operand : operands) {
      if (frame_.graph()[operand].scope.depth == 0) read.push_back(operand);
    }
  };
  add(node.operands);
  for (NodeId inside : elements(node.operands, 0)) add(frame_.graph()[inside].operands);
  std::sort(read.begin(), read.end());
  read.erase(std::unique(read.begin(), read.end()), read.end());
  return read;
}

Known Nodes::by_items(NodeId id, const std::vector<NodeId>& read) {
  std::vector<Known> outside;
  frame_.code().set_width(Width::Items);
  for (NodeId node : read) {
    outside.push_back((*this)[node]);
    known_[node.index()] = for_items(frame_, node, outside.back());
  }
  frame_.code().set_width(Width::One);
  const Known result = evaluate(id, Width::Items);
  for (std::size_t i = 0; i < read.size(); ++i) known_[read[i].index()] = outside[i];
  return result;
}

Known Nodes::one_by_one(NodeId id) {
  const std::vector<NodeId> read = read_by(id);
  std::vector<Known> outside;
  for (NodeId node : read) {
    outside.push_back((*this)[node]);
    if (of_block_.contains(node)) continue;
    of_block_.emplace(node, OfBlock(frame_, outside.back(), frame_.graph().type(node).form));
  }
  ToBlock result(frame_.graph().type(id).form, frame_.bits_of(id));
  std::vector<NodeId> lists = elements(frame_.graph()[id].operands, 0);
  lists.push_back(id);
  frame_.for_each_lane([&](llvm::Value* lane) {
    for (NodeId node : read) known_[node.index()] = of_block_.at(node).one(frame_, lane);
    begin_lists(lists);
    result.set(frame_, lane, is_by_items(id) ? by_items(id, read) : evaluate(id));
  });
  for (std::size_t i = 0; i < read.size(); ++i) known_[read[i].index()] = outside[i];
  return result.block(frame_);
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
