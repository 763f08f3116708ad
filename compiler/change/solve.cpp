#include "compiler/change/solve.h"

#include <algorithm>

#include "compiler/support/check.h"

namespace precis::change {

using ir::Node;
using ir::NodeId;
using ir::Op;
using runtime::Cell;
using runtime::Form;

// More ways to the same end are not looked at.
static constexpr std::size_t MostWays = 40;

bool meets(const runtime::ValueType& type, const Cell& cell, const Demand& demand) {
  if (cell.no_value != 0 || cell.may_fault != 0) return false;
  switch (type.form) {
    case Form::Bool:
    case Form::Enum:
      return (cell.low & ~demand.low) == 0;
    case Form::Number:
    case Form::Money:
    case Form::Date:
      return cell.low >= demand.low && cell.high <= demand.high;
    case Form::Code:
    case Form::Text:
      return cell.low == cell.high && std::binary_search(demand.codes.begin(), demand.codes.end(),
                                                         static_cast<runtime::Symbol>(cell.low));
    case Form::CodeSet:
      return false;
  }
  return false;
}

Ways Solver::none() {
  search_.not_solved = true;
  return {};
}

// The shortest, each once.
Ways Solver::limited(Ways ways) {
  std::ranges::stable_sort(ways, {}, &Way::size);
  if (ways.size() <= MostWays) return ways;
  search_.cut_short = true;
  ways.resize(MostWays);
  return ways;
}

Ways Solver::product(const Ways& a, const Ways& b) {
  return limited(change::product(search_.program, a, b));
}

Ways Solver::truth(const World& world, NodeId node, const Row& row, bool wanted) {
  const std::int64_t value = wanted ? runtime::CanBeTrue : runtime::CanBeFalse;
  return solve(world, node, row, {search_.program.graph[node].type, value, value});
}

Ways Solver::solve(const World& world, NodeId id, const Row& row, const Demand& demand) {
  const std::optional<Cell> cell = world.find(id, row);
  if (!cell) return {};
  if (meets(search_.program.graph.type(id), *cell, demand)) return {Way{}};
  const std::optional<ir::OccurrenceId> outside = asked_by_;
  if (const auto words = words_.find(id); words != words_.end()) asked_by_ = words->second;
  Row here{};
  for (std::size_t level = 0; level < search_.program.graph[id].scope.depth; ++level) {
    here[level] = row[level];
  }
  const Key key{&world, id.index(), here, demand.low, demand.high, demand.codes, asked_by_};
  auto known = solved_.find(key);
  if (known == solved_.end()) {
    known = solved_.emplace(key, limited(dispatch(world, id, here, demand))).first;
  }
  asked_by_ = outside;
  return known->second;
}

Ways Solver::dispatch(const World& world, NodeId id, const Row& row, const Demand& demand) {
  const Node& node = search_.program.graph[id];
  const bool wanted = demand.low == runtime::CanBeTrue;
  switch (node.op) {
    case Op::Constant:
    case Op::Age:
    case Op::Possible:
      return {};
    case Op::Fact:
    case Op::ItemFact:
      return fact(world, node, row, demand);
    case Op::And:
      return wanted ? all(world, node.operands, row, true) : one(world, node.operands, row, false);
    case Op::Or:
      return wanted ? one(world, node.operands, row, true) : all(world, node.operands, row, false);
    case Op::Not:
      return truth(world, node.operands[0], row, !wanted);
    case Op::AtLeast:
      return at_least(world, node, row, wanted);
    case Op::Less:
    case Op::LessEqual:
      return compare(world, node, row, wanted);
    case Op::Equal:
      return equal(world, node, row, wanted);
    case Op::CompareQuotient:
      return quotient(world, node, row, wanted);
    case Op::InMask:
      return member(world, node.operands[0], row, wanted ? node.a : ~node.a);
    case Op::SameMember:
      return same_member(world, node, row, wanted);
    case Op::InValueSet:
      return in_value_set(world, node, row, wanted);
    case Op::LookUp:
      return look_up(world, node, row, demand);
    case Op::Add:
    case Op::Subtract:
      return sum(world, node, row, demand);
    case Op::Multiply:
      return times(world, node, row, demand);
    case Op::Divide:
      return divide(world, node, row, demand);
    case Op::Rescale:
      return rescale(world, node, row, demand);
    case Op::Minimum:
      return extreme(world, node, row, demand, true);
    case Op::Maximum:
      return extreme(world, node, row, demand, false);
    case Op::AddMonths:
      return months(world, node, row, demand);
    case Op::Function:
    case Op::Power:
    case Op::Known:
      return none();
    case Op::Otherwise:
      return otherwise(world, node, row, demand);
    case Op::Unseen:
      return wanted ? Ways{} : truth(world, node.operands[0], row, true);
    case Op::Widen:
      return widen(world, node, row, demand);
    case Op::Choose:
      return choose(world, node, row, demand);
    case Op::Any:
    case Op::OnFile:
      return any(world, id, row, wanted);
    case Op::Count:
      return count(world, id, row, demand);
    case Op::CountDistinct:
      return count_distinct(world, id, row, demand);
    case Op::Sum:
    case Op::Least:
    case Op::Greatest:
      return total(world, id, row, demand);
    case Op::SelectLast:
    case Op::SelectFirst:
      return select(world, id, row, demand);
    case Op::DaysCovered:
    case Op::LongestRun:
    case Op::OnHand:
      return exposure(world, id, row, demand);
  }
  CHECK(false, "an operation that nobody solves");
}

// ---- facts

static Demand within(const ir::Program& program, const Node& node, Demand demand) {
  const runtime::ValueType& type = program.graph.type(node.type);
  demand.type = node.type;
  const bool is_number =
      type.form == Form::Number || type.form == Form::Money || type.form == Form::Date;
  if (is_number) {
    demand.low = std::max(demand.low, type.low);
    demand.high = std::min(demand.high, type.high);
  }
  if (type.form == Form::Enum) {
    const auto& enumeration = program.catalogue.enumerations[type.enumeration];
    demand.low &= (std::int64_t{1} << enumeration.members.size()) - 1;
    demand.high = demand.low;
  }
  return demand;
}

static bool is_empty(const runtime::ValueType& type, const Demand& demand) {
  switch (type.form) {
    case Form::Bool:
    case Form::Enum:
      return demand.low == 0;
    case Form::Code:
    case Form::Text:
      return demand.codes.empty();
    case Form::Number:
    case Form::Money:
    case Form::Date:
    case Form::CodeSet:
      return demand.low > demand.high;
  }
  return true;
}

// What is on file stays; of an item on file what is not known yet may come to be known.
Ways Solver::fact(const World& world, const Node& node, const Row& row, const Demand& demand) {
  const auto leaf = static_cast<runtime::LeafIndex>(node.a);
  const runtime::ValueType& type = search_.program.graph.type(node.type);
  Demand wanted = within(search_.program, node, demand);
  wanted.asked_by = asked_by_;
  Way way;
  if (node.op == Op::Fact) {
    if (!search_.may_change(leaf) || world.is_fixed(leaf) || is_empty(type, wanted)) return {};
    way.demands.emplace(Spot{std::nullopt, leaf}, std::move(wanted));
    return {way};
  }
  const runtime::ListIndex list = *search_.schema().leaves[leaf].list;
  const std::size_t item = row[static_cast<std::size_t>(node.b)];
  if (!search_.may_change_list(list)) return {};
  const std::size_t place = position_of(search_.schema().lists[list], leaf);
  const Cell known = world.record().lists[list][item].facts[place].cell;
  if (is_exact(type, known)) return {};
  const bool is_code = type.form == Form::Code || type.form == Form::Text;
  if (!is_code) {
    const std::optional<Demand> open =
        both(search_.program, wanted, Demand{node.type, known.low, known.high});
    if (!open) return {};
    wanted = *open;
  }
  if (is_empty(type, wanted)) return {};
  const ItemKey key = world.key(list, item);
  if (key.is_new) way.new_items.insert(key);
  way.demands.emplace(Spot{key, leaf}, std::move(wanted));
  return {way};
}

// ---- logic

Ways Solver::all(const World& world, const std::vector<NodeId>& nodes, const Row& row,
                 bool wanted) {
  Ways ways{Way{}};
  for (const NodeId node : nodes) {
    ways = product(ways, truth(world, node, row, wanted));
    if (ways.empty()) return ways;
  }
  return ways;
}

Ways Solver::one(const World& world, const std::vector<NodeId>& nodes, const Row& row,
                 bool wanted) {
  Ways ways;
  for (const NodeId node : nodes) {
    const Ways more = truth(world, node, row, wanted);
    ways.insert(ways.end(), more.begin(), more.end());
  }
  return ways;
}

// Enough of the operands that are not yet as wanted.
Ways Solver::at_least(const World& world, const Node& node, const Row& row, bool wanted) {
  const std::size_t needed = wanted ? static_cast<std::size_t>(node.a)
                                    : node.operands.size() + 1 - static_cast<std::size_t>(node.a);
  std::vector<Ways> by_count(needed + 1);
  by_count[0] = {Way{}};
  for (const NodeId operand : node.operands) {
    const Ways more = truth(world, operand, row, wanted);
    for (std::size_t have = needed; have-- > 0;) {
      const Ways longer = product(by_count[have], more);
      by_count[have + 1].insert(by_count[have + 1].end(), longer.begin(), longer.end());
      by_count[have + 1] = limited(std::move(by_count[have + 1]));
    }
  }
  return by_count[needed];
}

// An arm whose value is right, taken. That none before it is taken shows when the way is tried.
Ways Solver::choose(const World& world, const Node& node, const Row& row, const Demand& demand) {
  Ways ways;
  for (std::size_t i = 0; i + 1 < node.operands.size(); i += 2) {
    const Ways taken = truth(world, node.operands[i], row, true);
    if (taken.empty()) continue;
    const Ways more = product(taken, solve(world, node.operands[i + 1], row, demand));
    ways.insert(ways.end(), more.begin(), more.end());
  }
  std::erase_if(ways, [](const Way& way) { return way.size() == 0; });
  return ways;
}

Ways Solver::otherwise(const World& world, const Node& node, const Row& row, const Demand& demand) {
  Ways ways = solve(world, node.operands[0], row, demand);
  const std::optional<Cell> first = world.find(node.operands[0], row);
  if (first && is_exact(search_.program.graph.type(node.operands[0]), *first)) return ways;
  const Ways more = solve(world, node.operands[1], row, demand);
  ways.insert(ways.end(), more.begin(), more.end());
  return ways;
}

}  // namespace precis::change
