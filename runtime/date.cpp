#include "runtime/date.h"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "runtime/shown.h"

namespace precis::runtime {
namespace {

constexpr std::int64_t DaysPerEra = 146'097;  // 400 years
constexpr std::int64_t EpochShift = 719'468;  // days from 0000-03-01 to 1970-01-01

std::int64_t floor_divide(std::int64_t value, std::int64_t divisor) {
  const std::int64_t quotient = value / divisor;
  return value % divisor < 0 ? quotient - 1 : quotient;
}

Day to_day(std::int64_t days) {
  return static_cast<Day>(std::clamp<std::int64_t>(days, std::numeric_limits<Day>::min(),
                                                   std::numeric_limits<Day>::max()));
}

// Years are counted from 1 March here, so that the leap day is the last of its year
// (H. Hinnant, "chrono-compatible low-level date algorithms").
std::int64_t days_of(std::int64_t year, int month, int day) {
  const std::int64_t shifted_year = month <= 2 ? year - 1 : year;
  const std::int64_t era = floor_divide(shifted_year, 400);
  const std::int64_t year_of_era = shifted_year - era * 400;
  const std::int64_t shifted_month = month > 2 ? month - 3 : month + 9;
  const std::int64_t day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * DaysPerEra + day_of_era - EpochShift;
}

struct Month {
  std::int64_t year;
  int month;
};

Month month_after(const Civil& from, std::int64_t months) {
  // More months than a Day can span; keeps the sum below in range.
  constexpr std::int64_t Limit = 1'000'000'000;
  const std::int64_t index = from.year * 12 + from.month - 1 + std::clamp(months, -Limit, Limit);
  const std::int64_t year = floor_divide(index, 12);
  return {year, static_cast<int>(index - year * 12) + 1};
}

// Takes exactly `count` digits off the front of the text.
std::optional<int> take_number(std::string_view& text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(0, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// Takes `separator` and a two-digit number of at most `limit`.
bool take_field(std::string_view& text, char separator, int limit) {
  if (!take(text, separator)) return false;
  const auto value = take_number(text, 2);
  return value && *value <= limit;
}

bool is_zone(std::string_view text) {
  if (text == "Z") return true;
  if (!take(text, '+') && !take(text, '-')) return false;
  if (text == "14:00") return true;
  const auto hours = take_number(text, 2);
  return hours && *hours <= 13 && take_field(text, ':', 59) && text.empty();
}

// What follows the date of a FHIR dateTime: Thh:mm:ss, a fraction if any, and the zone. A leap
// second is allowed.
bool is_time(std::string_view text) {
  if (!take_field(text, 'T', 23) || !take_field(text, ':', 59) || !take_field(text, ':', 60)) {
    return false;
  }
  if (take(text, '.')) {
    const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    if (digits == 0) return false;
    text.remove_prefix(digits);
  }
  return is_zone(text);
}

Failure not_a_date(std::string_view text, std::string_view why) {
  return Failure{fmt::format("`{}` is not a date: {}", shown(text), why)};
}

constexpr std::string_view Shape = "expected YYYY, YYYY-MM, YYYY-MM-DD or a FHIR date and time";

}  // namespace

bool is_leap_year(std::int64_t year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_in_month(std::int64_t year, int month) {
  if (month == 2) return is_leap_year(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

Day days_from_civil(const Civil& civil) {
  return to_day(days_of(civil.year, civil.month, civil.day));
}

Civil civil_from_days(Day day) {
  const std::int64_t shifted = std::int64_t{day} + EpochShift;
  const std::int64_t era = floor_divide(shifted, DaysPerEra);
  const std::int64_t day_of_era = shifted - era * DaysPerEra;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const int month = static_cast<int>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  return {year, month, static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5) + 1};
}

Day first_supported_day() {
  return days_from_civil({FirstYear, 1, 1});
}

Day last_supported_day() {
  return days_from_civil({LastYear, 12, 31});
}

Day add_months(Day day, std::int64_t months) {
  const Civil from = civil_from_days(day);
  const Month target = month_after(from, months);
  const int last = days_in_month(target.year, target.month);
  return to_day(days_of(target.year, target.month, std::min(from.day, last)));
}

bool add_months_is_ambiguous(Day day, std::int64_t months) {
  const Civil from = civil_from_days(day);
  const Month target = month_after(from, months);
  return from.day > days_in_month(target.year, target.month);
}

std::int64_t completed_years(Day birth, Day at) {
  const Civil born = civil_from_days(birth);
  const Civil now = civil_from_days(at);
  const bool birthday_ahead =
      now.month < born.month || (now.month == born.month && now.day < born.day);
  return now.year - born.year - (birthday_ahead ? 1 : 0);
}

Result<DateRange> parse_date(std::string_view text) {
  std::string_view rest = text;
  const auto year = take_number(rest, 4);
  if (!year) return not_a_date(text, Shape);
  if (*year < FirstYear || *year > LastYear) {
    return not_a_date(text, fmt::format("the year is not in {} to {}", FirstYear, LastYear));
  }
  if (rest.empty()) {
    return DateRange{days_from_civil({*year, 1, 1}), days_from_civil({*year, 12, 31})};
  }
  const auto month = take(rest, '-') ? take_number(rest, 2) : std::nullopt;
  if (!month) return not_a_date(text, Shape);
  if (*month < 1 || *month > 12) return not_a_date(text, "there is no such month");
  const int length = days_in_month(*year, *month);
  if (rest.empty()) {
    return DateRange{days_from_civil({*year, *month, 1}), days_from_civil({*year, *month, length})};
  }
  const auto day = take(rest, '-') ? take_number(rest, 2) : std::nullopt;
  if (!day) return not_a_date(text, Shape);
  if (*day < 1 || *day > length) return not_a_date(text, "the month has no such day");
  if (!rest.empty() && !is_time(rest)) return not_a_date(text, "the time or its zone is malformed");
  const Day exact = days_from_civil({*year, *month, *day});
  return DateRange{exact, exact};
}

std::string format_date(Day day) {
  const Civil civil = civil_from_days(day);
  if (civil.year < 0 || civil.year > 9999) {
    return fmt::format("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day);
  }
  // Explanations show many dates: digit by digit is several times as fast.
  std::string text = "0000-00-00";
  const auto put = [&](std::size_t last, std::int64_t value) {
    for (; value > 0; value /= 10) text[last--] = static_cast<char>('0' + value % 10);
  };
  put(3, civil.year);
  put(6, civil.month);
  put(9, civil.day);
  return text;
}

std::string format_date_range(const DateRange& range) {
  if (range.first == range.last) return format_date(range.first);
  const Civil first = civil_from_days(range.first);
  const Civil last = civil_from_days(range.last);
  const bool month_bounds = first.day == 1 && last.day == days_in_month(last.year, last.month);
  if (month_bounds && first.year == last.year) {
    if (first.month == last.month) return fmt::format("{:04}-{:02}", first.year, first.month);
    if (first.month == 1 && last.month == 12) return fmt::format("{:04}", first.year);
  }
  return fmt::format("{} to {}", format_date(range.first), format_date(range.last));
}

}  // namespace precis::runtime
