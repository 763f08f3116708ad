#pragma once

// Which of the author's constructs stand at a node, within one rule or within one whole decision.
// Private to explain.

#include <deque>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "compiler/explain/view.h"

namespace precis::explain {

class Words {
 public:
  // The occurrences below `roots`, in order of writing, each once.
  Words(const ir::Program& program, const std::vector<ir::OccurrenceId>& roots);

  const std::vector<ir::OccurrenceId>& all() const { return all_; }
  const std::vector<ir::OccurrenceId>& at(ir::NodeId node) const;
  const std::vector<ir::OccurrenceId>& parents(ir::OccurrenceId id) const;
  // A row of a table or one of its cells: words that say little outside the table.
  bool is_table_cell(ir::OccurrenceId id) const { return cells_.contains(id.index()); }

 private:
  void note_cells(const ir::Program& program, const ir::Occurrence& table);

  std::vector<ir::OccurrenceId> all_;
  std::unordered_map<std::uint32_t, std::vector<ir::OccurrenceId>> by_node_;
  std::unordered_map<std::uint32_t, std::vector<ir::OccurrenceId>> parents_;
  std::unordered_set<std::uint32_t> cells_;
};

// The words of a decision: of its policy's scope, and of each rule and `otherwise`. Each is found
// when it is first asked for, by any thread.
class DecisionWords {
 public:
  DecisionWords(const ir::Program& program, ir::DecisionId decision);

  const Words& of_scope() const;  // of a policy that has one
  const Words& of_rung(std::size_t index) const;

 private:
  struct Found {
    std::once_flag once;
    std::optional<Words> words;
  };

  const ir::Program& program_;
  const ir::Decision& decision_;
  mutable Found scope_;
  mutable std::deque<Found> rungs_;
};

// The constructs of a rule (the conditions of its phase and of those before it, its own, exceptions
// and payload) or of `otherwise` (its payload).
std::vector<ir::OccurrenceId> occurrences_of(const ir::Policy& policy, const ir::Decision& decision,
                                             std::size_t index);

// Both ends of the days that a construct over a history asks about, as text: "2025-03-01 to
// 2026-03-01", and the part of the history in which absence can be trusted.
std::string asked_window(const View& view, const ir::Occurrence& over, const Row& row);
std::string known_window(const View& view, runtime::ListIndex list);

}  // namespace precis::explain
