// The first policy through the whole chain: source text, checker, lowering, interpreter.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/lower/chain.h"

namespace precis::lower {
namespace {

using runtime::Answer;
using runtime::AnswerKind;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::uint16_t Bleeding = 0;
constexpr std::uint16_t Quantity = 1;
constexpr std::uint16_t PoorResponse = 2;
constexpr std::uint16_t Otherwise = 3;

struct Asked {
  std::string genome;
  std::string diagnoses;
  std::string fills;
  std::string drug = "309362";
  std::string date = "2026-03-01";
  int quantity = 30;

  std::string json() const {
    return fmt::format(
        R"({{"member": {{"id": "M1", "birth_date": "1961-05-01", "enrolled_from": "2020-01-01",
             "genome": {{{}}}, "diagnoses": [{}], "fills": [{}]}},
             "request": {{"drug": "{}", "date": "{}", "quantity": {}, "days_supply": 30}}}})",
        genome, diagnoses, fills, drug, date, quantity);
  }
};

class Clopidogrel : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(chain.compiled()); }
  Chain::Decided decide(const Asked& asked) { return chain.decide(asked.json()); }

  static void expect_decided(const Chain::Decided& decided, std::uint16_t rule) {
    EXPECT_EQ(decided.answer.kind, AnswerKind::Decided);
    EXPECT_EQ(decided.answer.rule, rule);
    EXPECT_THAT(decided.missing, IsEmpty());
  }

  Chain chain = Chain::of_file("policies/cardiology/clopidogrel.precis");
};

const std::string Acs = R"({"code": "I21.4", "onset": "2026-02-01"})";
const std::string Poor = R"("CYP2C19": "*2/*2")";

TEST_F(Clopidogrel, AnUntestedGeneIsTheOnlyThingMissing) {
  const Chain::Decided decided = decide({.genome = "", .diagnoses = Acs, .fills = ""});
  EXPECT_EQ(decided.answer.kind, AnswerKind::NeedsInformation);
  EXPECT_THAT(decided.missing, ElementsAre("member.genome.CYP2C19"));
}

TEST_F(Clopidogrel, APoorMetabolizerIsReferred) {
  const Chain::Decided decided = decide({.genome = Poor, .diagnoses = Acs, .fills = ""});
  expect_decided(decided, PoorResponse);
  EXPECT_THAT(decided.reason, HasSubstr("avoid where another drug is possible"));
}

TEST_F(Clopidogrel, ANormalMetabolizerIsApproved) {
  expect_decided(decide({.genome = R"("CYP2C19": "*1/*1")", .diagnoses = Acs, .fills = ""}),
                 Otherwise);
}

TEST_F(Clopidogrel, CandidatesOfOneAdviceNeedNotBeToldApart) {
  expect_decided(
      decide({.genome = R"("CYP2C19": ["*2/*3", "*2/*2"])", .diagnoses = Acs, .fills = ""}),
      PoorResponse);
  const Chain::Decided unclear =
      decide({.genome = R"("CYP2C19": ["*1/*1", "*2/*2"])", .diagnoses = Acs, .fills = ""});
  EXPECT_EQ(unclear.answer.kind, AnswerKind::NeedsInformation);
  EXPECT_THAT(unclear.missing, ElementsAre("member.genome.CYP2C19"));
}

TEST_F(Clopidogrel, WhatWasTakenAllYearSettlesItWithoutTheGene) {
  const auto fill = [](std::string_view date) {
    return fmt::format(
        R"({{"drug": "309362", "date": "{}", "days_supply": 120, "status": "paid", "quantity": 120}})",
        date);
  };
  const std::string fills =
      fill("2025-03-01") + "," + fill("2025-06-29") + "," + fill("2025-10-27");
  expect_decided(decide({.genome = "", .diagnoses = Acs, .fills = fills}), Otherwise);
}

TEST_F(Clopidogrel, MoreThanOneADayIsDenied) {
  expect_decided(decide({.genome = "", .diagnoses = "", .fills = "", .quantity = 31}), Quantity);
}

TEST_F(Clopidogrel, BleedingComesFirst) {
  const std::string bleeding = R"({"code": "I61.0", "onset": "2026-02-20"})";
  expect_decided(decide({.genome = Poor, .diagnoses = bleeding, .fills = "", .quantity = 31}),
                 Bleeding);
}

TEST_F(Clopidogrel, ADateThatMayLieInTheWindowIsAsked) {
  const std::string bleeding = R"({"code": "I61.0", "onset": "2026"})";
  const Chain::Decided decided =
      decide({.genome = R"("CYP2C19": "*1/*1")", .diagnoses = bleeding, .fills = ""});
  EXPECT_EQ(decided.answer.kind, AnswerKind::NeedsInformation);
  EXPECT_THAT(decided.missing, ElementsAre("member.diagnoses[0].onset"));
}

TEST_F(Clopidogrel, AnotherDrugIsNotGoverned) {
  EXPECT_EQ(decide({.genome = Poor, .diagnoses = Acs, .fills = "", .drug = "1116632"}).answer.kind,
            AnswerKind::NotGoverned);
}

TEST_F(Clopidogrel, AnotherYearIsNotInForce) {
  EXPECT_EQ(
      decide({.genome = Poor, .diagnoses = Acs, .fills = "", .date = "2027-01-01"}).answer.kind,
      AnswerKind::NotInForce);
}

TEST_F(Clopidogrel, KeepsTheAuthorsWordsAndTheLadder) {
  const ir::Program& program = chain.program();
  const ir::Decision& decision = program.decisions[ir::DecisionId(0)];
  ASSERT_EQ(decision.rules.size(), 3u);
  EXPECT_EQ(program.occurrences[decision.rules[1].when].text,
            "request.quantity / request.days_supply > 1 each/day");
  const ir::Occurrence& advice = program.occurrences[decision.rules[2].when];
  EXPECT_EQ(advice.shape, ir::Shape::Membership);
  EXPECT_EQ(advice.name, "{ avoid, caution }");
  EXPECT_EQ(decision.rules[2].kind, ir::RuleKind::Clinical);
  EXPECT_EQ(decision.rules[1].kind, ir::RuleKind::Administrative);
  EXPECT_EQ(program.policies[ir::PolicyId(0)].content_hash.size(), 32u);
}

// Visible, its code, and the two ends of its window, of which the last is the visible one again.
TEST_F(Clopidogrel, AnItemsConditionIsOneFlatConjunction) {
  const ir::Graph& graph = chain.program().graph;
  const ir::Node& any = graph[chain.program().decisions[ir::DecisionId(0)].rules[0].applies];
  ASSERT_EQ(any.op, ir::Op::Any);
  const ir::Node& body = graph[any.operands[0]];
  EXPECT_EQ(body.op, ir::Op::And);
  EXPECT_EQ(body.operands.size(), 3u);
  for (ir::NodeId conjunct : body.operands) EXPECT_NE(graph[conjunct].op, ir::Op::And);
}

}  // namespace
}  // namespace precis::lower
