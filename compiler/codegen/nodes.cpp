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
  emit_members(needed);
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
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (frame_.graph()[nodes[i]].scope.depth > 0 || is_computed(nodes[i])) continue;
    cut_if_long();
    emit_pass(nodes, i);
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
    emit_members(region.nodes);
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

void Nodes::emit_members(const std::vector<NodeId>& nodes) {
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (frame_.graph()[nodes[i]].scope.depth == 0 && !is_computed(nodes[i])) emit_pass(nodes, i);
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
  known_[id.index()] = is_one_by_one(id) ? one_by_one({id}).front()
                       : is_by_items(id) ? by_items({id}, read_by(id)).front()
                                         : evaluate(id);
  if (tracer_ != nullptr) tracer_->store(id, *known_[id.index()]);
}

std::vector<Known> Nodes::known_of(std::span<const NodeId> nodes) {
  std::vector<Known> known;
  for (NodeId node : nodes) known.push_back((*this)[node]);
  return known;
}

Known Nodes::evaluate(NodeId id) {
  const Node& node = frame_.graph()[id];
  if (is_list_fold(id)) return evaluate_folds({id}, Width::One).front();
  const auto of_items = std::span(node.operands).first(element_operands(node));
  const std::vector<Known> outer = known_of(std::span(node.operands).subspan(of_items.size()));
  if (of_items.empty()) return scalar(frame_, id, outer);
  const std::vector<NodeId> inside = elements({of_items.begin(), of_items.end()}, node.b);
  return collected(frame_, id, outer, [&] {
    emit_depth(inside, static_cast<std::size_t>(node.b) + 1);
    return known_of(of_items);
  });
}

}  // namespace precis::codegen
