#include <nlohmann/json.hpp>

#include "compiler/explain/render.h"

namespace precis::explain {

using Json = nlohmann::ordered_json;

static constexpr const char* Url =
    "http://hl7.org/fhir/us/davinci-crd/StructureDefinition/ext-coverage-information";

static void add(Json& parts, const char* url, const char* type, const std::string& value) {
  if (!value.empty()) parts.push_back({{"url", url}, {type, value}});
}

std::string render_crd(const Explanation& explanation) {
  if (!explanation.codes.coverage) return {};
  const CoverageInformation& it = *explanation.codes.coverage;
  Json parts = Json::array();
  parts.push_back(
      {{"url", "coverage"},
       {"valueReference", {{"type", "Coverage"}, {"display", explanation.identity.policy_title}}}});
  add(parts, "covered", "valueCode", it.covered);
  add(parts, "pa-needed", "valueCode", it.pa_needed);
  for (const std::string& code : it.doc_needed) add(parts, "doc-needed", "valueCode", code);
  for (const std::string& code : it.info_needed) add(parts, "info-needed", "valueCode", code);
  for (const std::string& text : it.reason) {
    parts.push_back({{"url", "reason"}, {"valueCodeableConcept", {{"text", text}}}});
  }
  add(parts, "questionnaire", "valueCanonical", it.questionnaire);
  add(parts, "date", "valueDate", it.date);
  add(parts, "coverage-assertion-id", "valueString", it.coverage_assertion_id);
  add(parts, "satisfied-pa-id", "valueString", it.satisfied_pa_id);
  add(parts, "expiry-date", "valueDate", it.expiry_date);
  Json json;
  json["url"] = Url;
  json["extension"] = std::move(parts);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace precis::explain
