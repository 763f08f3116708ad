#pragma once

// What a FHIR resource offers for a field of a certain name, before the field's type is looked at.

#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "runtime/ingest/draft.h"
#include "runtime/ingest/json.h"
#include "runtime/ingest/notes.h"

namespace precis::runtime::ingest {

struct Concept {
  Json codeable;  // a CodeableConcept, or a Coding
};
struct Quantity {
  Json quantity;
};
struct When {
  DateRange range;
};
struct Choice {
  std::string_view name;
};

struct Offer {
  std::string_view field;
  std::variant<Concept, Quantity, When, Choice> value;
  Json at;
};

// The fact that the offer makes for the leaf; absent with a cause when it makes none. A problem is
// an implausible value or one of the wrong type: the record cannot be used.
Read<Fact> fact_of(Values& values, const Leaf& leaf, const Measurement* measurement,
                   const Offer& offer);

// A date of FHIR. nullopt when there is none, or none that is a date: then it is noted.
std::optional<DateRange> date_of(Json json, std::string_view resource, Notes& notes);

// onset[x] and effective[x]: …DateTime, …Instant, …Period (`whole`: all of its days, otherwise its
// start). With none, `latest_by` (when it was recorded) bounds it from above.
std::optional<Offer> dated(Json resource, std::string_view stem, bool whole, Json latest_by,
                           std::string_view field, Notes& notes);

}  // namespace precis::runtime::ingest
