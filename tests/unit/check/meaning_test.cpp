// What is written out for lowering: exact thresholds, windows, and what a question asks about.

#include <gtest/gtest.h>

#include <algorithm>

#include "runtime/date.h"
#include "tests/unit/check/checked.h"

namespace precis::check {
namespace {

struct Threshold {
  std::string condition;
  typed::Relation relation;
  std::int64_t stored;
};

class Thresholds : public testing::TestWithParam<Threshold> {};

// 100 pounds are 45.359237 kg: between the stored 453 and 454 tenths.
TEST_P(Thresholds, AreExact) {
  Checking it;
  run(it, "define f(w : kg 0.2 to 700.0) = " + GetParam().condition + "\n");
  ASSERT_EQ(it.codes(), "");
  const auto& compare = it.body<typed::Compare>("f");
  EXPECT_EQ(compare.relation, GetParam().relation);
  EXPECT_EQ(it.get<typed::Constant>(compare.right).value, GetParam().stored);
}

INSTANTIATE_TEST_SUITE_P(
    All, Thresholds,
    testing::Values(Threshold{"w > 100 '[lb_av]'", typed::Relation::Greater, 453},
                    Threshold{"w >= 100 '[lb_av]'", typed::Relation::GreaterEqual, 454},
                    Threshold{"w < 100 '[lb_av]'", typed::Relation::Less, 454},
                    Threshold{"w <= 100 '[lb_av]'", typed::Relation::LessEqual, 453},
                    Threshold{"100 '[lb_av]' < w", typed::Relation::Greater, 453},
                    Threshold{"w > 70.25 kg", typed::Relation::Greater, 702},
                    Threshold{"w is 70 kg", typed::Relation::Equal, 700},
                    Threshold{"w > 70000 g", typed::Relation::Greater, 700}));

TEST(Quotients, AreOneComparison) {
  Checking it;
  run(it, R"(
define daily(n : each 0.0 to 9.0, d : days 1 to 9)  = n / d > 0.15 each/day
define weekly(n : each 0.0 to 9.0, d : days 1 to 9) = n / d > 1 each/week
)");
  ASSERT_EQ(it.codes(), "");
  // n is kept in tenths: n / d > 1.50 tenths a day.
  const auto& daily = it.body<typed::CompareQuotient>("daily");
  EXPECT_EQ(it.get<typed::Constant>(daily.threshold).value, 15);
  EXPECT_EQ(daily.shift, 1);
  // 1/7 has no last decimal: 7 n / d > 10 tenths.
  const auto& weekly = it.body<typed::CompareQuotient>("weekly");
  EXPECT_EQ(it.get<typed::Constant>(it.get<typed::Multiply>(weekly.dividend).right).value, 7);
  EXPECT_EQ(it.get<typed::Constant>(weekly.threshold).value, 10);
  EXPECT_EQ(weekly.shift, 0);
}

const std::string Policy = R"(
use precis.member { Member, CoverageRequest }
use precis.benefit { Coverage }
policy p "P" (member : Member, request : CoverageRequest) at request.date {
  version "1"
  effective 2026-01-01 to 2026-12-31
  governs recent and covered and asked and ever
  define recent  = any f in member.fills where f.date within 12 months before request.date
  define covered = days_covered(f in member.fills, within 365 days before request.date) > 30 days
  define asked   = any f in member.fills where f.quantity > 1 each and f.date after 2026-01-01
  define ever    = any f in member.fills where f.quantity > 1 each
  decision d : Coverage by first match { otherwise approve tier 1, for 12 months }
}
)";

TEST(Windows, ACountedWindowHasExactlyItsDays) {
  Checking it;
  run(it, Policy);
  ASSERT_EQ(it.codes(), "");
  const auto& covered =
      it.get<typed::DaysCovered>(it.get<typed::Compare>(it.define("covered").body).left);
  const auto days_back = [&](typed::ExprId id) {
    const auto& shift = it.get<typed::Subtract>(id);
    it.get<typed::Fact>(shift.left);
    return it.get<typed::Constant>(shift.right).value;
  };
  EXPECT_EQ(days_back(covered.of.first), 365);
  EXPECT_EQ(days_back(covered.of.last), 1);
}

TEST(Windows, AConditionsWindowIsClosed) {
  Checking it;
  run(it, Policy);
  const typed::Query& query = it.program().queries[it.body<typed::Quantifier>("recent").query];
  const auto& window = it.get<typed::Within>(*query.where);
  EXPECT_EQ(it.get<typed::AddMonths>(window.first).months, -12);
  it.get<typed::Fact>(window.last);
  EXPECT_EQ(query.asked_first, window.first);
  EXPECT_EQ(query.asked_last, window.last);
}

TEST(Questions, AskAboutWhatTheirConditionsSay) {
  Checking it;
  run(it, Policy);
  const typed::Query& asked = it.program().queries[it.body<typed::Quantifier>("asked").query];
  ASSERT_TRUE(asked.asked_first.has_value());
  EXPECT_FALSE(asked.asked_last.has_value());
  const auto& first = it.get<typed::Add>(*asked.asked_first);
  EXPECT_EQ(it.get<typed::Constant>(first.left).value, runtime::days_from_civil({2026, 1, 1}));
  EXPECT_EQ(it.get<typed::Constant>(first.right).value, 1);
  const typed::Query& ever = it.program().queries[it.body<typed::Quantifier>("ever").query];
  EXPECT_FALSE(ever.asked_first.has_value());
  // Items after the `at` date are invisible, whatever was asked.
  const auto& visible = it.get<typed::Compare>(*ever.visible);
  EXPECT_EQ(visible.relation, typed::Relation::LessEqual);
}

TEST(Schemas, AreFlat) {
  Checking it;
  run(it, Policy);
  ASSERT_EQ(it.program().schemas.size(), 1u);
  const runtime::Schema& schema = it.program().schemas[0];
  EXPECT_EQ(schema.leaves[schema.at].path, "request.date");
  ASSERT_TRUE(schema.id.has_value());
  EXPECT_EQ(schema.leaves[*schema.id].path, "member.id");
  EXPECT_EQ(std::ranges::count(schema.genes, "member.genome.HLA_B", &runtime::GeneSlot::path), 3)
      << "one for each status";
  const auto slot =
      std::ranges::find(schema.genes, "member.genome.CYP2C19", &runtime::GeneSlot::path);
  ASSERT_NE(slot, schema.genes.end());
  EXPECT_EQ(schema.leaves[slot->phenotype].fact, "member.genome.CYP2C19");
  EXPECT_TRUE(schema.leaves[slot->phenotype].clinical);
  for (const runtime::List& list : schema.lists) {
    if (list.name != "fills") continue;
    EXPECT_EQ(list.absence, runtime::Absence::KnownWithin);
    EXPECT_EQ(schema.leaves[*list.known_from].path, "member.enrolled_from");
    EXPECT_EQ(schema.leaves[*list.by].path, "member.fills[].date");
  }
}

}  // namespace
}  // namespace precis::check
