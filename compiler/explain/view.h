#pragma once

// The cells of one trace by node and item, and what they say about the ladder. Private to explain.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "compiler/explain/explanation.h"
#include "compiler/explain/texts.h"
#include "compiler/ir/trace_cells.h"
#include "runtime/record.h"
#include "runtime/symbols.h"

namespace precis::explain {

using ir::Row;

class View {
 public:
  View(const ir::Program& program, ir::DecisionId decision, const ir::TraceLayout& layout,
       std::span<const runtime::Cell> trace, const runtime::Record& record,
       const runtime::Symbols& symbols, Texts& texts);

  const ir::Program& program() const { return program_; }
  const ir::Decision& decision() const { return program_.decisions[decision_]; }
  ir::DecisionId decision_id() const { return decision_; }
  const ir::Policy& policy() const { return program_.policies[decision().policy]; }
  const runtime::Schema& schema() const { return program_.schemas[policy().schema]; }
  const runtime::Record& record() const { return record_; }
  const runtime::Symbols& symbols() const { return symbols_; }
  const ir::TraceLayout& layout() const { return layout_; }
  // Where texts that are made for the explanation are kept.
  Texts& texts() const { return texts_; }
  std::span<const runtime::Cell> trace() const { return trace_; }
  const ir::Node& node(ir::NodeId id) const { return program_.graph[id]; }
  const runtime::ValueType& type(ir::NodeId id) const { return program_.graph.type(id); }
  const ir::Occurrence& occurrence(ir::OccurrenceId id) const { return program_.occurrences[id]; }

  // The cell of a node of this decision, if it has one: see `ir::TraceCells`.
  std::optional<runtime::Cell> find(ir::NodeId node, const Row& row = {}) const {
    return cells_.find(node, row);
  }
  runtime::Cell cell(ir::NodeId node, const Row& row = {}) const;

  bool is_settled(ir::NodeId node, const Row& row = {}) const;
  Truth truth(ir::NodeId node, const Row& row = {}) const;
  // As `value_text`. Views here are of the program, or kept in `texts`.
  std::string_view text(ir::NodeId node, const Row& row = {}) const;
  std::string_view text(const runtime::ValueType& type, const runtime::Cell& cell) const;

  std::size_t items(runtime::ListIndex list) const { return record_.lists[list].size(); }
  Row at_item(Row row, std::uint8_t level, std::size_t item) const;

  const runtime::Fact& fact(const ir::Node& node, const Row& row) const;
  // member.labs[2].value
  std::string_view fact_path(const ir::Node& node, const Row& row) const;
  std::string_view item_path(runtime::ListIndex list, std::size_t item) const;
  std::string_view leaf_path(runtime::LeafIndex leaf, std::optional<std::size_t> item) const;
  // The gene whose candidate diplotypes the list holds.
  const runtime::GeneSlot* gene_of(runtime::ListIndex list) const;

 private:
  const ir::Program& program_;
  ir::DecisionId decision_;
  const ir::TraceLayout& layout_;
  std::span<const runtime::Cell> trace_;
  ir::TraceCells cells_;
  const runtime::Record& record_;
  const runtime::Symbols& symbols_;
  Texts& texts_;
};

// Which rules may give the outcome. Indices are those of the ladder; `rules.size()` is `otherwise`.
// Of a decision that collects, those that are possible; `sure` and `faulted` are absent.
struct Ladder {
  std::vector<std::size_t> possible;   // live rules and the first sure one, in order
  std::optional<std::size_t> sure;     // the first that surely applies
  std::optional<std::size_t> faulted;  // the first that surely faults, with none sure before it
  Truth governs = Truth::True;
};

Ladder ladder(const View& view);

// Of a rule that is not reached only what is written, not what would have to be computed.
Outcome outcome(const View& view, const ir::OutcomeValue& value, bool is_reached = true);
// renewal.improved
std::string rule_name(const View& view, std::size_t index);
const std::vector<ir::TemplatePart>& because_of(const ir::Decision& decision, std::size_t index);
bool collects(const View& view);
// Whether each value that the rule's outcome carries is exact; absent ones are.
bool is_exact_outcome(const View& view, std::size_t index);

bool can_be_true(const runtime::Cell& cell);
bool surely_true(const runtime::Cell& cell);
bool surely_false(const runtime::Cell& cell);

}  // namespace precis::explain
