#include "compiler/explain/facts.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

#include "compiler/explain/format.h"
#include "compiler/explain/genes.h"
#include "compiler/explain/look_up.h"
#include "compiler/explain/rules.h"
#include "compiler/explain/selection.h"
#include "compiler/explain/words.h"

namespace precis::explain {

using ir::Node;
using ir::NodeId;
using ir::Op;
using runtime::Cell;

namespace {

using Order = std::tuple<int, std::uint32_t, std::size_t, std::uint32_t>;

// Walks from a root to the facts that make its value what it is.
class Ground {
 public:
  explicit Ground(const View& view)
      : view_(view), seen_(view.layout().member_nodes().size(), std::uint8_t{0}) {
    found_.reserve(32);
  }

  void under(NodeId id, const Row& row);
  // Also through every operand that decides alone: a derivation shows them all.
  void shown(ir::OccurrenceId id);
  std::vector<FactUsed> facts() &&;

 private:
  void all_operands(const Node& node, const Row& row);
  void one_of(const Node& node, const Row& row, bool (*decides)(const Cell&));
  void choice(const Node& node, const Row& row);
  void items(const Node& node, const Row& row, std::size_t item_operands);
  void witness_of(const Node& node, const Row& row);
  void selected(const Node& node, const Row& row);
  void add_leaf(const Node& node, const Row& row);
  void add_entry(const Node& node, const Row& row);
  void add_list(runtime::ListIndex list);
  void add_period(const runtime::List& list);
  FactUsed used_of(runtime::LeafIndex leaf, const runtime::ValueType& type,
                   const runtime::Fact& fact) const;
  void add_gene(const runtime::GeneSlot& gene);
  std::string called(runtime::LeafIndex leaf) const;

  const View& view_;
  // Inside an item that does not match: the list stands for its fields, so they are not listed.
  bool is_within_miss_ = false;
  bool is_shown_ = false;
  bool is_first_visit(NodeId id, const Row& row);

  // Nodes of the member, by slot: a bit for each way of having been there; and those of items.
  std::vector<std::uint8_t> seen_;
  std::set<std::tuple<NodeId, Row, unsigned>> seen_of_items_;
  std::vector<std::pair<Order, FactUsed>> found_;  // of equal order the first counts
};

}  // namespace

bool Ground::is_first_visit(NodeId id, const Row& row) {
  const unsigned way = (is_within_miss_ ? 1U : 0U) + (is_shown_ ? 2U : 0U);
  const auto place = view_.layout().place(id);
  if (!place || place->region != 0) return seen_of_items_.emplace(id, row, way).second;
  std::uint8_t& seen = seen_[place->slot];
  const auto bit = static_cast<std::uint8_t>(1U << way);
  return (std::exchange(seen, static_cast<std::uint8_t>(seen | bit)) & bit) == 0;
}

void Ground::under(NodeId id, const Row& row) {
  const Node& node = view_.node(id);
  if (node.op == Op::Constant) return;
  Row here{};
  for (std::size_t level = 0; level < node.scope.depth; ++level) here[level] = row[level];
  if (!is_first_visit(id, here)) return;
  switch (node.op) {
    case Op::Constant:
      return;
    case Op::Fact:
    case Op::ItemFact:
      return add_leaf(node, here);
    case Op::And:
      return one_of(node, here, surely_false);
    case Op::Or:
      return one_of(node, here, surely_true);
    case Op::Choose:
      return choice(node, here);
    case Op::Otherwise:
      under(node.operands[0], here);
      if (!exact(view_.type(node.operands[0]), view_.cell(node.operands[0], here))) {
        under(node.operands[1], here);
      }
      return;
    case Op::Any:
      return surely_true(view_.cell(id, here)) ? witness_of(node, here) : items(node, here, 1);
    case Op::Count:
    case Op::Possible:
    case Op::OnFile:
      return items(node, here, 1);
    case Op::Sum:
    case Op::Least:
    case Op::Greatest:
    case Op::CountDistinct:
      return items(node, here, node.operands.size());
    case Op::SelectLast:
    case Op::SelectFirst:
      return selected(node, here);
    case Op::DaysCovered:
    case Op::LongestRun:
    case Op::OnHand:
      items(node, here, ir::ExposureItemOperands);
      for (std::size_t i = ir::ExposureItemOperands; i < node.operands.size(); ++i) {
        under(node.operands[i], here);
      }
      return;
    case Op::LookUp:
      all_operands(node, here);
      return add_entry(node, here);
    case Op::Not:
    case Op::AtLeast:
    case Op::Less:
    case Op::LessEqual:
    case Op::Equal:
    case Op::CompareQuotient:
    case Op::InMask:
    case Op::SameMember:
    case Op::InValueSet:
    case Op::Add:
    case Op::Subtract:
    case Op::Multiply:
    case Op::Divide:
    case Op::Rescale:
    case Op::Minimum:
    case Op::Maximum:
    case Op::Function:
    case Op::Power:
    case Op::AddMonths:
    case Op::Age:
    case Op::Known:
    case Op::Unseen:
    case Op::Widen:
      return all_operands(node, here);
  }
}

void Ground::all_operands(const Node& node, const Row& row) {
  for (const NodeId operand : node.operands) under(operand, row);
}

void Ground::shown(ir::OccurrenceId id) {
  is_shown_ = true;
  under(view_.occurrence(id).node, {});
  is_shown_ = false;
}

// The first operand that decides alone, or all of them.
void Ground::one_of(const Node& node, const Row& row, bool (*decides)(const Cell&)) {
  bool is_decided = false;
  for (const NodeId operand : node.operands) {
    if (!decides(view_.cell(operand, row))) continue;
    under(operand, row);
    if (!is_shown_) return;
    is_decided = true;
  }
  if (!is_decided) all_operands(node, row);
}

void Ground::choice(const Node& node, const Row& row) {
  for (std::size_t i = 0; i + 1 < node.operands.size(); i += 2) {
    const Cell condition = view_.cell(node.operands[i], row);
    under(node.operands[i], row);
    if (surely_false(condition)) continue;
    under(node.operands[i + 1], row);
    if (surely_true(condition)) return;
  }
}

void Ground::items(const Node& node, const Row& row, std::size_t item_operands) {
  const auto list = static_cast<runtime::ListIndex>(node.a);
  add_list(list);
  for (std::size_t item = 0; item < view_.items(list); ++item) {
    const Row here = view_.at_item(row, static_cast<std::uint8_t>(node.b), item);
    const bool is_miss = surely_false(view_.cell(node.operands[0], here));
    const bool was_within = std::exchange(is_within_miss_, is_within_miss_ || is_miss);
    for (std::size_t i = 0; i < (is_miss ? 1 : item_operands); ++i) under(node.operands[i], here);
    is_within_miss_ = was_within;
  }
}

void Ground::witness_of(const Node& node, const Row& row) {
  const auto list = static_cast<runtime::ListIndex>(node.a);
  const auto level = static_cast<std::uint8_t>(node.b);
  const auto item = witness(view_, list, node.operands[0], level, row);
  if (item) under(node.operands[0], view_.at_item(row, level, *item));
}

void Ground::selected(const Node& node, const Row& row) {
  add_list(static_cast<runtime::ListIndex>(node.a));
  for (const std::size_t item : select(view_, node, row).in) {
    const Row here = view_.at_item(row, static_cast<std::uint8_t>(node.b), item);
    for (const NodeId operand : node.operands) under(operand, here);
  }
}

// Of a gene's leaf: the candidate genotypes it was found from, the score, and whose table said so.
std::string Ground::called(runtime::LeafIndex leaf) const {
  for (const runtime::GeneSlot& slot : view_.schema().genes) {
    if (slot.phenotype == leaf || slot.score == leaf) return gene_note(view_, slot, leaf);
  }
  return "";
}

static Precision precision_of(const View& view, const runtime::Leaf& leaf,
                              const runtime::ValueType& type, const Cell& cell) {
  if (exact(type, cell)) return Precision::Exact;
  const bool is_enum = leaf.type.form == runtime::Form::Enum;
  const Cell all =
      is_enum ? runtime::mask(
                    view.program().catalogue.enumerations[leaf.type.enumeration].all_members())
              : runtime::unknown(leaf.type, 0);
  return cell.low <= all.low && cell.high >= all.high ? Precision::Unknown : Precision::Partial;
}

FactUsed Ground::used_of(runtime::LeafIndex leaf, const runtime::ValueType& type,
                         const runtime::Fact& fact) const {
  const runtime::Leaf& it = view_.schema().leaves[leaf];
  const runtime::Origin& origin = view_.record().origins[fact.origin];
  FactUsed used;
  used.path = it.path;
  used.value = view_.text(type, fact.cell);
  const std::string called = this->called(leaf);
  if (!called.empty()) used.value = view_.texts().join({used.value, " (", called, ")"});
  used.precision = precision_of(view_, it, type, fact.cell);
  used.cause = fact.cause;
  used.source = view_.texts().keep(origin.source);
  used.source_path = view_.texts().keep(origin.path);
  used.clinical = it.clinical;
  used.guarded = it.protection == runtime::Protection::Guarded;
  used.is_protected = it.protection == runtime::Protection::Protected;
  return used;
}

// The dates between which absence can be trusted.
void Ground::add_period(const runtime::List& list) {
  for (const std::optional<runtime::LeafIndex>& leaf : {list.known_from, list.known_to}) {
    if (!leaf) continue;
    const runtime::ValueType& type = view_.schema().leaves[*leaf].type;
    found_.emplace_back(Order{0, *leaf, 0, 0}, used_of(*leaf, type, view_.record().facts[*leaf]));
  }
}

void Ground::add_leaf(const Node& node, const Row& row) {
  const auto leaf = static_cast<runtime::LeafIndex>(node.a);
  const runtime::Leaf& it = view_.schema().leaves[leaf];
  if (it.list && is_within_miss_) return;
  if (it.list && view_.gene_of(*it.list) != nullptr) return add_list(*it.list);
  FactUsed used = used_of(leaf, view_.program().graph.type(node.type), view_.fact(node, row));
  if (node.op == Op::ItemFact) used.path = view_.fact_path(node, row);
  Order order{0, leaf, 0, 0};
  if (node.op == Op::ItemFact) {
    const runtime::List& list = view_.schema().lists[*it.list];
    const std::size_t item = row[static_cast<std::size_t>(node.b)];
    used.clinical |= list.clinical;
    for (std::size_t i = 0; i < list.leaves.size(); ++i) {
      if (list.leaves[i] != list.by) continue;
      used.date = view_.text(view_.schema().leaves[*list.by].type,
                             view_.record().lists[*it.list][item].facts[i].cell);
    }
    order = {1, *it.list, item + 1, leaf};
  }
  found_.emplace_back(order, std::move(used));
}

// What a catalog says, with its line of the file.
void Ground::add_entry(const Node& node, const Row& row) {
  const Entry entry = entry_of(view_, node, row);
  if (!entry.key) return;
  const runtime::ValueType& type = view_.program().graph.type(node.type);
  FactUsed used;
  used.path = view_.texts().keep(entry.path);
  used.value = view_.text(type, entry.cell);
  used.precision = exact(type, entry.cell) ? Precision::Exact : Precision::Unknown;
  used.cause = entry.cause;
  used.source = view_.texts().keep(entry.place);
  found_.emplace_back(
      Order{2, static_cast<std::uint32_t>(node.a), *entry.key, static_cast<std::uint32_t>(node.b)},
      std::move(used));
}

// The result of a gene, as the laboratory called it.
void Ground::add_gene(const runtime::GeneSlot& gene) {
  const std::vector<runtime::Item>& candidates = view_.record().lists[gene.candidates];
  FactUsed used;
  used.path = gene.path;
  used.clinical = true;
  used.value = candidates.empty() ? std::string_view("no diplotype on file")
                                  : view_.texts().keep(called(gene.phenotype));
  used.precision = candidates.size() == 1 ? Precision::Exact : Precision::Unknown;
  if (candidates.size() > 1) used.precision = Precision::Partial;
  const runtime::Fact& fact =
      candidates.empty() ? view_.record().facts[gene.phenotype] : candidates[0].facts[0];
  used.cause = fact.cause;
  used.source = view_.texts().keep(view_.record().origins[fact.origin].source);
  used.source_path = view_.texts().keep(view_.record().origins[fact.origin].path);
  found_.emplace_back(Order{1, gene.candidates, 0, 0}, std::move(used));
}

void Ground::add_list(runtime::ListIndex index) {
  if (const runtime::GeneSlot* gene = view_.gene_of(index)) return add_gene(*gene);
  const runtime::List& list = view_.schema().lists[index];
  FactUsed used;
  used.path = list.path;
  std::string value = counted(view_.items(index), "item") + " on file";
  if (list.absence != runtime::Absence::Complete) {
    used.precision = Precision::Partial;
    add_period(list);
    value += list.absence == runtime::Absence::Open
                 ? ", absence not trusted"
                 : ", absence trusted " + known_window(view_, index);
  }
  used.value = view_.texts().keep(value);
  used.clinical = list.clinical;
  used.guarded = list.protection == runtime::Protection::Guarded;
  used.is_protected = list.protection == runtime::Protection::Protected;
  found_.emplace_back(Order{1, index, 0, 0}, std::move(used));
}

std::vector<FactUsed> Ground::facts() && {
  const auto order = [](const auto& it) -> const Order& { return it.first; };
  std::ranges::stable_sort(found_, {}, order);
  const auto again = std::ranges::unique(found_, {}, order);
  std::vector<FactUsed> facts;
  facts.reserve(found_.size());
  for (auto it = found_.begin(); it != again.begin(); ++it) facts.push_back(it->second);
  return facts;
}

static void ground_template(const View& view, const std::vector<ir::TemplatePart>& parts,
                            Ground& ground) {
  for (const ir::TemplatePart& part : parts) {
    if (part.value && view.find(view.occurrence(*part.value).node)) {
      ground.under(view.occurrence(*part.value).node, {});
    }
  }
}

// A rule that applies, or but for an exception would, is shown with its derivation.
static void ground_rule(const ir::Rule& rule, RuleState state, Ground& ground) {
  ground.under(rule.applies, {});
  if (!may_give(state) && state != RuleState::ExceptionMet) return;
  ground.shown(rule.when);
  for (const ir::Exception& it : rule.exceptions) ground.shown(it.condition);
}

static void ground_phases(const View& view, Ground& ground) {
  for (const ir::Phase& phase : view.policy().phases) {
    if (!phase.when) continue;
    ground.shown(*phase.when);
    if (view.truth(view.occurrence(*phase.when).node) == Truth::True) return;
  }
}

std::vector<FactUsed> facts_used(const View& view, const std::vector<RuleState>& states,
                                 bool is_considered) {
  Ground ground(view);
  if (view.policy().governs) ground.shown(*view.policy().governs);
  if (!is_considered) return std::move(ground).facts();
  ground_phases(view, ground);
  const ir::Decision& decision = view.decision();
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (states[i] == RuleState::NotApplicable) continue;
    if (i < decision.rules.size()) ground_rule(decision.rules[i], states[i], ground);
    if (!may_give(states[i])) continue;
    for (const std::optional<ir::OccurrenceId>& field : ir::outcome_of(decision, i).payload) {
      if (field) ground.under(view.occurrence(*field).node, {});
    }
    ground_template(view, because_of(decision, i), ground);
  }
  return std::move(ground).facts();
}

}  // namespace precis::explain
