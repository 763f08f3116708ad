#pragma once

// Values as facts: text, numbers and codes of the input become cells of a leaf's type, or a problem
// that says what is wrong with them. Where a value stood is the caller's business.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "runtime/catalogue.h"
#include "runtime/date.h"
#include "runtime/ingest/problem.h"
#include "runtime/rational.h"
#include "runtime/record.h"
#include "runtime/schema.h"
#include "runtime/symbols.h"
#include "runtime/units.h"

namespace precis::runtime::ingest {

// One end of what is known of a number; `open` leaves the value itself out.
struct Bound {
  Rational value;
  bool open = false;
};
// Both ends missing: nothing is known.
struct NumberRange {
  std::optional<Bound> low;
  std::optional<Bound> high;
};
inline NumberRange exactly(const Rational& value) {
  return {Bound{value}, Bound{value}};
}
// FHIR's comparators: "<", "<=", ">", ">=". nullopt for another.
std::optional<NumberRange> compared(std::string_view comparator, const Rational& value);

// A unit in the language's words and UCUM, or UCUM only.
enum class UnitWords : std::uint8_t { Language, Ucum };

// Invariant (measured): for a measured leaf `type` and `molar_mass` are the measurement's.
struct Target {
  const ValueType* type;
  bool approximate;
  const std::string* molar_mass = nullptr;
};

class Values {
 public:
  Values(const Schema& schema, const Catalogue& catalogue, Symbols& symbols);

  const Schema& schema() const { return schema_; }
  const Catalogue& catalogue() const { return catalogue_; }
  Symbols& symbols() { return symbols_; }

  // Nothing known, with its cause.
  Fact absent(const Leaf& leaf, Cause cause = Cause::Absent) const;
  Fact absent(const Leaf& leaf, const ValueType& type, Cause cause) const;

  // The type of a lab's value by its code; nullptr when no measurement has the code.
  const Measurement* measurement_of(const Cell& code);
  Target target_of(const Leaf& leaf, const Measurement* measurement) const;

  Read<Fact> date(const Leaf& leaf, const DateRange& range) const;
  Read<Fact> date(const Leaf& leaf, std::string_view text) const;
  // `unit` empty: the target's own.
  Read<Fact> number(const Target& target, NumberRange range, std::string_view unit,
                    UnitWords words);
  // `system` is an index in Catalogue::systems; another than the leaf's leaves the code unknown.
  Fact code(const Leaf& leaf, std::uint32_t system, std::string_view code);
  Fact text(std::string_view text);
  Read<Fact> choice(const Leaf& leaf, std::string_view name) const;

  // By name or address.
  std::optional<std::uint32_t> system_of(std::string_view name_or_url) const;

 private:
  enum class NoConversion : std::uint8_t { UnknownUnit, NotCommensurable };
  using Converted = std::variant<Conversion, NoConversion>;

  const Converted& conversion_to(const Target& target, std::string_view unit, UnitWords words);
  Read<Fact> in_type(const ValueType& type, bool approximate, const NumberRange& range) const;

  const Schema& schema_;
  const Catalogue& catalogue_;
  Symbols& symbols_;
  std::unordered_map<std::string, Converted> conversions_;
};

// "0.2 kg", "2026-03-01", as an author would write it.
std::string format_value(const ValueType& type, std::int64_t value);

}  // namespace precis::runtime::ingest
