#pragma once

// Emits the nodes of a decision in topological order, element nodes inside the loops of the list
// operations that need them, and remembers what each gave. With a tracer, every node's cell is also
// stored.

#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "compiler/codegen/frame.h"
#include "compiler/codegen/one_by_one.h"
#include "compiler/codegen/regions.h"
#include "compiler/codegen/trace.h"

namespace precis::codegen {

class Nodes {
 public:
  // `nodes`: all that is to be computed, ascending and closed under operands.
  Nodes(Frame& frame, std::vector<ir::NodeId> nodes, Tracer* tracer);

  // Computes what `root` needs, for the current record or for the current block.
  void emit(ir::NodeId root);
  // Computes every node that is left. What the ladder does not read of a region that is not
  // computed everywhere is not known afterwards.
  void emit();

  // What a node of member scope gave, as the function that is being written knows it.
  const Known& operator[](ir::NodeId node);
  // Goes on in another function if this one has become long, and says so. Outside of loops.
  bool cut_if_long();

 private:
  // Element nodes that `roots` need inside the loop of `level`, ascending; deeper ones included.
  std::vector<ir::NodeId> elements(const std::vector<ir::NodeId>& roots, std::int64_t level) const;
  void begin_lists(const std::vector<ir::NodeId>& nodes);
  // Those of member scope, in functions of bounded length.
  void emit_cut(const std::vector<ir::NodeId>& nodes);
  void emit_region(const Region& region);
  // Those of member scope.
  void emit_members(const std::vector<ir::NodeId>& nodes);
  // Computes those of `nodes` that live at this depth.
  void emit_depth(const std::vector<ir::NodeId>& nodes, std::size_t depth);
  void emit_node(ir::NodeId node);
  bool is_computed(ir::NodeId node) const { return known_[node.index()].has_value(); }
  std::vector<Known> known_of(std::span<const ir::NodeId> nodes);
  Known evaluate(ir::NodeId node);

  // A list operation that looks at each item once.
  bool is_list_fold(ir::NodeId node) const;
  // Folds over one list, with items at this width.
  std::vector<Known> evaluate_folds(const std::vector<ir::NodeId>& folds, Width items);
  // Of a block: an operation that is written for one record at a time.
  bool is_one_by_one(ir::NodeId node);
  // One of these, or folds that share a pass.
  std::vector<Known> one_by_one(const std::vector<ir::NodeId>& nodes);
  // A fold whose items are looked at many at a time.
  bool is_by_items(ir::NodeId node);
  // Such folds of one record: `read` are the nodes that they read.
  std::vector<Known> by_items(const std::vector<ir::NodeId>& folds,
                              const std::vector<ir::NodeId>& read);
  // The nodes of member scope that computing it reads.
  const std::vector<ir::NodeId>& read_by(ir::NodeId node);
  std::vector<ir::NodeId> read_by(const std::vector<ir::NodeId>& nodes);
  // Of `nodes`, all of one kernel or region: computes the `at`th and, if its items are looked at
  // many at a time, others with it that can share the pass over their list.
  void emit_pass(const std::vector<ir::NodeId>& nodes, std::size_t at);
  std::vector<ir::NodeId> pass_of(const std::vector<ir::NodeId>& nodes, std::size_t at);
  // What the pass reads that is not computed, ascending.
  std::vector<ir::NodeId> missing(const std::vector<ir::NodeId>& pass);
  void emit_unreached();
  void emit_for_items(const ir::Scope& scope, std::size_t level,
                      const std::vector<ir::NodeId>& roots);

  Frame& frame_;
  std::vector<ir::NodeId> nodes_;
  Tracer* tracer_;
  std::vector<std::optional<Known>> known_;
  // Of a block: what nodes gave, to be read for single records.
  std::unordered_map<ir::NodeId, OfBlock> of_block_;
  // What is asked of nodes again and again.
  std::unordered_map<ir::NodeId, std::vector<ir::NodeId>> read_by_;
  std::unordered_map<ir::NodeId, bool> by_items_;
};

}  // namespace precis::codegen
