#include "runtime/ingest/bundle.h"

#include <fmt/format.h>

#include "runtime/ingest/own.h"

namespace precis::runtime::ingest {

bool has_coding(Json codeable, std::string_view system, std::string_view code) {
  for (Json coding : codeable["coding"]) {
    if (coding["code"].string() == code && coding["system"].string() == system) return true;
  }
  return false;
}

std::string_view first_code(Json codeable) {
  for (Json coding : codeable["coding"]) {
    if (coding["code"].is(JsonKind::String)) return coding["code"].text();
  }
  return {};
}

std::string_view patient_reference(Json resource) {
  std::string_view reference;
  for (const char* name : {"subject", "patient", "beneficiary"}) {
    if (reference.empty()) reference = resource[name]["reference"].string();
  }
  return reference;
}

static Place place_of(Json resource, std::string_view type) {
  const std::string_view id = resource["id"].string();
  return {
      id.empty() ? fmt::format("{} at {}", type, resource.path()) : fmt::format("{}/{}", type, id),
      "", resource, true};
}

Read<Bundle> Bundle::of(Json json) {
  const std::string_view type = json["resourceType"].string();
  if (type != "Bundle") {
    return type.empty() ? wrong_type("`resourceType` as text", json["resourceType"])
                        : problem(NotABundle, type)
                              .with_help(
                                  "put the resources of one patient in one Bundle a line, or name "
                                  "all files of the "
                                  "export");
  }
  const Json entries = json["entry"];
  if (entries.present() && !entries.is(JsonKind::Array))
    return wrong_type("`entry` as a list", entries);
  Bundle bundle(json);
  std::size_t patients = 0;
  for (Json entry : entries) {
    const Json resource = entry["resource"];
    const std::string_view kind = resource["resourceType"].string();
    if (kind.empty()) continue;
    if (kind == "Patient") {
      ++patients;
      bundle.patient_ = bundle.resources_.size();
      bundle.patient_url_ = entry["fullUrl"].string();
    }
    if (kind == "Medication") {
      const std::string id(resource["id"].string());
      bundle.medications_.emplace(entry["fullUrl"].string(), resource);
      bundle.medications_.emplace("Medication/" + id, resource);
    }
    bundle.resources_.push_back({resource, kind, place_of(resource, kind)});
  }
  if (patients == 0) {
    return problem(NoPatient).with_help("a bundle is decided for its one Patient");
  }
  if (patients > 1) {
    return problem(SeveralPatients, patients).with_help("give each patient a bundle of its own");
  }
  return bundle;
}

bool Bundle::is_of_another(const Resource& resource) const {
  const std::string_view reference = patient_reference(resource.json);
  if (reference.empty() || reference == patient_url_) return false;
  const std::string_view id = patient().json["id"].string();
  if (id.empty() || !reference.ends_with(id)) return true;
  const std::string_view before = reference.substr(0, reference.size() - id.size());
  return !(before.ends_with("Patient/") || before.ends_with(":"));
}

Json Bundle::medication(const Resource& resource) const {
  const Json inline_concept = resource.json["medicationCodeableConcept"];
  if (inline_concept.present()) return inline_concept;
  const std::string_view reference = resource.json["medicationReference"]["reference"].string();
  if (reference.starts_with('#')) {
    for (Json contained : resource.json["contained"]) {
      if (contained["id"].string() == reference.substr(1)) return contained["code"];
    }
    return {};
  }
  auto found = medications_.find(std::string(reference));
  if (found == medications_.end()) {
    // An absolute address ends with the relative one.
    const std::size_t at = reference.rfind("Medication/");
    if (at != reference.npos) found = medications_.find(std::string(reference.substr(at)));
  }
  return found == medications_.end() ? Json() : found->second["code"];
}

}  // namespace precis::runtime::ingest
