// Conditions and quantifiers.

#include "compiler/parse/build.h"

namespace precis::parse {

syntax::ExprId Builder::add(source::Span span, decltype(syntax::Expr::kind) kind) {
  return tree_.exprs.add({span, std::move(kind)});
}

syntax::ExprId Builder::malformed_after(const antlr4::ParserRuleContext& rule) {
  const source::Span at = span(rule);
  return malformed({at.file, at.end, at.end});
}

syntax::ExprId Builder::expr(P::ExprContext* rule, const antlr4::ParserRuleContext& parent) {
  if (!is_whole(rule) || !is_whole(&parent)) return malformed_after(parent);
  return expr(*rule);
}

std::vector<syntax::ExprId> Builder::exprs(const std::vector<P::ExprContext*>& rules) {
  std::vector<syntax::ExprId> ids;
  ids.reserve(rules.size());
  for (P::ExprContext* rule : rules) ids.push_back(expr(*rule));
  return ids;
}

syntax::ExprId Builder::expr(P::ExprContext& rule) {
  const source::Span at = span(rule);
  if (auto* it = dynamic_cast<P::PlainExprContext*>(&rule)) return disjunction(*it->disjunction());
  if (auto* it = dynamic_cast<P::IfExprContext*>(&rule)) {
    const std::vector<syntax::ExprId> parts = exprs(it->expr());
    return add(at, syntax::If{parts[0], parts[1], parts[2]});
  }
  if (auto* it = dynamic_cast<P::AnyExprContext*>(&rule)) {
    return add(at, syntax::Any{query(*it->query())});
  }
  if (auto* it = dynamic_cast<P::NoExprContext*>(&rule)) {
    return add(at, syntax::No{query(*it->query())});
  }
  if (auto* it = dynamic_cast<P::AllExprContext*>(&rule)) {
    syntax::Query read = query(*it->query());
    const syntax::ExprId satisfy = expr(*it->expr());
    return add(at, syntax::All{std::move(read), satisfy});
  }
  auto& it = dynamic_cast<P::SelectExprContext&>(rule);
  return add(at, syntax::Select{selector(*it.selector()), query(*it.query())});
}

syntax::Selector Builder::selector(P::SelectorContext& rule) const {
  if (rule.EARLIEST() != nullptr) return syntax::Selector::Earliest;
  if (rule.LOWEST() != nullptr) return syntax::Selector::Lowest;
  if (rule.HIGHEST() != nullptr) return syntax::Selector::Highest;
  return syntax::Selector::Latest;
}

syntax::Query Builder::query(P::QueryContext& rule) {
  syntax::Binder binder{name(*rule.word()), std::nullopt};
  if (rule.ID() != nullptr) binder.measurement = name(*rule.ID());
  const syntax::ExprId list = arith(*rule.arith());
  std::optional<syntax::ExprId> where;
  if (rule.expr() != nullptr) where = expr(*rule.expr());
  return {std::move(binder), list, where, span(rule)};
}

// Marks the second kind of operator, and says where the first is.
void Builder::report_mixed(P::DisjunctionContext& rule) {
  const source::Span or_span = span(*rule.OR(0));
  for (P::ConjunctionContext* operand : rule.conjunction()) {
    if (operand->AND().empty()) continue;
    const source::Span and_span = span(*operand->AND(0));
    const bool and_first = and_span.begin < or_span.begin;
    const source::Span second = and_first ? or_span : and_span;
    const source::Span first = and_first ? and_span : or_span;
    sink_.report(diagnostics::MixedAndOr.at(second)
                     .label(first, and_first ? "`and` here" : "`or` here")
                     .help("put parentheses around what belongs together"));
    return;
  }
}

syntax::ExprId Builder::disjunction(P::DisjunctionContext& rule) {
  const std::vector<P::ConjunctionContext*> operands = rule.conjunction();
  if (operands.size() == 1) return conjunction(*operands[0]);
  for (P::ConjunctionContext* operand : operands) {
    if (operand->AND().empty()) continue;
    report_mixed(rule);
    return malformed(span(rule));
  }
  syntax::Or all;
  all.operands.reserve(operands.size());
  for (P::ConjunctionContext* operand : operands) all.operands.push_back(conjunction(*operand));
  return add(span(rule), std::move(all));
}

syntax::ExprId Builder::conjunction(P::ConjunctionContext& rule) {
  const std::vector<P::NegationContext*> operands = rule.negation();
  if (operands.size() == 1) return negation(*operands[0]);
  syntax::And all;
  all.operands.reserve(operands.size());
  for (P::NegationContext* operand : operands) all.operands.push_back(negation(*operand));
  return add(span(rule), std::move(all));
}

syntax::ExprId Builder::negation(P::NegationContext& rule) {
  if (rule.comparison() != nullptr) return comparison(*rule.comparison());
  return add(span(rule), syntax::Not{negation(*rule.negation())});
}

syntax::ExprId Builder::comparison(P::ComparisonContext& rule) {
  const syntax::ExprId left = arith(*rule.arith());
  if (rule.comparisonTail() == nullptr) return left;
  return comparison_tail(span(rule), left, *rule.comparisonTail());
}

syntax::ComparisonOp Builder::order(P::OrderContext& rule) const {
  if (rule.LESS() != nullptr) return syntax::ComparisonOp::Less;
  if (rule.LESS_EQUAL() != nullptr) return syntax::ComparisonOp::LessOrEqual;
  if (rule.GREATER() != nullptr) return syntax::ComparisonOp::Greater;
  return syntax::ComparisonOp::GreaterOrEqual;
}

static source::Span joined(source::Span first, source::Span last) {
  return {first.file, first.begin, last.end};
}

syntax::ExprId Builder::comparison_tail(source::Span at, syntax::ExprId left,
                                        P::ComparisonTailContext& tail) {
  if (auto* it = dynamic_cast<P::OrderTailContext*>(&tail)) {
    const syntax::ExprId right = arith(*it->arith());
    return add(at, syntax::Comparison{order(*it->order()), span(*it->order()), left, right});
  }
  if (auto* it = dynamic_cast<P::IsTailContext*>(&tail)) {
    const bool negated = it->NOT() != nullptr;
    const source::Span op = negated ? joined(span(*it->IS()), span(*it->NOT())) : span(*it->IS());
    const syntax::ExprId right = arith(*it->arith());
    const auto kind = negated ? syntax::ComparisonOp::IsNot : syntax::ComparisonOp::Is;
    return add(at, syntax::Comparison{kind, op, left, right});
  }
  if (auto* it = dynamic_cast<P::KnowledgeTailContext*>(&tail)) {
    const bool known = it->KNOWN() != nullptr;
    return add(at, syntax::KnowledgeTest{
                       left, known ? syntax::Knowledge::Known : syntax::Knowledge::Unknown});
  }
  if (dynamic_cast<P::TestedTailContext*>(&tail) != nullptr) return add(at, syntax::Tested{left});
  if (dynamic_cast<P::OnFileTailContext*>(&tail) != nullptr) return add(at, syntax::OnFile{left});
  if (auto* it = dynamic_cast<P::InTailContext*>(&tail)) {
    const syntax::ExprId set = arith(*it->arith());
    return add(at, syntax::Membership{it->NOT() != nullptr, left, set});
  }
  if (auto* it = dynamic_cast<P::BetweenTailContext*>(&tail)) {
    const syntax::ExprId low = arith(*it->arith(0));
    const syntax::ExprId high = arith(*it->arith(1));
    return add(at, syntax::Between{left, low, high});
  }
  if (auto* it = dynamic_cast<P::WithinTailContext*>(&tail)) {
    return add(at, syntax::Within{left, window(*it->window())});
  }
  if (auto* it = dynamic_cast<P::BeforeTailContext*>(&tail)) {
    const bool before = it->BEFORE() != nullptr;
    const bool strictly = it->STRICTLY() != nullptr;
    const source::Span last = span(before ? *it->BEFORE() : *it->AFTER());
    const source::Span op = strictly ? joined(span(*it->STRICTLY()), last) : last;
    const auto order =
        strictly ? (before ? syntax::DateOrder::StrictlyBefore : syntax::DateOrder::StrictlyAfter)
                 : (before ? syntax::DateOrder::Before : syntax::DateOrder::After);
    return add(at, syntax::DateComparison{order, op, left, arith(*it->arith())});
  }
  auto& it = dynamic_cast<P::OnOrTailContext&>(tail);
  const bool before = it.BEFORE() != nullptr;
  const source::Span op = joined(span(*it.ON()), span(before ? *it.BEFORE() : *it.AFTER()));
  const auto order = before ? syntax::DateOrder::OnOrBefore : syntax::DateOrder::OnOrAfter;
  return add(at, syntax::DateComparison{order, op, left, arith(*it.arith())});
}

syntax::WrittenLength Builder::length(P::WindowLengthContext& rule) {
  return {digits(span(*rule.number())), unit(*rule.quantityUnit()), span(rule)};
}

syntax::AskedDays Builder::asked_days(P::PeriodContext& rule) {
  const bool carry_in = rule.CARRY_IN() != nullptr;
  if (rule.window() != nullptr) return {window(*rule.window()), carry_in, span(rule)};
  const syntax::ExprId first = arith(*rule.arith(0));
  const syntax::ExprId last = arith(*rule.arith(1));
  return {syntax::Days{first, last}, carry_in, span(rule)};
}

syntax::Window Builder::window(P::WindowContext& rule) {
  P::WindowLengthContext& length = *rule.windowLength();
  syntax::WindowSide side = syntax::WindowSide::Around;
  if (rule.BEFORE() != nullptr) side = syntax::WindowSide::Before;
  if (rule.AFTER() != nullptr) side = syntax::WindowSide::After;
  return {digits(span(*length.number())), unit(*length.quantityUnit()), side, arith(*rule.arith()),
          span(rule)};
}

}  // namespace precis::parse
