// One slip gives one error, and what stands around it is still read.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/parse/support.h"

namespace precis::parse {

using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST(Recovery, EachDeclarationIsReadOnItsOwn) {
  const Parsed parsed(
      "module m\ndefine a = 1 +\ndefine b = 2\ndefine c = * 3\ndefine d = 4\nrecrod R {\n  a : "
      "Text\n}\n"
      "define e = 5\n");
  EXPECT_THAT(parsed.problems(), ElementsAre("3 E0101 expected a name or a value, found `define`",
                                             "4 E0101 expected an expression, found `*`",
                                             "6 E0101 expected a declaration, found `recrod`"));
  EXPECT_THAT((*parsed.tree).decls, SizeIs(5));
}

static std::string policy_of(const std::string& rules) {
  return "module m\npolicy p \"P\" (a : A) at a.b {\n  version \"1\"\n"
         "  decision d : D by first match {\n" +
         rules + "  }\n}\ndefine last = 1\n";
}

static const syntax::Decision& decision_of(const Parsed& parsed) {
  return std::get<syntax::Policy>((*parsed.tree).decls[syntax::DeclId(0)].kind).decisions.at(0);
}

TEST(Recovery, EachLineOfARuleIsReadOnItsOwn) {
  const Parsed parsed(policy_of(
      "    rule one \"One\" {\n      when a = b\n      then deny reason\n      becuase \"x\"\n"
      "      cite s sectoin \"1\"\n      cite t\n    }\n"
      "    rule two \"Two\" {\n      when a\n      then deny\n    }\n"));
  EXPECT_THAT(parsed.problems(), SizeIs(2));
  EXPECT_TRUE((*parsed.tree).decls[syntax::DeclId(0)].damaged);
  EXPECT_FALSE((*parsed.tree).decls[syntax::DeclId(1)].damaged);
  const syntax::Decision& decision = decision_of(parsed);
  ASSERT_THAT(decision.rules, SizeIs(2));
  EXPECT_TRUE(decision.rules[0].damaged);
  EXPECT_FALSE(decision.rules[1].damaged);
  EXPECT_TRUE(
      std::holds_alternative<syntax::Malformed>((*parsed.tree).exprs[decision.rules[0].when].kind));
  EXPECT_EQ(decision.rules[0].citations.back().source.text, "t");
}

TEST(Recovery, MissingBraceOfARule) {
  const Parsed parsed(
      policy_of("    rule one \"One\" {\n      when a\n      then deny\n      cite s\n"
                "    rule two \"Two\" {\n      when a\n      then deny\n    }\n"));
  ASSERT_THAT(parsed.problems(), SizeIs(1));
  EXPECT_THAT(parsed.problems()[0], ::testing::StartsWith("9 E0101"));
  EXPECT_THAT(decision_of(parsed).rules, SizeIs(2));
  EXPECT_THAT((*parsed.tree).decls, SizeIs(2));
}

TEST(Recovery, MissingBraceOfATable) {
  const Parsed parsed(
      "module m\ntable t (a : Bool) gives B by unique {\n  a => b\n  --=>--\n  true => x\n\n"
      "define next = f(1) * 2\n");
  EXPECT_THAT(parsed.problems(), SizeIs(1));
  EXPECT_THAT((*parsed.tree).decls, SizeIs(2));
}

TEST(Recovery, RowsOfATable) {
  const Parsed parsed(
      "module m\ntable t (a : Bool) gives B by unique {\n  a => b\n  --=>--\n  true x\n"
      "  false => y\n  any => \n}\n");
  EXPECT_THAT(parsed.problems(),
              ElementsAre("5 E0101 expected `to`, `,`, `|` or `=>`, found `x`",
                          "7 E0101 expected a value, found the end of the line"));
  EXPECT_THAT(std::get<syntax::Table>((*parsed.tree).decls[syntax::DeclId(0)].kind).rows,
              SizeIs(1));
}

TEST(Recovery, StrayCharacterIsTheOnlyErrorOfItsLine) {
  const Parsed parsed("module m\ndefine a = b != c && d\ndefine e = 1\n");
  EXPECT_THAT(parsed.problems(), ElementsAre("2 E0102 `!` cannot begin anything here"));
  EXPECT_THAT((*parsed.tree).decls, SizeIs(2));
}

TEST(Recovery, UnclosedTemplateEndsWithItsLine) {
  const Parsed parsed(
      policy_of("    rule one \"One\" {\n      when a\n      then deny\n      because \"x {a}\n"
                "      cite s\n    }\n"));
  EXPECT_THAT(parsed.problems(), ElementsAre("8 E0103 this text has no closing quote"));
  EXPECT_THAT(decision_of(parsed).rules[0].citations, SizeIs(1));
}

TEST(Recovery, HistoryThatDoesNotSayHowFarItIsKnown) {
  const Parsed parsed("module m\nschema S {\n  a : history of Fill by date\n  b : Text\n}\n");
  EXPECT_THAT(parsed.problems(),
              ElementsAre("4 E0101 expected `complete`, `open` or `known`, found `b`"));
}

}  // namespace precis::parse
