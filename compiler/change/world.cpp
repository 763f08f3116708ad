#include "compiler/change/world.h"

#include <algorithm>
#include <bit>

#include "compiler/interp/interp.h"
#include "compiler/support/check.h"

namespace precis::change {

using runtime::Cell;
using runtime::Form;

// A count, not a time, so that every machine finds the same.
static constexpr std::size_t MostEvaluations = 3000;

Search::Search(const ir::Program& program, ir::DecisionId decision, const ir::TraceLayout& layout,
               const runtime::Record& record, const runtime::Symbols& symbols)
    : program(program), id(decision), layout(layout), record(record), symbols(symbols) {}

bool Search::is_spent() const {
  return evaluations >= MostEvaluations;
}

bool Search::may_change(runtime::LeafIndex leaf) const {
  const runtime::Leaf& it = schema().leaves[leaf];
  const bool is_gene = std::ranges::any_of(schema().genes, [&](const runtime::GeneSlot& slot) {
    return slot.phenotype == leaf || slot.tested == leaf || slot.score == leaf ||
           slot.assigned == leaf;
  });
  return it.actionable && !is_gene && leaf != schema().at &&
         it.protection == runtime::Protection::None;
}

bool Search::may_change_list(runtime::ListIndex list) const {
  const bool is_gene = std::ranges::any_of(
      schema().genes, [&](const runtime::GeneSlot& slot) { return slot.candidates == list; });
  return schema().lists[list].actionable && !is_gene;
}

World::World(Search& search, runtime::Record record,
             std::map<runtime::ListIndex, std::vector<ItemKey>> added,
             std::set<runtime::LeafIndex> fixed)
    : search_(search),
      record_(std::move(record)),
      added_(std::move(added)),
      fixed_(std::move(fixed)) {
  ++search.evaluations;
  interp::Evaluation made =
      interp::decide(search.program, search.id, search.layout, record_, search.symbols);
  answer_ = made.answer;
  trace_ = std::move(made.trace);
  cells_.emplace(search.program.graph, search.layout, trace_, record_);
}

ItemKey World::key(runtime::ListIndex list, std::size_t item) const {
  const std::size_t on_file = search_.record.lists[list].size();
  if (item < on_file) return {list, false, static_cast<std::uint32_t>(item)};
  const auto added = added_.find(list);
  const std::size_t place = item - on_file;
  if (added != added_.end() && place < added->second.size()) return added->second[place];
  return {list, true, Unnamed};
}

const World* World::with_item(runtime::ListIndex list) const {
  if (is_hypothetical_) {
    search_.not_solved = true;
    return nullptr;
  }
  std::unique_ptr<World>& made = with_item_[list];
  if (!made) {
    runtime::Record more = record_;
    more.lists[list].push_back(blank_item(search_, list));
    made = std::make_unique<World>(search_, std::move(more), added_, fixed_);
    made->is_hypothetical_ = true;
  }
  return made.get();
}

runtime::Item blank_item(const Search& search, runtime::ListIndex list) {
  runtime::Item item;
  for (const runtime::LeafIndex leaf : search.schema().lists[list].leaves) {
    const runtime::ValueType& type = search.schema().leaves[leaf].type;
    const bool is_enum = type.form == Form::Enum;
    const Cell cell =
        is_enum
            ? runtime::mask(search.program.catalogue.enumerations[type.enumeration].all_members())
            : runtime::unknown(type, 0);
    item.facts.push_back({cell, runtime::Cause::Absent, 0});
  }
  return item;
}

std::size_t position_of(const runtime::List& list, runtime::LeafIndex leaf) {
  const auto found = std::ranges::find(list.leaves, leaf);
  CHECK(found != list.leaves.end(), "a leaf of another list");
  return static_cast<std::size_t>(found - list.leaves.begin());
}

bool is_exact(const runtime::ValueType& type, const Cell& cell) {
  if (cell.no_value != 0 || cell.may_fault != 0) return false;
  if (type.form == Form::Bool || type.form == Form::Enum) {
    return std::has_single_bit(static_cast<std::uint64_t>(cell.low));
  }
  return cell.low == cell.high;
}

}  // namespace precis::change
