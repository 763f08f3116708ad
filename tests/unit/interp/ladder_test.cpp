// From the cells of conditions and payloads to the answer.

#include "compiler/interp/ladder.h"

#include "tests/unit/interp/sheet.h"

namespace precis::interp {
namespace {

using runtime::Answer;
using runtime::AnswerKind;
using runtime::between;
using runtime::exact;

constexpr Answer Needs{AnswerKind::NeedsInformation, 0, runtime::NoRule};
Answer decided(std::uint16_t rule) {
  return {AnswerKind::Decided, 0, rule};
}
Answer fault(std::uint16_t rule) {
  return {AnswerKind::Fault, 0, rule};
}

// One outcome alternative, with at most one payload.
struct Outcome {
  std::uint32_t alternative;
  std::optional<Cell> payload = {};
};
const Outcome Approve{0};
const Outcome Deny{1};

class LadderTest : public testing::Test {
 protected:
  LadderTest() {
    for (const char* name : {"approve", "deny", "refer"}) {
      sheet.program.outcomes[0].alternatives.push_back({name, ir::Standing::Review, false, {}});
    }
  }

  void rule(const Cell& applies, const Outcome& then) {
    const NodeId condition = sheet.fact(Bool, applies);
    rules_.push_back({.name = "r",
                      .title = "R",
                      .span = Sheet::Nowhere,
                      .applies = condition,
                      .when = Sheet::occurrence(sheet.program, condition),
                      .exceptions = {},
                      .then = value(then),
                      .because = {},
                      .citations = {},
                      .justifications = {}});
    rules_.back().written = static_cast<std::uint32_t>(rules_.size() - 1);
  }

  Answer otherwise(const Outcome& then) {
    sheet.program.decisions.add(Sheet::decision(rules_, {Sheet::Nowhere, value(then), {}, {}}));
    sheet.program.policies.add(policy);
    EXPECT_EQ(verify(sheet.program), "");
    const ir::DecisionId id(0);
    const ir::TraceLayout layout(sheet.program, id);
    return decide(sheet.program, id, layout, sheet.record, sheet.symbols).answer;
  }

  void governed(const Cell& cell) {
    policy.governs = Sheet::occurrence(sheet.program, sheet.fact(Bool, cell));
  }

  Sheet sheet;
  ir::Policy policy = Sheet::policy();

 private:
  ir::OutcomeValue value(const Outcome& it) {
    if (!it.payload) return {it.alternative, {std::nullopt}};
    return {it.alternative, {Sheet::occurrence(sheet.program, sheet.fact(number(), *it.payload))}};
  }

  std::vector<ir::Rule> rules_;
};

TEST_F(LadderTest, TheFirstSureRuleDecides) {
  rule(F, Deny);
  rule(T, Deny);
  rule(X, Deny);
  EXPECT_EQ(otherwise(Approve), decided(1));
}

TEST_F(LadderTest, NoRuleAppliesIsOtherwise) {
  rule(F, Deny);
  EXPECT_EQ(otherwise(Approve), decided(1));
}

TEST_F(LadderTest, ALiveRuleOfAnotherOutcomeNeedsInformation) {
  rule(TF, Deny);
  EXPECT_EQ(otherwise(Approve), Needs);
}

TEST_F(LadderTest, ALiveRuleOfTheSameOutcomeReportsTheSureOne) {
  rule(TF, Deny);
  rule(T, Deny);
  EXPECT_EQ(otherwise(Approve), decided(1));
}

TEST_F(LadderTest, EqualOutcomesHaveEqualPayloads) {
  rule(TF, {1, exact(5)});
  rule(T, {1, exact(6)});
  EXPECT_EQ(otherwise(Approve), Needs);
}

TEST_F(LadderTest, EqualPayloadsDecide) {
  rule(TF, {1, exact(5)});
  rule(T, {1, exact(5)});
  EXPECT_EQ(otherwise(Approve), decided(1));
}

TEST_F(LadderTest, AnAbsentPayloadIsNoPayloadOfAnyValue) {
  rule(TF, {1, exact(5)});
  rule(T, Deny);
  EXPECT_EQ(otherwise(Approve), Needs);
}

TEST_F(LadderTest, ALiveRuleWithAnInexactPayloadNeedsInformation) {
  rule(TF, {1, between(5, 6)});
  rule(T, {1, exact(5)});
  EXPECT_EQ(otherwise(Approve), Needs);
}

TEST_F(LadderTest, AnInexactPayloadNeedsInformation) {
  rule(T, {1, between(1, 2)});
  EXPECT_EQ(otherwise(Approve), Needs);
}

TEST_F(LadderTest, APayloadThatSurelyFaultsIsAFault) {
  rule(F, Deny);
  EXPECT_EQ(otherwise({0, X}), fault(1));
}

TEST_F(LadderTest, APayloadThatMayFaultNeedsInformation) {
  rule(T, {1, Cell{5, 5, 1, 0}});
  EXPECT_EQ(otherwise(Approve), Needs);
}

TEST_F(LadderTest, ASureFaultIsAFault) {
  rule(F, Deny);
  rule(X, Deny);
  EXPECT_EQ(otherwise(Approve), fault(1));
}

TEST_F(LadderTest, ARuleThatFiredFirstHidesAFault) {
  rule(T, Deny);
  rule(X, Approve);
  EXPECT_EQ(otherwise(Approve), decided(0));
}

TEST_F(LadderTest, FaultOrNotBeforeASureFaultIsThatFault) {
  rule(FX, Deny);
  rule(X, Deny);
  EXPECT_EQ(otherwise(Approve), fault(1));
}

TEST_F(LadderTest, FaultOrNotBeforeAnOutcomeNeedsInformation) {
  rule(FX, Approve);
  EXPECT_EQ(otherwise(Approve), Needs);
}

TEST_F(LadderTest, FaultOrTrueNeedsInformation) {
  rule(TX, Approve);
  EXPECT_EQ(otherwise(Approve), Needs);
}

TEST_F(LadderTest, AnythingNeedsInformation) {
  rule(TFX, Approve);
  EXPECT_EQ(otherwise(Approve), Needs);
}

TEST_F(LadderTest, OutsideTheEffectivePeriodNoRuleMatters) {
  sheet.record.facts[0].cell = exact(11);
  governed(X);
  rule(X, Deny);
  EXPECT_EQ(otherwise(Approve), (Answer{AnswerKind::NotInForce, 0, runtime::NoRule}));
}

TEST_F(LadderTest, OutOfScopeComesBeforeOutOfForce) {
  sheet.record.facts[0].cell = exact(11);
  governed(F);
  EXPECT_EQ(otherwise(Approve), (Answer{AnswerKind::NotGoverned, 0, runtime::NoRule}));
}

TEST_F(LadderTest, TheLastDayIsInForce) {
  sheet.record.facts[0].cell = exact(10);
  EXPECT_EQ(otherwise(Approve), decided(0));
}

TEST_F(LadderTest, OutOfScopeIsNotGoverned) {
  governed(F);
  rule(X, Deny);
  EXPECT_EQ(otherwise(Approve), (Answer{AnswerKind::NotGoverned, 0, runtime::NoRule}));
}

TEST_F(LadderTest, AnUnsureScopeNeedsInformation) {
  governed(TF);
  EXPECT_EQ(otherwise(Approve), Needs);
}

TEST_F(LadderTest, AScopeThatMayFaultNeedsInformation) {
  governed(FX);
  EXPECT_EQ(otherwise(Approve), Needs);
}

TEST_F(LadderTest, AScopeThatSurelyFaultsIsAFaultOfNoRule) {
  governed(X);
  EXPECT_EQ(otherwise(Approve), fault(runtime::NoRule));
}

TEST_F(LadderTest, AGovernedRequestIsDecided) {
  governed(T);
  EXPECT_EQ(otherwise(Approve), decided(0));
}

}  // namespace
}  // namespace precis::interp
