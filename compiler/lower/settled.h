#pragma once

// What no record can change: so that of a catalog's rows only those are written out that may match.
// Private to lower.

#include <optional>
#include <unordered_map>

#include "compiler/ir/graph.h"
#include "runtime/cell.h"
#include "runtime/symbols.h"

namespace precis::lower {

class Settled {
 public:
  // Both must outlive this.
  Settled(const ir::Graph& graph, const runtime::Catalogue& catalogue)
      : graph_(graph), catalogue_(catalogue) {}

  // The node's cell when it is made from constants alone, or when one of them decides it; never one
  // that may fault. Nothing: a record may have a say.
  std::optional<runtime::Cell> cell(ir::NodeId id);
  bool is(ir::NodeId id, bool value);

  // RxNorm 6809 metformin: what a named code is called.
  std::string name(runtime::Symbol symbol);

 private:
  std::optional<runtime::Cell> find(const ir::Node& node);
  std::optional<runtime::Cell> logic(const ir::Node& node, std::int64_t decider);
  std::optional<runtime::Cell> comparison(const ir::Node& node);
  std::optional<runtime::Cell> look_up(const ir::Node& node);
  const runtime::Symbols& symbols();

  const ir::Graph& graph_;
  const runtime::Catalogue& catalogue_;
  std::unordered_map<std::uint32_t, std::optional<runtime::Cell>> found_;
  std::optional<runtime::Symbols> symbols_;
};

}  // namespace precis::lower
