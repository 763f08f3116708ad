#pragma once

// Calendar dates: the proleptic Gregorian calendar at day precision. A date is a Day, the number of
// days since 1970-01-01. There are no times of day and no zones: a date is read as it was written.

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/result.h"

namespace precis::runtime {

using Day = std::int32_t;

// Dates in records and policies lie in these years; text with another year is refused. Arithmetic
// is exact beyond them.
inline constexpr int FirstYear = 1900;
inline constexpr int LastYear = 2150;

struct Civil {
  std::int64_t year;
  int month;  // 1 to 12
  int day;    // 1 to days_in_month

  friend bool operator==(const Civil&, const Civil&) = default;
};

// Every day in [first, last]: what is known of a date that a chart may know only to the month or
// the year. Invariant (range): first <= last.
struct DateRange {
  Day first;
  Day last;

  friend bool operator==(const DateRange&, const DateRange&) = default;
};

bool is_leap_year(std::int64_t year);
int days_in_month(std::int64_t year, int month);

// `civil` must be a date that exists. Years up to five million either side fit a Day.
Day days_from_civil(const Civil& civil);
Civil civil_from_days(Day day);

// The first and last supported Day.
Day first_supported_day();
Day last_supported_day();

// The same day of the month `months` later (earlier when negative), or the last day of that month
// when it is shorter: 2026-01-31 + 1 month is 2026-02-28. Years are 12 months. A result that is no
// Day becomes the nearest Day. Never decreases when `day` or `months` grows.
Day add_months(Day day, std::int64_t months);

// Whether the target month of add_months is too short for the day of the month, so that the sum
// could be read in two ways.
bool add_months_is_ambiguous(Day day, std::int64_t months);

// Full years lived. A birthday on 29 February is reached on 1 March in common years. Negative when
// `at` is before `birth`. Never decreases when `at` grows, never increases when `birth` grows.
std::int64_t completed_years(Day birth, Day at);

// Reads YYYY, YYYY-MM, YYYY-MM-DD and FHIR R4 dateTime and instant (YYYY-MM-DDThh:mm:ss[.f]zone).
// The date part counts as written; time and zone are checked, then dropped.
Result<DateRange> parse_date(std::string_view text);

// "2026-03-01".
std::string format_date(Day day);

// "2026-03-01", "2026-03" or "2026" when the range is that day, month or year; otherwise
// "2026-03-01 to 2026-03-15".
std::string format_date_range(const DateRange& range);

}  // namespace precis::runtime
