#pragma once

// FHIR R4 bundles as records. Records and fields of the schema are matched by name with those of
// the standard library (precis.member): a list whose record is `Fill` gets MedicationDispenses, its
// field `days_supply` their daysSupply. docs/input.md has the whole table.

#include <vector>

#include "runtime/ingest/bundle.h"
#include "runtime/ingest/draft.h"
#include "runtime/ingest/fields.h"
#include "runtime/ingest/notes.h"
#include "runtime/ingest/own.h"

namespace precis::runtime::ingest {

// What one bundle gives: a record for each request that can be read.
struct BundleRecords {
  std::string member;  // the patient's id
  std::vector<Record> records;
  std::vector<Issue> issues;
};

class FhirShape {
 public:
  FhirShape(Values& values, OwnShape& own, Notes& notes)
      : values_(values), own_(own), notes_(notes) {}

  // `default_request` is Missing, or the request of bundles that have none.
  BundleRecords read(Json json, const Json& default_request);

 private:
  bool patient(const Bundle& bundle, Draft& draft);
  void coverage(const Bundle& bundle, Draft& draft);
  bool request(const Bundle& bundle, const Resource& draft_order, Draft& draft);
  bool default_request(const Json& request, Draft& draft);
  bool answers(const Bundle& bundle, const Resource* draft_order, Draft& draft);
  bool answer(const Resource& questionnaire, Json item, Draft& draft);
  void finish(const Bundle& bundle, Draft draft, bool fine, BundleRecords& out);

  Values& values_;
  OwnShape& own_;
  Notes& notes_;
};

// The lists of the member that have a FHIR resource; false when the draft is rejected.
bool fill_lists(Values& values, const Bundle& bundle, Notes& notes, Draft& draft);

// Whether resources of the type are read at all.
bool is_read(std::string_view type);

// Genotype Observations (84413-4) as the genome.
void fill_genome(Values& values, const Bundle& bundle, Notes& notes, Draft& draft);
bool is_genotype(const Resource& resource);

// A MedicationRequest that waits for a decision.
bool is_draft_order(const Resource& resource);

// The codes that say a resource was never true: entered-in-error, refuted.
bool is_disowned(const Resource& resource);

}  // namespace precis::runtime::ingest
