#pragma once

// The clauses of a decision's policy and their values in one evaluation, for marking the source.
// Private to explain.

#include <array>
#include <cstdint>
#include <vector>

#include "compiler/explain/view.h"

namespace precis::explain {

// Where the marks of a decision stand, and what each rests on: the same for every record.
class MarkPlan {
 public:
  MarkPlan(const ir::Program& program, ir::DecisionId decision);

  // One mark a place, by begin, wider first; where rules share a definition, what it was under the
  // first that was evaluated. Over the items of a list true where an item surely matches, false
  // where none can. Rules after `last` are not evaluated, nor any unless `considered`.
  std::vector<Mark> marks(const View& view, bool considered, std::size_t last) const;

 private:
  // One condition below the policy's scope, or below one rule.
  struct Clause {
    Place place;
    ir::NodeId node{0};
    std::uint32_t order = 0;  // the occurrence, which orders clauses of one rule at one place
    std::uint32_t rule = 0;   // 0 is the policy's scope, 1 the first rule
    std::uint8_t depth = 0;   // of lists around it
    std::array<runtime::ListIndex, 2> lists{};  // by level
  };

  void add(const ir::Program& program, std::uint32_t rule,
           const std::vector<ir::OccurrenceId>& roots);
  void add_below(const ir::Program& program, ir::OccurrenceId id, Clause around);
  static Truth truth_of(const View& view, const Clause& clause);

  source::FileId file_;
  std::vector<Clause> clauses_;
};

}  // namespace precis::explain
