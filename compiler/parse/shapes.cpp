#include "compiler/parse/shapes.h"

#include "PrecisParser.h"
#include "compiler/parse/tokens.h"

namespace precis::parse {

using P = grammar::PrecisParser;
using syntax::Shape;
using syntax::WordKind;

namespace {

template <class Rule>
bool is(const antlr4::ParserRuleContext& rule) {
  return dynamic_cast<const Rule*>(&rule) != nullptr;
}

// An item that is a construct with a shape of its own.
bool only_wraps(const antlr4::ParserRuleContext& rule) {
  if (rule.children.size() != 1) return false;
  return dynamic_cast<const antlr4::ParserRuleContext*>(rule.children[0]) != nullptr;
}

Shape gene_item(const antlr4::ParserRuleContext& rule) {
  if (is<P::GeneSourceContext>(rule) || is<P::GeneHgncContext>(rule)) return Shape::Line;
  if (is<P::PhenotypeByPairContext>(rule) || is<P::PhenotypeByScoreContext>(rule)) {
    return Shape::Results;
  }
  return Shape::Alleles;
}

std::optional<Shape> item(const antlr4::ParserRuleContext& rule) {
  if (only_wraps(rule)) return std::nullopt;
  if (is<P::UnlessItemContext>(rule) || is<P::OverlayUnlessContext>(rule)) return Shape::Condition;
  return Shape::Clause;
}

std::optional<Shape> expression(const antlr4::ParserRuleContext& rule) {
  if (is<P::IfExprContext>(rule)) return Shape::If;
  if (is<P::PlainExprContext>(rule)) return std::nullopt;
  return Shape::Quantified;
}

// A chain leans to the left: one operation, not one in another.
std::optional<Shape> arithmetic(const antlr4::ParserRuleContext& rule) {
  if (is<P::PrimaryArithContext>(rule)) return std::nullopt;
  const auto* parent = dynamic_cast<const P::ArithContext*>(rule.parent);
  if (parent != nullptr && parent->children[0] == &rule) return std::nullopt;
  return Shape::Operation;
}

std::optional<Shape> primary(const antlr4::ParserRuleContext& rule) {
  if (is<P::ParenPrimaryContext>(rule)) return Shape::Sequence;
  const auto* last = dynamic_cast<const antlr4::tree::TerminalNode*>(rule.children.back());
  if (last == nullptr || rule.children.size() < 2) return std::nullopt;
  const std::size_t type = const_cast<antlr4::tree::TerminalNode*>(last)->getSymbol()->getType();
  const bool closes = type == Kind::RPAREN || type == Kind::RBRACE || type == Kind::RBRACKET;
  return closes ? std::optional(Shape::Listed) : std::nullopt;
}

std::optional<Shape> if_many(const antlr4::ParserRuleContext& rule, Shape shape) {
  return rule.children.size() > 1 ? std::optional(shape) : std::nullopt;
}

std::optional<Shape> shape_inside_line(const antlr4::ParserRuleContext& rule) {
  switch (rule.getRuleIndex()) {
    case P::RuleOutcome:
      return Shape::Outcome;
    case P::RuleExpr:
      return expression(rule);
    case P::RuleQuery:
      return dynamic_cast<const P::ExprContext*>(rule.parent) != nullptr
                 ? std::nullopt
                 : std::optional(Shape::Quantified);
    case P::RuleDisjunction:
    case P::RuleConjunction:
      return if_many(rule, Shape::Chain);
    case P::RuleNegation:
      return if_many(rule, Shape::Sequence);
    case P::RuleComparison:
      return if_many(rule, Shape::Operation);
    case P::RuleArith:
      return arithmetic(rule);
    case P::RulePrimary:
      return primary(rule);
    case P::RulePathList:
      return Shape::Listed;
    case P::RuleRecordValue:
      return Shape::Values;
    case P::RuleValue:
      return is<P::ListOfValuesContext>(rule) ? std::optional(Shape::Values) : std::nullopt;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<Shape> shape_of(const antlr4::ParserRuleContext& rule) {
  switch (rule.getRuleIndex()) {
    case P::RuleModuleLine:
    case P::RuleUse:
    case P::RuleMeasurement:
    case P::RuleAcceptMutant:
      return Shape::Line;
    case P::RuleCodeSystem:
    case P::RuleCodeType:
      return Shape::Code;
    case P::RuleValueSet:
      return Shape::ValueSet;
    case P::RuleEnumeration:
      return Shape::Enumeration;
    case P::RuleValueSetEntry:
    case P::RuleEnumMember:
      return Shape::Entry;
    case P::RuleRecord:
    case P::RuleCatalog:
      return Shape::Record;
    case P::RuleField:
      return Shape::Field;
    case P::RuleOutcomeType:
      return Shape::Outcomes;
    case P::RuleAlternative:
      return Shape::Alternative;
    case P::RuleGene:
      return Shape::Gene;
    case P::RuleGeneItem:
      return gene_item(rule);
    case P::RuleFunctionAllele:
    case P::RuleValueAllele:
    case P::RuleCopyRule:
      return Shape::Allele;
    case P::RulePairRow:
    case P::RuleScoreRow:
      return Shape::Result;
    case P::RuleParameter:
      return Shape::Parameter;
    case P::RuleParameterEntry:
      return Shape::Dated;
    case P::RuleDefine:
      return Shape::Define;
    case P::RuleTable:
      return Shape::Table;
    case P::RuleRow:
      return Shape::TableRow;
    case P::RuleSourceDecl:
      return Shape::Source;
    case P::RulePolicy:
    case P::RulePlan:
    case P::RuleOverlay:
    case P::RulePhase:
    case P::RuleDecision:
      return Shape::Block;
    case P::RuleRuleDecl:
      return Shape::Rule;
    case P::RulePolicyItem:
    case P::RulePlanItem:
    case P::RuleOverlayItem:
    case P::RuleRuleItem:
      return item(rule);
    case P::RuleWhenClause:
    case P::RuleThenClause:
    case P::RuleBecause:
    case P::RuleCite:
      return Shape::Clause;
    case P::RuleGuarantee:
      return Shape::Condition;
    case P::RuleFallback:
      return Shape::Fallback;
    case P::RuleTest:
      return Shape::Test;
    case P::RuleTestItem:
      return is<P::GivenItemContext>(rule) ? Shape::Given : Shape::Expect;
    case P::RuleParams:
      return Shape::Params;
    default:
      return shape_inside_line(rule);
  }
}

WordKind kind_of(std::size_t token) {
  switch (token) {
    case Kind::LPAREN:
    case Kind::LBRACKET:
      return WordKind::Paren;
    case Kind::RPAREN:
    case Kind::RBRACKET:
      return WordKind::CloseParen;
    case Kind::LBRACE:
    case Kind::GENE:
      return WordKind::Brace;
    case Kind::RBRACE:
      return WordKind::CloseBrace;
    case Kind::COMMA:
      return WordKind::Comma;
    case Kind::DOT:
      return WordKind::Dot;
    case Kind::BECAUSE:
      return WordKind::Reason;
    case Kind::TEMPLATE_TEXT:
    case Kind::ESCAPED_BRACE:
      return WordKind::ReasonText;
    case Kind::TEMPLATE_END:
      return WordKind::ReasonEnd;
    case Kind::HOLE_OPEN:
      return WordKind::HoleOpen;
    case Kind::DASHES:
      return WordKind::Dashes;
    default:
      return WordKind::Plain;
  }
}

std::optional<WordKind> kind_in(std::size_t token, const antlr4::ParserRuleContext& rule) {
  const std::size_t in = rule.getRuleIndex();
  switch (token) {
    case Kind::LPAREN:
      if (in == P::RuleDefine) return WordKind::HugParen;
      if (in == P::RulePrimary && !is<P::ParenPrimaryContext>(rule)) return WordKind::HugParen;
      return std::nullopt;
    case Kind::LBRACKET:
      return in == P::RulePrimary ? WordKind::HugParen : WordKind::Brace;
    case Kind::RBRACKET:
      if (in == P::RuleValue) return WordKind::CloseBrace;
      return std::nullopt;
    case Kind::RBRACE:
      if (in == P::RuleTemplatePart) return WordKind::HoleClose;
      return std::nullopt;
    case Kind::COLON:
      if (in == P::RuleFieldValue) return WordKind::Colon;
      return std::nullopt;
    case Kind::SLASH:
      if (in == P::RuleRatioUnit) return WordKind::Dot;
      return std::nullopt;
    case Kind::MINUS:
      if (is<P::NegateArithContext>(rule) || in == P::RuleSignedNumber || in == P::RuleLiteral) {
        return WordKind::Prefix;
      }
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

}  // namespace precis::parse
