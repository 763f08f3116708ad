// Policies, decisions and rules.

#include "compiler/parse/build.h"

namespace precis::parse {

syntax::Policy Builder::policy(P::PolicyContext& rule) {
  syntax::Policy policy{name(*rule.ident()),
                        {"", span(rule)},
                        params(rule.params()),
                        syntax::ExprId(0),
                        std::nullopt,
                        std::nullopt,
                        std::nullopt,
                        {},
                        {},
                        {},
                        {},
                        {},
                        {}};
  if (rule.TEXT() != nullptr) policy.title = text(*rule.TEXT());
  policy.at = is_whole(rule.arith()) ? arith(*rule.arith()) : malformed_after(rule);
  for (P::PolicyItemContext* item : rule.policyItem()) policy_item(*item, policy);
  return policy;
}

void Builder::policy_item(P::PolicyItemContext& rule, syntax::Policy& policy) {
  if (auto* it = dynamic_cast<P::PolicyVersionContext*>(&rule)) {
    if (is_whole(it)) set_once(policy.version, text(*it->TEXT()), span(rule), "version");
  } else if (auto* it = dynamic_cast<P::PolicyEffectiveContext*>(&rule)) {
    if (is_whole(it)) effective(policy.effective, it->DATE(), span(rule));
  } else if (auto* it = dynamic_cast<P::PolicyGovernsContext*>(&rule)) {
    const bool whole = !stopped_short(rule);
    set_once(policy.governs, whole ? expr(it->expr(), rule) : malformed_after(rule), span(rule),
             "governs");
  } else if (auto* it = dynamic_cast<P::PolicySourceContext*>(&rule)) {
    if (is_whole(it->sourceDecl())) policy.sources.push_back(source(*it->sourceDecl()));
  } else if (dynamic_cast<P::PolicyMonthEndsContext*>(&rule) != nullptr) {
    if (is_whole(&rule)) set_once(policy.month_ends_refuse, span(rule), span(rule), "month ends");
  } else {
    policy_part(rule, policy);
  }
}

// What has rules or conditions of its own.
void Builder::policy_part(P::PolicyItemContext& rule, syntax::Policy& policy) {
  if (auto* it = dynamic_cast<P::PolicyDefineContext*>(&rule)) {
    P::DefineContext* written = it->define();
    if (written != nullptr && is_whole(written->ident()))
      policy.defines.push_back(define(*written));
  } else if (auto* it = dynamic_cast<P::PolicyDecisionContext*>(&rule)) {
    P::DecisionContext* written = it->decision();
    if (written == nullptr || !is_whole(written->ident(0)) || !is_whole(written->ident(1))) return;
    policy.decisions.push_back(decision(*written));
  } else if (auto* it = dynamic_cast<P::PolicyPhaseContext*>(&rule)) {
    P::PhaseContext* written = it->phase();
    if (written != nullptr && is_whole(written->ident())) policy.phases.push_back(phase(*written));
  } else if (auto* it = dynamic_cast<P::PolicyGuaranteeContext*>(&rule)) {
    if (is_whole(it->guarantee())) policy.guarantees.push_back(guarantee(*it->guarantee()));
  }
}

void Builder::effective(std::optional<syntax::Period>& slot, const std::vector<Node*>& dates,
                        source::Span at) {
  const auto from = date(*dates[0]);
  const auto to = date(*dates[1]);
  // A day that is not in the calendar is reported; the period is there all the same.
  const syntax::DateLiteral day = from ? *from : to.value_or(syntax::DateLiteral{1970, 1, 1});
  set_once(slot, syntax::Period{from.value_or(day), to.value_or(day), at}, at, "effective");
}

syntax::Phase Builder::phase(P::PhaseContext& rule) {
  const source::Span whole = span(rule);
  syntax::Phase phase{name(*rule.ident()),    {"", whole}, std::nullopt,
                      defines(rule.define()), {},          whole,
                      damaged(whole)};
  if (rule.TEXT() != nullptr) phase.title = text(*rule.TEXT());
  if (rule.WHEN() != nullptr) {
    phase.when = is_whole(rule.expr()) ? expr(*rule.expr()) : malformed_after(rule);
  }
  for (P::DecisionContext* it : rule.decision()) {
    if (is_whole(it->ident(0)) && is_whole(it->ident(1))) phase.decisions.push_back(decision(*it));
  }
  return phase;
}

syntax::Guarantee Builder::guarantee(P::GuaranteeContext& rule) {
  const std::vector<syntax::ExprId> parts = exprs(rule.expr());
  const bool conditional = rule.WHEN() != nullptr;
  return {name(*rule.ident()), text(*rule.TEXT()),
          conditional ? std::optional(parts[0]) : std::nullopt, parts.back(), span(rule)};
}

syntax::Parameter Builder::parameter(P::ParameterContext& rule) {
  syntax::Parameter parameter{name(*rule.ident()), params(rule.params()), type(rule.type()), {}};
  for (P::ParameterEntryContext* it : rule.parameterEntry()) {
    if (!is_whole(it)) continue;
    const auto from = date(*it->DATE());
    if (!from) continue;
    syntax::ParameterEntry entry{*from, expr(*it->expr()), {}, span(*it)};
    for (P::CiteContext* cite : it->cite()) entry.citations.push_back(citation(*cite));
    parameter.entries.push_back(std::move(entry));
  }
  return parameter;
}

syntax::Combination Builder::combination(P::CombinationContext* rule) {
  if (!is_whole(rule)) return syntax::Combination::FirstMatch;
  if (rule->UNIQUE() != nullptr) return syntax::Combination::Unique;
  if (rule->MOST() != nullptr) return syntax::Combination::MostSevere;
  if (rule->COLLECT() != nullptr) return syntax::Combination::Collect;
  return syntax::Combination::FirstMatch;
}

static syntax::SourceKind kind_of(Builder::P::SourceKindContext& rule) {
  if (rule.LABEL() != nullptr) return syntax::SourceKind::Label;
  if (rule.PLAN() != nullptr) return syntax::SourceKind::Plan;
  if (rule.LAW() != nullptr) return syntax::SourceKind::Law;
  if (rule.LITERATURE() != nullptr) return syntax::SourceKind::Literature;
  return syntax::SourceKind::Guideline;
}

syntax::Source Builder::source(P::SourceDeclContext& rule) {
  syntax::Source source{name(*rule.ident()), kind_of(*rule.sourceKind()),
                        text(*rule.TEXT()),  std::nullopt,
                        std::nullopt,        std::nullopt,
                        std::nullopt,        span(rule)};
  for (P::SourceDetailContext* detail : rule.sourceDetail()) {
    const syntax::Text value = text(*detail->TEXT());
    const source::Span at = span(*detail);
    if (detail->SECTION() != nullptr) set_once(source.section, value, at, "section");
    if (detail->DOI() != nullptr) set_once(source.doi, value, at, "doi");
    if (detail->URL() != nullptr) set_once(source.url, value, at, "url");
    if (detail->EDITION() != nullptr) set_once(source.edition, value, at, "edition");
  }
  return source;
}

// Whether a `}` too many ended the decision: what stands behind it belongs to it.
bool Builder::goes_on(const P::DecisionContext& rule) const {
  if (rule.stop == nullptr || rule.stop->getType() == antlr4::Token::EOF) return false;
  const std::size_t next = tokens_[rule.stop->getTokenIndex() + 1].getType();
  return next == Kind::RULE || next == Kind::OTHERWISE;
}

syntax::Decision Builder::decision(P::DecisionContext& rule_context) {
  const source::Span whole = span(rule_context);
  syntax::Decision decision{name(*rule_context.ident(0)),
                            name(*rule_context.ident(1)),
                            combination(rule_context.combination()),
                            {},
                            std::nullopt,
                            whole,
                            damaged(whole) || !is_whole(&rule_context) || goes_on(rule_context)};
  for (P::RuleDeclContext* it : rule_context.ruleDecl()) {
    if (is_whole(it->ident())) decision.rules.push_back(rule(*it));
  }
  if (rule_context.fallback() != nullptr) decision.otherwise = fallback(*rule_context.fallback());
  return decision;
}

syntax::Fallback Builder::fallback(P::FallbackContext& rule) {
  syntax::Fallback fallback{syntax::Malformed{}, std::nullopt, {}, span(rule)};
  if (is_whole(rule.outcome()) && !stopped_short(*rule.outcome()))
    fallback.outcome = outcome(*rule.outcome());
  for (P::FallbackItemContext* item : rule.fallbackItem()) {
    if (!is_whole(item)) continue;
    if (item->because() != nullptr) {
      set_once(fallback.because, because(*item->because()), span(*item), "because");
    } else {
      fallback.citations.push_back(citation(*item->cite()));
    }
  }
  return fallback;
}

syntax::Rule Builder::rule(P::RuleDeclContext& rule_context) {
  const source::Span whole = span(rule_context);
  P::WhenClauseContext* when = rule_context.whenClause();
  P::ThenClauseContext* then = rule_context.thenClause();
  // Where something stood between the condition and `then`, the condition was not read to its end.
  const bool condition_ends =
      when != nullptr && then != nullptr && then->start->getType() == Kind::THEN;
  syntax::Rule rule{name(*rule_context.ident()),
                    {"", whole},
                    condition_ends ? expr(when->expr(), *when) : malformed_after(rule_context),
                    syntax::Malformed{},
                    {},
                    std::nullopt,
                    {},
                    {},
                    whole,
                    damaged(whole)};
  if (rule_context.TEXT() != nullptr) rule.title = text(*rule_context.TEXT());
  if (is_whole(then) && !stopped_short(*then)) rule.then = outcome(*then->outcome());
  for (P::RuleItemContext* item : rule_context.ruleItem()) {
    if (is_whole(item)) rule_item(*item, rule);
  }
  return rule;
}

void Builder::rule_item(P::RuleItemContext& item, syntax::Rule& rule) {
  if (auto* it = dynamic_cast<P::UnlessItemContext*>(&item)) {
    rule.exceptions.push_back(
        {name(*it->ident()), text(*it->TEXT()), expr(*it->expr()), span(item)});
  } else if (auto* it = dynamic_cast<P::BecauseItemContext*>(&item)) {
    set_once(rule.because, because(*it->because()), span(item), "because");
  } else if (auto* it = dynamic_cast<P::CiteItemContext*>(&item)) {
    rule.citations.push_back(citation(*it->cite()));
  } else if (auto* it = dynamic_cast<P::JustifiedItemContext*>(&item)) {
    rule.justifications.push_back({it->ADMINISTRATIVE() != nullptr, text(*it->TEXT()), span(item)});
  }
}

syntax::Outcome Builder::outcome(P::OutcomeContext& rule) {
  return {name(*rule.word()), payloads(rule.payloadValue()), span(rule)};
}

std::vector<syntax::PayloadValue> Builder::payloads(
    const std::vector<P::PayloadValueContext*>& rules) {
  std::vector<syntax::PayloadValue> values;
  for (P::PayloadValueContext* it : rules) {
    values.push_back({name(*it->word()), expr(*it->expr())});
  }
  return values;
}

syntax::Citation Builder::citation(P::CiteContext& rule) {
  syntax::Citation citation{name(*rule.ident()), text_after(rule.SECTION(), rule.TEXT()),
                            std::nullopt, span(rule)};
  if (P::StrengthContext* strength = rule.strength()) {
    citation.strength = syntax::Strength::Strong;
    if (strength->MODERATE() != nullptr) citation.strength = syntax::Strength::Moderate;
    if (strength->OPTIONAL() != nullptr) citation.strength = syntax::Strength::Optional;
  }
  return citation;
}

syntax::Template Builder::because(P::BecauseContext& rule) {
  // The opening quote ends the token `because "`.
  source::Span whole = span(rule);
  whole.begin = span(*rule.BECAUSE()).end - 1;
  syntax::Template text{{}, whole};
  for (P::TemplatePartContext* part : rule.templatePart()) {
    const source::Span at = span(*part);
    if (part->expr() != nullptr) {
      text.parts.push_back(syntax::TemplateHole{expr(*part->expr()), at});
    } else if (part->ESCAPED_BRACE() != nullptr) {
      text.parts.push_back(syntax::TemplateText{tokens_.text(at).substr(0, 1), at});
    } else {
      text.parts.push_back(syntax::TemplateText{tokens_.text(at), at});
    }
  }
  return text;
}

}  // namespace precis::parse
