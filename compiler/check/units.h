#pragma once

// Units as the language sees them, on top of the exact units of the runtime.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/syntax/name.h"
#include "compiler/typed/expr.h"
#include "runtime/rational.h"
#include "runtime/units.h"

namespace precis::check {

// The unit a text of a type means; the empty text is that of plain numbers. None when it is no
// unit.
std::optional<runtime::Unit> unit_of(std::string_view text);

// The text of a written unit in the form types use; reports an unknown unit.
std::optional<std::string> unit_text(const syntax::Unit& unit, diagnostics::Sink& sink);

// Days, weeks, months and years of the language: calendar months or exact days.
struct Duration {
  std::int64_t amount;
  bool months;
};
// `12 months` as 12 months, `2 weeks` as 14 days; none for another unit or a broken amount.
std::optional<Duration> calendar_duration(const runtime::Rational& amount, std::string_view unit);

// Whether values of two units may be compared: one dimension, and not months with days. A plain
// number compares with plain numbers only: 7 is not 7 %.
bool comparable_units(std::string_view a, std::string_view b);

// `value` of unit `from` in unit `to`; both must be comparable. None when it does not fit.
std::optional<runtime::Rational> in_unit(const runtime::Rational& value, std::string_view from,
                                         std::string_view to);
// What values of `from` are multiplied by to be values of `to`; none when that is not all.
std::optional<runtime::Rational> unit_factor(std::string_view from, std::string_view to);

// What one of the unit is as a plain number: 1/100 of `%`; none of a unit that measures something.
std::optional<runtime::Rational> plain_factor(std::string_view unit);

// The unit of a quotient and of a product; that of plain numbers where all of it cancels out.
std::string quotient_unit(std::string_view dividend, std::string_view divisor);
std::string product_unit(std::string_view left, std::string_view right);

// The decimal places a value needs, or none when no number of places is enough (or more than 18).
std::optional<int> exact_scale(const runtime::Rational& value);

// value * 10^scale as a stored integer, when it is one and fits.
std::optional<std::int64_t> stored(const runtime::Rational& value, int scale);

// A unit as an author writes it after a number: in quotes where it needs them.
std::string written_unit(std::string_view unit);

// "days" for messages; plain numbers are "a plain number".
std::string unit_name(std::string_view unit);

}  // namespace precis::check
