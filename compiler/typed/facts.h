#pragma once

// The facts of in-language tests: literal trees in the shape of the schema's JSON. Names are those
// of the fields; what was left out is not there.

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/support/id.h"

namespace precis::typed {

using FactId = support::Id<struct GivenFactTag>;

struct GivenBool {
  bool value;
};
// Decimal text: "480", "-0.25". `unit` is absent when it is the field's: then a bare number.
struct GivenNumber {
  std::string value;
  std::optional<std::string> unit;
};
// {"low": ..., "high": ...}; either may be missing.
struct GivenInterval {
  std::optional<GivenNumber> low;
  std::optional<GivenNumber> high;
};
// "2026-01-31", "1961-05" or "1961"; also texts, enumeration members and diplotypes ("*2/*2").
struct GivenText {
  std::string text;
};
// {"low": "2026-01-01", "high": "2026-01-31"}: a date between two.
struct GivenDates {
  std::optional<std::string> low;
  std::optional<std::string> high;
};
// {"system": "http://...", "code": "I21.4"}.
struct GivenCode {
  std::string system;  // the system's url
  std::string code;
};
struct GivenField {
  std::string name;
  FactId value;
};
// Records, and genomes: one field for each gene that was tested.
struct GivenRecord {
  std::vector<GivenField> fields;
};
struct GivenList {
  std::vector<FactId> items;
};

using GivenFact = std::variant<GivenBool, GivenNumber, GivenInterval, GivenText, GivenDates,
                               GivenCode, GivenRecord, GivenList>;

}  // namespace precis::typed
