#include "tools/synth/synth.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "runtime/ingest/ingest.h"
#include "tests/unit/ingest/standard.h"
#include "tools/synth/random.h"

namespace precis::synth {
namespace {

namespace ingest = runtime::ingest;
using testing::HasSubstr;

std::string population(std::uint64_t seed, std::size_t patients) {
  std::string out;
  for (std::size_t i = 0; i < patients; ++i) out += patient_bundle(seed, i) + "\n";
  return out;
}

TEST(Random, IsSplitMix64) {
  // The first outputs of the published algorithm for seed 1234567.
  Random random(1234567);
  EXPECT_EQ(random.next(), 6457827717110365317u);
  EXPECT_EQ(random.next(), 3203168211198807973u);
  EXPECT_EQ(random.next(), 9817491932198370423u);
}

TEST(Random, ChoicesStayInside) {
  Random random(5);
  std::set<std::size_t> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::int64_t value = random.between(-2, 2);
    EXPECT_GE(value, -2);
    EXPECT_LE(value, 2);
    seen.insert(random.weighted({1, 0, 3}));
  }
  EXPECT_EQ(seen, (std::set<std::size_t>{0, 2}));
}

TEST(Synth, TheSameSeedGivesTheSameBytes) {
  EXPECT_EQ(population(7, 20), population(7, 20));
  EXPECT_NE(population(7, 20), population(8, 20));
  EXPECT_EQ(patient_bundle(7, 3), patient_bundle(7, 3));
  EXPECT_NE(patient_bundle(7, 3), patient_bundle(7, 4));
}

struct Standard {
  ingest::Standard standard = ingest::standard();
  runtime::Symbols symbols{standard.catalogue};

  ingest::Summary read(std::string text, std::vector<runtime::Record>* records = nullptr) {
    auto reader = ingest::Reader::over(std::move(text), "synth", standard.schema,
                                       standard.catalogue, symbols);
    EXPECT_TRUE(reader.ok());
    while (std::optional<ingest::Outcome> o = reader->next()) {
      for (const ingest::Rejection& it : o->rejections) ADD_FAILURE() << ingest::to_text(it);
      if (records) records->insert(records->end(), o->records.begin(), o->records.end());
    }
    return reader->summary();
  }
};

TEST(Synth, EveryPatientIsReadAndEveryKindOfFactOccurs) {
  Standard standard;
  std::vector<runtime::Record> records;
  const ingest::Summary summary = standard.read(population(1, 400), &records);
  EXPECT_EQ(summary.read, 400u);
  EXPECT_GT(summary.requests, 440u);
  EXPECT_EQ(summary.rejections(), 0u);
  std::map<std::string, std::size_t> items;
  std::size_t tested = 0;
  const runtime::GeneSlot& gene = standard.standard.schema.genes.front();
  for (const runtime::Record& record : records) {
    for (std::size_t i = 0; i < record.lists.size(); ++i) {
      items[standard.standard.schema.lists[i].name] += record.lists[i].size();
    }
    if (record.facts[gene.tested].cell == runtime::boolean(true)) ++tested;
  }
  for (const char* list : {"diagnoses", "fills", "orders", "labs", "allergies"}) {
    EXPECT_GT(items[list], 10u) << list;
  }
  EXPECT_GT(tested, records.size() / 2);
  EXPECT_LT(tested, records.size());
}

const std::string Original =
    R"({"resourceType": "Bundle", "id": "b\u00e9", "entry": [
         {"resource": {"resourceType": "Patient", "id": "P1", "birthDate": "1960-01-01"}},
         {"resource": {"resourceType": "Condition", "id": "C", "code": {"coding": [
            {"system": "http://snomed.info/sct", "code": "44054006"}], "text": "Diabetes"}}},
         {"resource": {"resourceType": "Observation", "valueQuantity": {"value": 1.2300e1}}}]})";

TEST(Overlay, KeepsWhatWasThere) {
  OverlayCounts counts;
  auto out = overlaid(Original, {3, false}, counts);
  ASSERT_TRUE(out.ok()) << out.error();
  EXPECT_EQ(counts.patients, 1u);
  EXPECT_EQ(counts.coded, 0u);
  EXPECT_THAT(*out, HasSubstr("1.2300e1"));
  EXPECT_THAT(*out, HasSubstr("\"id\":\"b\u00e9\""));
  EXPECT_THAT(
      *out,
      HasSubstr(
          R"("code":{"coding":[{"system":"http://snomed.info/sct","code":"44054006"}],"text":"Diabetes"})"));
  EXPECT_THAT(*out, HasSubstr(R"("status":"draft")"));
  EXPECT_THAT(*out, HasSubstr(R"("code":"synthetic")"));
  EXPECT_EQ(out->find('\n'), std::string::npos);
  Standard standard;
  EXPECT_GE(standard.read(*out).requests, 1u);
}

TEST(Overlay, CodesConditionsWhenAsked) {
  OverlayCounts counts;
  auto out = overlaid(Original, {3, true}, counts);
  ASSERT_TRUE(out.ok());
  EXPECT_EQ(counts.coded, 1u);
  EXPECT_THAT(
      *out,
      HasSubstr(
          R"({"system":"http://snomed.info/sct","code":"44054006"},{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"R69")"));
}

TEST(Overlay, DependsOnThePatientNotOnTheOrder) {
  OverlayCounts counts;
  const auto first = overlaid(Original, {3, false}, counts);
  (void)overlaid(R"({"resourceType": "Bundle", "entry": []})", {3, false}, counts).ok();
  const auto second = overlaid(Original, {3, false}, counts);
  EXPECT_EQ(first.value(), second.value());
  EXPECT_EQ(counts.unchanged, 1u);
  EXPECT_NE(first.value(), overlaid(Original, {4, false}, counts).value());
}

TEST(Overlay, WhatHasNoPatientIsPassedOn) {
  OverlayCounts counts;
  EXPECT_EQ(overlaid(R"({"entry": [], "x": null, "y": [true, -0.50]})", {1, true}, counts).value(),
            R"({"entry":[],"x":null,"y":[true,-0.50]})");
  EXPECT_FALSE(overlaid("{", {1, true}, counts).ok());
}

}  // namespace
}  // namespace precis::synth
