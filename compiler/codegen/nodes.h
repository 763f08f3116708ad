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
  // Computes those of `nodes` that live at this depth.
  void emit_depth(const std::vector<ir::NodeId>& nodes, std::size_t depth);
  void emit_node(ir::NodeId node);
  // `items`: the width at which a list operation looks at its items.
  Known evaluate(ir::NodeId node, Width items = Width::One);
  // Of a block: an operation that is written for one record at a time.
  bool is_one_by_one(ir::NodeId node);
  Known one_by_one(ir::NodeId node);
  // The same of one record: `read` are the nodes that it reads.
  Known by_items(ir::NodeId node, const std::vector<ir::NodeId>& read);
  // Of these: a list operation whose items are looked at many at a time.
  bool is_by_items(ir::NodeId node) const;
  std::vector<ir::NodeId> read_by(ir::NodeId node) const;
  void emit_unreached();
  void emit_for_items(const ir::Scope& scope, std::size_t level,
                      const std::vector<ir::NodeId>& roots);

  Frame& frame_;
  std::vector<ir::NodeId> nodes_;
  Tracer* tracer_;
  std::vector<std::optional<Known>> known_;
  // Of a block: what nodes gave, to be read for single records.
  std::unordered_map<ir::NodeId, OfBlock> of_block_;
};

}  // namespace precis::codegen
