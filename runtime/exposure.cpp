#include "runtime/exposure.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <vector>

namespace precis::runtime {
namespace {

// Days are summed in 64 bits; no count of days above this matters, and no sum of them overflows.
constexpr std::int64_t MostDays = std::int64_t{1} << 36;

struct Interval {
  std::int64_t first;
  std::int64_t last;
};

struct Supply {
  std::int64_t drug;
  std::int64_t date;
  std::int64_t days;
};

// A set of days, as intervals in any order.
using DaySet = std::vector<Interval>;

void sort_by_drug_and_date(std::vector<Supply>& supplies) {
  std::sort(supplies.begin(), supplies.end(), [](const Supply& a, const Supply& b) {
    return std::tie(a.drug, a.date) < std::tie(b.drug, b.date);
  });
}

// The days that supplies of one drug cover, in order of date: each starts when the stock before it
// is used up.
void cover(std::span<const Supply> supplies, DaySet& covered) {
  std::optional<std::int64_t> end;
  for (const Supply& supply : supplies) {
    const std::int64_t first = end ? std::max(supply.date, *end + 1) : supply.date;
    end = first + supply.days - 1;
    covered.push_back({first, *end});
  }
}

// Covers every drug by itself; `supplies` is sorted by drug and date.
template <class Visit>
void for_each_drug(std::span<const Supply> supplies, Visit visit) {
  std::size_t begin = 0;
  while (begin < supplies.size()) {
    std::size_t end = begin;
    while (end < supplies.size() && supplies[end].drug == supplies[begin].drug) ++end;
    visit(supplies.subspan(begin, end - begin));
    begin = end;
  }
}

// Visits the days that are in [from, to], in order and each once, as intervals.
template <class Visit>
void for_days_within(DaySet& days, std::int64_t from, std::int64_t to, Visit visit) {
  std::sort(days.begin(), days.end(),
            [](const Interval& a, const Interval& b) { return a.first < b.first; });
  std::int64_t next = from;
  for (const Interval& interval : days) {
    const std::int64_t first = std::max(interval.first, next);
    const std::int64_t last = std::min(interval.last, to);
    if (first > last) continue;
    visit(Interval{first, last});
    next = last + 1;
  }
}

std::int64_t count_within(DaySet& days, std::int64_t from, std::int64_t to) {
  std::int64_t count = 0;
  for_days_within(days, from, to, [&](const Interval& it) { count += it.last - it.first + 1; });
  return count;
}

std::int64_t run_within(DaySet& days, std::int64_t from, std::int64_t to, std::int64_t gap) {
  std::int64_t longest = 0;
  std::optional<Interval> run;
  for_days_within(days, from, to, [&](const Interval& it) {
    const bool goes_on = run && it.first - run->last - 1 <= gap;
    run = Interval{goes_on ? run->first : it.first, it.last};
    longest = std::max(longest, run->last - run->first + 1);
  });
  return longest;
}

// The days on which fills count: [first, last].
struct Scope {
  std::int64_t first;
  std::int64_t last;
};

// What is surely covered. A surely dated fill of an unknown drug covers its own days at least: were
// it of the same drug as another, the days of both would be covered and more.
DaySet surely_covered(std::span<const ExposureItem> items, const Scope& scope) {
  DaySet covered;
  std::vector<Supply> supplies;
  for (const ExposureItem& item : items) {
    const bool dated = item.sure && item.date_low == item.date_high;
    if (!dated || item.days_low <= 0) continue;
    if (item.date_low < scope.first || item.date_low > scope.last) continue;
    const std::int64_t days = std::min(item.days_low, MostDays);
    if (item.drug_known) {
      supplies.push_back({item.drug, item.date_low, days});
    } else {
      covered.push_back({item.date_low, item.date_low + days - 1});
    }
  }
  sort_by_drug_and_date(supplies);
  for_each_drug(supplies, [&](std::span<const Supply> drug) { cover(drug, covered); });
  return covered;
}

// What unseen fills may add: days that they may cover in any way, and supply that joins any drug.
struct Unseen {
  DaySet days;
  std::vector<Supply> supplies;
  bool unlimited = false;
};

Unseen unseen_fills(const Scope& scope, std::int64_t known_from, std::int64_t known_to,
                    std::int64_t unseen_supply) {
  Unseen unseen;
  const bool nothing_known = known_from > known_to;
  const std::int64_t observed = nothing_known ? scope.last + 1 : known_from;
  const bool before = observed > scope.first;
  const bool after = !nothing_known && known_to < scope.last;
  if (before) {
    const std::int64_t end = std::min(observed - 1, scope.last);
    unseen.days.push_back({scope.first, end});
    if (unseen_supply > 0) {
      unseen.supplies.push_back({0, end + 1, std::min(unseen_supply, MostDays)});
    }
  }
  if (after) {
    unseen.days.push_back({std::max(known_to + 1, scope.first), scope.last});
    if (unseen_supply > 0) {
      unseen.supplies.push_back({0, scope.last + 1, std::min(unseen_supply, MostDays)});
    }
  }
  unseen.unlimited = (before || after) && unseen_supply == UnlimitedDays;
  return unseen;
}

// Every day that some completion covers.
//
// A day t is covered when, for some s <= t, the fills of the drug dated in [s, t] have more than
// t - s days. So it can be covered exactly when it is with every fill at its latest date up to t:
// a fill that may be dated on t itself covers t, and every other one counts from its latest date.
DaySet possibly_covered(std::span<const ExposureItem> items, const Scope& scope, Unseen unseen) {
  DaySet covered = std::move(unseen.days);
  std::vector<Supply> supplies;
  std::vector<Supply> any_drug = std::move(unseen.supplies);
  for (const ExposureItem& item : items) {
    if (item.days_high <= 0) continue;
    if (item.date_high < scope.first || item.date_low > scope.last) continue;
    const std::int64_t earliest = std::max<std::int64_t>(item.date_low, scope.first);
    const std::int64_t latest = std::min<std::int64_t>(item.date_high, scope.last);
    covered.push_back({earliest, latest});
    const Supply supply{item.drug, latest, std::min(item.days_high, MostDays)};
    (item.drug_known ? supplies : any_drug).push_back(supply);
  }
  sort_by_drug_and_date(supplies);
  std::vector<Supply> joined;
  const auto cover_joined = [&](std::span<const Supply> drug) {
    joined.assign(drug.begin(), drug.end());
    joined.insert(joined.end(), any_drug.begin(), any_drug.end());
    for (Supply& supply : joined) supply.drug = 0;
    sort_by_drug_and_date(joined);
    cover(joined, covered);
  };
  if (supplies.empty()) cover_joined({});
  for_each_drug(supplies, cover_joined);
  return covered;
}

}  // namespace

// What `measure` finds in the days that are surely covered, and in those that may be.
template <class Measure>
static DayCount measured(std::span<const ExposureItem> items, const Scope& scope,
                         std::int32_t known_from, std::int32_t known_to, std::int64_t unseen_supply,
                         Measure measure) {
  DaySet sure = surely_covered(items, scope);
  DaySet possible =
      possibly_covered(items, scope, unseen_fills(scope, known_from, known_to, unseen_supply));
  return {measure(sure), measure(possible)};
}

DayCount days_covered(std::span<const ExposureItem> items, std::int32_t from, std::int32_t to,
                      std::int32_t known_from, std::int32_t known_to, bool carry_in,
                      std::int64_t unseen_supply) {
  if (from > to) return {0, 0};
  return measured(items, {carry_in ? KnownFromAlways : from, to}, known_from, known_to,
                  unseen_supply, [&](DaySet& days) { return count_within(days, from, to); });
}

DayCount longest_run(std::span<const ExposureItem> items, std::int32_t from, std::int32_t to,
                     std::int32_t known_from, std::int32_t known_to, bool carry_in,
                     std::int64_t gap) {
  if (from > to) return {0, 0};
  return measured(items, {carry_in ? KnownFromAlways : from, to}, known_from, known_to,
                  UnlimitedDays, [&](DaySet& days) { return run_within(days, from, to, gap); });
}

DayCount on_hand(std::span<const ExposureItem> items, std::int32_t day, std::int32_t known_from,
                 std::int32_t known_to, std::int64_t unseen_supply) {
  constexpr std::int64_t Horizon = UnlimitedDays / 2;
  const Scope scope{KnownFromAlways, day};
  Unseen unseen = unseen_fills(scope, known_from, known_to, unseen_supply);
  const bool unlimited = unseen.unlimited;
  DaySet sure = surely_covered(items, scope);
  DaySet possible = possibly_covered(items, scope, std::move(unseen));
  return {count_within(sure, day, Horizon),
          unlimited ? UnlimitedDays : count_within(possible, day, Horizon)};
}

}  // namespace precis::runtime
