#pragma once

// Small FHIR bundles for the tests, put together from resources written as JSON text.

#include <string>
#include <vector>

namespace precis::runtime::ingest {

inline const std::string Patient =
    R"({"resourceType": "Patient", "id": "P1", "birthDate": "1961-05", "gender": "female"})";
inline const std::string ActiveCoverage =
    R"({"resourceType": "Coverage", "id": "C1", "status": "active",
        "period": {"start": "2020-01-01"}})";
inline const std::string Draft =
    R"({"resourceType": "MedicationRequest", "id": "R1", "status": "draft", "intent": "order",
        "medicationCodeableConcept": {"coding": [
          {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "309362"}]},
        "authoredOn": "2026-03-01T10:00:00Z",
        "dispenseRequest": {"quantity": {"value": 30, "unit": "TAB"},
          "expectedSupplyDuration": {"value": 30, "unit": "days",
            "system": "http://unitsofmeasure.org", "code": "d"}}})";

inline std::string rxnorm(const std::string& code) {
  return R"({"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": ")" +
         code + R"("}]})";
}
inline std::string icd10(const std::string& code) {
  return R"({"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": ")" + code +
         R"("}]})";
}
inline std::string loinc(const std::string& code) {
  return R"({"coding": [{"system": "http://loinc.org", "code": ")" + code + R"("}]})";
}
inline std::string snomed(const std::string& code) {
  return R"({"coding": [{"system": "http://snomed.info/sct", "code": ")" + code + R"("}]})";
}

// {"resourceType": type, "id": "X", more}
inline std::string resource(const std::string& type, const std::string& more) {
  return R"({"resourceType": ")" + type + R"(", "id": "X", )" + more + "}";
}

inline std::string one_line(std::string text) {
  for (char& c : text) {
    if (c == '\n') c = ' ';
  }
  return text;
}

inline std::string bundle_of(const std::vector<std::string>& resources) {
  std::string out = R"({"resourceType": "Bundle", "type": "collection", "entry": [)";
  for (std::size_t i = 0; i < resources.size(); ++i) {
    out += (i == 0 ? "" : ", ") + (R"({"resource": )" + resources[i] + "}");
  }
  return one_line(out + "]}");
}

// Patient, coverage and a draft order for clopidogrel, and what is given.
inline std::string bundle(std::vector<std::string> more) {
  more.insert(more.begin(), {Patient, ActiveCoverage, Draft});
  return bundle_of(more);
}

inline std::string genotype(const std::string& value, const std::string& id = "G1",
                            const std::string& gene = R"("code": "HGNC:2621")",
                            const std::string& status = "final") {
  return R"({"resourceType": "Observation", "id": ")" + id + R"(", "status": ")" + status +
         R"(", "code": )" + loinc("84413-4") + R"(, "valueCodeableConcept": )" + value +
         R"(, "component": [{"code": )" + loinc("48018-6") +
         R"(, "valueCodeableConcept": {"coding": [{)" + gene + "}]}}]}";
}

}  // namespace precis::runtime::ingest
