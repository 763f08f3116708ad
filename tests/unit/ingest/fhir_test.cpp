#include "tests/unit/ingest/bundles.h"
#include "tests/unit/ingest/reading.h"

namespace precis::runtime::ingest {
namespace {

using Fhir = Reading;

TEST_F(Fhir, PatientCoverageAndDraftOrder) {
  const Record r = record(bundle({}));
  EXPECT_EQ(r.source, "in.ndjson:1");
  EXPECT_EQ(code(fact(r, "member.id")), "P1");
  EXPECT_EQ(fact(r, "member.birth_date").cell, between(day("1961-05-01"), day("1961-05-31")));
  EXPECT_EQ(fact(r, "member.birth_date").cause, Cause::Imprecise);
  EXPECT_EQ(fact(r, "member.sex").cell, mask(1));
  EXPECT_EQ(fact(r, "member.enrolled_from").cell, exact(day("2020-01-01")));
  EXPECT_EQ(fact(r, "member.enrolled_to").cause, Cause::Absent);
  EXPECT_EQ(code(fact(r, "request.drug")), "309362");
  EXPECT_EQ(fact(r, "request.date").cell, exact(day("2026-03-01")));
  EXPECT_EQ(fact(r, "request.quantity").cell, exact(300));
  EXPECT_EQ(fact(r, "request.days_supply").cell, exact(30));
  EXPECT_EQ(r.origins.at(fact(r, "member.birth_date").origin), (Origin{"Patient/P1", "birthDate"}));
  EXPECT_EQ(r.origins.at(fact(r, "request.days_supply").origin),
            (Origin{"MedicationRequest/R1", "dispenseRequest.expectedSupplyDuration"}));
}

TEST_F(Fhir, ARecordForEachDraftOrder) {
  std::string second = Draft;
  second.replace(second.find("R1"), 2, "R2");
  second.replace(second.find("2026-03-01"), 10, "2026-04-01");
  const Outcome o = outcome(bundle({second}));
  ASSERT_EQ(o.records.size(), 2u);
  EXPECT_EQ(fact(o.records[0], "request.date").cell, exact(day("2026-03-01")));
  EXPECT_EQ(fact(o.records[1], "request.date").cell, exact(day("2026-04-01")));
}

TEST_F(Fhir, ABrokenDraftIsRejectedAlone) {
  std::string second = Draft;
  second.replace(second.find("R1"), 2, "R2");
  second.replace(second.find("2026-03-01"), 10, "2026-02-30");
  const Outcome o = outcome(bundle({second}));
  EXPECT_EQ(o.records.size(), 1u);
  ASSERT_EQ(o.rejections.size(), 1u);
  EXPECT_EQ(o.rejections[0].code, "E0820");
  EXPECT_EQ(o.rejections[0].record, "P1");
  EXPECT_EQ(o.rejections[0].path, "MedicationRequest/R2 authoredOn");
}

TEST_F(Fhir, WithoutCoverageNothingBeforeTheRequestIsObserved) {
  const Record r = record(bundle_of({Patient, Draft}));
  EXPECT_EQ(fact(r, "member.enrolled_from").cell, exact(day("2026-03-01")));
  EXPECT_EQ(r.origins.at(fact(r, "member.enrolled_from").origin),
            (Origin{"Patient/P1", "no active Coverage"}));
}

std::string coverage(const std::string& status, const std::string& period) {
  return resource("Coverage", R"("status": ")" + status + R"(", "period": )" + period);
}

TEST_F(Fhir, CoveragesAreJoinedUpToTheFirstGap) {
  const Record r = record(bundle_of(
      {Patient, Draft, coverage("active", R"({"start": "2015-01-01", "end": "2017-12-31"})"),
       coverage("active", R"({"start": "2019-01-01", "end": "2022-12-31"})"),
       coverage("active", R"({"start": "2023-01-01", "end": "2026-12-31"})"),
       coverage("cancelled", R"({"start": "2018-01-01", "end": "2018-12-31"})")}));
  EXPECT_EQ(fact(r, "member.enrolled_from").cell, exact(day("2019-01-01")));
  EXPECT_EQ(fact(r, "member.enrolled_to").cell, exact(day("2026-12-31")));
  EXPECT_EQ(summary_.ignored.at("Coverage: not active, or of another patient"), 1u);
}

std::string condition(const std::string& more) {
  return resource("Condition", more);
}

TEST_F(Fhir, Conditions) {
  const Record r = record(bundle(
      {condition(R"("code": )" + icd10("I21.4") +
                 R"(, "onsetDateTime": "2026-02-01T23:37:54-05:00")"),
       condition(R"("code": )" + snomed("22298006") + R"(, "onsetPeriod": {"start": "2025-06"})"),
       condition(R"("code": )" + icd10("E11.9") + R"(, "recordedDate": "2024-05-01")"),
       condition(R"("code": )" + icd10("I10") + R"(, "onsetDateTime": "2024-13-01")")}));
  const std::vector<Item>& all = items(r, "member.diagnoses");
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(code(all[0].facts[0]), "I21.4");
  EXPECT_EQ(all[0].facts[1].cell, exact(day("2026-02-01")));
  EXPECT_EQ(r.origins.at(all[0].facts[0].origin), (Origin{"Condition/X", "code"}));
  EXPECT_EQ(r.origins.at(all[0].facts[1].origin), (Origin{"Condition/X", "onsetDateTime"}));
  EXPECT_EQ(all[1].facts[0].cause, Cause::OtherCodeSystem);
  EXPECT_EQ(all[1].facts[1].cell, between(day("2025-06-01"), day("2025-06-30")));
  EXPECT_EQ(all[2].facts[1].cell, between(first_supported_day(), day("2024-05-01")));
  EXPECT_EQ(all[3].facts[1].cause, Cause::Absent);
  EXPECT_EQ(summary_.ignored.at("Condition: a date that is not one"), 1u);
}

TEST_F(Fhir, RefutedAndMistakenResourcesAreNoFacts) {
  auto verified = [](const std::string& word) {
    return R"(, "verificationStatus": {"coding": [{"code": ")" + word + R"("}]})";
  };
  const Record r = record(bundle(
      {condition(R"("code": )" + icd10("I21.4") + verified("refuted")),
       condition(R"("code": )" + icd10("I21.4") + verified("entered-in-error")),
       condition(R"("code": )" + icd10("I21.4") + verified("confirmed")),
       condition(R"("onsetDateTime": "2020-01-01")"),
       resource("AllergyIntolerance", R"("code": )" + rxnorm("32968") + verified("refuted"))}));
  EXPECT_EQ(items(r, "member.diagnoses").size(), 1u);
  EXPECT_TRUE(items(r, "member.allergies").empty());
  EXPECT_EQ(summary_.ignored.at("Condition: entered in error or refuted"), 2u);
  EXPECT_EQ(summary_.ignored.at("Condition: no code"), 1u);
  EXPECT_EQ(summary_.ignored.at("AllergyIntolerance: entered in error or refuted"), 1u);
}

std::string dispense(const std::string& more, const std::string& status = "completed") {
  return resource("MedicationDispense", R"("status": ")" + status +
                                            R"(", "medicationCodeableConcept": )" +
                                            rxnorm("309362") + ", " + more);
}
const std::string Supplied =
    R"("whenHandedOver": "2026-02-01", "daysSupply": {"value": 30}, "quantity": {"value": 60})";

TEST_F(Fhir, OnlyCompletedDispensesAreExposure) {
  const Record r = record(bundle({dispense(Supplied), dispense(Supplied, "entered-in-error"),
                                  dispense(Supplied, "cancelled"), dispense(Supplied, "declined"),
                                  dispense(Supplied, "preparation")}));
  ASSERT_EQ(items(r, "member.fills").size(), 1u);
  const Item& fill = items(r, "member.fills")[0];
  EXPECT_EQ(code(fill.facts[0]), "309362");
  EXPECT_EQ(fill.facts[1].cell, exact(day("2026-02-01")));
  EXPECT_EQ(fill.facts[2].cell, exact(30));
  EXPECT_EQ(fill.facts[3].cell, exact(600));
  EXPECT_EQ(fill.facts[4].cell, mask(2)) << "paid";
  EXPECT_EQ(summary_.ignored.at("MedicationDispense: status cancelled is no exposure"), 1u);
  EXPECT_EQ(summary_.ignored.at("MedicationDispense: status declined is no exposure"), 1u);
}

TEST_F(Fhir, MedicationsMayBeContainedOrElsewhereInTheBundle) {
  const std::string other =
      R"({"resourceType": "Medication", "id": "med2", "code": )" + rxnorm("32968") + "}";
  auto by_reference = [](const std::string& reference, const std::string& contained) {
    return resource("MedicationDispense", R"("status": "completed", )" + contained +
                                              R"("medicationReference": {"reference": ")" +
                                              reference + R"("}, )" + Supplied);
  };
  const Record r = record(bundle(
      {by_reference("#m", R"("contained": [{"resourceType": "Medication", "id": "m", "code": )" +
                              rxnorm("613391") + "}], "),
       by_reference("Medication/med2", ""), by_reference("http://server/fhir/Medication/med2", ""),
       by_reference("Medication/nowhere", ""), other}));
  const std::vector<Item>& fills = items(r, "member.fills");
  ASSERT_EQ(fills.size(), 4u);
  EXPECT_EQ(code(fills[0].facts[0]), "613391");
  EXPECT_EQ(code(fills[1].facts[0]), "32968");
  EXPECT_EQ(code(fills[2].facts[0]), "32968");
  EXPECT_EQ(code(fills[3].facts[0]), "unknown");
}

TEST_F(Fhir, StoppedOrdersAreHistoryAndDraftsAreNot) {
  auto order = [](const std::string& status, const std::string& more) {
    return resource("MedicationRequest",
                    R"("status": ")" + status +
                        R"(", "intent": "order", "medicationCodeableConcept": )" + rxnorm("6809") +
                        more);
  };
  const std::string dated = R"(, "authoredOn": "2025-05-05")";
  const Record r = record(
      bundle({order("stopped", dated), order("active", dated), order("entered-in-error", dated),
              order("cancelled", dated), order("active", "")}));
  EXPECT_EQ(items(r, "member.orders").size(), 2u);
  EXPECT_EQ(summary_.ignored.at("MedicationRequest: no date that can be used"), 1u);
  EXPECT_EQ(summary_.ignored.at("MedicationRequest: order with status cancelled is no order"), 1u);
}

std::string lab(const std::string& code, const std::string& quantity,
                const std::string& status = "final") {
  return resource("Observation", R"("status": ")" + status + R"(", "code": )" + loinc(code) +
                                     R"(, "effectiveDateTime": "2026-01-15", "valueQuantity": {)" +
                                     quantity + "}");
}
std::string ucum(const std::string& value, const std::string& unit) {
  return R"("value": )" + value + R"(, "system": "http://unitsofmeasure.org", "code": ")" + unit +
         R"(", "unit": "x")";
}

TEST_F(Fhir, LabResults) {
  const Record r = record(bundle({
      lab("13457-7", ucum("100.05", "mg/dL")),
      lab("13457-7", ucum("2.5", "mmol/L")),
      lab("13457-7", ucum("100", "mg/dL") + R"(, "comparator": "<")"),
      lab("13457-7", ucum("100", "mg/dL") + R"(, "comparator": ">=")"),
      lab("13457-7", R"("value": 100)"),
      lab("13457-7", ucum("100", "K/uL")),
      lab("8636-3", R"("value": 0.48, "unit": "s")"),
      lab("8636-3", ucum("480", "ms"), "preliminary"),
  }));
  const std::vector<Item>& labs = items(r, "member.labs");
  ASSERT_EQ(labs.size(), 7u);
  EXPECT_EQ(labs[0].facts[2].cell, exact(1000));
  EXPECT_EQ(labs[1].facts[2].cell, exact(967));
  EXPECT_EQ(labs[2].facts[2].cell, between(0, 999));
  EXPECT_EQ(labs[2].facts[2].cause, Cause::Imprecise);
  EXPECT_EQ(labs[3].facts[2].cell, between(1000, 10000));
  for (int i : {4, 5}) {
    EXPECT_EQ(labs[i].facts[2].cause, Cause::WrongUnit);
    EXPECT_EQ(labs[i].facts[2].cell, between(0, 10000));
  }
  EXPECT_EQ(labs[6].facts[2].cell, exact(480));
  EXPECT_EQ(summary_.ignored.at("Observation: a value without a usable unit"), 2u);
  EXPECT_EQ(summary_.ignored.at("Observation: status preliminary is no result"), 1u);
}

TEST_F(Fhir, PanelsGiveALabForEachComponent) {
  const Record r = record(bundle(
      {resource("Observation", R"("status": "final", "effectivePeriod": {"start": "2026-01-01",
        "end": "2026-01-03"}, "code": )" +
                                   loinc("55284-4") + R"(, "component": [{"code": )" +
                                   loinc("8636-3") + R"(, "valueQuantity": {)" + ucum("480", "ms") +
                                   R"(}}, {"code": )" + loinc("8480-6") + "}]")}));
  const std::vector<Item>& labs = items(r, "member.labs");
  ASSERT_EQ(labs.size(), 2u);
  EXPECT_EQ(labs[0].facts[2].cell, exact(480));
  EXPECT_EQ(labs[0].facts[1].cell, between(day("2026-01-01"), day("2026-01-03")));
  EXPECT_EQ(r.origins.at(labs[0].facts[2].origin),
            (Origin{"Observation/X", "component[0].valueQuantity"}));
  EXPECT_EQ(code(labs[1].facts[0]), "8480-6");
}

TEST_F(Fhir, Allergies) {
  const Record r = record(bundle(
      {resource("AllergyIntolerance", R"("type": "intolerance", "code": )" + rxnorm("32968")),
       resource("AllergyIntolerance", R"("category": ["food"], "code": )" + snomed("300913006")),
       resource("AllergyIntolerance", R"("category": ["medication"], "code": )" + snomed("1"))}));
  const std::vector<Item>& all = items(r, "member.allergies");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(code(all[0].facts[0]), "32968");
  EXPECT_EQ(all[0].facts[1].cell, mask(2));
  EXPECT_EQ(all[1].facts[0].cause, Cause::OtherCodeSystem);
  EXPECT_EQ(summary_.ignored.at("AllergyIntolerance: not an allergy to a drug"), 1u);
}

TEST_F(Fhir, GenotypesInTheFormsThatLaboratoriesUse) {
  const GeneSlot& slot = standard_.schema.genes.at(0);
  for (const std::string& value :
       {std::string(R"({"text": "*2/*1"})"), std::string(R"({"text": "CYP2C19 *1/*2"})"),
        std::string(R"({"coding": [{"system": "http://www.ncbi.nlm.nih.gov/clinvar",
                        "code": "638797", "display": "CYP2C19*1/*2"}]})"),
        std::string(R"({"coding": [{"code": "*1/*2"}]})")}) {
    for (const char* gene :
         {R"("code": "HGNC:2621")", R"("code": "2621")", R"("code": "x", "display": "CYP2C19")"}) {
      const Record r = record(bundle({genotype(value, "G1", gene)}));
      EXPECT_EQ(r.facts[slot.phenotype].cell, mask(0b0010)) << value << gene;
      EXPECT_EQ(r.facts[slot.tested].cell, boolean(true));
      ASSERT_EQ(r.lists[slot.candidates].size(), 1u);
      EXPECT_EQ(code(r.lists[slot.candidates][0].facts[0]), "*1/*2");
      EXPECT_EQ(r.origins.at(r.facts[slot.phenotype].origin),
                (Origin{"Observation/G1", "valueCodeableConcept"}));
    }
  }
}

TEST_F(Fhir, GenotypesThatDisagreeOrCannotBeUsed) {
  const GeneSlot& slot = standard_.schema.genes.at(0);
  Record r =
      record(bundle({genotype(R"({"text": "*1/*1"})"), genotype(R"({"text": "*1/*2"})", "G2")}));
  EXPECT_EQ(r.facts[slot.phenotype].cell, mask(0b0110));
  EXPECT_EQ(r.facts[slot.phenotype].cause, Cause::Conflicting);
  r = record(bundle({genotype(R"({"coding": [{"code": "*1/*1"}, {"code": "*1/*2"}]})")}));
  EXPECT_EQ(r.facts[slot.phenotype].cause, Cause::AmbiguousCall);
  r = record(bundle({genotype(R"({"text": "*1/*1"})"), genotype(R"({"text": "*1/*1"})", "G2")}));
  EXPECT_EQ(r.facts[slot.phenotype].cause, Cause::Known);
  r = record(
      bundle({genotype(R"({"text": "rs4244285 A/G"})"),
              genotype(R"({"text": "*1/*2"})", "G2", R"("code": "HGNC:2621")", "entered-in-error"),
              genotype(R"({"text": "*1/*2"})", "G3", R"("code": "HGNC:9999")")}));
  EXPECT_EQ(r.facts[slot.tested].cell, boolean(false));
  EXPECT_EQ(summary_.ignored.at("genotype: no diplotype that can be read"), 1u);
  EXPECT_EQ(summary_.ignored.at("genotype: not a final result"), 1u);
  EXPECT_EQ(summary_.ignored.at("genotype: a gene that the schema does not have"), 1u);
  EXPECT_TRUE(items(r, "member.labs").empty());
}

TEST_F(Fhir, APhenotypeCountsWhereNoGenotypeIsGiven) {
  const GeneSlot& slot = standard_.schema.genes.at(0);
  Record r = record(bundle({genotype(R"({"text": "Poor Metabolizer"})")}));
  EXPECT_EQ(r.facts[slot.phenotype].cell, mask(1));
  EXPECT_TRUE(r.lists[slot.candidates].empty());
  r = record(bundle({genotype(R"({"text": "Poor Metabolizer", "coding": [{"code": "*1/*2"}]})")}));
  EXPECT_EQ(r.facts[slot.phenotype].cell, mask(0b0010));
}

TEST_F(Fhir, AnAlleleThatTheTableDoesNotHaveIsNoResultWithItsCause) {
  const GeneSlot& slot = standard_.schema.genes.at(0);
  const Record r = record(bundle({genotype(R"({"text": "*1/*99"})")}));
  EXPECT_EQ(r.facts[slot.tested].cell, boolean(false));
  EXPECT_EQ(r.facts[slot.phenotype].cause, Cause::UnknownAllele);
  ASSERT_EQ(r.lists[slot.candidates].size(), 1u);
  EXPECT_EQ(code(r.lists[slot.candidates][0].facts[0]), "*1/*99");
}

std::string questionnaire(const std::string& more, const std::string& items) {
  return resource("QuestionnaireResponse",
                  R"("status": "completed", )" + more + R"("item": [)" + items + "]");
}
std::string mri(const char* value) {
  return R"({"linkId": "request.attested.mri_confirms", "answer": [{"valueBoolean": )" +
         std::string(value) + "}]}";
}

TEST_F(Fhir, AnswersAreFactsByTheirPath) {
  Record r =
      record(bundle({questionnaire("", R"({"linkId": "group", "item": [)" + mri("true") + R"(]},
         {"linkId": "request.specialty", "answer": [{"valueCoding": {"code": "neurology"}}]},
         {"linkId": "member.height", "answer": [{"valueQuantity": {"value": 1.8, "unit": "m"}}]},
         {"linkId": "request.attested.has_pacemaker", "answer": [{"valueString": "no"}]},
         {"linkId": "request.nothing", "answer": [{"valueBoolean": true}]})")}));
  EXPECT_EQ(fact(r, "request.attested.mri_confirms").cell, boolean(true));
  EXPECT_EQ(fact(r, "request.specialty").cell, mask(2));
  EXPECT_EQ(fact(r, "member.height").cell, exact(1800));
  EXPECT_EQ(fact(r, "request.attested.has_pacemaker").cause, Cause::Absent);
  EXPECT_EQ(r.origins.at(fact(r, "request.attested.mri_confirms").origin),
            (Origin{"QuestionnaireResponse/X", "item[0].item[0].answer[0].valueBoolean"}));
  EXPECT_EQ(summary_.ignored.at("QuestionnaireResponse: a question that is no field"), 1u);
  EXPECT_EQ(summary_.ignored.at("QuestionnaireResponse: an answer of the wrong kind"), 1u);
}

TEST_F(Fhir, AnswersThatDisagreeLeaveBothOpen) {
  const Record r =
      record(bundle({questionnaire("", mri("true")), questionnaire("", mri("false"))}));
  EXPECT_EQ(fact(r, "request.attested.mri_confirms").cell, mask(CanBeEither));
  EXPECT_EQ(fact(r, "request.attested.mri_confirms").cause, Cause::Conflicting);
}

TEST_F(Fhir, AnswersForAnotherOrderDoNotCount) {
  const std::string based_on = R"("basedOn": [{"reference": "MedicationRequest/other"}], )";
  Record r = record(bundle({questionnaire(based_on, mri("true"))}));
  EXPECT_EQ(fact(r, "request.attested.mri_confirms").cause, Cause::Absent);
  r = record(bundle(
      {questionnaire(R"("basedOn": [{"reference": "MedicationRequest/R1"}], )", mri("true"))}));
  EXPECT_EQ(fact(r, "request.attested.mri_confirms").cause, Cause::Known);
}

TEST_F(Fhir, ResourcesOfAnotherPatientDoNotCount) {
  const Record r = record(
      bundle({condition(R"("subject": {"reference": "Patient/P2"}, "code": )" + icd10("I21.4")),
              condition(R"("subject": {"reference": "Patient/P1"}, "code": )" + icd10("I21.4")),
              condition(R"("subject": {"reference": "urn:uuid:P1"}, "code": )" + icd10("I21.4"))}));
  EXPECT_EQ(items(r, "member.diagnoses").size(), 2u);
  EXPECT_EQ(summary_.ignored.at("Condition: about another patient"), 1u);
}

TEST_F(Fhir, TheDefaultRequestIsForBundlesWithoutADraft) {
  Options options;
  options.default_request =
      R"({"drug": "309362", "date": "2026-04-01", "quantity": 30, "days_supply": 30})";
  const Record r = record(bundle_of({Patient, questionnaire("", mri("true"))}), options);
  EXPECT_EQ(fact(r, "request.date").cell, exact(day("2026-04-01")));
  EXPECT_EQ(fact(r, "member.enrolled_from").cell, exact(day("2026-04-01")));
  EXPECT_EQ(fact(r, "request.attested.mri_confirms").cell, boolean(true));
}

struct Bad {
  const char* name;
  std::string text;
  const char* code;
  const char* reason;
  const char* path;
};

void PrintTo(const Bad& bad, std::ostream* out) {
  *out << bad.name;
}

class FhirRejections : public Reading, public testing::WithParamInterface<Bad> {};

TEST_P(FhirRejections, NameTheFileTheLineThePathAndTheReason) {
  const Bad& bad = GetParam();
  Reader r = reader(bundle({}) + "\n" + bad.text + "\n" + bundle({}));
  std::vector<Outcome> all;
  while (std::optional<Outcome> o = r.next()) all.push_back(std::move(*o));
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].records.size() + all[2].records.size(), 2u);
  ASSERT_EQ(all[1].rejections.size(), 1u);
  EXPECT_TRUE(all[1].records.empty());
  expect_rejected(all[1].rejections[0], bad.code, bad.reason, bad.path, 2);
}

std::string without(std::string text, const std::string& part) {
  const std::size_t at = text.find(part);
  return at == std::string::npos ? text : text.erase(at, part.size());
}

INSTANTIATE_TEST_SUITE_P(
    Ingest, FhirRejections,
    testing::Values(
        Bad{"NoPatient", bundle_of({Draft}), "E0831", "the bundle has no Patient", ""},
        Bad{"TwoPatients", bundle({Patient}), "E0832", "the bundle has 2 Patients", ""},
        Bad{"NotABundle", one_line(Patient), "E0833",
            "this is a FHIR Patient; a record is a Bundle", ""},
        Bad{"TypeIsNoText", R"({"resourceType": 5})", "E0812",
            "expected `resourceType` as text, found a number", ""},
        Bad{"EntryIsNoList", R"({"resourceType": "Bundle", "entry": {}})", "E0812",
            "expected `entry` as a list, found an object", ""},
        Bad{"NoRequest", bundle_of({Patient}), "E0830", "there is no request to decide", ""},
        Bad{"NoBirthDate", bundle_of({without(Patient, R"("birthDate": "1961-05", )"), Draft}),
            "E0813", "`member.birth_date` is required and has no value", "member.birth_date"},
        Bad{"BadBirthDate", bundle_of({R"({"resourceType": "Patient", "birthDate": "61"})", Draft}),
            "E0820",
            "`61` is not a date: expected YYYY, YYYY-MM, YYYY-MM-DD or a FHIR date and time",
            "Patient at entry[0].resource birthDate"},
        Bad{"BirthDateIsNoText",
            bundle_of({R"({"resourceType": "Patient", "birthDate": 1961})", Draft}), "E0812",
            "expected a date as text, found a number", "Patient at entry[0].resource birthDate"},
        Bad{"DraftOfAMonth", bundle_of({Patient, one_line(without(Draft, "-01T10:00:00Z"))}),
            "E0827", "`date` must be known exactly", "MedicationRequest/R1 authoredOn"},
        Bad{"DraftWithoutSupply",
            bundle_of({Patient, without(one_line(Draft), R"("value": 30, "unit": "days", )")}),
            "E0813", "`request.days_supply` is required and has no value", "request.days_supply"},
        Bad{"FillWithoutDays",
            bundle({dispense(R"("whenHandedOver": "2026-02-01", "quantity": {"value": 60})")}),
            "E0834",
            "MedicationDispense/X has no days_supply that can be used: without it, the history "
            "`member.fills` would have a hole",
            "MedicationDispense/X"},
        Bad{"FillInMillilitres",
            bundle({dispense(R"("whenHandedOver": "2026-02-01", "daysSupply": {"value": 30},
                                "quantity": {)" +
                             ucum("3", "mL") + "}")}),
            "E0834",
            "MedicationDispense/X has no quantity that can be used: without it, the history "
            "`member.fills` would have a hole",
            "MedicationDispense/X"},
        Bad{"FillOfTooManyDays",
            bundle({dispense(R"("whenHandedOver": "2026-02-01", "daysSupply": {"value": 3650},
                                "quantity": {"value": 60})")}),
            "E0821", "`3650 days` is outside the plausible range, 1 days to 365 days",
            "MedicationDispense/X daysSupply"},
        Bad{"ValueIsNoNumber", bundle({lab("8636-3", R"("value": "480", "unit": "ms")")}), "E0812",
            "expected a number, found text", "Observation/X valueQuantity"},
        Bad{"ImplausibleLab", bundle({lab("8636-3", ucum("4800", "ms"))}), "E0821",
            "`4800 ms` is outside the plausible range, 200 ms to 900 ms",
            "Observation/X valueQuantity"},
        Bad{"DuplicateMember", bundle_of({R"({"resourceType": "Patient", "id": "a", "id": "b"})"}),
            "E0805", "`id` is given twice in one object", "entry[0].resource.id"}),
    [](const testing::TestParamInfo<Bad>& info) { return info.param.name; });

}  // namespace
}  // namespace precis::runtime::ingest
