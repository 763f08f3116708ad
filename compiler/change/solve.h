#pragma once

// From what a node has to be to what facts have to be, against the operations of
// `compiler/ir/ops.def`. Private to change.
//
// A way is a proposal: operands are looked at one by one, so it may not do, and is tried on the
// record before anything is said. Where an operand is bound to the other's value, the value it has
// now counts.

#include <map>
#include <tuple>

#include "compiler/change/world.h"

namespace precis::change {

class Solver {
 public:
  Solver(Search& search, const std::map<ir::NodeId, ir::OccurrenceId>& words)
      : search_(search), words_(words) {}

  // Ways in which the node's value comes to lie in what is demanded, the shortest first. None: it
  // cannot be had; one without demands: it is so already.
  Ways solve(const World& world, ir::NodeId node, const Row& row, const Demand& demand);
  Ways truth(const World& world, ir::NodeId node, const Row& row, bool wanted);
  // Every pair of one of each, the shortest first, as far as ways are looked at.
  Ways product(const Ways& a, const Ways& b);

 private:
  Ways dispatch(const World& world, ir::NodeId id, const Row& row, const Demand& demand);
  Ways limited(Ways ways);

  // logic
  Ways fact(const World& world, const ir::Node& node, const Row& row, const Demand& demand);
  Ways all(const World& world, const std::vector<ir::NodeId>& nodes, const Row& row, bool wanted);
  Ways one(const World& world, const std::vector<ir::NodeId>& nodes, const Row& row, bool wanted);
  Ways at_least(const World& world, const ir::Node& node, const Row& row, bool wanted);
  Ways choose(const World& world, const ir::Node& node, const Row& row, const Demand& demand);
  Ways otherwise(const World& world, const ir::Node& node, const Row& row, const Demand& demand);

  // values
  Ways compare(const World& world, const ir::Node& node, const Row& row, bool wanted);
  Ways equal(const World& world, const ir::Node& node, const Row& row, bool wanted);
  Ways quotient(const World& world, const ir::Node& node, const Row& row, bool wanted);
  Ways between(const World& world, ir::NodeId node, const Row& row, __int128 low, __int128 high);
  Ways member(const World& world, ir::NodeId node, const Row& row, std::int64_t members);
  Ways same_member(const World& world, const ir::Node& node, const Row& row, bool wanted);
  Ways in_value_set(const World& world, const ir::Node& node, const Row& row, bool wanted);
  Ways codes(const World& world, ir::NodeId node, const Row& row,
             std::vector<runtime::Symbol> codes, std::optional<std::uint32_t> value_set);
  Ways look_up(const World& world, const ir::Node& node, const Row& row, const Demand& demand);
  Ways sum(const World& world, const ir::Node& node, const Row& row, const Demand& demand);
  Ways times(const World& world, const ir::Node& node, const Row& row, const Demand& demand);
  Ways divide(const World& world, const ir::Node& node, const Row& row, const Demand& demand);
  Ways rescale(const World& world, const ir::Node& node, const Row& row, const Demand& demand);
  Ways extreme(const World& world, const ir::Node& node, const Row& row, const Demand& demand,
               bool is_least);
  Ways months(const World& world, const ir::Node& node, const Row& row, const Demand& demand);

  // lists
  Ways any(const World& world, ir::NodeId id, const Row& row, bool wanted);
  Ways count(const World& world, ir::NodeId id, const Row& row, const Demand& demand);
  Ways count_distinct(const World& world, ir::NodeId id, const Row& row, const Demand& demand);
  Ways total(const World& world, ir::NodeId id, const Row& row, const Demand& demand);
  Ways select(const World& world, ir::NodeId id, const Row& row, const Demand& demand);
  Ways exposure(const World& world, ir::NodeId id, const Row& row, const Demand& demand);
  Ways widen(const World& world, const ir::Node& node, const Row& row, const Demand& demand);
  // A new item of the node's list that matches, and of each pair of an operand and a demand of it.
  Ways new_item(const World& world, ir::NodeId id, const Row& row,
                const std::vector<std::pair<ir::NodeId, Demand>>& more);

  Ways none();  // none because the operation is not solved for

  Search& search_;
  const std::map<ir::NodeId, ir::OccurrenceId>& words_;
  std::optional<ir::OccurrenceId> asked_by_;  // the condition of the author that is being solved
  using Key = std::tuple<const World*, std::uint32_t, Row, std::int64_t, std::int64_t,
                         std::vector<runtime::Symbol>, std::optional<ir::OccurrenceId>>;
  std::map<Key, Ways> solved_;
};

// Whether every value that the cell holds is among those demanded.
bool meets(const runtime::ValueType& type, const runtime::Cell& cell, const Demand& demand);

}  // namespace precis::change
