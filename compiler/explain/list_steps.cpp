#include "compiler/explain/list_steps.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/explain/derivation.h"
#include "compiler/explain/format.h"
#include "compiler/explain/selection.h"
#include "compiler/explain/words.h"

namespace precis::explain {

using ir::Occurrence;
using ir::OccurrenceId;
using ir::Shape;

static constexpr std::size_t ShownMisses = 3;

// What the construct asks of each item: the body of its list operation, which also holds what the
// author did not write (a binder's measurement, that items after the `at` date are invisible). Of a
// `satisfy` the operation looks for items that break it, so there the where-condition stands.
static std::optional<ir::NodeId> where_node(const View& view, const Occurrence& it) {
  const bool has_satisfy = it.shape == Shape::Quantifier && it.children.size() == 2;
  if (has_satisfy) return view.occurrence(it.children[0]).node;
  std::vector<ir::NodeId> open{it.node};
  for (std::size_t next = 0; next < open.size() && open.size() < 64; ++next) {
    const ir::Node& node = view.node(open[next]);
    const bool is_it = ir::is_list_op(node.op) && node.b == it.level &&
                       static_cast<runtime::ListIndex>(node.a) == *it.list;
    if (is_it) return node.operands[0];
    if (node.scope.depth <= it.level) {
      open.insert(open.end(), node.operands.begin(), node.operands.end());
    }
  }
  if (it.children.empty()) return std::nullopt;
  return view.occurrence(it.children[0]).node;
}

static Truth matches(const View& view, const Occurrence& it, const Row& row, std::size_t item) {
  const std::optional<ir::NodeId> where = where_node(view, it);
  return where ? view.truth(*where, view.at_item(row, it.level, item)) : Truth::True;
}

static bool is_gene_query(const View& view, const Occurrence& it) {
  return view.gene_of(*it.list) != nullptr;
}

// The results that a laboratory could not tell apart.
static std::string candidates_note(const View& view, runtime::ListIndex list) {
  std::string text;
  const runtime::ValueType& type = view.schema().leaves[view.schema().lists[list].leaves[0]].type;
  for (const runtime::Item& item : view.record().lists[list]) {
    if (!text.empty()) text += " or ";
    text += value_text(view.program(), type, item.facts[0].cell, view.symbols());
  }
  return text.empty() ? "no diplotype on file" : text;
}

std::string list_note(const View& view, const Occurrence& it, const Row& row) {
  if (!it.list) return {};
  const std::size_t count = view.items(*it.list);
  if (is_gene_query(view, it)) return candidates_note(view, *it.list);
  std::size_t sure = 0, maybe = 0;
  for (std::size_t item = 0; item < count; ++item) {
    const Truth truth = matches(view, it, row, item);
    sure += truth == Truth::True ? 1 : 0;
    maybe += truth != Truth::True && truth != Truth::False ? 1 : 0;
  }
  std::string note = fmt::format("{} looked at, {} {}", counted(count, "item"), sure,
                                 sure == 1 ? "matches" : "match");
  if (maybe > 0) note += fmt::format(", {} may match", maybe);
  // These read the file: nothing rests on absence.
  if (it.shape == Shape::Selection || it.shape == Shape::Test) return note;
  const std::string window = asked_window(view, it, row);
  if (!window.starts_with("everything")) note += "; asked " + window;
  const bool trusted = it.shape == Shape::Exposure
                           ? exposure_is_observed(view, view.node(it.node), row)
                           : !it.observed || view.truth(*it.observed, row) == Truth::True;
  if (!trusted) {
    return note + "; absence not trusted: history known " + known_window(view, *it.list);
  }
  return note + "; absence can be trusted";
}

std::string item_label(const View& view, runtime::ListIndex index, std::size_t item) {
  const runtime::List& list = view.schema().lists[index];
  const runtime::Item& facts = view.record().lists[index][item];
  std::string label = fmt::format("{}: ", view.item_path(index, item));
  for (std::size_t i = 0; i < list.leaves.size(); ++i) {
    const runtime::Leaf& leaf = view.schema().leaves[list.leaves[i]];
    if (i > 0) label += ", ";
    label += leaf.name + " " +
             value_text(view.program(), leaf.type, facts.facts[i].cell, view.symbols());
  }
  return label;
}

static Step item_step(const View& view, Told& told, const Occurrence& it, const Row& row,
                      std::size_t item) {
  const Row here = view.at_item(row, it.level, item);
  Step step;
  step.shape = it.shape;
  step.label = view.texts().keep(item_label(view, *it.list, item));
  step.place = {it.span.begin, it.span.end};
  step.truth = matches(view, it, row, item);
  // The window of an exposure stands in its note; the value of a total, and key and value of a
  // selection, beside the item.
  const bool has_only_where = it.shape == Shape::Exposure || it.shape == Shape::CountOf;
  const std::size_t within_item = has_only_where ? 1 : it.children.size();
  const std::size_t first = told.steps.size();
  for (std::size_t i = 0; i < within_item; ++i) {
    if (it.shape == Shape::Selection && i >= 1) continue;
    const Step below = derive(view, told, it.children[i], here);
    const bool is_group = below.shape == Shape::AllOf && within_item == 1;
    if (is_group) {
      told.steps.insert(told.steps.end(), below.steps.begin(), below.steps.end());
    } else {
      told.steps.push_back(below);
    }
  }
  take_steps(view, told, first, step);
  if (it.shape == Shape::Selection && it.children.size() >= 3) {
    step.value = view.text(view.occurrence(it.children[2]).node, here);
  }
  if (it.shape == Shape::CountOf && it.children.size() == 2) {
    step.value = view.text(view.occurrence(it.children[1]).node, here);
  }
  return step;
}

// Items that fail by exactly one of several conjuncts: what a reviewer would ask about.
static bool misses_by_one(const View& view, const Occurrence& it, const Row& row) {
  const Occurrence& where = view.occurrence(it.children[0]);
  if (where.shape != Shape::AllOf || where.children.size() < 2) return false;
  std::size_t false_parts = 0;
  for (const OccurrenceId child : where.children) {
    false_parts += view.truth(view.occurrence(child).node, row) == Truth::False ? 1 : 0;
  }
  return false_parts == 1;
}

std::optional<std::size_t> stale_item(const View& view, const Occurrence& it, const Row& row) {
  const Occurrence& where = view.occurrence(it.children[0]);
  for (std::size_t item = view.items(*it.list); item-- > 0;) {
    const Row here = view.at_item(row, it.level, item);
    if (!misses_by_one(view, it, here)) continue;
    for (const OccurrenceId part : where.children) {
      const Occurrence& condition = view.occurrence(part);
      const bool is_date = condition.shape == Shape::Window;
      if (is_date && view.truth(condition.node, here) == Truth::False) return item;
    }
  }
  return std::nullopt;
}

static bool mattered(const View& view, const Occurrence& it, const Row& row, std::size_t item) {
  const ir::Node& node = view.node(it.node);
  if (node.op == ir::Op::SelectLast || node.op == ir::Op::SelectFirst) {
    const std::vector<std::size_t> in = select(view, node, row).in;
    return std::find(in.begin(), in.end(), item) != in.end();
  }
  const bool is_any = it.shape == Shape::Quantifier && it.children.size() == 1;
  if (!is_any || !where_node(view, it)) return true;
  const auto best = witness(view, *it.list, *where_node(view, it), it.level, row);
  return !best || *best == item;
}

void list_steps(const View& view, Told& told, const Occurrence& it, const Row& row) {
  if (!it.list || it.children.empty() || is_gene_query(view, it)) return;
  const std::size_t count = view.items(*it.list);
  std::vector<std::size_t> missed;
  for (std::size_t item = 0; item < count; ++item) {
    if (matches(view, it, row, item) == Truth::False) {
      if (misses_by_one(view, it, view.at_item(row, it.level, item))) missed.push_back(item);
      continue;
    }
    Step shown = item_step(view, told, it, row, item);
    shown.folded = !mattered(view, it, row, item);
    told.steps.push_back(shown);
  }
  const std::size_t skipped = missed.size() > ShownMisses ? missed.size() - ShownMisses : 0;
  for (std::size_t i = skipped; i < missed.size(); ++i) {
    Step shown = item_step(view, told, it, row, missed[i]);
    shown.note = "misses by one condition";
    shown.folded = true;
    told.steps.push_back(shown);
  }
}

std::string_view witness_path(const View& view, const Occurrence& quantifier,
                              runtime::LeafIndex leaf) {
  const std::optional<ir::NodeId> where = where_node(view, quantifier);
  if (!quantifier.list || !where) return {};
  const auto item = witness(view, *quantifier.list, *where, quantifier.level, {});
  return item ? view.leaf_path(leaf, *item) : std::string_view();
}

std::string witness_text(const View& view, const Occurrence& quantifier, runtime::LeafIndex leaf) {
  const std::optional<ir::NodeId> where = where_node(view, quantifier);
  if (!quantifier.list || !where) return "unknown";
  const auto item = witness(view, *quantifier.list, *where, quantifier.level, {});
  if (!item) return "unknown";
  const runtime::List& list = view.schema().lists[*quantifier.list];
  for (std::size_t i = 0; i < list.leaves.size(); ++i) {
    if (list.leaves[i] != leaf) continue;
    const runtime::ValueType& type = view.schema().leaves[leaf].type;
    const runtime::Cell& cell = view.record().lists[*quantifier.list][*item].facts[i].cell;
    return spoken_text(view.program(), type, cell, view.symbols());
  }
  return "unknown";
}

}  // namespace precis::explain
