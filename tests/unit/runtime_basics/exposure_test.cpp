#include "runtime/exposure.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <vector>

#include "runtime/date.h"

namespace precis::runtime {
namespace {

struct Fill {
  std::int64_t drug;
  Day date;
  std::int64_t days;
};

ExposureItem sure_item(const Fill& fill) {
  return {fill.drug, true, fill.date, fill.date, fill.days, fill.days, true};
}

std::vector<ExposureItem> sure_items(const std::vector<Fill>& fills) {
  std::vector<ExposureItem> items;
  for (const Fill& fill : fills) items.push_back(sure_item(fill));
  return items;
}

Day day_of(std::string_view text) {
  return parse_date(text)->first;
}

DayCount observed(const std::vector<ExposureItem>& items, Day from, Day to, bool carry_in = false) {
  return days_covered(items, from, to, KnownFromAlways, KnownToAlways, carry_in);
}

// The naive simulator: a member takes one unit of every drug on hand each day. It shares no idea
// with the intervals of the implementation.
class Simulator {
 public:
  explicit Simulator(const std::vector<Fill>& fills) : fills_(fills) {}

  std::int64_t days_covered(Day from, Day to, bool carry_in) const {
    std::map<std::int64_t, std::int64_t> stock;
    std::int64_t count = 0;
    for (Day day = carry_in ? first_day(from) : from; day <= to; ++day) {
      receive(stock, day);
      if (take(stock) && day >= from) ++count;
    }
    return count;
  }

  std::int64_t on_hand(Day on) const {
    std::map<std::int64_t, std::int64_t> stock;
    for (Day day = first_day(on); day < on; ++day) {
      receive(stock, day);
      take(stock);
    }
    receive(stock, on);
    std::int64_t count = 0;
    while (take(stock)) ++count;
    return count;
  }

 private:
  Day first_day(Day otherwise) const {
    for (const Fill& fill : fills_) otherwise = std::min(otherwise, fill.date);
    return otherwise;
  }

  void receive(std::map<std::int64_t, std::int64_t>& stock, Day day) const {
    for (const Fill& fill : fills_) {
      if (fill.date == day) stock[fill.drug] += std::max<std::int64_t>(fill.days, 0);
    }
  }

  static bool take(std::map<std::int64_t, std::int64_t>& stock) {
    bool any = false;
    for (auto& [drug, left] : stock) {
      if (left == 0) continue;
      --left;
      any = true;
    }
    return any;
  }

  const std::vector<Fill>& fills_;
};

// Vectors published by PQA for the proportion of days covered, 2018-01-01 to 2018-12-31: covered
// days and days from the first fill to the end of the period.
struct PqaVector {
  const char* name;
  std::vector<std::pair<int, const char*>> fills;  // drug, date
  std::int64_t days;
  std::int64_t covered;
  std::int64_t denominator;
};

TEST(DaysCovered, PqaVectors) {
  const PqaVector vectors[] = {
      {"two drugs in turn", {{1, "2018-01-01"}, {2, "2018-04-01"}}, 90, 180, 365},
      {"two drugs at once", {{1, "2018-01-01"}, {2, "2018-01-01"}}, 90, 90, 365},
      {"early refill shifts",
       {{1, "2018-03-25"}, {1, "2018-07-05"}, {1, "2018-09-25"}},
       90,
       270,
       282},
      {"early refill shifts, last supply cut",
       {{1, "2018-01-01"}, {1, "2018-03-25"}, {1, "2018-07-05"}, {1, "2018-10-15"}},
       90,
       348,
       365},
      {"89 days to the end of the period", {{1, "2018-10-04"}, {1, "2018-11-01"}}, 30, 60, 89},
  };
  const Day end = day_of("2018-12-31");
  for (const PqaVector& vector : vectors) {
    std::vector<ExposureItem> items;
    Day index = end;
    for (const auto& [drug, date] : vector.fills) {
      items.push_back(sure_item({drug, day_of(date), vector.days}));
      index = std::min(index, day_of(date));
    }
    std::reverse(items.begin(), items.end());
    EXPECT_EQ(end - index + 1, vector.denominator) << vector.name;
    EXPECT_EQ(observed(items, index, end), (DayCount{vector.covered, vector.covered}))
        << vector.name;
  }
}

TEST(DaysCovered, PqaAdjustedExposureDayByDay) {
  // A 2018-03-25/90, 07-05/90, 09-25/90: exposed to 06-22, 07-05 to 10-02, 10-03 to 12-31.
  const auto items = sure_items({{1, day_of("2018-03-25"), 90},
                                 {1, day_of("2018-07-05"), 90},
                                 {1, day_of("2018-09-25"), 90}});
  const auto covered = [&](const char* from, const char* to) {
    return observed(items, day_of(from), day_of(to), true).low;
  };
  EXPECT_EQ(covered("2018-03-25", "2018-06-22"), 90);
  EXPECT_EQ(covered("2018-06-23", "2018-07-04"), 0);
  EXPECT_EQ(covered("2018-07-05", "2018-10-02"), 90);
  EXPECT_EQ(covered("2018-10-03", "2018-12-31"), 90);
  EXPECT_EQ(covered("2019-01-01", "2019-12-31"), 0);
}

TEST(DaysCovered, CarryInCountsOnlyWhenAsked) {
  const auto items = sure_items({{1, 90, 30}, {1, 110, 30}});
  EXPECT_EQ(observed(items, 100, 200), (DayCount{30, 30}));
  EXPECT_EQ(observed(items, 100, 200, true), (DayCount{50, 50}));
  EXPECT_EQ(observed(items, 100, 99), (DayCount{0, 0}));
}

TEST(DaysCovered, UncertainItems) {
  ExposureItem maybe = sure_item({1, 10, 5});
  maybe.sure = false;
  EXPECT_EQ(observed({maybe}, 0, 99), (DayCount{0, 5}));
  ExposureItem some_day = sure_item({1, 10, 5});
  some_day.date_high = 20;
  EXPECT_EQ(observed({some_day}, 0, 99), (DayCount{0, 15}));
  ExposureItem some_days = sure_item({1, 10, 5});
  some_days.days_high = 8;
  EXPECT_EQ(observed({some_days}, 0, 99), (DayCount{5, 8}));
  ExposureItem some_drug = sure_item({0, 12, 5});
  some_drug.drug_known = false;
  EXPECT_EQ(observed({sure_item({1, 10, 5}), some_drug}, 0, 99), (DayCount{7, 10}));
}

TEST(DaysCovered, AnImpreciseFillCanShiftAnother) {
  ExposureItem some_day = sure_item({1, 0, 30});
  some_day.date_high = 60;
  const auto count = observed({some_day, sure_item({1, 50, 30})}, 0, 365);
  EXPECT_EQ(count, (DayCount{30, 110}));
}

TEST(DaysCovered, UnobservedDaysMayBeCovered) {
  const auto items = sure_items({{1, 50, 10}});
  EXPECT_EQ(days_covered(items, 0, 99, 0, 99), (DayCount{10, 10}));
  EXPECT_EQ(days_covered(items, 0, 99, 0, 89), (DayCount{10, 20}));
  EXPECT_EQ(days_covered(items, 0, 99, 20, 99), (DayCount{10, 100}));
  EXPECT_EQ(days_covered(items, 0, 99, 20, 99, false, 0), (DayCount{10, 30}));
  EXPECT_EQ(days_covered(items, 0, 99, 20, 99, false, 15), (DayCount{10, 45}));
  EXPECT_EQ(days_covered(items, 0, 99, 60, 40), (DayCount{10, 100}));
  EXPECT_EQ(days_covered(items, 0, 99, -10, 99, true), (DayCount{10, 100}));
  EXPECT_EQ(days_covered(items, 0, 99, -10, 99, true, 20), (DayCount{10, 20}));
}

TEST(OnHand, CountsWhatIsLeft) {
  const auto items = sure_items({{1, 0, 30}, {1, 20, 30}, {2, 40, 5}, {1, 46, 30}});
  const auto left = [&](Day day) { return on_hand(items, day, KnownFromAlways, KnownToAlways); };
  EXPECT_EQ(left(10), (DayCount{20, 20}));
  EXPECT_EQ(left(20), (DayCount{40, 40}));
  EXPECT_EQ(left(45), (DayCount{15, 15}));
  EXPECT_EQ(left(46), (DayCount{44, 44}));
  EXPECT_EQ(left(500), (DayCount{0, 0}));
  EXPECT_EQ(on_hand(items, 45, 0, 45), (DayCount{15, UnlimitedDays}));
  EXPECT_EQ(on_hand(items, 45, 0, 45, 10), (DayCount{15, 25}));
}

TEST(DaysCovered, HugeSuppliesDoNotOverflow) {
  auto items = sure_items({{1, 0, UnlimitedDays}, {1, 1, UnlimitedDays}, {1, 2, -UnlimitedDays}});
  EXPECT_EQ(observed(items, 0, 999), (DayCount{1000, 1000}));
  EXPECT_GT(on_hand(items, 5, KnownFromAlways, KnownToAlways).low, 1'000'000'000);
}

// A generated history, of which much may be unknown.
struct Case {
  std::vector<ExposureItem> items;
  Day from, to, known_from, known_to;
  bool carry_in;
};

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  std::int64_t pick(std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random_);
  }

  bool chance(int percent) { return pick(1, 100) <= percent; }

  Case history() {
    Case result{};
    result.from = static_cast<Day>(pick(0, 30));
    result.to = static_cast<Day>(result.from + pick(0, 50));
    result.known_from = chance(50) ? KnownFromAlways : static_cast<Day>(pick(-10, 70));
    result.known_to = chance(60) ? KnownToAlways : static_cast<Day>(pick(-10, 90));
    result.carry_in = chance(40);
    const int uncertain = chance(30) ? 0 : 40;
    const auto count = pick(0, 6);
    for (std::int64_t i = 0; i < count; ++i) result.items.push_back(item(uncertain));
    return result;
  }

  // One item with what is unknown of it settled in one way; nullopt when it is not there.
  std::optional<ExposureItem> settle(ExposureItem item, int percent) {
    if (!item.sure && chance(percent)) {
      if (chance(50)) return std::nullopt;
      item.sure = true;
    }
    if (chance(percent)) {
      const auto date = static_cast<Day>(pick(item.date_low, item.date_high));
      item.date_low = item.date_high = date;
    }
    if (chance(percent)) item.days_low = item.days_high = pick(item.days_low, item.days_high);
    if (!item.drug_known && chance(percent)) {
      item.drug = pick(1, 4);
      item.drug_known = true;
    }
    return item;
  }

  // Fills on unobserved days.
  void add_unseen(const Case& known, std::vector<ExposureItem>& items) {
    const auto count = pick(0, 3);
    for (std::int64_t i = 0; i < count; ++i) {
      const auto date = static_cast<Day>(pick(-20, 100));
      if (date >= known.known_from && date <= known.known_to) continue;
      items.push_back(sure_item({pick(1, 4), date, pick(0, 30)}));
    }
  }

 private:
  ExposureItem item(int uncertain) {
    ExposureItem item = sure_item({pick(1, 3), static_cast<Day>(pick(-20, 90)), pick(0, 20)});
    if (chance(uncertain)) item.date_high += static_cast<Day>(pick(0, 25));
    if (chance(uncertain)) item.days_high += pick(0, 10);
    if (chance(uncertain)) item.drug_known = false;
    if (chance(uncertain)) item.sure = false;
    return item;
  }

  std::mt19937 random_;
};

std::vector<ExposureItem> settle_all(Generator& generator, const Case& known, int percent) {
  std::vector<ExposureItem> items;
  for (const ExposureItem& item : known.items) {
    const auto settled = generator.settle(item, percent);
    if (settled) items.push_back(*settled);
  }
  return items;
}

std::vector<Fill> fills_of(const std::vector<ExposureItem>& items) {
  std::vector<Fill> fills;
  for (const ExposureItem& item : items) fills.push_back({item.drug, item.date_low, item.days_low});
  return fills;
}

bool within(const DayCount& inner, const DayCount& outer) {
  return outer.low <= inner.low && inner.high <= outer.high;
}

TEST(ExposureLaws, EveryCompletionIsInside) {
  Generator generator(20260301);
  int narrow = 0;
  int uncertain = 0;
  int at_an_end = 0;
  for (int i = 0; i < 20'000; ++i) {
    const Case known = generator.history();
    const DayCount covered = days_covered(known.items, known.from, known.to, known.known_from,
                                          known.known_to, known.carry_in);
    const DayCount left = on_hand(known.items, known.to, known.known_from, known.known_to);
    ASSERT_LE(covered.low, covered.high);
    ASSERT_LE(covered.high, known.to - known.from + 1);
    uncertain += covered.low < covered.high ? 1 : 0;
    narrow += covered.low < covered.high && covered.high < known.to - known.from + 1 ? 1 : 0;
    for (int k = 0; k < 10; ++k) {
      std::vector<ExposureItem> items = settle_all(generator, known, 100);
      generator.add_unseen(known, items);
      const std::vector<Fill> fills = fills_of(items);
      const Simulator simulator(fills);
      const auto exact = simulator.days_covered(known.from, known.to, known.carry_in);
      ASSERT_TRUE(within({exact, exact}, covered)) << "case " << i;
      const auto exact_left = simulator.on_hand(known.to);
      ASSERT_TRUE(within({exact_left, exact_left}, left)) << "case " << i;
      at_an_end += exact == covered.low || exact == covered.high ? 1 : 0;
    }
  }
  fmt::print(
      "exposure: 200000 completions inside; {} of 20000 bounds uncertain, {} of them less than "
      "the whole window, {} completions on a bound\n",
      uncertain, narrow, at_an_end);
  EXPECT_GT(uncertain, 5'000);
  EXPECT_GT(narrow, 2'000);
  EXPECT_GT(at_an_end, 50'000);
}

TEST(ExposureLaws, ExactHistoriesAreExact) {
  Generator generator(11);
  for (int i = 0; i < 20'000; ++i) {
    Case known = generator.history();
    known.items = settle_all(generator, known, 100);
    const std::vector<Fill> fills = fills_of(known.items);
    const Simulator simulator(fills);
    const auto exact = simulator.days_covered(known.from, known.to, known.carry_in);
    ASSERT_EQ(observed(known.items, known.from, known.to, known.carry_in),
              (DayCount{exact, exact}));
    const auto left = simulator.on_hand(known.to);
    ASSERT_EQ(on_hand(known.items, known.to, KnownFromAlways, KnownToAlways),
              (DayCount{left, left}));
  }
}

TEST(ExposureLaws, KnowingMoreNeverWidens) {
  Generator generator(4711);
  int narrowed = 0;
  for (int i = 0; i < 20'000; ++i) {
    const Case known = generator.history();
    Case more = known;
    more.items = settle_all(generator, known, 50);
    if (generator.chance(50)) {
      more.known_from = KnownFromAlways;
      more.known_to = KnownToAlways;
      generator.add_unseen(known, more.items);
    }
    const auto covered = [](const Case& it) {
      return days_covered(it.items, it.from, it.to, it.known_from, it.known_to, it.carry_in);
    };
    const auto left = [](const Case& it) {
      return on_hand(it.items, it.to, it.known_from, it.known_to);
    };
    ASSERT_TRUE(within(covered(more), covered(known))) << "case " << i;
    ASSERT_TRUE(within(left(more), left(known))) << "case " << i;
    narrowed += covered(more) == covered(known) ? 0 : 1;
  }
  EXPECT_GT(narrowed, 3'000);
}

TEST(ExposureLaws, EveryPossibleDayIsReached) {
  // On windows of one day, high is 1 only when some completion covers that day.
  Generator generator(99);
  int reached = 0;
  int possible = 0;
  for (int i = 0; i < 3'000; ++i) {
    Case known = generator.history();
    known.to = known.from;
    const DayCount count = observed(known.items, known.from, known.to, true);
    if (count.low == count.high) continue;
    ++possible;
    bool found = false;
    for (int k = 0; k < 3'000 && !found; ++k) {
      const std::vector<Fill> fills = fills_of(settle_all(generator, known, 100));
      found = Simulator(fills).days_covered(known.from, known.to, true) == 1;
    }
    reached += found ? 1 : 0;
  }
  EXPECT_GT(possible, 500);
  EXPECT_GT(reached, possible * 97 / 100);
}

}  // namespace
}  // namespace precis::runtime
