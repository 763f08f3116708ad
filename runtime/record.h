#pragma once

// One member with one request, as facts: what ingestion gives, what tests write, what the
// interpreter reads and what columns are filled from. Indices are those of the schema.

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/cell.h"
#include "runtime/schema.h"

namespace precis::runtime {

// Where a value came from: a FHIR resource and path, or a file and line. Empty parts are unknown.
struct Origin {
  std::string source;  // "Condition/123", "claims.ndjson:17"
  std::string path;    // "onsetDateTime", "member.fills[2].date"

  friend bool operator==(const Origin&, const Origin&) = default;
};

// Invariant (normal): `cell` is inside the leaf's type; `cause` is Known exactly when the cell
// holds one value.
struct Fact {
  Cell cell;
  Cause cause = Cause::Known;
  std::uint32_t origin = 0;  // index in Record::origins
};

struct Item {
  std::vector<Fact> facts;  // parallel to List::leaves
};

struct Record {
  std::vector<Fact> facts;                // parallel to Schema::leaves; leaves of lists are unused
  std::vector<std::vector<Item>> lists;   // parallel to Schema::lists; in file order
  std::vector<Origin> origins{Origin{}};  // origin 0 is "unknown"
  std::string source;                     // file:line of the record, for messages
};

// A record of which nothing is known: every leaf unknown and absent, genes untested, lists empty.
// The `at` date must be set by the caller before the record is evaluated.
Record blank_record(const Schema& schema, const std::vector<Enumeration>& enumerations);

}  // namespace precis::runtime
