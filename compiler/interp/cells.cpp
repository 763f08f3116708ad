#include "compiler/interp/cells.h"

#include <algorithm>
#include <bit>

namespace precis::interp {

using runtime::Cell;

bool can_be_true(const Cell& cell) {
  return (cell.low & runtime::CanBeTrue) != 0;
}
bool can_be_false(const Cell& cell) {
  return (cell.low & runtime::CanBeFalse) != 0;
}
bool is_sure(const Cell& cell) {
  return cell.low == runtime::CanBeTrue && !cell.may_fault;
}

Cell truth(bool can_be_true, bool can_be_false, bool may_fault) {
  const std::int64_t members =
      (can_be_true ? runtime::CanBeTrue : 0) | (can_be_false ? runtime::CanBeFalse : 0);
  if (members == 0) return runtime::surely_faults();
  return {members, members, static_cast<std::uint8_t>(may_fault), 0};
}

// What a strict operation gives when one of its operands surely faults, or how it may fault.
static bool some_surely_faults(std::initializer_list<Cell> operands) {
  return std::any_of(operands.begin(), operands.end(), [](const Cell& it) { return it.no_value; });
}
static bool some_may_fault(std::initializer_list<Cell> operands) {
  return std::any_of(operands.begin(), operands.end(), [](const Cell& it) { return it.may_fault; });
}
static Cell strict_truth(bool can_be_true, bool can_be_false,
                         std::initializer_list<Cell> operands) {
  if (some_surely_faults(operands)) return runtime::surely_faults();
  return truth(can_be_true, can_be_false, some_may_fault(operands));
}

// ---- logic

Cell all_of(Cells operands) {
  bool all_true = true;
  bool some_false = false;
  bool all_true_or_fault = true;
  bool some_fault = false;
  for (const Cell& it : operands) {
    all_true &= can_be_true(it);
    some_false |= can_be_false(it);
    all_true_or_fault &= can_be_true(it) || it.may_fault;
    some_fault |= it.may_fault != 0;
  }
  return truth(all_true, some_false, some_fault && all_true_or_fault);
}

Cell any_of(Cells operands) {
  bool some_true = false;
  bool all_false = true;
  bool all_false_or_fault = true;
  bool some_fault = false;
  for (const Cell& it : operands) {
    some_true |= can_be_true(it);
    all_false &= can_be_false(it);
    all_false_or_fault &= can_be_false(it) || it.may_fault;
    some_fault |= it.may_fault != 0;
  }
  return truth(some_true, all_false, some_fault && all_false_or_fault);
}

Cell negation(const Cell& x) {
  return truth(can_be_false(x), can_be_true(x), x.may_fault);
}

Cell at_least(std::size_t wanted, Cells operands) {
  std::size_t true_ones = 0;
  std::size_t false_ones = 0;
  std::size_t sure_ones = 0;
  std::size_t true_or_fault_ones = 0;
  bool some_fault = false;
  for (const Cell& it : operands) {
    true_ones += can_be_true(it);
    false_ones += can_be_false(it);
    sure_ones += is_sure(it);
    true_or_fault_ones += can_be_true(it) || it.may_fault;
    some_fault |= it.may_fault != 0;
  }
  return truth(true_ones >= wanted, false_ones + wanted > operands.size(),
               some_fault && sure_ones < wanted && true_or_fault_ones >= wanted);
}

// ---- comparisons

static bool is_same_single_value(const Cell& x, const Cell& y) {
  return x.low == x.high && y.low == y.high && x.low == y.low;
}

Cell less(const Cell& x, const Cell& y) {
  return strict_truth(x.low < y.high, x.high >= y.low, {x, y});
}

Cell less_equal(const Cell& x, const Cell& y) {
  return strict_truth(x.low <= y.high, x.high > y.low, {x, y});
}

Cell equal(const Cell& x, const Cell& y) {
  return strict_truth(x.low <= y.high && y.low <= x.high, !is_same_single_value(x, y), {x, y});
}

Cell in_mask(const Cell& x, std::int64_t members) {
  return strict_truth((x.low & members) != 0, (x.low & ~members) != 0, {x});
}

Cell same_member(const Cell& x, const Cell& y) {
  const bool one_member = x.low == y.low && std::has_single_bit(static_cast<std::uint64_t>(x.low));
  return strict_truth((x.low & y.low) != 0, !one_member, {x, y});
}

// ---- knowledge

bool is_exact(const Cell& x, bool is_mask) {
  if (x.may_fault) return false;
  return is_mask ? std::has_single_bit(static_cast<std::uint64_t>(x.low)) : x.low == x.high;
}

Cell unseen(const Cell& observed, bool condition_may_fault) {
  Cell result = strict_truth(!is_sure(observed), true, {observed});
  if (condition_may_fault && !is_sure(observed)) result.may_fault = 1;
  return result;
}

Cell widen(const Cell& total, const Cell& observed, const runtime::ValueType& type, ir::Side side,
           bool condition_may_fault) {
  if (some_surely_faults({total, observed})) return runtime::surely_faults();
  const bool hidden = !is_sure(observed);
  const bool lowers = hidden && side != ir::Side::High;
  const bool raises = hidden && side != ir::Side::Low;
  const std::int64_t low = lowers ? std::min(total.low, type.low) : total.low;
  const std::int64_t high = raises ? std::max(total.high, type.high) : total.high;
  const bool may_fault = some_may_fault({total, observed}) || (condition_may_fault && hidden);
  return {low, high, static_cast<std::uint8_t>(may_fault), 0};
}

// ---- choice

// Gathers the union of what values are possible.
class Union {
 public:
  explicit Union(runtime::Joining joining) : joining_(joining) {}

  void add(const Cell& cell) {
    may_fault_ |= cell.may_fault != 0;
    if (cell.no_value) return;
    joined_ = has_value_ ? runtime::join(joining_, joined_, cell) : cell;
    has_value_ = true;
  }
  void add_fault() { may_fault_ = true; }

  Cell result() const {
    if (!has_value_) return runtime::surely_faults();
    return {joined_.low, joined_.high, static_cast<std::uint8_t>(may_fault_), 0};
  }

 private:
  runtime::Joining joining_;
  Cell joined_;
  bool has_value_ = false;
  bool may_fault_ = false;
};

Cell choose(runtime::Joining joining, Cells operands) {
  Union chosen(joining);
  for (std::size_t i = 0; i + 1 < operands.size(); i += 2) {
    const Cell& condition = operands[i];
    if (condition.may_fault) chosen.add_fault();
    if (can_be_true(condition)) chosen.add(operands[i + 1]);
    if (!can_be_false(condition)) break;
  }
  return chosen.result();
}

// ---- lists

Cell count(Cells bodies) {
  Cell result;
  for (const Cell& body : bodies) {
    if (body.no_value) return runtime::surely_faults();
    result.low += is_sure(body);
    result.high += can_be_true(body);
    result.may_fault |= body.may_fault;
  }
  return result;
}

Cell possible(Cells bodies) {
  if (bodies.empty()) return runtime::mask(runtime::CanBeEither);
  Union candidates(runtime::Joining::Mask);
  for (const Cell& body : bodies) candidates.add(body);
  return candidates.result();
}

Cell on_file(Cells bodies) {
  return runtime::boolean(std::any_of(bodies.begin(), bodies.end(), is_sure));
}

}  // namespace precis::interp
