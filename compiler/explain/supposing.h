#pragma once

// What is not known as sets of values that can be made smaller, and decided again. Private to
// explain.

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "compiler/explain/weigh.h"
#include "compiler/interp/interp.h"
#include "compiler/support/random.h"

namespace precis::explain {

// A cell that a fact makes known. Of a code it is each test of the code, true or false.
struct Unknown {
  Stand stand;
  std::size_t fact;
  runtime::Cell cell;                // as it is now
  std::vector<std::int64_t> cuts;    // of an interval: where an upper part begins
  std::vector<std::int64_t> groups;  // of a mask: the members that are asked about together
  std::set<std::size_t> rests_on;    // other facts below it
  bool rests_on_more = false;        // something below it that is not known and none of the facts
};

class Supposing {
 public:
  Supposing(const View& view, const std::vector<std::vector<Stand>>& facts);

  std::size_t size() const { return unknowns_.size(); }
  const Unknown& operator[](std::size_t i) const { return unknowns_[i]; }

  bool is_exact(std::size_t i, const runtime::Cell& cell) const;
  // Two smaller sets that make up the cell, which is not exact.
  std::pair<runtime::Cell, runtime::Cell> split(std::size_t i, const runtime::Cell& cell) const;
  runtime::Cell any_value(std::size_t i, support::Random& random) const;

  // Whether it is decided with these cells, parallel to the unknowns; absent: as it is now.
  using Cells = std::vector<std::optional<runtime::Cell>>;
  bool decides(const Cells& cells);
  // After `decides` was false: an unknown among `open` that leaves it undecided, if there is one.
  std::optional<std::size_t> open_unknown(const std::vector<bool>& open) const;

 private:
  bool has_cut(std::size_t i, const runtime::Cell& cell) const;
  void add(const Stand& stand, std::size_t fact);
  void add_tests(const Stand& stand, std::size_t fact);
  void find_cuts(Unknown& unknown) const;
  void find_below(Unknown& unknown) const;
  std::optional<std::size_t> look(const Stand& at, const std::vector<bool>& open,
                                  std::set<Stand>& seen) const;
  std::optional<std::size_t> look_below(const Stand& at, const std::vector<bool>& open,
                                        std::set<Stand>& seen) const;
  runtime::Cell now(const Stand& at) const;

  const View& view_;
  std::map<ir::NodeId, std::vector<ir::NodeId>> users_;
  std::map<ir::NodeId, std::set<std::size_t>> facts_at_;
  std::vector<Unknown> unknowns_;
  std::map<Stand, std::size_t> by_stand_;
  std::unique_ptr<interp::WhatIf> what_if_;
};

}  // namespace precis::explain
