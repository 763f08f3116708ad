#include "compiler/codegen/ranges.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "runtime/date.h"

namespace precis::codegen {

using ir::Node;
using ir::Op;

__extension__ using Wide = __int128;

static constexpr std::int64_t Lowest = std::numeric_limits<std::int64_t>::min();
static constexpr std::int64_t Highest = std::numeric_limits<std::int64_t>::max();
static constexpr Range Anything{Lowest, Highest};
static constexpr Range Counts{0, std::numeric_limits<std::int32_t>::max()};

static Range cut(Wide low, Wide high) {
  return {static_cast<std::int64_t>(std::clamp<Wide>(low, Lowest, Highest)),
          static_cast<std::int64_t>(std::clamp<Wide>(high, Lowest, Highest))};
}

static Range hull(const Range& x, const Range& y) {
  return {std::min(x.low, y.low), std::max(x.high, y.high)};
}

static Range of_type(const runtime::ValueType& type) {
  return {type.low, type.high};
}

static bool is_interval(runtime::Form form) {
  return form == runtime::Form::Number || form == runtime::Form::Money ||
         form == runtime::Form::Date;
}

static Wide ten_to(std::int64_t exponent) {
  Wide result = 1;
  // More would only be cut.
  for (std::int64_t i = 0; i < std::min<std::int64_t>(exponent, 18); ++i) result *= 10;
  return result;
}

static bool fits_32(const Range& range) {
  return range.low >= std::numeric_limits<std::int32_t>::min() &&
         range.high <= std::numeric_limits<std::int32_t>::max();
}

static Range product(const Range& x, const Range& y, std::int64_t dropped) {
  const auto [low, high] = std::minmax(
      {Wide{x.low} * y.low, Wide{x.low} * y.high, Wide{x.high} * y.low, Wide{x.high} * y.high});
  if (dropped > 18) return Anything;
  return cut(low / ten_to(dropped) - 1, high / ten_to(dropped) + 1);
}

static Range quotient(const Range& x, std::int64_t gained) {
  if (gained > 18) return Anything;
  const Wide reach = std::max(-Wide{x.low}, Wide{x.high}) * ten_to(gained) + 1;
  return cut(-reach, reach);
}

static Range months_later(const Range& date, std::int64_t months) {
  if (!fits_32(date) || std::abs(months) > 1'000'000) return Anything;
  const std::int64_t days = (std::abs(months) + 1) * 31;
  return hull({date.low - days, date.high + days},
              {runtime::first_supported_day(), runtime::last_supported_day()});
}

namespace {

struct Finder {
  const ir::Program& program;
  const runtime::Schema& schema;
  std::vector<Range>& ranges;

  const Range& operand(const Node& node, std::size_t i) const {
    return ranges[node.operands[i].index()];
  }
  Range hull_of_values(const Node& node, std::size_t first, std::size_t step) const {
    Range result{0, 0};
    for (std::size_t i = first; i < node.operands.size(); i += step) {
      result = hull(result, operand(node, i));
    }
    return result;
  }
  Range of(const Node& node) const;
};

}  // namespace

Range Finder::of(const Node& node) const {
  const Range type = of_type(program.graph.type(node.type));
  switch (node.op) {
    case Op::Constant:
      return {node.a, node.b};
    case Op::Fact:
    case Op::ItemFact:
      return of_type(schema.leaves[static_cast<std::size_t>(node.a)].type);
    case Op::LookUp: {
      const auto& catalog = program.catalogue.catalogs[static_cast<std::size_t>(node.a)];
      Range range = of_type(catalog.columns[static_cast<std::size_t>(node.b)].type);
      for (const auto& cell : catalog.columns[static_cast<std::size_t>(node.b)].cells) {
        range = hull(range, {cell.low, cell.high});
      }
      return hull(range, type);
    }
    case Op::Add:
      return cut(Wide{operand(node, 0).low} + operand(node, 1).low,
                 Wide{operand(node, 0).high} + operand(node, 1).high);
    case Op::Subtract:
      return cut(Wide{operand(node, 0).low} - operand(node, 1).high,
                 Wide{operand(node, 0).high} - operand(node, 1).low);
    case Op::Multiply:
      return product(operand(node, 0), operand(node, 1), node.a);
    case Op::Divide:
      return quotient(operand(node, 0), node.a);
    case Op::Rescale:
      return quotient(operand(node, 0), node.a);
    case Op::Minimum:
    case Op::Maximum:
    case Op::Otherwise:
      return hull_of_values(node, 0, 1);
    case Op::Choose:
      return hull_of_values(node, 1, 2);
    case Op::AddMonths:
      return months_later(operand(node, 0), node.a);
    case Op::Age:
      return fits_32(operand(node, 0)) && fits_32(operand(node, 1)) ? Counts : Anything;
    case Op::Widen:
      return hull(operand(node, 0), type);
    case Op::Count:
      return Counts;
    case Op::CountDistinct:
      return hull(Counts, type);
    case Op::Least:
    case Op::Greatest:
      return hull(operand(node, 1), type);
    case Op::SelectLast:
    case Op::SelectFirst:
      return hull(operand(node, 2), type);
    case Op::DaysCovered:
    case Op::LongestRun:
    case Op::OnHand:
      return hull(Counts, type);
    case Op::Function:
    case Op::Power:
    case Op::Sum:
      return Anything;
    case Op::And:
    case Op::Or:
    case Op::Not:
    case Op::AtLeast:
    case Op::Less:
    case Op::LessEqual:
    case Op::Equal:
    case Op::CompareQuotient:
    case Op::InMask:
    case Op::SameMember:
    case Op::InValueSet:
    case Op::Known:
    case Op::Unseen:
    case Op::Any:
    case Op::Possible:
    case Op::OnFile:
      return {0, 0};
  }
  return Anything;
}

std::vector<Range> ranges_of(const ir::Program& program, const runtime::Schema& schema,
                             const std::vector<ir::NodeId>& nodes) {
  std::vector<Range> ranges(program.graph.size(), Anything);
  const Finder finder{program, schema, ranges};
  for (ir::NodeId id : nodes) {
    if (!is_interval(program.graph.type(id).form)) continue;
    ranges[id.index()] = hull(finder.of(program.graph[id]), {0, 0});
  }
  return ranges;
}

bool sum_overflows(const Range& x, const Range& y, bool subtract) {
  const Wide low = subtract ? Wide{x.low} - y.high : Wide{x.low} + y.low;
  const Wide high = subtract ? Wide{x.high} - y.low : Wide{x.high} + y.high;
  return low < Lowest || high > Highest;
}

}  // namespace precis::codegen
