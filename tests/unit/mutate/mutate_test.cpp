// Which changes are made of what was written, and that each is the text it says.

#include "compiler/mutate/mutate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "compiler/parse/parse.h"

namespace precis::mutate {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsSupersetOf;
using testing::Not;

class Mutants : public testing::Test {
 protected:
  std::vector<Mutant> of(const std::string& text) {
    const source::FileId file = sources.add("a.precis", text);
    diagnostics::Sink sink;
    modules.push_back(parse::file(sources, file, sink));
    EXPECT_FALSE(sink.has_errors()) << sink.all()[0].message;
    return mutants(modules, {file}, sources);
  }

  std::vector<std::string> names_of(const std::string& text) {
    std::vector<std::string> names;
    for (const Mutant& it : of(text)) names.push_back(it.name);
    return names;
  }

  // Of `define a = EXPR`.
  std::vector<std::string> of_expr(const std::string& text) {
    std::vector<std::string> names;
    for (const Mutant& it : of("module m\ndefine a = " + text + "\n")) {
      EXPECT_EQ(it.name.substr(0, 3), "a: ");
      names.push_back(it.name.substr(3) + " | " + it.mutated);
    }
    return names;
  }

  source::Map sources;
  std::vector<syntax::Module> modules;
};

TEST_F(Mutants, ComparisonsMoveTheirBoundaryAndTurnRound) {
  EXPECT_THAT(of_expr("x > 4"), ElementsAre("> to >= | x >= 4", "> to <= | x <= 4",
                                            "4 to 5 | x > 5", "4 to 3 | x > 3"));
  EXPECT_THAT(of_expr("x <= y"), ElementsAre("<= to < | x < y", "<= to > | x > y"));
  EXPECT_THAT(of_expr("x is not y"), ElementsAre("is not to is | x is y"));
  EXPECT_THAT(of_expr("x in S"), ElementsAre("in to not in | x not in S"));
  EXPECT_THAT(of_expr("x not in S"), ElementsAre("not in to in | x in S"));
  EXPECT_THAT(of_expr("x is known"), ElementsAre("known to unknown | x is unknown"));
}

TEST_F(Mutants, EveryOperandOfAConjunctionIsLeftOut) {
  EXPECT_THAT(of_expr("a and (b or c) and d"),
              ElementsAre("without a | (b or c) and d", "and to or | a or (b or c) or d",
                          "without (b or c) | a and d", "without b | c", "without c | b",
                          "or to and | b and c", "without d | a and (b or c)"));
}

TEST_F(Mutants, AWordInACommentIsNoOperator) {
  EXPECT_THAT(of_expr("a # this and that\n  and b"),
              ElementsAre("without a | b", "without b | a", "and to or | a or b"));
}

TEST_F(Mutants, NumbersGoOneStepOfTheirLastDigitAndNotBelowZero) {
  EXPECT_THAT(of_expr("x is $5.00"),
              IsSupersetOf({"$5.00 to $5.01 | x is $5.01", "$5.00 to $4.99 | x is $4.99"}));
  EXPECT_THAT(of_expr("x is 9.9 kg"), Contains("9.9 kg to 10.0 kg | x is 10.0 kg"));
  EXPECT_THAT(of_expr("x is 0 kg"), Not(Contains(testing::HasSubstr("-"))));
  EXPECT_THAT(of_expr("d is 2024-02-28"), Contains("2024-02-28 to 2024-02-29 | d is 2024-02-29"));
}

TEST_F(Mutants, WindowsChangeLengthAndSide) {
  EXPECT_THAT(of_expr("d within 30 days before e"),
              ElementsAre("30 days to 31 days | d within 31 days before e",
                          "30 days to 29 days | d within 29 days before e",
                          "before to after | d within 30 days after e"));
  EXPECT_THAT(of_expr("d before e"), ElementsAre("before to on or before | d on or before e"));
  EXPECT_THAT(of_expr("d strictly after e"),
              ElementsAre("strictly after to on or after | d on or after e"));
}

TEST_F(Mutants, QuantifiersAndNotTurnRound) {
  EXPECT_THAT(of_expr("any x in l"), ElementsAre("any to no | no x in l"));
  EXPECT_THAT(of_expr("no x in l"), ElementsAre("no to any | any x in l"));
  EXPECT_THAT(of_expr("not (a)"), ElementsAre("without not | (a)"));
}

const char* const Policy = R"(module m
type Reason { first "1" second "2" third "3" }
policy p "P" (member : M, request : R) at request.date {
  decision c : C by first match {
    rule a "A" {
      when   x in S
      then   refer reason third
      unless ex "Ex" { y }
    }
    rule b "B" { when z then refer reason first because "{1 + 1}" }
    otherwise approve tier 1
  }
}
)";

TEST_F(Mutants, RulesExceptionsAndPayloads) {
  EXPECT_THAT(names_of(Policy),
              ElementsAre("p.c.a: after b", "p.c.a: in to not in", "p.c.a: reason third to second",
                          "p.c.a: without exception ex", "p.c.b: reason first to second",
                          "p.c.otherwise: tier 1 to 2", "p.c.otherwise: tier 1 to 0"));
}

TEST_F(Mutants, TheTextIsTheFileWithTheEdits) {
  const std::vector<Mutant> made = of(Policy);
  const std::string swapped = mutated_text(sources, made[0]);
  EXPECT_LT(swapped.find("rule b"), swapped.find("rule a"));
  EXPECT_EQ(swapped.size(), std::string(Policy).size());
  const std::string without = mutated_text(sources, made[3]);
  EXPECT_EQ(without.find("unless"), std::string::npos);
  EXPECT_NE(without.find("reason third"), std::string::npos);
}

TEST_F(Mutants, RowsOfATableByFirstMatchChangePlaces) {
  EXPECT_THAT(names_of("module m\ntable t (x : days) gives S by first match {\n"
                       "  x => s\n  --=>--\n  <= 3 days => a\n  any => b\n}\n"),
              ElementsAre("t row 1: without it", "t row 1: <= to <", "t row 1: after row 2",
                          "t row 1: 3 days to 4 days", "t row 1: 3 days to 2 days",
                          "t row 1: a and b of row 2 swapped", "t row 2: without it"));
}

TEST_F(Mutants, APeriodIsADayShorterAtEitherEnd) {
  EXPECT_THAT(names_of("module m\npolicy p \"P\" (member : M, request : R) at request.date {\n"
                       "  effective 2026-01-01 to 2026-12-31\n}\n"),
              ElementsAre("p: 2026-01-01 to 2026-01-02", "p: 2026-12-31 to 2026-12-30"));
}

TEST_F(Mutants, AValueSetLosesItsFirstAndItsLastCode) {
  const std::string text =
      "module m\nvalueset S of RxNorm version \"1\" { \"1\" \"a\" \"2\" \"b\" \"3\" \"c\" }\n";
  const std::vector<Mutant> made = of(text.c_str());
  ASSERT_EQ(made.size(), 2U);
  EXPECT_EQ(made[0].name, "S: without 1");
  EXPECT_EQ(made[1].name, "S: without 3");
  EXPECT_EQ(mutated_text(sources, made[0]).find("\"a\""), std::string::npos);
  EXPECT_NE(mutated_text(sources, made[0]).find("\"b\""), std::string::npos);
}

TEST_F(Mutants, StagesOfAPlanChangePlaces) {
  EXPECT_THAT(names_of("module m\nplan p \"P\" (member : M, request : R) at request.date {\n"
                       "  stage one \"One\" by most severe { a.c }\n"
                       "  stage two \"Two\" by most severe { b.c }\n}\n"),
              ElementsAre("p.one: after two"));
}

TEST_F(Mutants, EqualNamesAreNumbered) {
  EXPECT_THAT(names_of("module m\ndefine a = x > y and z > y\n"),
              IsSupersetOf({"a: > to >=", "a: > to >= (2)"}));
}

TEST_F(Mutants, NamesHaveNoDoubleQuotes) {
  EXPECT_THAT(names_of("module m\ndefine a = b and x is S \"1\"\n"),
              Contains("a: without x is S '1'"));
}

}  // namespace
}  // namespace precis::mutate
