#pragma once

// Parse tree to syntax tree. One function for each rule of the grammar. A rule that was not read
// to its end gives Malformed, or nothing where its list can do without it; nothing is reported
// twice.

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "PrecisParser.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/parse/tokens.h"
#include "compiler/syntax/tree.h"

namespace precis::parse {

class Builder {
 public:
  using P = grammar::PrecisParser;
  using Node = antlr4::tree::TerminalNode;

  // `error_offsets`: where the file could not be read.
  Builder(const Tokens& tokens, source::FileId file,
          const std::vector<std::uint32_t>& error_offsets, diagnostics::Sink& sink)
      : tokens_(tokens), errors_(error_offsets), sink_(sink), tree_{.file = file} {}

  syntax::Module module(P::FileContext& file) &&;

 private:
  // --- build.cpp: the file, and the pieces everything is made of ---

  source::Span span(const antlr4::ParserRuleContext& rule) const;
  source::Span span(const Node& node) const;
  syntax::Name name(const antlr4::ParserRuleContext& rule) const;
  syntax::Name name(const Node& node) const;
  syntax::Text text(const Node& node) const;
  std::optional<syntax::Text> text_after(const Node* keyword, const Node* node) const;
  // The digits, or zeros when there are too many, which is reported.
  std::string_view digits(source::Span span);
  syntax::Number number(P::NumberContext& rule);
  syntax::Number number(const Node& node);
  syntax::Number number(P::SignedNumberContext& rule);
  syntax::ModulePath path(P::PathContext& rule) const;
  bool damaged(source::Span span) const;
  // Whether what could not be read stands right behind the rule, on its line.
  bool stopped_short(const antlr4::ParserRuleContext& rule) const;
  // Reports a second one; the first stays.
  template <class T>
  void set_once(std::optional<T>& slot, T value, source::Span at, std::string_view what);
  void given_twice(source::Span at, std::string_view what);

  std::optional<syntax::Use> use(P::UseContext& rule) const;
  void declaration(P::DeclarationContext& rule);

  // --- build_data.cpp ---

  syntax::Type type(P::TypeContext* rule);
  syntax::Type type_of(P::TypeContext& rule);
  syntax::Type history(P::HistoryTypeContext& rule);
  syntax::Range range(P::RangeContext& rule);
  syntax::Unit unit(P::UnitContext& rule) const;
  syntax::Unit unit(P::QuantityUnitContext& rule) const;
  syntax::Unit unit(source::Span span) const;

  syntax::ValueSet value_set(P::ValueSetContext& rule);
  syntax::Measurement measurement(P::MeasurementContext& rule);
  syntax::Enumeration enumeration(P::EnumerationContext& rule);
  syntax::Record record(P::RecordContext& rule);
  syntax::Field field(P::FieldContext& rule);
  syntax::OutcomeType outcome_type(P::OutcomeTypeContext& rule);
  syntax::Alternative alternative(P::AlternativeContext& rule);
  syntax::Catalog catalog(P::CatalogContext& rule);
  syntax::Define define(P::DefineContext& rule);
  std::vector<syntax::Define> defines(const std::vector<P::DefineContext*>& rules);
  std::vector<syntax::Param> params(P::ParamsContext* rule);

  // --- build_table.cpp ---

  syntax::Table table(P::TableContext& rule);
  void row(P::RowContext& rule, syntax::Table& table);
  syntax::Cell cell(P::CellContext& rule);
  std::optional<diagnostics::Diagnostic> parted_number(P::CellContext& rule) const;
  syntax::CellTest cell_test(P::CellTestContext& rule);
  std::vector<syntax::ExprId> outputs(P::OutputsContext& rule);

  // --- build_gene.cpp ---

  syntax::Gene gene(P::GeneContext& rule);
  void gene_item(P::GeneItemContext& rule, syntax::Gene& gene);
  syntax::Name allele_name(P::AlleleContext& rule) const;
  syntax::Allele allele(P::AlleleContext& rule, P::AlsoContext* also, const Node* reference) const;
  std::vector<syntax::FunctionAllele> function_alleles(
      const std::vector<P::FunctionAlleleContext*>& rules) const;
  syntax::AllelesByValue alleles_by_value(P::AllelesByValueContext& rule);
  syntax::StatusOfAlleles status_of_alleles(P::StatusOfAllelesContext& rule);
  std::vector<syntax::PairRow> pair_rows(const std::vector<P::PairRowContext*>& rules) const;
  std::vector<syntax::ScoreRow> score_rows(const std::vector<P::ScoreRowContext*>& rules);
  syntax::PhenotypeByVariant phenotype_by_variant(P::PhenotypeByVariantContext& rule);
  std::vector<syntax::CopyRule> copies(P::CopiesContext& rule);

  // --- build_policy.cpp ---

  syntax::Policy policy(P::PolicyContext& rule);
  void policy_item(P::PolicyItemContext& rule, syntax::Policy& policy);
  void policy_part(P::PolicyItemContext& rule, syntax::Policy& policy);
  syntax::Source source(P::SourceDeclContext& rule);
  void effective(std::optional<syntax::Period>& slot, const std::vector<Node*>& dates,
                 source::Span at);
  syntax::Parameter parameter(P::ParameterContext& rule);
  syntax::Phase phase(P::PhaseContext& rule);
  syntax::Guarantee guarantee(P::GuaranteeContext& rule);
  static syntax::Combination combination(P::CombinationContext* rule);
  syntax::Decision decision(P::DecisionContext& rule);
  bool goes_on(const P::DecisionContext& rule) const;
  syntax::Fallback fallback(P::FallbackContext& rule);
  syntax::Rule rule(P::RuleDeclContext& rule);
  void rule_item(P::RuleItemContext& item, syntax::Rule& rule);
  syntax::Outcome outcome(P::OutcomeContext& rule);
  std::vector<syntax::PayloadValue> payloads(const std::vector<P::PayloadValueContext*>& rules);
  syntax::Citation citation(P::CiteContext& rule);
  syntax::Template because(P::BecauseContext& rule);

  // --- build_plan.cpp ---

  syntax::Plan plan(P::PlanContext& rule);
  void plan_item(P::PlanItemContext& rule, syntax::Plan& plan);
  syntax::Stage stage(P::PlanStageContext& rule);
  syntax::Overlay overlay(P::OverlayContext& rule);
  void overlay_item(P::OverlayItemContext& rule, syntax::Overlay& overlay);
  std::vector<syntax::Reference> references(const std::vector<P::PathContext*>& paths) const;

  // --- build_test.cpp ---

  syntax::Test test(P::TestContext& rule);
  syntax::ValueId value(P::ValueContext& rule);
  syntax::ValueId record_value(P::RecordValueContext& rule);
  syntax::ValueId add_value(source::Span span, decltype(syntax::Value::kind) kind);
  syntax::Expectation expectation(P::ExpectItemContext& rule);
  decltype(syntax::Expectation::answer) answer(P::AnswerContext& rule);
  std::vector<syntax::FactPath> fact_paths(P::PathListContext& rule) const;
  std::vector<syntax::CollectedRule> collected_rules(P::CollectedListContext& list);

  // --- build_expr.cpp and build_primary.cpp ---

  syntax::ExprId add(source::Span span, decltype(syntax::Expr::kind) kind);
  syntax::ExprId malformed(source::Span span) { return add(span, syntax::Malformed{}); }
  syntax::ExprId malformed_after(const antlr4::ParserRuleContext& rule);
  syntax::ExprId expr(P::ExprContext* rule, const antlr4::ParserRuleContext& parent);
  syntax::ExprId expr(P::ExprContext& rule);
  std::vector<syntax::ExprId> exprs(const std::vector<P::ExprContext*>& rules);
  syntax::ExprId disjunction(P::DisjunctionContext& rule);
  syntax::ExprId conjunction(P::ConjunctionContext& rule);
  syntax::ExprId negation(P::NegationContext& rule);
  syntax::ExprId comparison(P::ComparisonContext& rule);
  syntax::ExprId comparison_tail(source::Span span, syntax::ExprId left,
                                 P::ComparisonTailContext& tail);
  void report_mixed(P::DisjunctionContext& rule);
  syntax::ComparisonOp order(P::OrderContext& rule) const;
  syntax::Window window(P::WindowContext& rule);
  syntax::AskedDays asked_days(P::PeriodContext& rule);
  syntax::WrittenLength length(P::WindowLengthContext& rule);
  syntax::Query query(P::QueryContext& rule);
  syntax::Selector selector(P::SelectorContext& rule) const;

  syntax::ExprId arith(P::ArithContext& rule);
  syntax::ExprId arith_step(P::ArithContext& rule, syntax::ExprId left);
  // `first` and the operands of the steps from `from` on, all of them sums.
  syntax::ExprId balanced_sum(const std::vector<P::ArithContext*>& steps, std::size_t from,
                              syntax::ExprId first);
  bool is_error(source::Span span) const;
  bool is_beside_stray(source::Span span) const;
  syntax::ExprId primary(P::PrimaryContext& rule);
  // What begins with a word and a parenthesis; nothing when the rule is none of it.
  std::optional<syntax::ExprId> call(P::PrimaryContext& rule);
  syntax::Rounded rounded(P::RoundedArithContext& rule, syntax::ExprId operand);
  syntax::ExprId literal(P::LiteralContext& rule);
  syntax::ExprId negated(const Node* minus, source::Span span, decltype(syntax::Expr::kind) kind);

  syntax::QuantityLiteral quantity(P::NumberContext& number, P::QuantityUnitContext& unit);
  syntax::QuantityLiteral ratio_quantity(const Node& node);
  syntax::MoneyLiteral money(const Node& node);
  // Nothing when it is not in the calendar, which is reported.
  std::optional<syntax::DateLiteral> date(const Node& node);
  decltype(syntax::Expr::kind) date_or_malformed(const Node& node);
  decltype(syntax::Expr::kind) year_month(const Node& node);

  // Operators of the chains around what is being built.
  std::size_t chained_ = 0;
  const Tokens& tokens_;
  const std::vector<std::uint32_t>& errors_;
  diagnostics::Sink& sink_;
  syntax::Module tree_;
};

// Whether the rule was read to its end, which means that all its parts are there.
inline bool is_whole(const antlr4::ParserRuleContext* rule) {
  return rule != nullptr && !rule->exception;
}

template <class T>
void Builder::set_once(std::optional<T>& slot, T value, source::Span at, std::string_view what) {
  if (slot) {
    given_twice(at, what);
    return;
  }
  slot = std::move(value);
}

}  // namespace precis::parse
