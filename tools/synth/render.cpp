#include "tools/synth/render.h"

#include <fmt/format.h>

namespace precis::synth {

static constexpr std::string_view RxNorm = "http://www.nlm.nih.gov/research/umls/rxnorm";
static constexpr std::string_view Icd10 = "http://hl7.org/fhir/sid/icd-10-cm";
static constexpr std::string_view Loinc = "http://loinc.org";
static constexpr std::string_view Ucum = "http://unitsofmeasure.org";
static constexpr std::string_view Hgnc = "http://www.genenames.org";

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

static std::string date(Day day, Precision precision = Precision::Day) {
  const std::string full = runtime::format_date(day);
  switch (precision) {
    case Precision::Day:
      return quoted(full);
    case Precision::Month:
      return quoted(full.substr(0, 7));
    case Precision::Year:
      return quoted(full.substr(0, 4));
  }
  return quoted(full);
}

static std::string coded(std::string_view system, const Code& code) {
  return fmt::format(R"({{"coding":[{{"system":"{}","code":"{}","display":{}}}]}})", system,
                     code.code, quoted(code.display));
}

static std::string status_code(std::string_view system, std::string_view code) {
  return fmt::format(
      R"({{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/{}","code":"{}"}}]}})",
      system, code);
}

// Writes the entries of one patient, numbering the resources of each type.
class Writer {
 public:
  explicit Writer(std::string_view patient) : patient_(patient) {}

  void add(const Coverage& it);
  void add(const Condition& it);
  void add(const Fill& it);
  void add(const Order& it);
  void add(const Lab& it);
  void add(const Genotype& it);
  void add(const Allergy& it);
  void add(const Draft& it);

  std::vector<std::string> take() { return std::move(entries_); }

 private:
  // Returns the resource's id.
  std::string resource(std::string_view type, std::string_view person, std::string_view members) {
    const std::string id = fmt::format("{}-synth-{}", patient_, entries_.size() + 1);
    entries_.push_back(fmt::format(
        R"({{"fullUrl":{},"resource":{{"resourceType":"{}","id":{},"meta":{{"tag":[)"
        R"({{"system":"urn:precis:origin","code":"synthetic"}}]}},"{}":{{"reference":{}}},{}}}}})",
        quoted("urn:precis:" + id), type, quoted(id), person,
        quoted(fmt::format("Patient/{}", patient_)), members));
    return id;
  }

  std::string patient_;
  std::vector<std::string> entries_;
};

void Writer::add(const Coverage& it) {
  const std::string end = it.end ? fmt::format(R"(,"end":{})", date(*it.end)) : "";
  resource("Coverage", "beneficiary",
           fmt::format(R"("status":"{}","payor":[{{"display":"Synthetic health plan"}}],)"
                       R"("period":{{"start":{}{}}})",
                       it.status, date(it.start), end));
}

void Writer::add(const Condition& it) {
  resource(
      "Condition", "subject",
      fmt::format(R"("clinicalStatus":{},"verificationStatus":{},"code":{},"onsetDateTime":{})",
                  status_code("condition-clinical", "active"),
                  status_code("condition-ver-status", it.verified), coded(Icd10, it.code),
                  date(it.onset, it.precision)));
}

void Writer::add(const Fill& it) {
  resource(
      "MedicationDispense", "subject",
      fmt::format(R"("status":"{}","medicationCodeableConcept":{},"quantity":{{"value":{}}},)"
                  R"("daysSupply":{{"value":{},"unit":"days","system":"{}","code":"d"}},)"
                  R"("whenHandedOver":{})",
                  it.status, coded(RxNorm, it.drug), it.quantity, it.days, Ucum, date(it.date)));
}

void Writer::add(const Order& it) {
  resource("MedicationRequest", "subject",
           fmt::format(R"("status":"{}","intent":"order","medicationCodeableConcept":{},)"
                       R"("authoredOn":{})",
                       it.status, coded(RxNorm, it.drug), date(it.date)));
}

void Writer::add(const Lab& it) {
  const std::string comparator =
      it.comparator.empty() ? "" : fmt::format(R"("comparator":"{}",)", it.comparator);
  resource("Observation", "subject",
           fmt::format(R"("status":"final","code":{},"effectiveDateTime":{},"valueQuantity":)"
                       R"({{"value":{},{}"unit":"{}","system":"{}","code":"{}"}})",
                       coded(Loinc, it.code), date(it.date), it.value, comparator, it.unit, Ucum,
                       it.unit));
}

void Writer::add(const Genotype& it) {
  static constexpr Code Genotyped{"84413-4", "Genotype display name"};
  static constexpr Code GeneStudied{"48018-6", "Gene studied [ID]"};
  resource("Observation", "subject",
           fmt::format(R"("status":"{}","code":{},"effectiveDateTime":{},)"
                       R"("valueCodeableConcept":{{"text":{}}},"component":[{{"code":{},)"
                       R"("valueCodeableConcept":{}}}])",
                       it.status, coded(Loinc, Genotyped), date(it.date),
                       quoted(fmt::format("{} {}", it.gene, it.diplotype)),
                       coded(Loinc, GeneStudied), coded(Hgnc, {it.hgnc, it.gene})));
}

void Writer::add(const Allergy& it) {
  resource("AllergyIntolerance", "patient",
           fmt::format(R"("verificationStatus":{},"type":"{}","category":["medication"],"code":{})",
                       status_code("allergyintolerance-verification", it.verified), it.type,
                       coded(RxNorm, it.drug)));
}

void Writer::add(const Draft& it) {
  const std::string id = resource(
      "MedicationRequest", "subject",
      fmt::format(
          R"("status":"draft","intent":"order","medicationCodeableConcept":{},)"
          R"("authoredOn":{},"dispenseRequest":{{"quantity":{{"value":{}}},)"
          R"("expectedSupplyDuration":{{"value":{},"unit":"days","system":"{}","code":"d"}}}})",
          coded(RxNorm, it.drug), date(it.date), it.quantity, it.days, Ucum));
  if (it.answers.empty()) return;
  std::string items;
  for (const Answer& answer : it.answers) {
    items += fmt::format(R"({}{{"linkId":"{}","answer":[{{"valueBoolean":{}}}]}})",
                         items.empty() ? "" : ",", answer.fact, answer.value);
  }
  resource("QuestionnaireResponse", "subject",
           fmt::format(R"("status":"completed","basedOn":[{{"reference":{}}}],"authored":{},)"
                       R"("item":[{}])",
                       quoted("MedicationRequest/" + id), date(it.date), items));
}

std::vector<std::string> entries_of(const Plan& plan, std::string_view patient_id) {
  Writer writer(patient_id);
  for (const Coverage& it : plan.coverages) writer.add(it);
  for (const Condition& it : plan.conditions) writer.add(it);
  for (const Fill& it : plan.fills) writer.add(it);
  for (const Order& it : plan.orders) writer.add(it);
  for (const Lab& it : plan.labs) writer.add(it);
  for (const Genotype& it : plan.genotypes) writer.add(it);
  for (const Allergy& it : plan.allergies) writer.add(it);
  for (const Draft& it : plan.drafts) writer.add(it);
  return writer.take();
}

std::string patient_entry(std::string_view id, std::string_view birth_date,
                          std::string_view gender) {
  return fmt::format(
      R"({{"fullUrl":{},"resource":{{"resourceType":"Patient","id":{},"meta":{{"tag":[)"
      R"({{"system":"urn:precis:origin","code":"synthetic"}}]}},"birthDate":{},"gender":"{}"}}}})",
      quoted(fmt::format("urn:precis:{}", id)), quoted(id), quoted(birth_date), gender);
}

}  // namespace precis::synth
