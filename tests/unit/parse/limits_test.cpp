// Whatever the bytes, the parser ends, gives a tree, and says what is wrong.

#include "compiler/parse/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>

#include "tests/unit/parse/support.h"

namespace precis::parse {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

static std::string times(std::size_t count, std::string_view text) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

static std::string read_text(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

static constexpr const char* Clopidogrel = "policies/cardiology/clopidogrel.precis";

TEST(Limits, DeepParenthesesAreRefused) {
  const Parsed parsed("module m\ndefine deep = " + times(60000, "(") + "1" + times(60000, ")"));
  EXPECT_THAT(parsed.problems(), ElementsAre(HasSubstr("2 E0601")));
}

TEST(Limits, DeepPrefixesAreRefused) {
  for (const char* prefix : {"- ", "not ", "if true then 1 else ", "any x in y where ", "if ",
                             "all x in y satisfy ", "latest x in y where "}) {
    const Parsed parsed("module m\ndefine deep = " + times(20000, prefix) + "1");
    EXPECT_THAT(parsed.problems(), ElementsAre(HasSubstr("2 E0601"))) << prefix;
  }
}

TEST(Limits, BracketsAtTheLimitParse) {
  const Parsed parsed("module m\ndefine deep = " + times(MaxNesting, "(") + "1" +
                      times(MaxNesting, ")"));
  EXPECT_THAT(parsed.problems(), IsEmpty());
}

TEST(Limits, LongAndChainIsOneNode) {
  const Parsed parsed("module m\ndefine long = a" + times(49999, " and a"));
  EXPECT_THAT(parsed.problems(), IsEmpty());
  const auto& last = (*parsed.tree).exprs[syntax::ExprId(50000)];
  ASSERT_TRUE(std::holds_alternative<syntax::And>(last.kind));
  EXPECT_THAT(std::get<syntax::And>(last.kind).operands, SizeIs(50000));
}

static std::size_t depth_of(const syntax::Module& tree, syntax::ExprId id) {
  const auto* sum = std::get_if<syntax::Arithmetic>(&tree.exprs[id].kind);
  if (sum == nullptr) return 1;
  return 1 + std::max(depth_of(tree, sum->left), depth_of(tree, sum->right));
}

TEST(Limits, LongSumIsBalanced) {
  const Parsed parsed("module m\ndefine long = 1" + times(49999, " + 1"));
  EXPECT_THAT(parsed.problems(), IsEmpty());
  const auto& define = std::get<syntax::Define>((*parsed.tree).decls[syntax::DeclId(0)].kind);
  EXPECT_EQ(depth_of(*parsed.tree, define.body), 17u);
}

TEST(Limits, OtherLongChainsAreRefused) {
  const Parsed parsed("module m\ndefine long = 1" + times(600, " - 1") + "\ndefine fine = 1" +
                      times(500, " * 1"));
  EXPECT_THAT(parsed.problems(), ElementsAre(HasSubstr("2 E0603")));
}

TEST(Limits, ChainsInBracketsCountTogether) {
  const std::string deep = times(190, "(") + "1" + times(190, " - 1 - 1 - 1)");
  EXPECT_THAT(Parsed("module m\ndefine deep = " + deep).problems(),
              ElementsAre(HasSubstr("2 E0603")));
  const std::string fine = times(190, "(") + "1" + times(190, " - 1 - 1)");
  EXPECT_THAT(Parsed("module m\ndefine fine = " + fine).problems(), IsEmpty());
}

TEST(Limits, ASumMayBeginWithSomethingElse) {
  const Parsed parsed("module m\ndefine long = a.b * 2" + times(2000, " + a.b"));
  EXPECT_THAT(parsed.problems(), IsEmpty());
  const auto& define = std::get<syntax::Define>((*parsed.tree).decls[syntax::DeclId(0)].kind);
  EXPECT_LE(depth_of(*parsed.tree, define.body), 15u);
}

TEST(Limits, ErrorsStopAtTheLimit) {
  const Parsed parsed("module m\n" + times(1000, "define = 1\n"));
  EXPECT_THAT(parsed.problems(), SizeIs(MaxErrors));
}

TEST(Limits, LargeFileIsRefused) {
  const Parsed parsed("module m\n" + std::string(MaxSourceBytes, '#'));
  EXPECT_THAT(parsed.problems(), ElementsAre(HasSubstr("1 E0602")));
}

TEST(Bytes, InvalidUtf8IsRefusedWhereItBegins) {
  for (const char* bad : {"\xFF", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                          "\x80", "\xC3", "\xF0\x9F\x98"}) {
    const Parsed parsed("module m\n# " + std::string(bad) + "\n");
    EXPECT_THAT(parsed.problems(), ElementsAre(HasSubstr("2 E0104")));
    EXPECT_EQ(parsed.sink.all()[0].primary->begin, 11u);
  }
}

TEST(Bytes, NulIsAStrayCharacter) {
  const Parsed parsed(std::string("module m\ndefine a = \0 1\n", 23));
  EXPECT_THAT(parsed.problems(), ElementsAre("2 E0102 `U+0000` cannot begin anything here"));
}

TEST(Bytes, ByteOrderMarkIsNoText) {
  const Parsed parsed("\xEF\xBB\xBFmodule m\ndefine a = 1\n");
  EXPECT_THAT(parsed.problems(), IsEmpty());
  EXPECT_EQ((*parsed.tree).path->span.begin, 10u);
}

TEST(Bytes, SpansCountBytes) {
  const Parsed parsed("module m\ntype T {\n  a \"größer\"  b \"x\"\n}\n");
  EXPECT_THAT(parsed.problems(), IsEmpty());
  const auto& type = std::get<syntax::Enumeration>((*parsed.tree).decls[syntax::DeclId(0)].kind);
  EXPECT_EQ(parsed.sources.text(type.members[1].name.span), "b");
  EXPECT_EQ(type.members[0].title.text, "größer");
}

TEST(Bytes, EmptyAndBlankFilesHaveNoModule) {
  for (const char* text : {"", "\n\n", "# only a remark", "\xEF\xBB\xBF"}) {
    const Parsed parsed{std::string(text)};
    EXPECT_THAT(parsed.problems(), ElementsAre(HasSubstr("expected `module`"))) << text;
  }
}

// A policy cut off anywhere is a tree and, unless the cut is between declarations, an error.
TEST(Robustness, TruncatedPolicy) {
  const std::string whole = read_text(Clopidogrel);
  ASSERT_GT(whole.size(), 1000u);
  std::size_t with_errors = 0;
  std::size_t cuts = 0;
  for (std::size_t cut = 0; cut < whole.size(); cut += 7) {
    const Parsed parsed(whole.substr(0, cut));
    with_errors += parsed.sink.has_errors();
    ++cuts;
    EXPECT_LE(parsed.sink.all().size(), 4u) << "cut at " << cut;
  }
  EXPECT_GT(with_errors, cuts * 9 / 10);
}

// A few bytes lost or one changed never cost more than a few errors.
TEST(Robustness, DamagedPolicy) {
  const std::string whole = read_text(Clopidogrel);
  std::mt19937 random(20260101);
  constexpr std::string_view Bytes = "(){}[]\"'*|=<>,.:- \nab1\x01";
  std::size_t with_errors = 0;
  for (int i = 0; i < 400; ++i) {
    std::string damaged = whole;
    const std::size_t at = random() % damaged.size();
    if (i % 2 == 0) {
      damaged.erase(at, 1 + random() % 3);
    } else {
      damaged[at] = Bytes[random() % Bytes.size()];
    }
    const Parsed parsed(damaged);
    with_errors += parsed.sink.has_errors();
    EXPECT_LE(parsed.sink.all().size(), 5u) << "step " << i << ", byte " << at;
  }
  EXPECT_GT(with_errors, 50u);
}

// Random words: no crash, no hang.
TEST(Robustness, WordSalad) {
  const std::vector<std::string> words = {
      "module m\n", "policy ",   "rule ",   "when ",       "then ",   "{ ",
      "} ",         "( ",        ") ",      "\"x\" ",      "define ", "= ",
      "any ",       "x in ",     "and ",    "or ",         "\n",      "because \"a {",
      "} b\" ",     "gene G { ", "*1 ",     "---- ",       "=> ",     "| ",
      "table ",     "test ",     "expect ", "2026-01-01 ", "5 days ", "decision ",
      "otherwise ", "unless ",   "cite ",   "outcome ",    "not ",    "\ndefine ",
      "\npolicy "};
  std::mt19937 random(7);
  for (int i = 0; i < 300; ++i) {
    std::string text;
    for (int j = 0; j < 60; ++j) text += words[random() % words.size()];
    const Parsed parsed(text);
    EXPECT_TRUE(parsed.sink.has_errors()) << text;
  }
}

}  // namespace precis::parse
