// What is sound stays silent, and what is not gives exactly its codes.

#include <gtest/gtest.h>

#include "tests/unit/check/checked.h"

namespace precis::check {
namespace {

TEST(Programs, StandardLibraryAndPoliciesAreSound) {
  Checking it;
  std::vector<std::string> data = files_below("policies", ".csv");
  std::ranges::copy(files_below("policies", ".json"), std::back_inserter(data));
  run(it, "", files_below("policies"), data);
  EXPECT_EQ(it.codes(), "");
  EXPECT_GE(it.program().policies.size(), 3u);
  EXPECT_GE(it.program().tests.size(), 20u);
  EXPECT_TRUE(typed::seal(std::move(it.checked)).has_value());
}

TEST(Programs, ErrorsCannotBeSealed) {
  Checking it;
  run(it, "define x(a : Bool) = b\n");
  EXPECT_EQ(it.codes(), "E0201");
  EXPECT_FALSE(typed::seal(std::move(it.checked)).has_value());
}

struct Case {
  std::string text;
  std::string codes;
};

class Definitions : public testing::TestWithParam<Case> {};

TEST_P(Definitions, GiveTheseCodes) {
  Checking it;
  run(it, "use precis.codes { RxNorm, ICD10CM, LOINC, Drug }\n" + GetParam().text + "\n" +
              // So that each name of the first line is used.
              "valueset A of RxNorm version \"1\" { \"1\" \"x\" }\n"
              "valueset B of ICD10CM version \"1\" { \"I10\" \"x\" }\n"
              "measurement C of LOINC { \"8636-3\" } in ms 0 to 1\n"
              "record D { drug : Drug }\n");
  EXPECT_EQ(it.codes(), GetParam().codes) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    All, Definitions,
    testing::Values(Case{"define f(w : kg 0.2 to 700.0) = w > 100 '[lb_av]'", ""},
                    Case{"define f(w : kg 0.2 to 700.0) = w > 100 mg/dL", "E0303"},
                    Case{"define f(w : kg 0.2 to 700.0) = w > 100", "E0303"},
                    Case{"define f(w : kg 0.2 to 700.0) = w > $1.00", "E0302"},
                    Case{"define f(a : days 0 to 9, b : months 0 to 9) = a > b", "E0303"},
                    Case{"define f(a : days 0 to 9) = a > 1 week", ""},
                    Case{"define f(a : days 0 to 9, b : weeks 0 to 9) = a > b", ""},
                    Case{"define f(a : kg 0 to 9, b : '[lb_av]' 0 to 9) = a > b", ""},
                    Case{"define f(a : kg 0 to 9, b : mg 0 to 9) = a + b > 1 kg", "E0303"},
                    Case{"define f(a : USD) = a * 2 > $1.00", "E0306"},
                    Case{"define f(a : USD) = a + $1.00 > $2.00", ""},
                    Case{"define f(a : Date) = a + 30 days > 2026-01-01", ""},
                    Case{"define f(a : Date) = a + 30 kg > 2026-01-01", "E0319"},
                    Case{"define f(a : Date) = (a - 2026-01-01) > 30 days", ""},
                    Case{"define f(a : Drug) = a in A", ""},
                    Case{"define f(a : Drug) = a is A", "E0208"},
                    Case{"define f(a : Drug) = a in B", "E0304"},
                    Case{"define f(a : Drug) = a is ICD10CM \"1\"", "E0304"},
                    Case{"define f(a : Bool) = a > true", "E0316"},
                    Case{"define f(a : Bool) = if a then 1 else $1.00", "E0301"},
                    Case{"define f(a : Bool, b : days 1 to 5) = if a then 30 days else b", ""},
                    Case{"define f(a : Bool, a : Bool) = a", "E0202"},
                    Case{"define f(a : Bool) = unknown_function(a)", "E0201"},
                    Case{"define f(a : Bool) = f(a)", "E0207"},
                    // What uses something broken stays silent.
                    Case{"define g = wrong\ndefine f(a : Bool) = g and a", "E0201"},
                    Case{"define f(a : Wrong) = a is b", "E0201"},
                    Case{"define f(x : integer 9 to 1) = x > 5", "E0318"},
                    Case{"record R { value : measured  days : days }", "E0308"},
                    Case{"record R { a : Date a : Date }", "E0202"}));

class Rules : public testing::TestWithParam<Case> {};

TEST_P(Rules, GiveTheseCodes) {
  Checking it;
  run(it, R"(
use precis.member { Member, CoverageRequest }
use precis.benefit { Coverage }
policy p "P" (member : Member, request : CoverageRequest) at request.date {
  version "1"
  effective 2026-01-01 to 2026-12-31
  source plan = plan "Plan"
  define recent = any f in member.fills where f.date within 30 days before request.date
  decision d : Coverage by first match {
    rule sample "Sample" {
      when recent
      then refer to pharmacist, reason step_not_met, alternatives {}
      because "filled {recent.drug} on {recent.date}"
      cite plan
    }
    rule r "R" {
)" + GetParam().text +
              R"(
    }
    otherwise approve tier 1, for 12 months
  }
}
)");
  EXPECT_EQ(it.codes(), GetParam().codes) << GetParam().text;
}

const std::string Deny = "then deny reason plan_limit_exceeded\n";
const std::string Say = "because \"why\" cite plan\n";

INSTANTIATE_TEST_SUITE_P(
    All, Rules,
    testing::Values(
        Case{"when request.quantity > 3 each " + Deny + Say, ""},
        Case{"when request.quantity > 3 each " + Deny + "cite plan", "E0401"},
        Case{"when request.quantity > 3 each " + Deny + "because \"why\"", "E0412"},
        Case{"when request.quantity > 3 each " + Deny, "E0401 E0412"},
        Case{"when request.quantity > 3 each " + Deny + Say + "cite paln", "E0409"},
        Case{"when member.genome.CYP2C19 is tested " + Deny + Say, "E0404 E0406"},
        Case{"when member.genome.CYP2C19 is tested " + Deny + Say +
                 "administrative justified by \"the plan pays for one test\"",
             ""},
        // A guarded field may enter, a protected one may not; there is none in the standard schema.
        Case{"when age(member.birth_date) < 18 years " + Deny + Say, ""},
        Case{"when member.sex is femal " + Deny + Say, "E0209"},
        Case{"when request.quantity > 3 each then deny " + Say, "E0408"},
        Case{"when request.quantity > 3 each then deny reason interaction " + Say, "E0209"},
        Case{"when request.quantity > 3 each then deny why 3 " + Say, "E0205"},
        Case{"when member.genome.CYP2C9.score < 1 " + Deny + Say, "E0309"},
        Case{"when member.genome.CYP2C9.score is assigned and member.genome.CYP2C9.score < 1 "
             "then refer to pharmacist, reason interaction, alternatives {}",
             ""},
        Case{"when member.genome.CYP2C19.score is assigned " + Deny + Say, "E0205"},
        Case{"when request.quantity / request.days_supply > 1 each/day " + Deny + Say, ""},
        Case{"when request.quantity / request.days_supply > 7 each/week " + Deny + Say, ""},
        Case{"when request.quantity / request.days_supply > 1 each " + Deny + Say, "E0303"},
        Case{"when (count(f in member.fills) > 3) " + Deny + Say, ""},
        Case{"when (latest l in member.labs).value > 3 ms " + Deny + Say, "E0313"},
        Case{"when wrong " + Deny, "E0401 E0412 E0201"}));

}  // namespace
}  // namespace precis::check
