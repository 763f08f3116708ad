// Each construct of the language as a condition of one rule: true, false or either.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/lower/chain.h"

namespace precis::lower {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

enum class Truth { True, False, Either };

constexpr std::string_view Policy = R"(module test.constructs
use precis.codes {{ RxNorm, ICD10CM, LOINC }}
use precis.member {{ Member, CoverageRequest }}
use precis.benefit {{ Coverage }}
use precis.pgx.cyp2c19 {{ CYP2C19 }}
valueset Statin of RxNorm version "1" {{ "1" "a statin" "2" "another statin" }}
valueset Cancer of ICD10CM version "1" {{ "C*" "cancer" }}
measurement LDL of LOINC {{ "13457-7" }} in 'mg/dL' 0 to 1000
define is_recent(day : Date, today : Date) = day within 30 days before today
table burden (smokes : Bool, old : Bool) gives integer 0 to 9 by unique {{
  smokes | old   => points
  -------+-------=>-------
  true   | any   => 3
  false  | true  => 2
  false  | false => 0
}}
policy p "P" (member : Member, request : CoverageRequest) at request.date {{
  version "1"
  effective 2026-01-01 to 2026-12-31
  source plan = plan "Plan"
  define latest_ldl = latest lab : LDL in member.labs
  {}
  decision coverage : Coverage by first match {{
    rule asked "Asked" {{
      when {}
      then refer to pharmacist, reason criteria_not_met, alternatives {{}}
      because "asked"
      cite plan
    }}
    otherwise approve tier 1, for 12 months
  }}
}}
)";

class Condition {
 public:
  explicit Condition(std::string_view condition, std::string_view define = "")
      : chain_(Chain::of_text(fmt::format(Policy, define, condition))) {}

  Condition& member(std::string_view facts) {
    member_ += fmt::format(", {}", facts);
    return *this;
  }

  Truth truth() {
    if (!chain_.compiled()) return Truth::Either;
    last_ = chain_.decide(fmt::format(
        R"({{"member": {{"id": "M", "birth_date": "1961-05-01", "enrolled_from": "2026-01-01"{}}},
             "request": {{"drug": "1", "date": "2026-03-01", "quantity": 30, "days_supply": 30}}}})",
        member_));
    if (last_.answer.kind == runtime::AnswerKind::Decided) {
      return last_.answer.rule == 0 ? Truth::True : Truth::False;
    }
    EXPECT_EQ(last_.answer.kind, runtime::AnswerKind::NeedsInformation);
    return Truth::Either;
  }
  std::vector<std::string> missing() {
    truth();
    return last_.missing;
  }
  std::string dump() const { return to_text(chain_.program()); }

 private:
  Chain chain_;
  Chain::Decided last_;
  std::string member_;
};

constexpr std::string_view Fill =
    R"("fills": [{"drug": "1", "date": "2026-02-01", "days_supply": 20, "quantity": 20}])";

TEST(Windows, AbsenceCountsInsideTheKnownWindow) {
  const std::string_view inside =
      "any f in member.fills where f.drug in Statin and f.date within 30 days before request.date";
  EXPECT_EQ(Condition(inside).truth(), Truth::False);
  EXPECT_EQ(Condition(inside).member(Fill).truth(), Truth::True);
  const std::string_view beyond =
      "any f in member.fills where f.drug in Statin and f.date within 90 days before request.date";
  EXPECT_EQ(Condition(beyond).truth(), Truth::Either);
  EXPECT_THAT(Condition(beyond).missing(), ElementsAre("member.fills"));
  EXPECT_EQ(Condition(beyond).member(Fill).truth(), Truth::True);
  EXPECT_EQ(Condition("any f in member.fills where f.drug in Statin").truth(), Truth::Either)
      << "without a window all of the past is asked";
  EXPECT_EQ(
      Condition("any f in member.fills where f.drug in Statin and f.date on or after 2026-01-15")
          .truth(),
      Truth::False);
}

TEST(Windows, AnOpenHistoryNeverShowsAbsence) {
  const std::string_view order =
      "any o in member.orders where o.drug in Statin and o.date within 30 days before request.date";
  EXPECT_EQ(Condition(order).truth(), Truth::Either);
  EXPECT_EQ(Condition(order).member(R"("orders": [{"drug": "1", "date": "2026-02-20"}])").truth(),
            Truth::True);
}

TEST(Windows, ItemsAfterTheAtDateAreInvisible) {
  const std::string_view cancer = "any d in member.diagnoses where d.code in Cancer";
  EXPECT_EQ(Condition(cancer)
                .member(R"("diagnoses": [{"code": "C50.1", "onset": "2026-03-02"}])")
                .truth(),
            Truth::False);
  EXPECT_EQ(Condition(cancer)
                .member(R"("diagnoses": [{"code": "C50.1", "onset": "2026-03-01"}])")
                .truth(),
            Truth::True);
  EXPECT_EQ(
      Condition(cancer).member(R"("diagnoses": [{"code": "C50.1", "onset": "2026-03"}])").truth(),
      Truth::Either);
}

TEST(Quantifiers, NoAndAll) {
  EXPECT_EQ(Condition("no d in member.diagnoses where d.code in Cancer").truth(), Truth::True);
  EXPECT_EQ(Condition("no f in member.fills where f.drug in Statin").truth(), Truth::Either);
  const std::string_view all =
      "all f in member.fills where f.date within 30 days before request.date "
      "satisfy f.days_supply <= 10 days";
  EXPECT_EQ(Condition(all).truth(), Truth::True);
  EXPECT_EQ(Condition(all).member(Fill).truth(), Truth::False);
}

TEST(Quantifiers, CountsWidenWhereItemsMayBeHidden) {
  const std::string_view count =
      "count(f in member.fills where f.date within {} days before request.date) {}";
  const auto truth = [&](int days, std::string_view test) {
    return Condition(fmt::format(fmt::runtime(count), days, test)).member(Fill).truth();
  };
  EXPECT_EQ(truth(30, "< 2"), Truth::True);
  EXPECT_EQ(truth(90, "< 2"), Truth::Either);
  EXPECT_EQ(truth(90, ">= 1"), Truth::True);
}

TEST(Quantifiers, AtLeast) {
  EXPECT_EQ(
      Condition("at least 2 of { request.quantity > 1 each, age(member.birth_date) > 90 years, "
                "request.date after 2026-01-01 }")
          .truth(),
      Truth::True);
}

TEST(Quantifiers, PairsOfTwoLists) {
  const std::string_view pair =
      "any f in member.fills where f.date within 30 days before request.date and "
      "(any a in member.allergies where a.drug is f.drug)";
  EXPECT_EQ(Condition(pair).member(Fill).truth(), Truth::False);
  EXPECT_EQ(Condition(pair).member(Fill).member(R"("allergies": [{"drug": "1"}])").truth(),
            Truth::True);
}

constexpr std::string_view Labs =
    R"("labs": [{"code": "13457-7", "date": "2026-01-10", "value": 190},
                {"code": "13457-7", "date": "2026-02-10", "value": 100},
                {"code": "2345-7",  "date": "2026-02-20", "value": 5}])";

TEST(Selections, ReadTheFile) {
  const std::string_view high = "(latest lab : LDL in member.labs).value >= 130 'mg/dL'";
  EXPECT_EQ(Condition(high).truth(), Truth::Either);
  EXPECT_EQ(Condition(high).member(Labs).truth(), Truth::False);
  EXPECT_EQ(
      Condition("(highest lab : LDL in member.labs).value >= 130 'mg/dL'").member(Labs).truth(),
      Truth::True);
  EXPECT_EQ(Condition("latest_ldl.value < 130 'mg/dL'").member(Labs).truth(), Truth::True);
}

TEST(Selections, OnFileIsTwoValued) {
  const std::string_view on_file = "(latest lab : LDL in member.labs) is on file";
  EXPECT_EQ(Condition(on_file).truth(), Truth::False);
  EXPECT_EQ(Condition(on_file).member(Labs).truth(), Truth::True);
}

TEST(Selections, ASelectionWithANameStandsOutsideTheItemsItIsComparedWith) {
  const std::string_view later =
      "any d in member.diagnoses where d.code in Cancer and "
      "(any f in member.fills where f.date within 30 days before request.date "
      "and f.date after latest_ldl.date)";
  Condition condition(later);
  condition.member(R"("diagnoses": [{"code": "C50.1", "onset": "2026-01-01"}])").member(Labs);
  EXPECT_EQ(condition.truth(), Truth::False);
}

TEST(Genes, DiplotypesAreAskedOfEachCandidate) {
  const std::string_view two = R"(member.genome.CYP2C19.diplotype in { "*1/*2", "*2/*2" })";
  EXPECT_EQ(Condition(two).truth(), Truth::Either);
  EXPECT_THAT(Condition(two).missing(), ElementsAre("member.genome.CYP2C19"));
  EXPECT_EQ(Condition(two).member(R"("genome": {"CYP2C19": "*2/*1"})").truth(), Truth::True);
  EXPECT_EQ(Condition(two).member(R"("genome": {"CYP2C19": ["*1/*2", "*2/*2"]})").truth(),
            Truth::True);
  EXPECT_EQ(Condition(two).member(R"("genome": {"CYP2C19": ["*1/*1", "*2/*2"]})").truth(),
            Truth::Either);
  EXPECT_EQ(Condition(two).member(R"("genome": {"CYP2C19": "*1/*1"})").truth(), Truth::False);
}

TEST(Genes, TestedIsTwoValued) {
  EXPECT_EQ(Condition("member.genome.CYP2C19 is tested").truth(), Truth::False);
  EXPECT_EQ(Condition("member.genome.CYP2C19 is tested")
                .member(R"("genome": {"CYP2C19": "*1/*2"})")
                .truth(),
            Truth::True);
}

TEST(Definitions, AreWrittenOutWhereTheyAreUsed) {
  EXPECT_EQ(
      Condition("any f in member.fills where is_recent(f.date, request.date)").member(Fill).truth(),
      Truth::True);
  EXPECT_EQ(Condition("(smokes and not smokes) or request.quantity > 1000 each",
                      "define smokes = member.sex is female")
                .truth(),
            Truth::Either)
      << "operations look at each value on its own";
}

TEST(Tables, ChooseByRows) {
  const std::string_view points =
      "burden(member.sex is female, age(member.birth_date) >= 60 years) {}";
  const auto truth = [&](std::string_view test, std::string_view facts) {
    return Condition(fmt::format(fmt::runtime(points), test)).member(facts).truth();
  };
  EXPECT_EQ(truth("is 3", R"("sex": "female")"), Truth::True);
  EXPECT_EQ(truth("is 2", R"("sex": "male")"), Truth::True);
  EXPECT_EQ(truth(">= 2", R"("allergies": [])"), Truth::True) << "every row that is possible";
  EXPECT_EQ(truth("is 3", R"("allergies": [])"), Truth::Either);
}

TEST(Choice, IfAndKnowledge) {
  EXPECT_EQ(
      Condition("if member.sex is known then member.sex is female else request.quantity > 1 each")
          .truth(),
      Truth::True);
  EXPECT_EQ(Condition("member.enrolled_to is unknown").truth(), Truth::True);
  EXPECT_EQ(Condition("(member.enrolled_to otherwise 2030-01-01) after request.date").truth(),
            Truth::True);
}

TEST(Exposure, DaysCoveredAndOnHand) {
  const std::string_view covered =
      "days_covered(f in member.fills where f.drug in Statin, within 59 days before request.date) "
      "{}";
  const auto truth = [&](std::string_view test) {
    return Condition(fmt::format(fmt::runtime(covered), test)).member(Fill).truth();
  };
  EXPECT_EQ(truth(">= 20 days"), Truth::True);
  EXPECT_EQ(Condition("on_hand(f in member.fills where f.drug in Statin, on 2026-02-11) >= 10 days")
                .member(Fill)
                .truth(),
            Truth::True);
}

TEST(Sharing, OneNodeForOneQuestion) {
  const std::string dump =
      Condition("request.quantity > 1 each and request.quantity > 1 each").dump();
  EXPECT_THAT(dump, HasSubstr("when n"));
  const std::size_t first = dump.find("Fact request.quantity");
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(dump.find("Fact request.quantity", first + 1), std::string::npos) << dump;
}

}  // namespace
}  // namespace precis::lower
