// What the tree says about a text.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/parse/support.h"

namespace precis::parse {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// `define it = <text>`.
struct Expression {
  Parsed parsed;
  explicit Expression(const std::string& text) : parsed("module m\ndefine it = " + text) {}

  const syntax::Module& tree() const { return *parsed.tree; }
  syntax::ExprId body() const {
    return std::get<syntax::Define>(tree().decls[syntax::DeclId(0)].kind).body;
  }
  template <class Kind>
  const Kind& as(syntax::ExprId id) const {
    return std::get<Kind>(tree().exprs[id].kind);
  }
  template <class Kind>
  const Kind& as() const {
    return as<Kind>(body());
  }
  template <class Kind>
  bool is(syntax::ExprId id) const {
    return std::holds_alternative<Kind>(tree().exprs[id].kind);
  }
  std::string_view text(syntax::ExprId id) const {
    return parsed.sources.text(tree().exprs[id].span);
  }
};

TEST(Tree, ProductsBindTighterThanSums) {
  const Expression it("a - b * c + d");
  const auto& sum = it.as<syntax::Arithmetic>();
  EXPECT_EQ(sum.op, syntax::ArithmeticOp::Add);
  EXPECT_EQ(it.text(sum.left), "a - b * c");
  EXPECT_EQ(it.as<syntax::Arithmetic>(sum.left).op, syntax::ArithmeticOp::Subtract);
  EXPECT_EQ(it.text(it.as<syntax::Arithmetic>(sum.left).right), "b * c");
}

TEST(Tree, MinusBindsTighterThanProducts) {
  const Expression it("-a.b * c");
  const auto& product = it.as<syntax::Arithmetic>();
  EXPECT_EQ(it.text(it.as<syntax::Negate>(product.left).operand), "a.b");
}

TEST(Tree, OtherwiseBindsLooserThanSumsAndTighterThanComparisons) {
  const Expression it("weight otherwise 60 kg + 1 kg > 2 kg");
  const auto& comparison = it.as<syntax::Comparison>();
  EXPECT_EQ(it.text(it.as<syntax::Otherwise>(comparison.left).fallback), "60 kg + 1 kg");
}

TEST(Tree, BetweenTakesTheFirstAnd) {
  const Expression it("x between a and b + 1 and c");
  const auto& both = it.as<syntax::And>();
  ASSERT_EQ(both.operands.size(), 2u);
  EXPECT_EQ(it.text(it.as<syntax::Between>(both.operands[0]).high), "b + 1");
}

TEST(Tree, NotTakesOneComparison) {
  const Expression it("not a is b and c");
  const auto& both = it.as<syntax::And>();
  EXPECT_EQ(it.text(it.as<syntax::Not>(both.operands[0]).operand), "a is b");
}

TEST(Tree, QuantifierReachesToTheEnd) {
  const Expression it("any d in list where d.a and d.b");
  const auto& any = it.as<syntax::Any>();
  EXPECT_EQ(it.text(any.query.list), "list");
  EXPECT_TRUE(it.is<syntax::And>(*any.query.where));
}

TEST(Tree, ParenthesesAreKept) {
  const Expression it("a and (b or c)");
  const auto& both = it.as<syntax::And>();
  EXPECT_TRUE(it.is<syntax::Or>(it.as<syntax::Paren>(both.operands[1]).inner));
}

TEST(Tree, MixedAndOrIsMalformed) {
  const Expression it("a and b or c");
  EXPECT_TRUE(it.is<syntax::Malformed>(it.body()));
  EXPECT_THAT(it.parsed.problems(),
              ElementsAre("2 E0107 `and` and `or` are mixed without parentheses"));
}

TEST(Tree, Quantities) {
  EXPECT_EQ(Expression("30 days").as<syntax::QuantityLiteral>().unit.text, "days");
  const Expression ratio("0.5 mg/week");
  EXPECT_EQ(ratio.as<syntax::QuantityLiteral>().digits, "0.5");
  EXPECT_EQ(ratio.as<syntax::QuantityLiteral>().unit.text, "mg/week");
  const Expression quoted("100 'lb_av'");
  EXPECT_EQ(quoted.as<syntax::QuantityLiteral>().unit.text, "lb_av");
  EXPECT_TRUE(quoted.as<syntax::QuantityLiteral>().unit.quoted);
  EXPECT_EQ(quoted.parsed.sources.text(quoted.as<syntax::QuantityLiteral>().unit.span), "'lb_av'");
}

TEST(Tree, Windows) {
  const Expression it("d.onset within 12 months before request.date");
  const auto& within = it.as<syntax::Within>();
  EXPECT_EQ(within.window.digits, "12");
  EXPECT_EQ(within.window.unit.text, "months");
  EXPECT_EQ(within.window.side, syntax::WindowSide::Before);
  EXPECT_EQ(it.text(within.window.anchor), "request.date");
  EXPECT_EQ(Expression("x on or after y").as<syntax::DateComparison>().order,
            syntax::DateOrder::OnOrAfter);
  EXPECT_EQ(Expression("x strictly before y").as<syntax::DateComparison>().order,
            syntax::DateOrder::StrictlyBefore);
}

TEST(Tree, TestsOfKnowledge) {
  EXPECT_EQ(Expression("x is unknown").as<syntax::KnowledgeTest>().expected,
            syntax::Knowledge::Unknown);
  EXPECT_EQ(Expression("x is not y").as<syntax::Comparison>().op, syntax::ComparisonOp::IsNot);
  EXPECT_TRUE(Expression("x not in y").as<syntax::Membership>().negated);
  const Expression on_file("(latest lab : LDL in labs) is on file");
  const auto& paren = on_file.as<syntax::Paren>(on_file.as<syntax::OnFile>().subject);
  EXPECT_EQ(on_file.as<syntax::Select>(paren.inner).query.binder.measurement->text, "LDL");
}

TEST(Tree, TemplateParts) {
  const Parsed parsed(
      "module m\npolicy p \"P\" (a : A) at a.b {\n decision d : D by first match {\n"
      "  rule r \"R\" {\n   when true then ask\n   because \"ä {a.b} {{x}}\"\n  }\n }\n}\n");
  ASSERT_THAT(parsed.problems(), IsEmpty());
  const auto& policy = std::get<syntax::Policy>((*parsed.tree).decls[syntax::DeclId(0)].kind);
  const auto& because = *policy.decisions[0].rules[0].because;
  EXPECT_EQ(parsed.sources.text(because.span), "\"ä {a.b} {{x}}\"");
  ASSERT_EQ(because.parts.size(), 6u);
  EXPECT_EQ(std::get<syntax::TemplateText>(because.parts[0]).text, "ä ");
  const auto& hole = std::get<syntax::TemplateHole>(because.parts[1]);
  EXPECT_EQ(parsed.sources.text((*parsed.tree).exprs[hole.expr].span), "a.b");
  EXPECT_EQ(std::get<syntax::TemplateText>(because.parts[3]).text, "{");
  EXPECT_EQ(std::get<syntax::TemplateText>(because.parts[5]).text, "}");
}

TEST(Tree, GeneNameIsCutOutOfItsOpener) {
  const Parsed parsed("module m\ngene  CYP2D6\n{ hgnc \"HGNC:2625\" }");
  ASSERT_THAT(parsed.problems(), IsEmpty());
  const auto& gene = std::get<syntax::Gene>((*parsed.tree).decls[syntax::DeclId(0)].kind);
  EXPECT_EQ(gene.name.text, "CYP2D6");
  EXPECT_EQ(parsed.sources.text(gene.name.span), "CYP2D6");
}

// Every word of the language that is not reserved.
TEST(Names, SoftKeywordsAreFieldNames) {
  for (const char* word : {"module",
                           "use",
                           "codesystem",
                           "code",
                           "valueset",
                           "measurement",
                           "type",
                           "record",
                           "schema",
                           "request",
                           "outcome",
                           "define",
                           "table",
                           "test",
                           "of",
                           "to",
                           "by",
                           "from",
                           "with",
                           "at",
                           "on",
                           "version",
                           "molar",
                           "mass",
                           "ncpdp",
                           "favorable",
                           "review",
                           "adverse",
                           "administrative",
                           "gives",
                           "unique",
                           "first",
                           "match",
                           "otherwise",
                           "integer",
                           "decimal",
                           "Genome",
                           "measured",
                           "set",
                           "list",
                           "history",
                           "complete",
                           "open",
                           "known",
                           "unknown",
                           "approximate",
                           "protected",
                           "guarded",
                           "actionable",
                           "clinical",
                           "effective",
                           "governs",
                           "source",
                           "guideline",
                           "label",
                           "plan",
                           "law",
                           "literature",
                           "section",
                           "doi",
                           "url",
                           "edition",
                           "cite",
                           "strength",
                           "strong",
                           "moderate",
                           "optional",
                           "justified",
                           "given",
                           "expect",
                           "needs",
                           "faults",
                           "governed",
                           "force",
                           "if",
                           "else",
                           "is",
                           "before",
                           "after",
                           "around",
                           "strictly",
                           "within",
                           "between",
                           "tested",
                           "file",
                           "satisfy",
                           "least",
                           "latest",
                           "earliest",
                           "lowest",
                           "highest",
                           "count",
                           "days_covered",
                           "on_hand",
                           "gene",
                           "because",
                           "alleles",
                           "phase",
                           "date",
                           "reason",
                           "for",
                           "drug",
                           "value",
                           "kind"}) {
    const std::string name = word;
    const Parsed parsed("module m\nrecord R {\n  " + name + " : Bool approximate\n  " + name +
                        " : Date ?\n}\ndefine a = r." + name + " is " + "r." + name + " and r." +
                        name + ".b in c\n");
    EXPECT_THAT(parsed.problems(), IsEmpty()) << word;
  }
}

TEST(Names, ReservedWordsAreNot) {
  for (const char* word : {"and", "or", "not", "in", "any", "all", "no", "where", "when", "then",
                           "unless", "rule", "policy", "decision", "true", "false"}) {
    const Parsed parsed("module m\ndefine a = r." + std::string(word) + "\n");
    EXPECT_EQ(parsed.problems().size(), 1u) << word;
  }
}

}  // namespace precis::parse
