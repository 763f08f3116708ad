#pragma once

// A record as it is decided, and the same record with one more item of which nothing is known.
// Private to change.

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "compiler/change/way.h"
#include "compiler/ir/trace_cells.h"
#include "runtime/answer.h"
#include "runtime/record.h"

namespace precis::change {

using ir::Row;

// What one search is about, and how much it has done.
struct Search {
  Search(const ir::Program& program, ir::DecisionId decision, const ir::TraceLayout& layout,
         const runtime::Record& record, const runtime::Symbols& symbols);

  const ir::Decision& decision() const { return program.decisions[id]; }
  const ir::Policy& policy() const { return program.policies[decision().policy]; }
  const runtime::Schema& schema() const { return program.schemas[policy().schema]; }
  std::int64_t today() const { return record.facts[schema().at].cell.low; }

  // Whether somebody can do something about it.
  bool may_change(runtime::LeafIndex leaf) const;
  bool may_change_list(runtime::ListIndex list) const;
  // No more evaluations are allowed.
  bool is_spent() const;

  const ir::Program& program;
  ir::DecisionId id;
  const ir::TraceLayout& layout;
  const runtime::Record& record;
  runtime::Symbols symbols;  // of the record, and the codes that changes name
  std::size_t evaluations = 0;
  bool cut_short = false;   // more ways than are looked at
  bool not_solved = false;  // an operation that is not solved for stood in the way
};

class World {
 public:
  // `added` are the items of the record that are not on file, by list, in their order there;
  // `fixed` the leaves of member and request that are no longer to be changed.
  World(Search& search, runtime::Record record,
        std::map<runtime::ListIndex, std::vector<ItemKey>> added = {},
        std::set<runtime::LeafIndex> fixed = {});
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  const runtime::Record& record() const { return record_; }
  const runtime::Answer& answer() const { return answer_; }
  std::optional<runtime::Cell> find(ir::NodeId node, const Row& row = {}) const {
    return cells_->find(node, row);
  }
  std::size_t items(runtime::ListIndex list) const { return record_.lists[list].size(); }
  ItemKey key(runtime::ListIndex list, std::size_t item) const;
  bool is_fixed(runtime::LeafIndex leaf) const { return fixed_.contains(leaf); }

  // With an item more at the end of the list; nothing where this world has one already.
  const World* with_item(runtime::ListIndex list) const;

 private:
  Search& search_;
  runtime::Record record_;
  std::map<runtime::ListIndex, std::vector<ItemKey>> added_;
  std::set<runtime::LeafIndex> fixed_;
  bool is_hypothetical_ = false;
  runtime::Answer answer_;
  std::vector<runtime::Cell> trace_;
  std::optional<ir::TraceCells> cells_;
  mutable std::map<runtime::ListIndex, std::unique_ptr<World>> with_item_;
};

// The item that `with_item` adds: whoever asks for it gives it his own number.
inline constexpr std::uint32_t Unnamed = 0xffffffff;

// An item of the list of which nothing is known.
runtime::Item blank_item(const Search& search, runtime::ListIndex list);
// The position of a leaf among those of its list.
std::size_t position_of(const runtime::List& list, runtime::LeafIndex leaf);

bool is_exact(const runtime::ValueType& type, const runtime::Cell& cell);

}  // namespace precis::change
