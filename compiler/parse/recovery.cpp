#include "compiler/parse/recovery.h"

#include <fmt/format.h>

#include <string>

#include "compiler/parse/advice.h"
#include "compiler/parse/forms.h"
#include "compiler/parse/limits.h"
#include "compiler/parse/wording.h"

namespace precis::parse {

using Rules = grammar::PrecisParser;

// Whether an error inside this rule ends with it, so that its neighbours are still read.
static bool is_item(std::size_t rule) {
  switch (rule) {
    case Rules::RuleModuleLine:
    case Rules::RuleUse:
    case Rules::RuleDeclaration:
    case Rules::RuleValueSetEntry:
    case Rules::RuleEnumMember:
    case Rules::RuleField:
    case Rules::RuleAlternative:
    case Rules::RuleGeneItem:
    case Rules::RuleFunctionAllele:
    case Rules::RuleValueAllele:
    case Rules::RuleCopyRule:
    case Rules::RulePairRow:
    case Rules::RuleScoreRow:
    case Rules::RuleStatusAllele:
    case Rules::RuleVariantRow:
    case Rules::RuleRow:
    case Rules::RuleParameterEntry:
    case Rules::RulePolicyItem:
    case Rules::RulePlanItem:
    case Rules::RuleOverlayItem:
    case Rules::RuleRuleDecl:
    case Rules::RuleFallback:
    case Rules::RuleFallbackItem:
    case Rules::RuleWhenClause:
    case Rules::RuleThenClause:
    case Rules::RuleRuleItem:
    case Rules::RuleTestItem:
    case Rules::RuleFile:
      return true;
    default:
      return false;
  }
}

static bool begins_declaration(std::size_t type) {
  return (type >= Kind::MODULE && type <= Kind::ACCEPT) || type == Kind::GENE ||
         type == Kind::POLICY || type == Kind::PLAN;
}

static bool begins_rule_line(std::size_t type) {
  switch (type) {
    case Kind::THEN:
    case Kind::UNLESS:
    case Kind::BECAUSE:
    case Kind::CITE:
    case Kind::JUSTIFIED:
    case Kind::ADMINISTRATIVE:
      return true;
    default:
      return false;
  }
}

static bool begins_policy_line(std::size_t type) {
  switch (type) {
    case Kind::VERSION:
    case Kind::EFFECTIVE:
    case Kind::GOVERNS:
    case Kind::SOURCE:
    case Kind::DEFINE:
    case Kind::DECISION:
    case Kind::MONTH_ENDS:
    case Kind::PHASE:
    case Kind::GUARANTEE:
    case Kind::STAGE:
    case Kind::COST:
    case Kind::OVERLAY:
    case Kind::APPEAL:
    case Kind::OTHERWISE:
    case Kind::EXEMPTS:
    case Kind::WHEN:
    case Kind::UNLESS:
    case Kind::CITE:
      return true;
    default:
      return false;
  }
}

static bool begins_gene_line(std::size_t type) {
  switch (type) {
    case Kind::SOURCE:
    case Kind::HGNC:
    case Kind::ALLELES:
    case Kind::COPIES:
    case Kind::PHENOTYPE:
    case Kind::STATUS:
      return true;
    default:
      return false;
  }
}

// Whether reading can go on at this token after an error in `item`. The token is outside the
// brackets that the item opened.
static bool resumes(std::size_t item, std::size_t type, bool starts_line) {
  switch (item) {
    case Rules::RuleFile:
    case Rules::RuleModuleLine:
    case Rules::RuleUse:
    case Rules::RuleDeclaration:
      return starts_line && begins_declaration(type);
    case Rules::RulePolicy:
    case Rules::RulePolicyItem:
    case Rules::RulePhase:
    case Rules::RulePlan:
    case Rules::RulePlanItem:
    case Rules::RuleOverlay:
    case Rules::RuleOverlayItem:
      return starts_line && begins_policy_line(type);
    case Rules::RuleDecision:
    case Rules::RuleRuleDecl:
    case Rules::RuleFallback:
      return starts_line && (type == Kind::RULE || type == Kind::OTHERWISE);
    case Rules::RuleWhenClause:
    case Rules::RuleThenClause:
      return type == Kind::THEN || type == Kind::UNLESS || type == Kind::BECAUSE ||
             (starts_line && begins_rule_line(type));
    case Rules::RuleRuleItem:
    case Rules::RuleFallbackItem:
      return starts_line && begins_rule_line(type);
    case Rules::RuleTest:
    case Rules::RuleTestItem:
      return starts_line && (type == Kind::GIVEN || type == Kind::EXPECT);
    case Rules::RuleGene:
    case Rules::RuleGeneItem:
      return starts_line && begins_gene_line(type);
    case Rules::RuleFunctionAllele:
    case Rules::RuleValueAllele:
    case Rules::RuleStatusAllele:
      return type == Kind::ALLELE || type == Kind::TEXT || type == Kind::REFERENCE;
    case Rules::RuleTable:
    case Rules::RuleRow:
      return type == Kind::NEWLINE;
    default:
      return starts_line;
  }
}

// The lists whose lines `resumes` knows; a token that begins no item of them is skipped there.
static bool is_list(std::size_t rule) {
  switch (rule) {
    case Rules::RuleFile:
    case Rules::RuleValueSet:
    case Rules::RuleEnumeration:
    case Rules::RuleRecord:
    case Rules::RuleOutcomeType:
    case Rules::RuleGene:
    case Rules::RuleTable:
    case Rules::RulePolicy:
    case Rules::RulePhase:
    case Rules::RulePlan:
    case Rules::RuleOverlay:
    case Rules::RuleParameter:
    case Rules::RuleCatalog:
    case Rules::RuleDecision:
    case Rules::RuleRuleDecl:
    case Rules::RuleTest:
      return true;
    default:
      return false;
  }
}

// A rule is an item of its decision and a list of its own lines: an error at its list level goes on
// at one of the latter.
static std::size_t lines_of(std::size_t list) {
  return list == Rules::RuleRuleDecl ? static_cast<std::size_t>(Rules::RuleRuleItem) : list;
}

// The lists whose lines begin with keywords.
static bool has_keyword_lines(std::size_t rule) {
  switch (rule) {
    case Rules::RulePolicy:
    case Rules::RulePhase:
    case Rules::RulePlan:
    case Rules::RuleOverlay:
    case Rules::RuleDecision:
    case Rules::RuleRuleDecl:
    case Rules::RuleTest:
    case Rules::RuleGene:
      return true;
    default:
      return false;
  }
}

static std::size_t current_index(antlr4::Parser& parser) {
  return parser.getTokenStream()->index();
}

void Recovery::note(antlr4::Parser& parser) {
  const std::size_t index = current_index(parser);
  if (index != passed_at_) passed_.clear();
  passed_at_ = index;
  passed_.push_back({parser.getState(), parser.getContext()});
}

// What could follow the tokens that a prediction had looked at when it met a dead end.
static antlr4::misc::IntervalSet expected_after(const antlr4::atn::ATN& atn,
                                                const antlr4::atn::ATNConfigSet& dead_ends) {
  antlr4::misc::IntervalSet all;
  for (const auto& dead_end : dead_ends.configs) all.addAll(atn.nextTokens(dead_end->state));
  return all;
}

antlr4::misc::IntervalSet Recovery::expected_at(antlr4::Parser& parser,
                                                const antlr4::RecognitionException* error) const {
  const auto* no_way = dynamic_cast<const antlr4::NoViableAltException*>(error);
  if (no_way != nullptr && no_way->getDeadEndConfigs() != nullptr &&
      no_way->getOffendingToken()->getTokenIndex() != current_index(parser)) {
    return expected_after(parser.getATN(), *no_way->getDeadEndConfigs());
  }
  antlr4::misc::IntervalSet all = parser.getExpectedTokens();
  if (passed_at_ != current_index(parser)) return all;
  for (const Passed& passed : passed_) {
    all.addAll(parser.getATN().getExpectedTokens(passed.state, passed.context));
  }
  return all;
}

bool Recovery::begins_at_margin(std::size_t index) const {
  const antlr4::Token& token = tokens_[index];
  return token.getCharPositionInLine() == 0 && begins_declaration(token.getType());
}

// A soft keyword that begins a line is taken for a name when the line above it lacks its end:
//     define limit =
//     define other = 1
// The parser then stumbles over `other`, but it is `define` that came too early. In the same way a
// misspelt keyword at the margin is taken for the unit of a number that ends the line above.
std::optional<std::size_t> Recovery::swallowed_before(antlr4::Parser& parser,
                                                      std::size_t index) const {
  if (index < 2 || !tokens_.starts_line(index - 1)) return std::nullopt;
  const std::size_t type = tokens_[index - 1].getType();
  const bool at_margin = tokens_[index - 1].getCharPositionInLine() == 0;
  bool begins_line = at_margin && (begins_declaration(type) || type == Kind::ID);
  for (const antlr4::RuleContext* rule = parser.getContext(); rule != nullptr;
       rule = static_cast<const antlr4::RuleContext*>(rule->parent)) {
    const auto& context = static_cast<const antlr4::ParserRuleContext&>(*rule);
    if (context.start->getTokenIndex() == index - 1) return std::nullopt;
    begins_line |= has_keyword_lines(rule->getRuleIndex()) &&
                   resumes(lines_of(rule->getRuleIndex()), type, true);
  }
  if (!begins_line) return std::nullopt;
  return index - 1;
}

// Clauses of a rule that stand in another order are one mistake, told at the first of them.
bool Recovery::is_told(const antlr4::Token& at, const antlr4::RuleContext* context) const {
  if (at.getType() != Kind::WHEN && at.getType() != Kind::THEN) return false;
  for (; context != nullptr; context = static_cast<const antlr4::RuleContext*>(context->parent)) {
    if (context->getRuleIndex() != Rules::RuleRuleDecl) continue;
    const auto& rule = static_cast<const antlr4::ParserRuleContext&>(*context);
    return !error_offsets_.empty() && error_offsets_.back() >= tokens_.span(*rule.start).begin;
  }
  return false;
}

void Recovery::report(antlr4::Parser& parser, const antlr4::RecognitionException* error) {
  if (inErrorRecoveryMode(&parser)) return;
  beginErrorCondition(&parser);
  const antlr4::Token* at = error != nullptr && error->getOffendingToken() != nullptr
                                ? error->getOffendingToken()
                                : parser.getCurrentToken();
  swallowed_ = swallowed_before(parser, at->getTokenIndex());
  if (swallowed_) at = &tokens_[*swallowed_];
  const bool told = is_told(*at, parser.getContext());
  error_offsets_.push_back(tokens_.span(*at).begin);
  if (!told && !tokens_.mended_before(*at)) {
    report_at(*at, swallowed_ ? antlr4::misc::IntervalSet() : expected_at(parser, error),
              parser.getContext());
  }
  if (error_offsets_.size() >= MaxErrors) throw GiveUp{};
}

// `expected` is empty when a name or a value is.
void Recovery::report_at(const antlr4::Token& at, const antlr4::misc::IntervalSet& expected,
                         const antlr4::RuleContext* rule) {
  const std::size_t type = at.getType();
  if (expects_expression(expected) &&
      (type == Kind::ANY || type == Kind::NO || type == Kind::ALL)) {
    sink_.report(
        diagnostics::BareQuantifier.at(tokens_.span(at)).help("write `(any f in ... where ...)`"));
    return;
  }
  const std::size_t index = at.getTokenIndex();
  const Advice found = advice({tokens_, index, expected, rule});
  std::string wanted = found.wanted;
  if (wanted.empty()) {
    wanted = expected.isEmpty() ? (type == Kind::ID ? "a declaration" : "a name or a value")
                                : expected_words(expected);
  }
  const source::Span span = tokens_.span(tokens_[found.first], tokens_[found.last]);
  const std::string met = found.first == found.last ? found_words(tokens_, tokens_[found.first])
                                                    : fmt::format("`{}`", tokens_.text(span));
  diagnostics::Diagnostic report =
      diagnostics::UnexpectedToken.at(span, diagnostics::TokenSet(wanted), diagnostics::Text(met));
  const std::string meant =
      type == Kind::ID && found.wanted.empty() ? nearest_keyword(tokens_.text(at), expected) : "";
  std::string help = meant.empty() ? found.help : "did you mean `" + meant + "`?";
  // Of a keyword that came too early it is the line above that lacks something.
  if (help.empty() && expected.isEmpty()) help = "finish the line above first";
  if (help.empty()) help = form_around(rule);
  if (found.opener) {
    report = std::move(report).label(tokens_.span(tokens_[*found.opener]), "opened here");
  }
  sink_.report(std::move(report).help(std::move(help)));
}

// Back to a keyword that was taken for a name. Whether there was one.
bool Recovery::step_back(antlr4::Parser& parser) {
  if (!swallowed_) return false;
  parser.getTokenStream()->seek(*swallowed_);
  swallowed_.reset();
  return true;
}

void Recovery::reportError(antlr4::Parser* parser, const antlr4::RecognitionException& error) {
  report(*parser, &error);
}

// Moves to where reading can go on. `from` is where `item` began; unless `may_stay`, at least that
// token is passed, so that no loop meets it again.
void Recovery::skip(antlr4::Parser& parser, antlr4::ParserRuleContext& item, std::size_t from,
                    std::size_t rule, bool may_stay) {
  antlr4::TokenStream& stream = *parser.getTokenStream();
  int depth = 0;
  for (std::size_t i = from; i < stream.index(); ++i) {
    const std::size_t type = tokens_[i].getType();
    if (type == Kind::LBRACE || type == Kind::HOLE_OPEN || type == Kind::GENE) ++depth;
    if (type == Kind::RBRACE) --depth;
  }
  while (stream.LA(1) != antlr4::Token::EOF) {
    const std::size_t index = stream.index();
    const antlr4::Token& token = tokens_[index];
    const std::size_t type = token.getType();
    const bool starts_line = tokens_.starts_line(index);
    if (may_stay || index > from) {
      if (token.getCharPositionInLine() == 0 &&
          (begins_declaration(type) || type == Kind::SOURCE)) {
        return;
      }
      if (starts_line && type == Kind::RULE && is_inside(&item, Rules::RuleDecision)) return;
      if (starts_line && type == Kind::DECISION && is_inside(&item, Rules::RulePolicy)) return;
      if (depth <= 0 && resumes(rule, type, starts_line)) return;
    }
    if (depth <= 0 && type == Kind::RBRACE && rule != Rules::RuleFile &&
        rule != Rules::RuleDeclaration) {
      return;
    }
    if (type == Kind::LBRACE || type == Kind::HOLE_OPEN || type == Kind::GENE) ++depth;
    if (type == Kind::RBRACE) --depth;
    parser.consume();
  }
}

void Recovery::recover(antlr4::Parser* parser, std::exception_ptr error) {
  antlr4::ParserRuleContext* context = parser->getContext();
  if (!is_item(context->getRuleIndex())) std::rethrow_exception(error);
  const std::size_t rule = context->getRuleIndex();
  const bool may_stay = rule == Rules::RuleModuleLine || rule == Rules::RuleWhenClause ||
                        rule == Rules::RuleThenClause;
  step_back(*parser);
  skip(*parser, *context, context->start->getTokenIndex(), rule, may_stay);
}

// Nothing is made up and nothing is dropped, but for one case: what stands between a condition and
// its `then` is passed over, so that the rest of the rule is read.
antlr4::Token* Recovery::recoverInline(antlr4::Parser* parser) {
  antlr4::ParserRuleContext& context = *parser->getContext();
  const antlr4::InputMismatchException mismatch(parser);
  const std::size_t first = context.start->getTokenIndex();
  if (context.getRuleIndex() != Rules::RuleThenClause || first != current_index(*parser)) {
    throw mismatch;
  }
  report(*parser, &mismatch);
  step_back(*parser);
  skip(*parser, context, first, Rules::RuleThenClause, true);
  antlr4::Token* then = parser->getCurrentToken();
  if (then->getType() != Kind::THEN) throw mismatch;
  parser->consume();
  return then;
}

void Recovery::sync(antlr4::Parser* parser) {
  antlr4::ParserRuleContext& context = *parser->getContext();
  const std::size_t rule = context.getRuleIndex();
  const auto& atn = parser->getATN();
  antlr4::atn::ATNState* state = atn.states[parser->getState()];
  const std::size_t kind = state->getStateType();
  const bool loop = kind == antlr4::atn::ATNState::STAR_LOOP_ENTRY ||
                    kind == antlr4::atn::ATNState::STAR_LOOP_BACK;
  note(*parser);
  if (!loop || !is_list(rule)) return;
  antlr4::TokenStream& stream = *parser->getTokenStream();
  const antlr4::misc::IntervalSet& expected = atn.nextTokens(state);
  const bool whole_file = rule == Rules::RuleFile;
  // With a brace missing, a declaration at the margin is not an item of this list. In rows it never
  // is: the lexer gives a keyword there only when it has seen the next declaration.
  const bool surely_outer =
      begins_at_margin(stream.index()) && (inErrorRecoveryMode(parser) || rule == Rules::RuleTable);
  if (surely_outer && !whole_file) throw antlr4::InputMismatchException(parser);
  while (!expected.contains(stream.LA(1))) {
    report(*parser, nullptr);
    const bool stepped_back = step_back(*parser);
    skip(*parser, context, stream.index(), lines_of(rule), !whole_file || stepped_back);
    // Elsewhere an outer list may be the one that knows how to go on.
    if (!whole_file || stream.LA(1) == antlr4::Token::EOF) break;
  }
}

}  // namespace precis::parse
