#include "runtime/date.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>

namespace precis::runtime {
namespace {

Day day_of(std::string_view text) {
  const auto range = parse_date(text);
  EXPECT_TRUE(range) << text;
  return range ? range->first : 0;
}

// A second calendar that shares no code with the first: it walks day by day from a known date, with
// the month lengths written out.
class NaiveCalendar {
 public:
  struct Date {
    int year, month, day;
    bool operator==(const Date&) const = default;
  };

  // The number of days of a month.
  static int length(int year, int month) {
    static constexpr std::array<int, 12> Lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
    return month == 2 && leap ? 29 : Lengths[static_cast<std::size_t>(month - 1)];
  }

  static Date next(Date date) {
    if (date.day < length(date.year, date.month)) return {date.year, date.month, date.day + 1};
    if (date.month < 12) return {date.year, date.month + 1, 1};
    return {date.year + 1, 1, 1};
  }
};

NaiveCalendar::Date naive(Day day) {
  const Civil civil = civil_from_days(day);
  return {static_cast<int>(civil.year), civil.month, civil.day};
}

// 1900-01-01 is 25,567 days before 1970-01-01 (70 years of 365 days and 17 leap days).
constexpr Day First = -25'567;

TEST(Calendar, AgreesWithTheNaiveOneOnEveryDayOf1900To2150) {
  NaiveCalendar::Date date{1900, 1, 1};
  int days = 0;
  for (Day day = First; date.year <= 2150; ++day, date = NaiveCalendar::next(date), ++days) {
    ASSERT_EQ(naive(day), date);
    ASSERT_EQ(days_from_civil({date.year, date.month, date.day}), day);
  }
  EXPECT_EQ(days, 91'676);
  EXPECT_EQ(first_supported_day(), First);
  EXPECT_EQ(last_supported_day(), First + days - 1);
}

TEST(Calendar, RoundTripsFarAway) {
  for (const Day day : {std::numeric_limits<Day>::min(), -719'529, -719'468, -1, 0, 2'932'896,
                        std::numeric_limits<Day>::max()}) {
    EXPECT_EQ(days_from_civil(civil_from_days(day)), day);
  }
  EXPECT_EQ(civil_from_days(-719'529), (Civil{-1, 12, 31}));
}

TEST(AddMonths, NeverDecreasesWithTheDay) {
  for (int months : {-12, -1, 1, 12, 13}) {
    for (Day day = First; day < First + 3000; ++day) {
      ASSERT_LE(add_months(day, months), add_months(day + 1, months));
      ASSERT_LE(add_months(day, months), add_months(day, months + 1));
    }
  }
}

TEST(AddMonths, TakesTheLastValidDay) {
  EXPECT_EQ(format_date(add_months(day_of("2026-01-31"), 1)), "2026-02-28");
  EXPECT_EQ(format_date(add_months(day_of("2024-01-31"), 1)), "2024-02-29");
  EXPECT_EQ(format_date(add_months(day_of("2024-02-29"), -12)), "2023-02-28");
  EXPECT_EQ(format_date(add_months(day_of("2026-03-31"), -1)), "2026-02-28");
}

TEST(AddMonths, StopsAtTheEndsOfTime) {
  EXPECT_EQ(add_months(0, std::numeric_limits<std::int64_t>::max()),
            std::numeric_limits<Day>::max());
  EXPECT_EQ(add_months(0, std::numeric_limits<std::int64_t>::min()),
            std::numeric_limits<Day>::min());
}

TEST(CompletedYears, CountsBirthdays) {
  EXPECT_EQ(completed_years(day_of("1960-05-01"), day_of("2026-04-30")), 65);
  EXPECT_EQ(completed_years(day_of("1960-05-01"), day_of("2026-05-01")), 66);
  EXPECT_EQ(completed_years(day_of("2004-02-29"), day_of("2023-02-28")), 18);
  EXPECT_EQ(completed_years(day_of("2004-02-29"), day_of("2023-03-01")), 19);
  EXPECT_EQ(completed_years(day_of("2004-02-29"), day_of("2024-02-28")), 19);
  EXPECT_EQ(completed_years(day_of("2004-02-29"), day_of("2024-02-29")), 20);
  EXPECT_EQ(completed_years(day_of("2004-02-28"), day_of("2023-02-28")), 19);
  EXPECT_EQ(completed_years(day_of("2020-01-01"), day_of("2020-01-01")), 0);
  EXPECT_EQ(completed_years(day_of("2020-01-02"), day_of("2020-01-01")), -1);
}

TEST(CompletedYears, IsMonotone) {
  const Day at = day_of("2023-02-27");
  const Day birth = day_of("2003-12-01");
  for (int i = 0; i < 900; ++i) {
    ASSERT_LE(completed_years(birth, at + i), completed_years(birth, at + i + 1));
    ASSERT_GE(completed_years(birth + i, at), completed_years(birth + i + 1, at));
  }
}

TEST(ParseDate, ReadsWhatIsKnown) {
  EXPECT_EQ(*parse_date("1970-01-01"), (DateRange{0, 0}));
  EXPECT_EQ(format_date_range(*parse_date("1961")), "1961");
  EXPECT_EQ(format_date_range(*parse_date("2024-02")), "2024-02");
  EXPECT_EQ(format_date_range(*parse_date("2024-02-29")), "2024-02-29");
  EXPECT_EQ(parse_date("1961")->last - parse_date("1961")->first, 364);
  EXPECT_EQ(parse_date("2024-02")->last, day_of("2024-02-29"));
  EXPECT_EQ(format_date_range({day_of("2024-01-05"), day_of("2024-02-29")}),
            "2024-01-05 to 2024-02-29");
  EXPECT_EQ(format_date_range({day_of("2024-01-01"), day_of("2024-02-29")}),
            "2024-01-01 to 2024-02-29");
}

TEST(ParseDate, KeepsTheDateOfATimeAsWritten) {
  const DateRange day{day_of("2026-03-01"), day_of("2026-03-01")};
  for (const char* text : {"2026-03-01T00:00:00Z", "2026-03-01T23:59:60+14:00",
                           "2026-03-01T23:30:00.123456789-05:00", "2026-03-01T12:00:00.0-13:59"}) {
    EXPECT_EQ(*parse_date(text), day) << text;
  }
}

TEST(ParseDate, RefusesWhatDoesNotExist) {
  for (const char* text :
       {"2026-02-30", "2025-02-29", "1900-02-29", "2026-13", "2026-00", "2026-13-01", "2026-04-31",
        "2026-01-00", "0000", "0000-01-01", "1899-12-31", "2151-01-01"}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
  EXPECT_EQ(parse_date("2026-02-30").error(),
            "`2026-02-30` is not a date: the month has no such day");
}

TEST(ParseDate, RefusesOtherShapes) {
  for (const char* text : {"",
                           "26",
                           "202",
                           "2026-",
                           "2026-1",
                           "2026-1-1",
                           "2026-01-1",
                           "2026/01/01",
                           "20260101",
                           "2026-01-01 ",
                           " 2026",
                           "2026-01-01T",
                           "2026-01-01T10:00",
                           "2026-01-01T10:00:00",
                           "2026-01-01T24:00:00Z",
                           "2026-01-01T10:60:00Z",
                           "2026-01-01T10:00:61Z",
                           "2026-01-01T10:00:00.Z",
                           "2026-01-01T10:00:00+14:01",
                           "2026-01-01T10:00:00+15:00",
                           "2026-01-01T10:00:00+1:00",
                           "2026-01-01T10:00:00z",
                           "2026-01T10:00:00Z",
                           "-2026",
                           "2026-01-01T10:00:00Z ",
                           "2026-W01",
                           "today"}) {
    EXPECT_FALSE(parse_date(text)) << text;
  }
}

}  // namespace
}  // namespace precis::runtime
