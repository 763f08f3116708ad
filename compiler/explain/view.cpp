#include "compiler/explain/view.h"

#include <fmt/format.h>

#include "compiler/explain/format.h"
#include "compiler/support/check.h"

namespace precis::explain {

using runtime::Cell;

bool can_be_true(const Cell& cell) {
  return cell.no_value == 0 && (cell.low & runtime::CanBeTrue) != 0;
}

bool surely_true(const Cell& cell) {
  return cell.no_value == 0 && cell.may_fault == 0 && cell.low == runtime::CanBeTrue;
}

bool surely_false(const Cell& cell) {
  return cell.no_value == 0 && cell.may_fault == 0 && cell.low == runtime::CanBeFalse;
}

View::View(const ir::Program& program, ir::DecisionId decision, const ir::TraceLayout& layout,
           std::span<const Cell> trace, const runtime::Record& record,
           const runtime::Symbols& symbols, Texts& texts)
    : program_(program),
      decision_(decision),
      layout_(layout),
      trace_(trace),
      cells_(program.graph, layout, trace, record),
      record_(record),
      symbols_(symbols),
      texts_(texts) {}

Cell View::cell(ir::NodeId id, const Row& row) const {
  const std::optional<Cell> found = find(id, row);
  CHECK(found.has_value(), "a node outside the trace");
  return *found;
}

bool View::is_settled(ir::NodeId id, const Row& row) const {
  return settled(type(id), cell(id, row));
}

static Truth truth_of(const Cell& cell) {
  if (cell.no_value != 0) return Truth::Fault;
  if (cell.may_fault != 0) return Truth::MayFault;
  if (cell.low == runtime::CanBeTrue) return Truth::True;
  return cell.low == runtime::CanBeFalse ? Truth::False : Truth::Either;
}

Truth View::truth(ir::NodeId id, const Row& row) const {
  if (const Cell* const found = cells_.at(id, row)) return truth_of(*found);
  const std::optional<Cell> constant = find(id, row);
  return constant ? truth_of(*constant) : Truth::NotEvaluated;
}

std::string_view View::text(ir::NodeId id, const Row& row) const {
  const std::optional<Cell> found = find(id, row);
  return found ? text(type(id), *found) : std::string_view("not evaluated");
}

std::string_view View::text(const runtime::ValueType& type, const Cell& cell) const {
  const std::string_view said = told_text(program_, type, cell);
  return said.empty() ? texts_.keep(value_text(program_, type, cell, symbols_)) : said;
}

Row View::at_item(Row row, std::uint8_t level, std::size_t item) const {
  row[level] = static_cast<std::uint32_t>(item);
  return row;
}

// The position of a leaf among those of its list.
static std::size_t slot_of(const runtime::List& list, runtime::LeafIndex leaf) {
  for (std::size_t i = 0; i < list.leaves.size(); ++i) {
    if (list.leaves[i] == leaf) return i;
  }
  CHECK(false, "a leaf of another list");
}

const runtime::Fact& View::fact(const ir::Node& node, const Row& row) const {
  const auto leaf = static_cast<runtime::LeafIndex>(node.a);
  if (node.op == ir::Op::Fact) return record_.facts[leaf];
  const runtime::ListIndex list = *schema().leaves[leaf].list;
  const runtime::Item& item = record_.lists[list][row[static_cast<std::size_t>(node.b)]];
  return item.facts[slot_of(schema().lists[list], leaf)];
}

std::string_view View::fact_path(const ir::Node& node, const Row& row) const {
  const auto leaf = static_cast<runtime::LeafIndex>(node.a);
  if (node.op == ir::Op::Fact) return leaf_path(leaf, std::nullopt);
  return leaf_path(leaf, row[static_cast<std::size_t>(node.b)]);
}

std::string_view View::item_path(runtime::ListIndex list, std::size_t item) const {
  if (gene_of(list) != nullptr) return schema().lists[list].fact;
  return texts_.join({schema().lists[list].fact, "[", texts_.number(item), "]"});
}

std::string_view View::leaf_path(runtime::LeafIndex leaf, std::optional<std::size_t> item) const {
  const runtime::Leaf& it = schema().leaves[leaf];
  if (!it.list || !item) return it.fact;
  const runtime::List& list = schema().lists[*it.list];
  if (gene_of(*it.list) != nullptr) return list.fact;
  return texts_.join({list.fact, "[", texts_.number(*item), "].", it.name});
}

const runtime::GeneSlot* View::gene_of(runtime::ListIndex list) const {
  for (const runtime::GeneSlot& slot : schema().genes) {
    if (slot.candidates == list) return &slot;
  }
  return nullptr;
}

// ---- the ladder

Ladder ladder(const View& view) {
  Ladder found;
  if (view.policy().governs) {
    found.governs = view.truth(view.occurrence(*view.policy().governs).node);
  }
  const std::vector<ir::Rule>& rules = view.decision().rules;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const Cell cell = view.cell(rules[i].applies);
    if (surely_false(cell)) continue;
    if (collects(view)) {
      const bool is_settled = surely_true(cell) && is_exact_outcome(view, i);
      const bool waits = found.governs == Truth::Either || found.governs == Truth::MayFault;
      if (cell.no_value == 0 && (!is_settled || waits)) found.possible.push_back(i);
      continue;
    }
    found.possible.push_back(i);
    if (cell.no_value != 0) {
      found.faulted = i;
      return found;
    }
    if (surely_true(cell)) {
      found.sure = i;
      return found;
    }
  }
  if (collects(view)) return found;
  found.possible.push_back(rules.size());
  found.sure = rules.size();
  return found;
}

std::string rule_name(const View& view, std::size_t index) {
  return ir::rule_name(view.program(), view.decision(), index);
}

const std::vector<ir::TemplatePart>& because_of(const ir::Decision& decision, std::size_t index) {
  return index < decision.rules.size() ? decision.rules[index].because
                                       : decision.otherwise->because;
}

bool collects(const View& view) {
  return view.decision().combination == ir::Combination::Collect;
}

bool is_exact_outcome(const View& view, std::size_t index) {
  for (const auto& field : ir::outcome_of(view.decision(), index).payload) {
    if (!field) continue;
    const ir::NodeId node = view.occurrence(*field).node;
    if (!exact(view.type(node), view.cell(node))) return false;
  }
  return true;
}

Outcome outcome(const View& view, const ir::OutcomeValue& value, bool is_reached) {
  const ir::OutcomeType& type = view.program().outcomes[view.decision().outcome];
  const ir::Alternative& alternative = type.alternatives[value.alternative];
  Outcome made{alternative.name, alternative.standing, alternative.administrative, {}, {}};
  made.text = alternative.name;
  for (std::size_t i = 0; i < value.payload.size(); ++i) {
    if (!value.payload[i]) continue;
    const ir::NodeId node = view.occurrence(*value.payload[i]).node;
    if (!is_reached && view.node(node).op != ir::Op::Constant) continue;
    const std::optional<Cell> cell = view.find(node);
    Payload payload{alternative.fields[i].name, std::string(view.text(node)),
                    cell.has_value() && exact(view.type(node), *cell)};
    made.text += made.payload.empty() ? ": " : ", ";
    made.text += payload.name + " " + payload.value;
    made.payload.push_back(std::move(payload));
  }
  return made;
}

}  // namespace precis::explain
