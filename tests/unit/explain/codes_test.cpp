// What an explanation says in the words and codes of others: gaps, sources, NCPDP, coverage.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/explain/render.h"
#include "tests/support/explain_fixture.h"

namespace precis::explain {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Fixture = precis::testing::ExplainFixture;

static constexpr std::size_t PoorMetabolizer = 2;

static Explanation referred() {
  static Fixture fixture;  // its program outlives what is explained
  runtime::Record record = fixture.record();
  fixture.tested(record, PoorMetabolizer, "*2/*2");
  fixture.diagnosis(record, "I21.4", "2025-05-03");
  return fixture.explained(record);
}

static Explanation denied() {
  static Fixture fixture;  // its program outlives what is explained
  runtime::Record record = fixture.record();
  Fixture::set(record, Fixture::Quantity, 600);
  return fixture.explained(record);
}

static Explanation waiting() {
  static Fixture fixture;  // its program outlives what is explained
  runtime::Record record = fixture.record();
  fixture.diagnosis(record, "I21.4", "2025-05-03");
  return fixture.explained(record);
}

TEST(Codes, ADenialIsNotCoveredAndHasItsNumber) {
  const Codes it = denied().codes;
  EXPECT_THAT(it.ncpdp, ElementsAre("76"));
  ASSERT_TRUE(it.coverage);
  EXPECT_EQ(it.coverage->covered, "not-covered");
  EXPECT_EQ(it.coverage->pa_needed, "");
  EXPECT_THAT(it.coverage->reason, ElementsAre("60 each for 30 days is more than 1 a day"));
}

TEST(Codes, AReviewIsOpenAndWantsAnAuthorization) {
  const Codes it = referred().codes;
  EXPECT_THAT(it.ncpdp, IsEmpty());
  ASSERT_TRUE(it.coverage);
  EXPECT_EQ(it.coverage->covered, "indeterminate");
  EXPECT_EQ(it.coverage->pa_needed, "auth-needed");
  EXPECT_EQ(it.coverage->reason.size(), 1u);
}

TEST(Codes, WhatIsMissingIsAskedForAndNamesTheQuestionnaire) {
  const Explanation made = waiting();
  ASSERT_TRUE(made.codes.coverage);
  const CoverageInformation& it = *made.codes.coverage;
  EXPECT_EQ(it.covered, "conditional");
  EXPECT_THAT(it.doc_needed, ElementsAre("clinical"));
  EXPECT_THAT(it.info_needed, ElementsAre("OTH"));
  EXPECT_EQ(it.questionnaire, "urn:precis:questionnaire:clopidogrel.coverage|2026.1");
  EXPECT_EQ(it.coverage_assertion_id, made.identity.decision_id);
  EXPECT_THAT(render_crd(made), HasSubstr("\"valueCode\": \"conditional\""));
}

TEST(Codes, AnApprovalWithoutATermNeedsNoAuthorization) {
  Fixture fixture;
  runtime::Record record = fixture.record();
  fixture.tested(record, 0, "*1/*1");
  const Codes it = fixture.explained(record).codes;
  ASSERT_TRUE(it.coverage);
  EXPECT_EQ(it.coverage->covered, "covered");
  EXPECT_EQ(it.coverage->pa_needed, "no-auth");
  EXPECT_EQ(it.coverage->satisfied_pa_id, "");
}

TEST(Codes, NothingIsSaidOutsideTheTimeInForce) {
  Fixture fixture;
  runtime::Record record = fixture.record();
  Fixture::set(record, Fixture::Date, Fixture::day("2027-01-01"));
  const Explanation it = fixture.explained(record);
  EXPECT_FALSE(it.codes.coverage);
  EXPECT_EQ(render_crd(it), "");
}

TEST(Sources, AreThoseOfTheRulesThatTookPart) {
  const Explanation it = referred();
  ASSERT_EQ(it.sources.size(), 2u);
  EXPECT_EQ(it.sources[0].citation.source, "plan");
  EXPECT_THAT(it.sources[0].by, ElementsAre("quantity"));
  EXPECT_EQ(it.sources[1].citation.strength, "strong");
  EXPECT_THAT(it.sources[1].by, ElementsAre("poor_response"));
}

TEST(Shown, ValuesOfAReasonNameTheirFacts) {
  const Explanation it = referred();
  std::vector<std::string> texts, facts;
  for (const ValueShown& shown : it.shown) {
    texts.push_back(it.reason.substr(shown.begin, shown.end - shown.begin));
    facts.insert(facts.end(), shown.facts.begin(), shown.facts.end());
  }
  EXPECT_THAT(texts,
              ElementsAre("Poor Metabolizer", "Acute <myocardial> infarction", "2025-05-03"));
  EXPECT_THAT(facts, ElementsAre("member.genome.CYP2C19", "member.diagnoses[0].code",
                                 "member.diagnoses[0].onset"));
}

// The step with these words.
static const Step* find(const Step& step, std::string_view text) {
  if (step.text == text) return &step;
  for (const Step& below : step.steps) {
    if (const Step* found = find(below, text)) return found;
  }
  return nullptr;
}

static std::optional<Gap> gap(const Explanation& it, std::string_view text) {
  for (const RuleConsidered& rule : it.rules) {
    const Step* found = rule.condition ? find(*rule.condition, text) : nullptr;
    for (const ExceptionConsidered& exception : rule.exceptions) {
      if (found == nullptr) found = find(exception.condition, text);
    }
    if (found != nullptr) return found->gap;
  }
  return std::nullopt;
}

static constexpr std::string_view InSet =
    "phenotype in { intermediate_metabolizer, poor_metabolizer }";
static constexpr std::string_view Acs =
    "any diagnosis in member.diagnoses where diagnosis.code in AcuteCoronarySyndrome and "
    "diagnosis.onset within 12 months before request.date";
static constexpr std::string_view Stable =
    "days_covered(fill in member.fills where fill.drug in Clopidogrel, within 365 days before "
    "request.date) >= 330 days";

TEST(Gaps, SayWhyAConditionIsNotMet) {
  Fixture fixture;
  runtime::Record record = fixture.record();
  EXPECT_EQ(gap(fixture.explained(record), Acs), Gap::Missing) << "no diagnosis at all";
  EXPECT_EQ(gap(fixture.explained(record), InSet), Gap::Missing) << "not tested";
  fixture.diagnosis(record, "I21.4", "2020-05-03");
  EXPECT_EQ(gap(fixture.explained(record), Acs), Gap::DateOutOfRange) << "too long ago";
  record.lists[Fixture::Diagnoses].clear();
  fixture.diagnosis(record, "Z99.9", "2025-05-03");
  EXPECT_EQ(gap(fixture.explained(record), Acs), Gap::ValueOutOfRange) << "another diagnosis";
  fixture.tested(record, 0, "*1/*1");
  EXPECT_EQ(gap(fixture.explained(record), InSet), Gap::ValueOutOfRange) << "another phenotype";
  EXPECT_EQ(gap(referred(), Stable), Gap::CountOutOfRange) << "too few days";
  EXPECT_EQ(gap(referred(), InSet), std::nullopt) << "met";
  record = fixture.record();
  Fixture::set(record, Fixture::EnrolledFrom, Fixture::day("2026-02-01"));
  fixture.tested(record, PoorMetabolizer, "*2/*2");
  fixture.diagnosis(record, "I21.4", "2025-05-03");
  EXPECT_EQ(gap(fixture.explained(record), Stable), Gap::NotObservable) << "a new member";
}

}  // namespace precis::explain
