#pragma once

// The types that values have at run time: enough to store a value in its narrowest column, to
// print it as an author would, and to say what "unknown" means for it.

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/cell.h"

namespace precis::runtime {

enum class Form : std::uint8_t {
  Bool,     // mask of two
  Enum,     // mask of up to 62 members; `enumeration` names them
  Number,   // fixed point: value * 10^scale; `unit` as the author wrote it, or empty
  Money,    // fixed point with `unit` the currency
  Date,     // days since 1970-01-01
  Code,     // symbol id
  Text,     // symbol id in the text system
  CodeSet,  // index of a constant set of codes; payloads only
};

struct ValueType {
  Form form = Form::Bool;
  std::uint32_t enumeration = 0;  // index in Catalogue::enumerations, for Enum
  std::uint8_t scale = 0;         // decimal places, for Number and Money
  std::string unit;               // for Number ("mg/dL", "days", "each/day") and Money ("USD")
  std::int64_t low = 0;           // range of Number, Money and Date, in stored form
  std::int64_t high = 0;

  friend auto operator<=>(const ValueType&, const ValueType&) = default;
};

// Everything the type allows: what a value of it is when nothing is known.
Cell unknown(const ValueType& type, std::size_t member_count);

struct EnumMember {
  std::string name;    // poor_metabolizer
  std::string title;   // "Poor Metabolizer"
  std::string reject;  // NCPDP number of an administrative reason, or empty
};

struct Enumeration {
  std::string name;  // Sex, CYP2C19.Phenotype
  std::vector<EnumMember> members;
  // The phenotype of an untested gene may be anything, or stay untested: one more possible
  // member (bit `members.size()`) that no set in a policy names.
  bool has_untested = false;

  std::int64_t all_members() const {
    return (std::int64_t{1} << (members.size() + (has_untested ? 1 : 0))) - 1;
  }
};

}  // namespace precis::runtime
