// The operations over the items of a list.

#include <algorithm>
#include <optional>

#include "runtime/builtins.h"
#include "runtime/cell_arithmetic.h"
#include "runtime/date.h"

namespace precis::runtime {

extern "C" void* precis_passage(Workspace* workspace, std::int64_t bytes) {
  const std::size_t lines = (static_cast<std::size_t>(bytes) + 63) / sizeof(Workspace::Line);
  if (workspace->passage.size() < lines) workspace->passage.resize(lines);
  return workspace->passage.data();
}

extern "C" void precis_items_begin(Workspace* workspace) {
  workspace->candidates.clear();
  workspace->fills.clear();
  workspace->strictness = {};
}

static void take_faults(Workspace* workspace, const Cell& cell) {
  workspace->strictness.may_fault |= cell.may_fault;
  workspace->strictness.no_value |= cell.no_value;
}

extern "C" void precis_select_push(Workspace* workspace, const Cell* body, const Cell* key,
                                   const Cell* value) {
  take_faults(workspace, *body);
  workspace->candidates.push_back({*body, *key, *value});
}

// Keys turned round for SelectFirst, so that "after" is always the greater.
static Cell oriented(const Cell& key, std::int64_t direction) {
  return direction == 0 ? key : Cell{-key.high, -key.low, key.may_fault, key.no_value};
}

extern "C" void precis_select_finish(Workspace* workspace, Cell* out, std::int64_t mode,
                                     std::int64_t low, std::int64_t high) {
  const std::vector<Workspace::Candidate>& items = workspace->candidates;
  const std::int64_t direction = mode & 1;
  const Joining joining{mode & ~std::int64_t{1}};
  if (workspace->strictness.no_value) {
    *out = surely_faults();
    return;
  }
  // The surely matching item that surely comes last: only a later one can take its place.
  std::size_t last = items.size();
  std::int64_t last_key = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!is_sure(items[i].body) || items[i].key.may_fault) continue;
    const std::int64_t key = oriented(items[i].key, direction).low;
    if (last == items.size() || key >= last_key) {
      last = i;
      last_key = key;
    }
  }
  if (last == items.size()) {
    *out = {low, high, workspace->strictness.may_fault, 0};
    return;
  }
  Cell result;
  bool first = true;
  bool some_value = false;
  std::uint8_t may_fault = workspace->strictness.may_fault;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!can_be_true(items[i].body)) continue;
    const Cell key = oriented(items[i].key, direction);
    if (!key.no_value && (key.high < last_key || (key.high == last_key && i < last))) continue;
    const Cell& value = items[i].value;
    may_fault |= value.may_fault | key.may_fault;
    if (value.no_value || key.no_value) continue;
    some_value = true;
    result = first ? value : join(joining, result, value);
    first = false;
  }
  if (!some_value) {
    *out = surely_faults();
    return;
  }
  *out = {result.low, result.high, may_fault, 0};
}

// ---- totals

extern "C" void precis_total_push(Workspace* workspace, const Cell* body, const Cell* value) {
  take_faults(workspace, *body);
  if (!can_be_true(*body)) return;
  take_faults(workspace, *value);
  workspace->candidates.push_back({*body, {}, *value});
}

extern "C" void precis_sum_finish(Workspace* workspace, Cell* out) {
  Wide low = 0;
  Wide high = 0;
  for (const Workspace::Candidate& item : workspace->candidates) {
    const bool sure = is_sure(item.body);
    low += sure ? item.value.low : std::min<std::int64_t>(item.value.low, 0);
    high += sure ? item.value.high : std::max<std::int64_t>(item.value.high, 0);
  }
  *out = cut(low, high, workspace->strictness);
}

extern "C" void precis_least_finish(Workspace* workspace, Cell* out, std::int64_t greatest,
                                    std::int64_t low, std::int64_t high) {
  const Cell faults = workspace->strictness;
  const auto better = [&](std::int64_t a, std::int64_t b) {
    return greatest != 0 ? std::max(a, b) : std::min(a, b);
  };
  // The bound that every item moves, and the one that only sure items do.
  std::optional<std::int64_t> reached;
  std::optional<std::int64_t> kept;
  for (const Workspace::Candidate& item : workspace->candidates) {
    const std::int64_t near = greatest != 0 ? item.value.high : item.value.low;
    const std::int64_t far = greatest != 0 ? item.value.low : item.value.high;
    reached = reached ? better(*reached, near) : near;
    if (is_sure(item.body)) kept = kept ? better(*kept, far) : far;
  }
  if (faults.no_value) {
    *out = surely_faults();
  } else if (!kept) {
    *out = {low, high, faults.may_fault, 0};
  } else {
    *out = {std::min(*reached, *kept), std::max(*reached, *kept), faults.may_fault, 0};
  }
}

extern "C" void precis_distinct_finish(Workspace* workspace, Cell* out, std::int64_t mask,
                                       std::int64_t high) {
  const Cell faults = workspace->strictness;
  std::vector<std::int64_t> sure;
  std::vector<std::int64_t> known;
  std::int64_t unknown = 0;
  bool some_sure = false;
  for (const Workspace::Candidate& item : workspace->candidates) {
    const Cell& value = item.value;
    const bool is_known = mask != 0 ? (value.low & (value.low - 1)) == 0 : value.low == value.high;
    some_sure |= is_sure(item.body);
    if (is_known) known.push_back(value.low);
    if (is_known && is_sure(item.body)) sure.push_back(value.low);
    unknown += is_known ? 0 : 1;
  }
  const auto different = [](std::vector<std::int64_t>& values) {
    std::sort(values.begin(), values.end());
    return std::unique(values.begin(), values.end()) - values.begin();
  };
  const std::int64_t low = std::max<std::int64_t>(different(sure), some_sure ? 1 : 0);
  *out = faults.no_value ? surely_faults()
                         : Cell{std::min(low, high), std::min(different(known) + unknown, high),
                                faults.may_fault, 0};
}

// ---- exposure

extern "C" void precis_exposure_push(Workspace* workspace, const Cell* body, const Cell* drug,
                                     const Cell* date, const Cell* days) {
  for (const Cell* cell : {body, drug, date, days}) take_faults(workspace, *cell);
  if (!can_be_true(*body)) return;
  workspace->fills.push_back(
      {drug->low, drug->low == drug->high, static_cast<std::int32_t>(date->low),
       static_cast<std::int32_t>(date->high), days->low, days->high, is_sure(*body)});
}

// Days cut to the range of the node's type: nobody has more supply on hand than it allows.
static Cell counted(const DayCount& count, std::int64_t low, std::int64_t high, Cell faults) {
  return {std::clamp(count.low, low, high), std::clamp(count.high, low, high), faults.may_fault, 0};
}

// No record has a date outside the supported days, so what is known from the first on is known
// always.
static std::int32_t known_since(const Cell& known_from) {
  return known_from.high <= first_supported_day() ? KnownFromAlways
                                                  : static_cast<std::int32_t>(known_from.high);
}
static std::int32_t known_until(const Cell& known_to) {
  return known_to.low >= last_supported_day() ? KnownToAlways
                                              : static_cast<std::int32_t>(known_to.low);
}

struct KnownDays {
  std::int32_t from, to;
};

// The window of an exposure, when it is exact.
struct Asked {
  Cell faults;
  bool exact;
  std::int32_t from, to;
  KnownDays known;
  bool carry_in;
};

static Asked asked(const Workspace& workspace, const Cell& from, const Cell& to,
                   const Cell& known_from, const Cell& known_to, const Cell& carry_in) {
  return {strict(workspace.strictness, from, to, known_from, known_to),
          from.low == from.high && to.low == to.high,
          static_cast<std::int32_t>(from.low),
          static_cast<std::int32_t>(to.low),
          {known_since(known_from), known_until(known_to)},
          carry_in.low == CanBeTrue};
}

// `count` is called when there is a window to count in.
template <class Count>
static Cell counted_if_exact(const Asked& it, std::int64_t low, std::int64_t high, Count count) {
  if (it.faults.no_value) return surely_faults();
  if (!it.exact) return {low, high, it.faults.may_fault, 0};
  return counted(count(), low, high, it.faults);
}

extern "C" void precis_days_covered_finish(Workspace* workspace, Cell* out, const Cell* from,
                                           const Cell* to, const Cell* known_from,
                                           const Cell* known_to, const Cell* carry_in,
                                           std::int64_t low, std::int64_t high) {
  const Asked it = asked(*workspace, *from, *to, *known_from, *known_to, *carry_in);
  *out = counted_if_exact(it, low, high, [&] {
    return days_covered(workspace->fills, it.from, it.to, it.known.from, it.known.to, it.carry_in);
  });
}

extern "C" void precis_longest_run_finish(Workspace* workspace, Cell* out, const Cell* from,
                                          const Cell* to, const Cell* known_from,
                                          const Cell* known_to, const Cell* carry_in,
                                          const Cell* gap, std::int64_t low, std::int64_t high) {
  const Asked it = asked(*workspace, *from, *to, *known_from, *known_to, *carry_in);
  *out = counted_if_exact(it, low, high, [&] {
    return longest_run(workspace->fills, it.from, it.to, it.known.from, it.known.to, it.carry_in,
                       gap->low);
  });
}

extern "C" void precis_on_hand_finish(Workspace* workspace, Cell* out, const Cell* day,
                                      const Cell* known_from, const Cell* known_to,
                                      std::int64_t low, std::int64_t high) {
  const Cell faults = strict(workspace->strictness, *day, *known_from, *known_to);
  if (faults.no_value) {
    *out = surely_faults();
    return;
  }
  if (day->low != day->high) {
    *out = {low, high, faults.may_fault, 0};
    return;
  }
  *out = counted(on_hand(workspace->fills, static_cast<std::int32_t>(day->low),
                         known_since(*known_from), known_until(*known_to)),
                 low, high, faults);
}

}  // namespace precis::runtime
