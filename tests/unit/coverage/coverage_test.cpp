// What tests have seen of a policy, counted.

#include "compiler/coverage/coverage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/driver/compile.h"
#include "compiler/driver/tests.h"

namespace precis::coverage {
namespace {

const char* const Head = R"(module a
use precis.codes { RxNorm, ICD10CM }
use precis.member { Member, CoverageRequest }
use precis.benefit { Coverage }
valueset Some of ICD10CM version "1" { "I21.*" "Acute myocardial infarction" }
policy p "P" (member : Member, request : CoverageRequest) at request.date {
  version "1" effective 2026-01-01 to 2026-12-31
  source plan = plan "Limits"
  decision coverage : Coverage by first match {
    rule first "First" {
      when any d in member.diagnoses where d.code in Some and d.onset before request.date
      then refer to pharmacist, reason contraindicated, alternatives {}
      unless often "Often" { request.quantity > 10 each }
      cite plan
    }
    rule second "Second" {
      when not request.attested.active_infection
      then refer to pharmacist, reason interaction, alternatives {}
      cite plan
    }
    otherwise approve tier 1, for 12 months
  }
}
)";

std::string test_of(const std::string& member, const std::string& request,
                    const std::string& answer) {
  return "test \"t\" { given member { id: \"M\", birth_date: 1960-01-01, enrolled_from: "
         "2020-01-01" +
         member +
         " } given request { drug: RxNorm \"1\", date: 2026-03-01, days_supply: 30 days, " +
         request + " } expect p.coverage " + answer + " }\n";
}

Policy covered(const std::string& tests) {
  source::Map sources;
  sources.add("a.precis", Head + tests);
  diagnostics::Sink sink;
  const auto program = driver::compile(sources, sink);
  EXPECT_TRUE(program) << (sink.all().empty() ? "" : sink.all()[0].message);
  const auto evaluator = driver::Evaluator::create(*program);
  Collector collector(*program, driver::author_files(sources));
  for (const ir::Test& test : program->tests) {
    EXPECT_TRUE(driver::run_test(*program, *evaluator, test, collector).passed()) << tests;
  }
  return collector.result()[0];
}

const Condition& condition(const Policy& policy, const std::string& text) {
  for (const Condition& it : policy.conditions) {
    if (it.text == text) return it;
  }
  ADD_FAILURE() << "no condition " << text;
  return policy.conditions[0];
}

TEST(Coverage, WithoutTestsEverythingIsThereAndNothingSeen) {
  const Policy policy = covered("");
  EXPECT_EQ(rules_seen(policy).of, 5u);
  EXPECT_EQ(exceptions_seen(policy).of, 2u);
  EXPECT_EQ(policy.conditions.size(), 6u);
  EXPECT_EQ(gated(policy).seen + conditions_decided(policy).seen, 0u);
  EXPECT_EQ(gated(policy).percent(), 0u);
}

TEST(Coverage, ARuleAfterTheOneThatAppliesIsNotReached) {
  const Policy policy =
      covered(test_of(", diagnoses: [ { code: ICD10CM \"I21.4\", onset: 2026-02-01 } ]",
                      "quantity: 5 each", "is refer by rule first"));
  const std::vector<Rule>& rules = policy.decisions[0].rules;
  EXPECT_EQ(rules[0].fired, 1u);
  EXPECT_EQ(rules[0].not_fired, 0u);
  EXPECT_EQ(rules[1].fired + rules[1].not_fired + rules[2].fired, 0u);
  EXPECT_EQ(policy.decisions[0].exceptions[0].not_met, 1u);
  EXPECT_EQ(condition(policy, "request.attested.active_infection").was_unknown, 0u);
}

TEST(Coverage, ConditionsOfAListAreSeenForEachItem) {
  const Policy policy = covered(test_of(
      ", diagnoses: [ { code: ICD10CM \"I21.4\", onset: 2026-02-01 },"
      " { code: ICD10CM \"K92.2\", onset: 2026-02-01 }, { code: ICD10CM \"I21.4\", onset: 2026 } ]",
      "quantity: 5 each", "is refer by rule first"));
  const Condition& code = condition(policy, "d.code in Some");
  EXPECT_EQ(code.was_true, 2u);
  EXPECT_EQ(code.was_false, 1u);
  const Condition& onset = condition(policy, "d.onset before request.date");
  EXPECT_EQ(onset.was_true, 2u);
  EXPECT_EQ(onset.was_unknown, 1u);
  EXPECT_TRUE(onset.can_be_unknown);
  EXPECT_FALSE(condition(policy, "request.quantity > 10 each").can_be_unknown);
}

TEST(Coverage, ALiveRuleNeitherFiresNorNot) {
  const Policy policy =
      covered(test_of("", "quantity: 5 each", "needs { request.attested.active_infection }"));
  const std::vector<Rule>& rules = policy.decisions[0].rules;
  EXPECT_EQ(rules[0].not_fired, 1u);
  EXPECT_EQ(rules[1].fired + rules[1].not_fired + rules[2].fired, 0u);
  EXPECT_EQ(condition(policy, "request.attested.active_infection").was_unknown, 1u);
}

TEST(Coverage, AnExceptionCountsWhereItsRuleMayApply) {
  const std::string diagnosis = ", diagnoses: [ { code: ICD10CM \"I21.4\", onset: 2026-02-01 } ]";
  const std::string infected = "attested: { active_infection: true }, ";
  const Policy policy =
      covered(test_of(diagnosis, infected + "quantity: 20 each", "is approve by otherwise") +
              test_of("", infected + "quantity: 20 each", "is approve by otherwise"));
  const Exception& it = policy.decisions[0].exceptions[0];
  EXPECT_EQ(it.met, 1u);
  EXPECT_EQ(it.not_met, 0u);
  EXPECT_EQ(policy.decisions[0].rules[0].not_fired, 2u);
  EXPECT_EQ(policy.decisions[0].rules[2].fired, 2u);
}

TEST(Coverage, PercentagesAreRoundedDown) {
  EXPECT_EQ((Share{199, 200}.percent()), 99u);
  EXPECT_EQ((Share{0, 0}.percent()), 100u);
}

}  // namespace
}  // namespace precis::coverage
