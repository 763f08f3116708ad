#include <algorithm>
#include <limits>

#include "compiler/change/solve.h"

namespace precis::change {

using ir::Node;
using ir::NodeId;
using ir::Op;
using runtime::Cell;
using runtime::Form;

// More items than this nobody is asked for at once.
static constexpr std::int64_t MostItems = 6;
// A trial of a drug is looked at for a year.
static constexpr std::int64_t LongestTrial = 366;
static constexpr std::int64_t Least = std::numeric_limits<std::int64_t>::min();
static constexpr std::int64_t Most = std::numeric_limits<std::int64_t>::max();

static bool can_match(const Cell& body) {
  return body.no_value == 0 && (body.low & runtime::CanBeTrue) != 0;
}
static bool surely_matches(const Cell& body) {
  return body.no_value == 0 && body.may_fault == 0 && body.low == runtime::CanBeTrue;
}

static Row at_item(Row row, const Node& node, std::size_t item) {
  row[static_cast<std::size_t>(node.b)] = static_cast<std::uint32_t>(item);
  return row;
}

// The item that `with_item` added becomes this copy of what the node asks for.
static Way named(const Way& way, NodeId origin, std::uint32_t copy) {
  const auto name = [&](ItemKey key) {
    if (key.is_new && key.number == Unnamed) {
      key.number = origin.index();
      key.copy = copy;
    }
    return key;
  };
  Way made;
  made.day = way.day;
  made.last_day = way.last_day;
  for (const ItemKey& key : way.new_items) made.new_items.insert(name(key));
  for (const auto& [spot, demand] : way.demands) {
    Spot moved = spot;
    if (moved.item) moved.item = name(*moved.item);
    made.demands.emplace(moved, demand);
  }
  for (Trial trial : way.trials) {
    trial.fill = name(trial.fill);
    made.trials.push_back(trial);
  }
  return made;
}

Ways Solver::new_item(const World& world, NodeId id, const Row& row,
                      const std::vector<std::pair<NodeId, Demand>>& more) {
  const Node& node = search_.program.graph[id];
  const auto list = static_cast<runtime::ListIndex>(node.a);
  if (!search_.may_change_list(list)) return {};
  const World* with = world.with_item(list);
  if (with == nullptr) return {};
  const Row here = at_item(row, node, with->items(list) - 1);
  Ways ways = truth(*with, node.operands[0], here, true);
  for (const auto& [operand, demand] : more) {
    if (ways.empty()) break;
    ways = product(ways, solve(*with, operand, here, demand));
  }
  for (Way& way : ways) {
    way.new_items.insert({list, true, Unnamed});
    way = named(way, id, 0);
  }
  return ways;
}

// One that matches: an item on file of which too little is known, or a new one.
Ways Solver::any(const World& world, NodeId id, const Row& row, bool wanted) {
  const Node& node = search_.program.graph[id];
  const auto list = static_cast<runtime::ListIndex>(node.a);
  Ways ways = wanted ? new_item(world, id, row, {}) : Ways{Way{}};
  for (std::size_t item = 0; item < world.items(list); ++item) {
    const Row here = at_item(row, node, item);
    const std::optional<Cell> body = world.find(node.operands[0], here);
    if (!body || !can_match(*body)) continue;
    const Ways more = truth(world, node.operands[0], here, wanted);
    if (wanted) {
      ways.insert(ways.end(), more.begin(), more.end());
    } else {
      ways = product(ways, more);
    }
  }
  return ways;
}

// As many more as are lacking.
Ways Solver::count(const World& world, NodeId id, const Row& row, const Demand& demand) {
  const std::optional<Cell> now = world.find(id, row);
  if (!now || now->low >= demand.low || now->high > demand.high) return {};
  const std::int64_t lacking = demand.low - now->low;
  if (lacking > MostItems) return none();
  Ways ways;
  for (const Way& one : new_item(world, id, row, {})) {
    Way many = one;
    for (std::int64_t copy = 1; copy < lacking; ++copy) {
      Way next;
      for (const auto& [spot, value] : one.demands) {
        Spot moved = spot;
        if (moved.item && moved.item->is_new) moved.item->copy = static_cast<std::uint32_t>(copy);
        next.demands.emplace(moved, value);
      }
      for (ItemKey key : one.new_items) {
        key.copy = static_cast<std::uint32_t>(copy);
        next.new_items.insert(key);
      }
      if (std::optional<Way> joint = both(search_.program, many, next)) many = std::move(*joint);
    }
    ways.push_back(std::move(many));
  }
  return ways;
}

// Each with a code that none on file has.
Ways Solver::count_distinct(const World& world, NodeId id, const Row& row, const Demand& demand) {
  const Node& node = search_.program.graph[id];
  const auto list = static_cast<runtime::ListIndex>(node.a);
  const Node& value = search_.program.graph[node.operands[1]];
  const std::optional<Cell> now = world.find(id, row);
  if (!now || now->low >= demand.low) return {};
  const bool is_code =
      value.op == Op::ItemFact && search_.program.graph.type(node.operands[1]).form == Form::Code;
  const std::int64_t lacking = demand.low - now->low;
  if (!is_code || lacking > MostItems) return none();
  std::set<runtime::Symbol> taken;
  for (std::size_t item = 0; item < world.items(list); ++item) {
    const Row here = at_item(row, node, item);
    const std::optional<Cell> body = world.find(node.operands[0], here);
    const std::optional<Cell> code = world.find(node.operands[1], here);
    const bool counts = body && code && surely_matches(*body) && code->low == code->high;
    if (counts) taken.insert(static_cast<runtime::Symbol>(code->low));
  }
  Ways ways;
  for (const Way& one : new_item(world, id, row, {})) {
    const ItemKey key{list, true, id.index(), 0};
    const Spot spot{key, static_cast<runtime::LeafIndex>(value.a)};
    const auto asked = one.demands.find(spot);
    if (asked == one.demands.end()) continue;
    std::vector<runtime::Symbol> open;
    std::ranges::copy_if(asked->second.codes, std::back_inserter(open),
                         [&](runtime::Symbol it) { return !taken.contains(it); });
    if (open.size() < static_cast<std::size_t>(lacking)) continue;
    Way many;
    for (std::int64_t copy = 0; copy < lacking; ++copy) {
      for (const auto& [from, asked_of_it] : one.demands) {
        Spot place = from;
        Demand wanted = asked_of_it;
        if (from == spot) {
          wanted.value_set.reset();
          wanted.codes = lacking == 1 ? open : std::vector{open[static_cast<std::size_t>(copy)]};
        }
        if (place.item) place.item->copy = static_cast<std::uint32_t>(copy);
        many.demands.emplace(place, std::move(wanted));
      }
      many.new_items.insert({list, true, id.index(), static_cast<std::uint32_t>(copy)});
    }
    ways.push_back(std::move(many));
  }
  return ways;
}

// One item more that makes up what is lacking. No item takes a total back.
Ways Solver::total(const World& world, NodeId id, const Row& row, const Demand& demand) {
  const Node& node = search_.program.graph[id];
  const std::optional<Cell> now = world.find(id, row);
  if (!now) return {};
  const ir::TypeId type = search_.program.graph[node.operands[1]].type;
  Demand value{type, Least, Most};
  if (node.op == Op::Least) {
    value.high = demand.high;
  } else if (node.op == Op::Greatest) {
    value.low = demand.low;
  } else {
    if (now->low >= demand.low) return {};
    value.low = demand.low - now->low;
  }
  return new_item(world, id, row, {{node.operands[1], value}});
}

// A new item that comes after (or before) all others, or what is not known of those on file.
Ways Solver::select(const World& world, NodeId id, const Row& row, const Demand& demand) {
  const Node& node = search_.program.graph[id];
  const auto list = static_cast<runtime::ListIndex>(node.a);
  Demand key{search_.program.graph[node.operands[1]].type, Least, Most};
  Ways known{Way{}};
  bool any_sure = false;
  for (std::size_t item = 0; item < world.items(list); ++item) {
    const Row here = at_item(row, node, item);
    const std::optional<Cell> body = world.find(node.operands[0], here);
    const std::optional<Cell> order = world.find(node.operands[1], here);
    if (!body || !order || !can_match(*body)) continue;
    any_sure |= surely_matches(*body);
    if (node.op == Op::SelectLast) {
      key.low = std::max(key.low, order->high);
    } else {
      key.high = std::min(key.high, order->low);
    }
    known = product(known, solve(world, node.operands[2], here, demand));
  }
  Ways ways = new_item(world, id, row, {{node.operands[2], demand}, {node.operands[1], key}});
  if (any_sure) ways.insert(ways.end(), known.begin(), known.end());
  return ways;
}

// More days: a treatment that begins today. Fewer days only time can bring.
Ways Solver::exposure(const World& world, NodeId id, const Row& row, const Demand& demand) {
  const Node& node = search_.program.graph[id];
  const std::optional<Cell> now = world.find(id, row);
  if (!now || now->low >= demand.low || node.op == Op::OnHand) return {};
  const Node& date = search_.program.graph[node.operands[2]];
  const Node& days = search_.program.graph[node.operands[3]];
  if (date.op != Op::ItemFact || days.op != Op::ItemFact) return none();
  const auto list = static_cast<runtime::ListIndex>(node.a);
  const std::int64_t most = std::min(demand.low, LongestTrial);
  Ways ways = new_item(world, id, row, {});
  for (Way& way : ways) {
    way.trials.push_back({{list, true, id.index()},
                          static_cast<runtime::LeafIndex>(date.a),
                          static_cast<runtime::LeafIndex>(days.a),
                          date.type,
                          days.type,
                          std::clamp<std::int64_t>(demand.low - now->low, 1, most),
                          most});
  }
  return ways;
}

// The total itself, and when unseen items could take it out of what is wanted, that there are none.
Ways Solver::widen(const World& world, const Node& node, const Row& row, const Demand& demand) {
  Ways ways = solve(world, node.operands[0], row, demand);
  const runtime::ValueType& type = search_.program.graph.type(node.type);
  const auto side = static_cast<ir::Side>(node.b);
  const bool is_open = (side != ir::Side::Low && demand.high < type.high) ||
                       (side != ir::Side::High && demand.low > type.low);
  return is_open ? product(ways, truth(world, node.operands[1], row, true)) : ways;
}

}  // namespace precis::change
