#include "compiler/explain/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/explain_fixture.h"

namespace precis::explain {

using runtime::AnswerKind;
using runtime::Cause;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using Fixture = precis::testing::ExplainFixture;

static constexpr std::size_t PoorMetabolizer = 2;
static constexpr std::size_t NormalMetabolizer = 0;

static std::vector<std::string> paths(const std::vector<MissingFact>& facts) {
  std::vector<std::string> found;
  for (const MissingFact& it : facts) found.push_back(it.path);
  return found;
}

static std::vector<RuleState> states(const Explanation& it) {
  std::vector<RuleState> found;
  for (const RuleConsidered& rule : it.rules) found.push_back(rule.state);
  return found;
}

// A poor metabolizer after an infarction, without a history of the drug.
static runtime::Record referred(Fixture& fixture) {
  runtime::Record record = fixture.record();
  fixture.tested(record, PoorMetabolizer, "*2/*2");
  fixture.diagnosis(record, "I21.4", "2025-05-03");
  return record;
}

static void cover_the_year(Fixture& fixture, runtime::Record& record) {
  for (const char* date : {"2025-03-01", "2025-05-30", "2025-08-28", "2025-11-26"}) {
    fixture.fill(record, date, 90);
  }
}

TEST(Explain, ReasonShowsTheFactsItRestsOn) {
  Fixture fixture;
  const Explanation it = fixture.explained(referred(fixture));
  EXPECT_EQ(it.answer, AnswerKind::Decided);
  EXPECT_EQ(it.reason,
            "a member who is a Poor Metabolizer forms less of the active metabolite, and had Acute "
            "<myocardial> infarction on 2025-05-03");
  EXPECT_EQ(it.headline,
            "refer: reason a safer alternative is available, alternatives Prasugrel, Ticagrelor");
  ASSERT_EQ(it.citations.size(), 1u);
  EXPECT_EQ(it.citations[0].doi, "10.1002/cpt.2526");
  EXPECT_EQ(it.citations[0].strength, "strong");
  EXPECT_THAT(it.missing, IsEmpty());
}

TEST(Explain, TheWitnessIsTheLatestSureMatch) {
  Fixture fixture;
  runtime::Record record = referred(fixture);
  fixture.diagnosis(record, "I21.4", "2025-09-09");
  fixture.diagnosis(record, "I21.4", "2025-07-01");
  fixture.diagnosis(record, "I21.4", "2026");
  EXPECT_THAT(fixture.explained(record).reason, EndsWith("on 2025-09-09"));
}

TEST(Explain, EveryRuleHasAState) {
  Fixture fixture;
  runtime::Record record = referred(fixture);
  Explanation it = fixture.explained(record);
  EXPECT_THAT(states(it),
              ElementsAre(RuleState::ConditionFalse, RuleState::Fired, RuleState::NotApplicable));
  EXPECT_EQ(it.rules[0].detail,
            "`request.quantity / request.days_supply > 1 each/day` (30 each / 30 days against 1 "
            "each/day) is false");
  EXPECT_FALSE(it.governance.software_may_conclude);

  cover_the_year(fixture, record);
  it = fixture.explained(record);
  EXPECT_THAT(states(it),
              ElementsAre(RuleState::ConditionFalse, RuleState::ExceptionMet, RuleState::Fired));
  EXPECT_EQ(it.rules[1].detail, "exception stable: taken for 330 of the last 365 days");
  EXPECT_EQ(it.rules[1].exceptions[0].truth, Truth::True);
  EXPECT_EQ(it.reason, "no rule of the policy applies");
  EXPECT_TRUE(it.governance.software_may_conclude);

  Fixture::set(record, Fixture::Quantity, 600);
  it = fixture.explained(record);
  EXPECT_THAT(states(it),
              ElementsAre(RuleState::Fired, RuleState::NotApplicable, RuleState::NotApplicable));
  EXPECT_EQ(it.reason, "60 each for 30 days is more than 1 a day");
  EXPECT_EQ(it.outcome->text, "deny: reason plan limits exceeded");
}

TEST(Explain, AnUntestedGeneIsAskedForAndNothingElse) {
  Fixture fixture;
  runtime::Record record = fixture.record();
  fixture.diagnosis(record, "I21.4", "2025-05-03");
  const Explanation it = fixture.explained(record);
  EXPECT_EQ(it.answer, AnswerKind::NeedsInformation);
  ASSERT_THAT(paths(it.missing), ElementsAre("member.genome.CYP2C19"));
  const MissingFact& gene = it.missing[0];
  EXPECT_EQ(gene.cause, Cause::NotTested);
  EXPECT_EQ(gene.why, "phenotype in { intermediate_metabolizer, poor_metabolizer }");
  EXPECT_THAT(gene.rules, ElementsAre("poor_response"));
  EXPECT_THAT(gene.outcomes, ElementsAre(StartsWith("refer"), StartsWith("approve")));
  EXPECT_THAT(it.possible, ElementsAre(StartsWith("refer"), StartsWith("approve")));
  EXPECT_THAT(states(it), ElementsAre(RuleState::ConditionFalse, RuleState::Live, RuleState::Live));
  EXPECT_TRUE(gene.actionable);
}

TEST(Explain, WhatCannotMatterIsNotAskedFor) {
  Fixture fixture;
  runtime::Record record = fixture.record();
  EXPECT_EQ(fixture.explained(record).answer, AnswerKind::Decided) << "no infarction, no gene";
  fixture.diagnosis(record, "I21.4", "2025-05-03");
  cover_the_year(fixture, record);
  EXPECT_EQ(fixture.explained(record).answer, AnswerKind::Decided) << "the exception is met";
}

TEST(Explain, AHistoryThatStartsLateIsAskedForWithBothWindows) {
  Fixture fixture;
  runtime::Record record = referred(fixture);
  Fixture::set(record, Fixture::EnrolledFrom, Fixture::day("2025-12-01"));
  const Explanation it = fixture.explained(record);
  ASSERT_THAT(paths(it.missing), ElementsAre("member.fills"));
  EXPECT_TRUE(it.missing[0].is_history);
  EXPECT_EQ(it.missing[0].cause, Cause::NotObservable);
  EXPECT_EQ(it.missing[0].asked, "2025-03-01 to 2026-02-28");
  EXPECT_EQ(it.missing[0].observed, "from 2025-12-01");
  EXPECT_THAT(it.missing[0].why, StartsWith("days_covered(fill in member.fills"));
}

TEST(Explain, AnItemIsAskedForByItsPosition) {
  Fixture fixture;
  runtime::Record record = fixture.record();
  fixture.tested(record, PoorMetabolizer, "*2/*2");
  fixture.diagnosis(record, "E11.9", "2025-05-03");
  fixture.diagnosis(record, "I21.4", "2025");
  const Explanation it = fixture.explained(record);
  ASSERT_THAT(paths(it.missing), ElementsAre("member.diagnoses[1].onset"));
  EXPECT_EQ(it.missing[0].cause, Cause::Imprecise);
  EXPECT_EQ(it.missing[0].known, "some day in 2025");
  EXPECT_EQ(it.missing[0].why, "diagnosis.onset within 12 months before request.date");
}

TEST(Explain, ASettledRuleBeforeHidesWhatComesAfter) {
  Fixture fixture;
  runtime::Record record = fixture.record();
  fixture.diagnosis(record, "I21.4", "2025-05-03");
  record.facts[Fixture::Quantity] = {runtime::between(310, 1000000), Cause::Absent, 0};
  const Explanation it = fixture.explained(record);
  EXPECT_EQ(it.answer, AnswerKind::Decided);
  EXPECT_EQ(it.reason, "at least 31 each for 30 days is more than 1 a day");
}

TEST(Explain, MissingFactsStandOnceAndWhatSettlesMostComesFirst) {
  Fixture fixture;
  runtime::Record record = fixture.record();
  fixture.diagnosis(record, "I21.4", "2025");
  record.facts[Fixture::Quantity] = {runtime::between(0, 1000000), Cause::Absent, 0};
  record.facts[Fixture::EnrolledFrom] = {
      runtime::between(Fixture::day("1900-01-01"), Fixture::day("2150-12-31")), Cause::Absent, 0};
  const Explanation it = fixture.explained(record);
  EXPECT_THAT(paths(it.missing),
              ElementsAre("request.quantity", "member.enrolled_from", "member.genome.CYP2C19",
                          "member.diagnoses[0].onset", "member.fills"));
  for (std::size_t i = 1; i < it.missing.size(); ++i) {
    EXPECT_GE(it.missing[i - 1].settles, it.missing[i].settles);
    EXPECT_GT(it.missing[i].matters, 0u) << it.missing[i].path;
  }
  EXPECT_THAT(it.missing[0].outcomes,
              ElementsAre(StartsWith("deny"), StartsWith("refer"), StartsWith("approve")));
}

TEST(Explain, SupplyingWhatIsMissingDecides) {
  Fixture fixture;
  std::size_t supplied = 0;
  for (const std::size_t phenotype : {NormalMetabolizer, PoorMetabolizer}) {
    for (const char* onset : {"2025-01-01", "2025-12-31"}) {
      for (const std::int64_t quantity : {300, 600}) {
        runtime::Record record = fixture.record();
        fixture.diagnosis(record, "I21.4", "2025");
        record.facts[Fixture::Quantity] = {runtime::between(0, 1000000), Cause::Absent, 0};
        ASSERT_EQ(paths(fixture.explained(record).missing).size(), 3u);
        fixture.tested(record, phenotype, "*2/*2");
        Fixture::set(record, Fixture::Quantity, quantity);
        record.lists[Fixture::Diagnoses][0].facts[1] = {runtime::exact(Fixture::day(onset)),
                                                        Cause::Known, 0};
        EXPECT_EQ(fixture.explained(record).answer, AnswerKind::Decided);
        ++supplied;
      }
    }
  }
  EXPECT_EQ(supplied, 8u);
}

TEST(Explain, AFaultNamesItsPlace) {
  Fixture fixture;
  runtime::Record record = referred(fixture);
  Fixture::set(record, Fixture::DaysSupply, 0);
  const Explanation it = fixture.explained(record);
  EXPECT_EQ(it.answer, AnswerKind::Fault);
  EXPECT_EQ(it.rules[0].state, RuleState::Faulted);
  EXPECT_THAT(it.reason, HasSubstr("`request.quantity / request.days_supply > 1 each/day`"));
  EXPECT_THAT(it.missing, IsEmpty());
}

TEST(Explain, OutsideThePolicyNoRuleIsConsidered) {
  Fixture fixture;
  runtime::Record record = referred(fixture);
  Fixture::set(record, Fixture::Date, Fixture::day("2027-01-01"));
  Explanation it = fixture.explained(record);
  EXPECT_EQ(it.answer, AnswerKind::NotInForce);
  EXPECT_THAT(it.reason, HasSubstr("2026-01-01 to 2026-12-31"));
  EXPECT_EQ(it.rules[1].state, RuleState::NotApplicable);

  record = referred(fixture);
  Fixture::set(record, Fixture::Drug, fixture.symbols().intern(Fixture::RxNorm, "5"));
  it = fixture.explained(record);
  EXPECT_EQ(it.answer, AnswerKind::NotGoverned);
  EXPECT_EQ(it.governs->truth, Truth::False);
  EXPECT_EQ(it.rules[1].state, RuleState::NotApplicable);
  ASSERT_EQ(it.facts.size(), 1u);
  EXPECT_EQ(it.facts[0].path, "request.drug");
}

TEST(Explain, TheDerivationFoldsWhatDidNotMatter) {
  Fixture fixture;
  runtime::Record record = fixture.record();
  fixture.diagnosis(record, "I21.4", "2025-05-03");
  fixture.diagnosis(record, "I21.4", "2020-05-03");
  const Explanation it = fixture.explained(record);
  const Step& when = *it.rules[1].condition;
  EXPECT_EQ(when.truth, Truth::Either);
  ASSERT_EQ(when.steps.size(), 2u);
  EXPECT_FALSE(when.steps[0].folded) << "the phenotype is open";
  EXPECT_TRUE(when.steps[1].folded) << "recent_acs is true whatever comes";
  const Step& quantifier = when.steps[1].steps[0];
  EXPECT_EQ(quantifier.shape, ir::Shape::Quantifier);
  EXPECT_EQ(quantifier.note,
            "2 items looked at, 1 matches; asked 2025-03-01 to 2026-03-01; absence can be trusted");
  ASSERT_EQ(quantifier.steps.size(), 2u);
  EXPECT_FALSE(quantifier.steps[0].folded);
  EXPECT_EQ(quantifier.steps[1].note, "misses by one condition");
  EXPECT_EQ(quantifier.steps[0].steps[1].note,
            "2025-05-03, 302 days before the request, against 2025-03-01 to 2026-03-01");
}

TEST(Explain, FactsCarryWhereTheyCameFrom) {
  Fixture fixture;
  const Explanation it = fixture.explained(referred(fixture));
  const auto found = std::find_if(it.facts.begin(), it.facts.end(), [](const FactUsed& fact) {
    return fact.path == "member.genome.CYP2C19.phenotype";
  });
  ASSERT_NE(found, it.facts.end());
  EXPECT_EQ(found->value, "Poor Metabolizer (CYP2C19 *2/*2; CPIC_CYP2C19 2025-11)");
  EXPECT_EQ(found->source, "Observation/g1");
  EXPECT_EQ(found->precision, Precision::Exact);
  EXPECT_EQ(it.facts.back().path, "member.fills");
  EXPECT_EQ(it.facts.back().value, "0 items on file, absence trusted from 2020-01-01");
}

// Keeps the facts used, and of lists named among them all items; the rest becomes unknown.
static runtime::Record only_used(Fixture& fixture, const runtime::Record& record,
                                 const Explanation& it) {
  const runtime::Schema& schema = fixture.program().schemas[0];
  runtime::Record kept = runtime::blank_record(schema, fixture.program().catalogue.enumerations);
  kept.facts[schema.at] = record.facts[schema.at];
  kept.origins = record.origins;
  for (const FactUsed& fact : it.facts) {
    for (std::size_t leaf = 0; leaf < schema.leaves.size(); ++leaf) {
      if (schema.leaves[leaf].path == fact.path) kept.facts[leaf] = record.facts[leaf];
    }
    for (std::size_t list = 0; list < schema.lists.size(); ++list) {
      if (fact.path.starts_with(schema.lists[list].path)) kept.lists[list] = record.lists[list];
    }
  }
  return kept;
}

TEST(Explain, FactsUsedAreSufficient) {
  Fixture fixture;
  std::vector<runtime::Record> records{fixture.record(), referred(fixture), referred(fixture)};
  cover_the_year(fixture, records[2]);
  records.push_back(referred(fixture));
  Fixture::set(records[3], Fixture::Quantity, 600);
  for (const runtime::Record& record : records) {
    const Explanation it = fixture.explained(record);
    ASSERT_EQ(it.answer, AnswerKind::Decided);
    const Explanation again = fixture.explained(only_used(fixture, record, it));
    EXPECT_EQ(again.answer, AnswerKind::Decided);
    EXPECT_EQ(again.headline, it.headline);
  }
}

TEST(Explain, HashesNameTheInputAndTheDecision) {
  Fixture one, other;
  other.symbols().intern(Fixture::Icd10, "Z99.9");
  runtime::Record record = referred(one);
  const Explanation a = one.explained(record);
  const Explanation b = other.explained(referred(other));
  EXPECT_EQ(a.identity.input_hash.size(), 32u);
  EXPECT_EQ(a.identity.input_hash, b.identity.input_hash) << "symbol numbers differ, facts do not";
  EXPECT_EQ(a.identity.decision_id, b.identity.decision_id);
  Fixture::set(record, Fixture::DaysSupply, 31);
  EXPECT_NE(one.explained(record).identity.input_hash, a.identity.input_hash);
  EXPECT_EQ(a.identity.content_hash, "00112233445566778899aabbccddeeff");
}

TEST(Explain, MarksSayWhatWasEvaluated) {
  Fixture fixture;
  runtime::Record record = referred(fixture);
  const auto truth_at = [](const Explanation& it, std::string_view words) {
    const std::size_t begin = precis::testing::Source.find(words);
    for (const Mark& mark : it.marks) {
      if (mark.place.begin == begin && mark.place.end == begin + words.size()) return mark.truth;
    }
    ADD_FAILURE() << "no mark at " << words;
    return Truth::NotEvaluated;
  };
  Explanation it = fixture.explained(record);
  EXPECT_EQ(truth_at(it, "request.drug in Clopidogrel"), Truth::True);
  EXPECT_EQ(truth_at(it, "request.quantity / request.days_supply > 1 each/day"), Truth::False);
  EXPECT_EQ(truth_at(it, "diagnosis.code in AcuteCoronarySyndrome"), Truth::True);
  EXPECT_EQ(truth_at(it, "fill.drug in Clopidogrel"), Truth::NotEvaluated) << "no fills";
  Fixture::set(record, Fixture::Quantity, 600);
  it = fixture.explained(record);
  EXPECT_EQ(truth_at(it, "diagnosis.code in AcuteCoronarySyndrome"), Truth::NotEvaluated);
}

}  // namespace precis::explain
