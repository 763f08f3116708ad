// Months, years, weeks, days and ages against a second calendar that shares no code with the first,
// over every day of 1900 to 2100.

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "runtime/builtins.h"
#include "runtime/date.h"

namespace precis::runtime {
namespace {

// A calendar that is a list of days: nothing is computed that could be counted.
struct NaiveDate {
  int year, month, day;
  auto operator<=>(const NaiveDate&) const = default;
};

class NaiveCalendar {
 public:
  static constexpr int First = 1900;
  static constexpr int Last = 2100;

  // The tests look some months and years beyond.
  NaiveCalendar() {
    for (int year = First - 10; year <= Last + 10; ++year) {
      for (int month = 1; month <= 12; ++month) {
        for (int day = 1; day <= length(year, month); ++day) dates_.push_back({year, month, day});
      }
    }
    while (dates_[origin_] != NaiveDate{1970, 1, 1}) ++origin_;
  }

  static int length(int year, int month) {
    static constexpr std::array<int, 12> Lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
    return month == 2 && leap ? 29 : Lengths[static_cast<std::size_t>(month - 1)];
  }

  const NaiveDate& at(Day day) const {
    return dates_[static_cast<std::size_t>(static_cast<long>(origin_) + day)];
  }

  // Every day of the years tested.
  template <class Visit>
  void each_day(Visit visit) const {
    for (std::size_t i = 0; i < dates_.size(); ++i) {
      if (dates_[i].year < First || dates_[i].year > Last) continue;
      visit(static_cast<Day>(static_cast<long>(i) - static_cast<long>(origin_)), dates_[i]);
    }
  }

  // One month after the other, keeping the wish for the day of the month to the end.
  static NaiveDate months_later(NaiveDate date, int months) {
    for (; months > 0; --months) {
      if (++date.month == 13) date = {date.year + 1, 1, date.day};
    }
    for (; months < 0; ++months) {
      if (--date.month == 0) date = {date.year - 1, 12, date.day};
    }
    while (date.day > length(date.year, date.month)) --date.day;
    return date;
  }

  // Birthdays up to `at`, one year after the other. Who was born on 29 February reaches a birthday
  // on 1 March in common years.
  static int birthdays(const NaiveDate& birth, const NaiveDate& at) {
    int count = 0;
    for (int year = birth.year + 1; year <= at.year; ++year) {
      NaiveDate birthday{year, birth.month, birth.day};
      if (birthday.day > length(year, birthday.month)) birthday = {year, birthday.month + 1, 1};
      if (birthday <= at) ++count;
    }
    return count;
  }

 private:
  std::vector<NaiveDate> dates_;
  std::size_t origin_ = 0;
};

const NaiveCalendar& calendar() {
  static const NaiveCalendar it;
  return it;
}

NaiveDate naive(Day day) {
  const Civil civil = civil_from_days(day);
  return {static_cast<int>(civil.year), civil.month, civil.day};
}

std::int64_t added_months(Day day, std::int64_t months) {
  const Cell date = between(day, day);
  Cell out;
  precis_add_months(&out, &date, months, 0);
  EXPECT_EQ(out.low, out.high);
  return out.low;
}

std::int64_t age(Day birth, Day at) {
  const Cell from = between(birth, birth);
  const Cell to = between(at, at);
  Cell out;
  precis_age(&out, &from, &to);
  EXPECT_EQ(out.low, out.high);
  return out.low;
}

TEST(MonthEnds, EveryDayAndEveryMonthUpToTwoYears) {
  std::size_t sums = 0;
  std::size_t ambiguous = 0;
  calendar().each_day([&](Day day, const NaiveDate& date) {
    for (int months = -24; months <= 24; ++months) {
      const NaiveDate expected = NaiveCalendar::months_later(date, months);
      ASSERT_EQ(naive(static_cast<Day>(added_months(day, months))), expected)
          << format_date(day) << " " << months;
      ASSERT_EQ(add_months_is_ambiguous(day, months), expected.day != date.day)
          << format_date(day) << " " << months;
      ++sums;
      ambiguous += expected.day != date.day ? 1 : 0;
    }
  });
  fmt::print(
      "note: calendar: {} sums of months agree with a second calendar, {} of them at a month "
      "end that does not exist\n",
      sums, ambiguous);
  EXPECT_EQ(sums, 73'414u * 49);
  EXPECT_GT(ambiguous, 40'000u);
}

TEST(MonthEnds, TheLastDaysOfAMonthOverACentury) {
  calendar().each_day([&](Day day, const NaiveDate& date) {
    if (date.day < 28) return;
    for (int months = -120; months <= 120; ++months) {
      ASSERT_EQ(naive(static_cast<Day>(added_months(day, months))),
                NaiveCalendar::months_later(date, months))
          << format_date(day) << " " << months;
    }
    // Whole years, to the ends of the years tested.
    for (int years = NaiveCalendar::First - date.year; years <= NaiveCalendar::Last - date.year;
         ++years) {
      NaiveDate expected{date.year + years, date.month, date.day};
      if (date.month == 2 && date.day == 29) {
        expected.day = NaiveCalendar::length(expected.year, 2);
      }
      ASSERT_EQ(naive(static_cast<Day>(added_months(day, 12 * years))), expected)
          << format_date(day) << " " << years;
    }
  });
}

TEST(WeeksAndDays, AreCounted) {
  calendar().each_day([&](Day day, const NaiveDate& date) {
    ASSERT_EQ(naive(day), date);
    ASSERT_EQ(days_from_civil({date.year, date.month, date.day}), day);
    for (const int days : {-366, -365, -91, -30, -14, -7, -1, 1, 7, 14, 30, 91, 365, 366}) {
      ASSERT_EQ(naive(day + days), calendar().at(day + days));
    }
  });
}

// For every birth date: the days around each birthday of the next years, and a birthday late in
// life; for 29 February, every year.
TEST(Ages, AroundEveryBirthday) {
  std::size_t ages = 0;
  calendar().each_day([&](Day birth, const NaiveDate& date) {
    const bool leap_day = date.month == 2 && date.day == 29;
    for (int years = 0; years <= 130; ++years) {
      const bool wanted = leap_day || years <= 4 || years == 18 || years == 65 || years == 100;
      if (!wanted || date.year + years > NaiveCalendar::Last) continue;
      const Day around =
          static_cast<Day>(added_months(birth, 12 * static_cast<std::int64_t>(years)));
      for (Day at = around - 2; at <= around + 2; ++at) {
        ASSERT_EQ(age(birth, at), NaiveCalendar::birthdays(date, calendar().at(at)))
            << format_date(birth) << " " << format_date(at);
        ++ages;
      }
    }
  });
  fmt::print("note: calendar: {} ages around birthdays agree with a second calendar\n", ages);
  EXPECT_GT(ages, 1'500'000u);
}

// Every pair of a birth date and a later day of some years with a leap day between them.
TEST(Ages, EveryPairOfSomeYears) {
  const Day first = days_from_civil({1999, 1, 1});
  const Day last = days_from_civil({2004, 12, 31});
  for (Day birth = first; birth <= last; ++birth) {
    for (Day at = birth; at <= last; ++at) {
      ASSERT_EQ(age(birth, at), NaiveCalendar::birthdays(calendar().at(birth), calendar().at(at)))
          << format_date(birth) << " " << format_date(at);
    }
  }
}

}  // namespace
}  // namespace precis::runtime
