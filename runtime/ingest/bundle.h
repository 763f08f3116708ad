#pragma once

// One FHIR bundle: its patient, the resources that are about that patient, and the medications they
// refer to.

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/ingest/draft.h"
#include "runtime/ingest/json.h"

namespace precis::runtime::ingest {

struct Resource {
  Json json;
  std::string_view type;  // MedicationRequest
  Place place;            // "MedicationRequest/17"

  std::string_view status() const { return json["status"].string(); }
};

class Bundle {
 public:
  // Fails when the bundle has not exactly one Patient, or is not shaped as one.
  static Read<Bundle> of(Json json);

  const Resource& patient() const { return resources_[patient_]; }
  const std::vector<Resource>& resources() const { return resources_; }

  // Whether the resource says that it is about another patient. Saying nothing is about this one.
  bool is_of_another(const Resource& resource) const;

  // The concept of medication[x]: inline, contained, or another resource of the bundle. Missing
  // when it refers to something that is not here.
  Json medication(const Resource& resource) const;

 private:
  explicit Bundle(Json json) : json_(json) {}

  Json json_;
  std::vector<Resource> resources_;
  std::size_t patient_ = 0;
  std::string_view patient_url_;
  // Medications by fullUrl and by "Medication/id".
  std::unordered_map<std::string, Json> medications_;
};

// Whom a resource says it is about: `Patient/17`, an address or a urn; empty when it does not say.
std::string_view patient_reference(Json resource);

// A coding of one of the concept's codings has this system and code.
bool has_coding(Json codeable, std::string_view system, std::string_view code);
// The first code of a status concept such as verificationStatus.
std::string_view first_code(Json codeable);

}  // namespace precis::runtime::ingest
