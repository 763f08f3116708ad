#include "compiler/check/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>
#include <vector>

#include "compiler/check/names.h"
#include "runtime/decimal.h"

namespace precis::check {

using runtime::Rational;

std::optional<runtime::Unit> unit_of(std::string_view text) {
  if (text.empty()) return runtime::Unit{};
  const runtime::Result<runtime::Unit> unit = runtime::parse_language_unit(text);
  if (!unit.ok()) return std::nullopt;
  return unit.value();
}

std::optional<std::string> unit_text(const syntax::Unit& unit, diagnostics::Sink& sink) {
  if (unit.text.empty()) return std::nullopt;
  if (unit_of(unit.text)) return std::string(unit.text);
  std::string help;
  const std::string bracketed = fmt::format("[{}]", unit.text);
  if (unit_of(bracketed)) {
    help = fmt::format("write `'{}'`", bracketed);
  } else {
    help = suggestion(unit.text, {"days", "weeks", "months", "years", "each", "kg", "mg", "g", "ug",
                                  "mL", "L", "mg/dL", "mmol/L", "each/day", "mg/day", "ms", "cm"});
  }
  // The head of a ratio tells: `tablets/day`.
  const std::string_view counted = std::string_view(unit.text).substr(0, unit.text.find('/'));
  static constexpr std::array<std::string_view, 12> Things = {
      "tablet", "tablets", "tab",  "tabs",  "capsule", "capsules",
      "pen",    "pens",    "vial", "vials", "syringe", "syringes"};
  if (std::ranges::find(Things, counted) != Things.end()) help = "things are counted in `each`";
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 10> Others = {{
      {"lb", "'[lb_av]'"},
      {"lbs", "'[lb_av]'"},
      {"pounds", "'[lb_av]'"},
      {"in", "'[in_i]'"},
      {"inches", "'[in_i]'"},
      {"mcg", "ug"},
      {"mcg/day", "ug/day"},
      {"cc", "mL"},
      {"IU/day", "'[IU]/d'"},
      {"hr", "h"},
  }};
  for (const auto& [word, written] : Others) {
    if (unit.text == word) help = fmt::format("write `{}`", written);
  }
  if (unit.text == "USD")
    help = "an amount is written `$5.00`; `USD`, the type of money, takes no range";
  if (help.empty())
    help = "units are those of UCUM, such as `mg/dL`; quote what has more than letters";
  sink.report(diagnostics::UnknownUnit.at(unit.span, diagnostics::Name(unit.text)).help(help));
  return std::nullopt;
}

namespace {

enum class CalendarWord { None, Days, Months };

struct WordLength {
  std::string_view word;
  CalendarWord kind;
  int length;
};
constexpr std::array<WordLength, 8> Words{{
    {"day", CalendarWord::Days, 1},
    {"days", CalendarWord::Days, 1},
    {"week", CalendarWord::Days, 7},
    {"weeks", CalendarWord::Days, 7},
    {"month", CalendarWord::Months, 1},
    {"months", CalendarWord::Months, 1},
    {"year", CalendarWord::Months, 12},
    {"years", CalendarWord::Months, 12},
}};

const WordLength* word_of(std::string_view unit) {
  for (const WordLength& word : Words) {
    if (word.word == unit) return &word;
  }
  return nullptr;
}

bool is_calendar(std::string_view unit) {
  const WordLength* word = word_of(unit);
  return word != nullptr && word->kind == CalendarWord::Months;
}

}  // namespace

std::optional<Duration> calendar_duration(const Rational& amount, std::string_view unit) {
  const WordLength* word = word_of(unit);
  if (word == nullptr || !amount.is_integer()) return std::nullopt;
  const std::optional<Rational> whole = runtime::mul(amount, Rational(word->length));
  if (!whole || *whole > Rational(1'000'000)) return std::nullopt;
  return Duration{static_cast<std::int64_t>(whole->numerator()),
                  word->kind == CalendarWord::Months};
}

bool comparable_units(std::string_view a, std::string_view b) {
  if (a == b) return true;
  // 7 is not 7 %, though both are numbers without a dimension.
  if (a.empty() || b.empty()) return false;
  if (is_calendar(a) != is_calendar(b)) return false;
  const auto unit_a = unit_of(a);
  const auto unit_b = unit_of(b);
  return unit_a && unit_b && runtime::commensurable(*unit_a, *unit_b);
}

std::optional<Rational> in_unit(const Rational& value, std::string_view from, std::string_view to) {
  if (from == to) return value;
  const auto unit_from = unit_of(from);
  const auto unit_to = unit_of(to);
  if (!unit_from || !unit_to) return std::nullopt;
  const runtime::Result<Rational> converted = runtime::convert(value, *unit_from, *unit_to);
  if (!converted.ok()) return std::nullopt;
  return converted.value();
}

std::optional<Rational> unit_factor(std::string_view from, std::string_view to) {
  if (from == to) return Rational(1);
  const auto unit_from = unit_of(from);
  const auto unit_to = unit_of(to);
  if (!unit_from || !unit_to) return std::nullopt;
  const auto found = runtime::conversion(*unit_from, *unit_to);
  if (!found.ok() || found.value().offset != Rational(0)) return std::nullopt;
  return found.value().factor;
}

std::optional<Rational> plain_factor(std::string_view unit) {
  if (unit.empty()) return Rational(1);
  const auto found = unit_of(unit);
  if (!found || !runtime::commensurable(*found, runtime::Unit{})) return std::nullopt;
  return unit_factor(unit, "");
}

std::string quotient_unit(std::string_view dividend, std::string_view divisor) {
  if (divisor.empty()) return std::string(dividend);
  if (comparable_units(dividend, divisor) && unit_factor(dividend, divisor) == Rational(1)) {
    return "";
  }
  const bool group = divisor.find_first_of("/.") != std::string_view::npos;
  const std::string below = group ? fmt::format("({})", divisor) : std::string(divisor);
  return fmt::format("{}/{}", dividend.empty() ? "1" : dividend, below);
}

namespace {

// "mg" of "mg/each" and "each".
std::optional<std::string> without_divisor(std::string_view unit, std::string_view divisor) {
  if (divisor.find_first_of("/.()") != std::string_view::npos) return std::nullopt;
  const std::string end = fmt::format("/{}", divisor);
  if (!unit.ends_with(end)) return std::nullopt;
  return std::string(unit.substr(0, unit.size() - end.size()));
}

}  // namespace

std::string product_unit(std::string_view left, std::string_view right) {
  if (left.empty()) return std::string(right);
  if (right.empty()) return std::string(left);
  const bool group = right.find('/') != std::string_view::npos;
  std::string unit =
      group ? fmt::format("{}.({})", left, right) : fmt::format("{}.{}", left, right);
  // What cancels out leaves a plain number.
  const auto product = unit_of(unit);
  if (product && runtime::commensurable(*product, runtime::Unit{}) &&
      unit_factor(unit, "") == Rational(1)) {
    return "";
  }
  if (const auto rest = without_divisor(left, right)) return *rest;
  if (const auto rest = without_divisor(right, left)) return *rest;
  return unit;
}

std::optional<int> exact_scale(const Rational& value) {
  for (int scale = 0; scale <= runtime::MaxScale; ++scale) {
    const std::optional<Rational> shifted = runtime::scale_by_ten(value, scale);
    if (!shifted) return std::nullopt;
    if (shifted->is_integer()) return scale;
  }
  return std::nullopt;
}

std::optional<std::int64_t> stored(const Rational& value, int scale) {
  const std::optional<Rational> shifted = runtime::scale_by_ten(value, scale);
  if (!shifted || !shifted->is_integer()) return std::nullopt;
  const runtime::Int128 whole = shifted->numerator();
  if (whole > std::numeric_limits<std::int64_t>::max() ||
      whole < std::numeric_limits<std::int64_t>::min()) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(whole);
}

std::string written_unit(std::string_view unit) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '/';
  };
  if (unit == "%") return std::string(unit);
  return std::ranges::all_of(unit, is_plain) ? std::string(unit) : fmt::format("'{}'", unit);
}

std::string unit_name(std::string_view unit) {
  return unit.empty() ? "a plain number" : std::string(unit);
}

}  // namespace precis::check
