#include <algorithm>
#include <limits>

#include "compiler/change/solve.h"
#include "runtime/builtins.h"
#include "runtime/date.h"

namespace precis::change {

using ir::Node;
using ir::NodeId;
using ir::Op;
using runtime::Cell;
using runtime::Form;
using runtime::Relation;
using Wide = __int128;

static constexpr Wide Least = std::numeric_limits<std::int64_t>::min();
static constexpr Wide Most = std::numeric_limits<std::int64_t>::max();

static Wide floor_of(Wide x, Wide by) {
  const Wide quotient = x / by;
  return x % by != 0 && (x < 0) != (by < 0) ? quotient - 1 : quotient;
}

static Wide ceiling_of(Wide x, Wide by) {
  return -floor_of(-x, by);
}

// Beyond 18 digits nothing is solved for.
static std::optional<Wide> power_of_ten(std::int64_t exponent) {
  if (exponent < 0 || exponent > 18) return std::nullopt;
  Wide made = 1;
  for (std::int64_t i = 0; i < exponent; ++i) made *= 10;
  return made;
}

Ways Solver::between(const World& world, NodeId node, const Row& row, Wide low, Wide high) {
  if (low > high || low > Most || high < Least) return {};
  const auto first = static_cast<std::int64_t>(std::max(low, Least));
  const auto last = static_cast<std::int64_t>(std::min(high, Most));
  return solve(world, node, row, {search_.program.graph[node].type, first, last});
}

static void append(Ways& ways, const Ways& more) {
  ways.insert(ways.end(), more.begin(), more.end());
}

// ---- comparisons: one side moves, the other stays what it is

Ways Solver::compare(const World& world, const Node& node, const Row& row, bool wanted) {
  const std::optional<Cell> x = world.find(node.operands[0], row);
  const std::optional<Cell> y = world.find(node.operands[1], row);
  if (!x || !y) return {};
  const Wide gap = node.op == Op::Less ? 1 : 0;
  Ways ways;
  if (wanted) {
    ways = between(world, node.operands[0], row, Least, Wide{y->low} - gap);
    append(ways, between(world, node.operands[1], row, Wide{x->high} + gap, Most));
  } else {
    const Wide beyond = 1 - gap;
    ways = between(world, node.operands[0], row, Wide{y->high} + beyond, Most);
    append(ways, between(world, node.operands[1], row, Least, Wide{x->low} - beyond));
  }
  return ways;
}

Ways Solver::equal(const World& world, const Node& node, const Row& row, bool wanted) {
  const bool is_code = search_.program.graph.type(node.operands[0]).form == Form::Code ||
                       search_.program.graph.type(node.operands[0]).form == Form::Text;
  Ways ways;
  for (const std::size_t side : {0, 1}) {
    const std::optional<Cell> other = world.find(node.operands[1 - side], row);
    if (!other || other->no_value != 0 || other->low != other->high) continue;
    const NodeId moved = node.operands[side];
    if (is_code) {
      if (wanted)
        append(ways, codes(world, moved, row, {static_cast<runtime::Symbol>(other->low)}, {}));
    } else if (wanted) {
      append(ways, between(world, moved, row, other->low, other->low));
    } else {
      append(ways, between(world, moved, row, Least, Wide{other->low} - 1));
      append(ways, between(world, moved, row, Wide{other->low} + 1, Most));
    }
  }
  return ways;
}

static Relation opposite(Relation relation) {
  switch (relation) {
    case Relation::Less:
      return Relation::GreaterEqual;
    case Relation::LessEqual:
      return Relation::Greater;
    case Relation::Greater:
      return Relation::LessEqual;
    case Relation::GreaterEqual:
      return Relation::Less;
    case Relation::Equal:
      return Relation::NotEqual;
    case Relation::NotEqual:
      return Relation::Equal;
  }
  return relation;
}

// x / y against z * 10^-b, for numbers that are not below 0: x against z * y / 10^b, and y against
// x * 10^b / z.
Ways Solver::quotient(const World& world, const Node& node, const Row& row, bool wanted) {
  const std::optional<Cell> x = world.find(node.operands[0], row);
  const std::optional<Cell> y = world.find(node.operands[1], row);
  const std::optional<Cell> z = world.find(node.operands[2], row);
  const std::optional<Wide> scale = power_of_ten(node.b < 0 ? -node.b : node.b);
  if (!x || !y || !z || !scale || z->low != z->high || z->low < 0) return none();
  const Relation relation =
      wanted ? static_cast<Relation>(node.a) : opposite(static_cast<Relation>(node.a));
  const Wide up = node.b < 0 ? *scale : 1;
  const Wide down = node.b < 0 ? 1 : *scale;
  const bool is_below = relation == Relation::Less || relation == Relation::LessEqual;
  const bool is_above = relation == Relation::Greater || relation == Relation::GreaterEqual;
  const Wide gap = relation == Relation::Less || relation == Relation::Greater ? 1 : 0;
  if (!is_below && !is_above) return none();
  Ways ways;
  if (y->low > 0) {
    if (is_below) {
      const Wide bound = Wide{z->low} * y->low * up;
      append(ways, between(world, node.operands[0], row, Least,
                           gap != 0 ? ceiling_of(bound, down) - 1 : floor_of(bound, down)));
    } else {
      const Wide bound = Wide{z->low} * y->high * up;
      append(ways, between(world, node.operands[0], row,
                           gap != 0 ? floor_of(bound, down) + 1 : ceiling_of(bound, down), Most));
    }
  }
  const Wide by = Wide{z->low} * up;
  if (by > 0 && x->low >= 0) {
    if (is_below) {
      const Wide bound = Wide{x->high} * down;
      append(ways, between(world, node.operands[1], row,
                           gap != 0 ? floor_of(bound, by) + 1 : ceiling_of(bound, by), Most));
    } else {
      const Wide bound = Wide{x->low} * down;
      append(ways, between(world, node.operands[1], row, 1,
                           gap != 0 ? ceiling_of(bound, by) - 1 : floor_of(bound, by)));
    }
  }
  return ways;
}

// ---- members and codes

Ways Solver::member(const World& world, NodeId node, const Row& row, std::int64_t members) {
  return solve(world, node, row, {search_.program.graph[node].type, members, members});
}

Ways Solver::same_member(const World& world, const Node& node, const Row& row, bool wanted) {
  Ways ways;
  for (const std::size_t side : {0, 1}) {
    const std::optional<Cell> other = world.find(node.operands[1 - side], row);
    const bool is_known =
        other && is_exact(search_.program.graph.type(node.operands[1 - side]), *other);
    if (!is_known) continue;
    append(ways, member(world, node.operands[side], row, wanted ? other->low : ~other->low));
  }
  return ways;
}

Ways Solver::codes(const World& world, NodeId node, const Row& row,
                   std::vector<runtime::Symbol> codes, std::optional<std::uint32_t> value_set) {
  std::ranges::sort(codes);
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  Demand demand{search_.program.graph[node].type};
  demand.codes = std::move(codes);
  demand.value_set = value_set;
  return solve(world, node, row, demand);
}

// Outside a value set: the codes that other sets of the program name.
Ways Solver::in_value_set(const World& world, const Node& node, const Row& row, bool wanted) {
  const auto asked = static_cast<std::uint32_t>(node.a);
  const std::vector<runtime::ValueSet>& sets = search_.program.catalogue.value_sets;
  std::vector<runtime::Symbol> found;
  const auto add = [&](const runtime::ValueSet& set) {
    for (const runtime::ValueSetEntry& entry : set.entries) {
      const runtime::Symbol symbol = search_.symbols.intern(entry.system, entry.code);
      if (search_.symbols.is_member(symbol, asked) == wanted) found.push_back(symbol);
    }
  };
  if (wanted) {
    add(sets[asked]);
    return codes(world, node.operands[0], row, std::move(found), asked);
  }
  for (const runtime::ValueSet& set : sets) {
    const bool is_other = !set.entries.empty() && !sets[asked].entries.empty() &&
                          set.entries[0].system == sets[asked].entries[0].system;
    if (is_other) add(set);
  }
  return codes(world, node.operands[0], row, std::move(found), {});
}

// The keys whose row says what is wanted.
Ways Solver::look_up(const World& world, const Node& node, const Row& row, const Demand& demand) {
  const runtime::CatalogTable& catalog =
      search_.program.catalogue.catalogs[static_cast<std::size_t>(node.a)];
  const auto& column = catalog.columns[static_cast<std::size_t>(node.b)];
  std::vector<runtime::Symbol> keys;
  for (std::size_t i = 0; i < catalog.keys.size(); ++i) {
    const Cell cell = runtime::between(column.cells[i].low, column.cells[i].high);
    if (meets(search_.program.graph.type(node.type), cell, demand)) keys.push_back(catalog.keys[i]);
  }
  return codes(world, node.operands[0], row, std::move(keys), {});
}

// ---- arithmetic: one operand moves

Ways Solver::sum(const World& world, const Node& node, const Row& row, const Demand& demand) {
  const std::optional<Cell> x = world.find(node.operands[0], row);
  const std::optional<Cell> y = world.find(node.operands[1], row);
  if (!x || !y) return {};
  const Wide low = demand.low == Least ? Least * 4 : Wide{demand.low};
  const Wide high = demand.high == Most ? Most * 4 : Wide{demand.high};
  Ways ways;
  if (node.op == Op::Add) {
    ways = between(world, node.operands[0], row, low - y->low, high - y->high);
    append(ways, between(world, node.operands[1], row, low - x->low, high - x->high));
  } else {
    ways = between(world, node.operands[0], row, low + y->high, high + y->low);
    append(ways, between(world, node.operands[1], row, Wide{x->high} - high, Wide{x->low} - low));
  }
  return ways;
}

Ways Solver::times(const World& world, const Node& node, const Row& row, const Demand& demand) {
  const std::optional<Wide> scale = power_of_ten(node.a);
  if (!scale) return none();
  Ways ways;
  for (const std::size_t side : {0, 1}) {
    const std::optional<Cell> other = world.find(node.operands[1 - side], row);
    if (!other || other->low != other->high || other->low <= 0) continue;
    append(ways, between(world, node.operands[side], row,
                         ceiling_of(Wide{demand.low} * *scale, other->low),
                         floor_of(Wide{demand.high} * *scale, other->low)));
  }
  return ways;
}

Ways Solver::divide(const World& world, const Node& node, const Row& row, const Demand& demand) {
  const std::optional<Cell> y = world.find(node.operands[1], row);
  const std::optional<Wide> scale = power_of_ten(node.a < 0 ? -node.a : node.a);
  if (!y || y->low != y->high || y->low <= 0 || !scale) return none();
  const Wide up = node.a < 0 ? *scale : 1;
  const Wide down = node.a < 0 ? 1 : *scale;
  return between(world, node.operands[0], row, ceiling_of(Wide{demand.low} * y->low * up, down),
                 floor_of(Wide{demand.high} * y->low * up, down));
}

Ways Solver::rescale(const World& world, const Node& node, const Row& row, const Demand& demand) {
  const std::optional<Wide> scale = power_of_ten(node.a);
  if (!scale) return none();
  return between(world, node.operands[0], row, ceiling_of(demand.low, *scale),
                 floor_of(demand.high, *scale));
}

// The lesser of two is high enough when both are, low enough when one is; the greater likewise.
Ways Solver::extreme(const World& world, const Node& node, const Row& row, const Demand& demand,
                     bool is_least) {
  const auto bound = [&](std::size_t side, bool is_low) {
    return is_low ? between(world, node.operands[side], row, demand.low, Most)
                  : between(world, node.operands[side], row, Least, demand.high);
  };
  const Ways both_sides = product(bound(0, is_least), bound(1, is_least));
  Ways either = bound(0, !is_least);
  append(either, bound(1, !is_least));
  return product(both_sides, either);
}

// The days whose sum is inside: sums grow with the day.
Ways Solver::months(const World& world, const Node& node, const Row& row, const Demand& demand) {
  const auto first_with = [&](std::int64_t bound) {
    Wide low = runtime::first_supported_day();
    Wide high = Wide{runtime::last_supported_day()} + 1;
    while (low < high) {
      const Wide middle = floor_of(low + high, 2);
      const auto moved = runtime::add_months(static_cast<runtime::Day>(middle), node.a);
      if (moved >= bound) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  };
  const Wide last = demand.high == Most ? Most : first_with(demand.high + 1) - 1;
  const Wide first = demand.low == Least ? Least : first_with(demand.low);
  return between(world, node.operands[0], row, first, last);
}

}  // namespace precis::change
