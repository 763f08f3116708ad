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
    if (!is_whole(it)) return;
    const auto from = date(*it->DATE(0));
    const auto to = date(*it->DATE(1));
    if (!from || !to) return;
    set_once(policy.effective, syntax::Period{*from, *to, span(rule)}, span(rule), "effective");
  } else if (auto* it = dynamic_cast<P::PolicyGovernsContext*>(&rule)) {
    set_once(policy.governs, expr(it->expr(), rule), span(rule), "governs");
  } else if (auto* it = dynamic_cast<P::PolicySourceContext*>(&rule)) {
    if (is_whole(it)) policy.sources.push_back(source(*it));
  } else if (auto* it = dynamic_cast<P::PolicyDefineContext*>(&rule)) {
    P::DefineContext* written = it->define();
    if (written != nullptr && is_whole(written->ident()))
      policy.defines.push_back(define(*written));
  } else if (auto* it = dynamic_cast<P::PolicyDecisionContext*>(&rule)) {
    P::DecisionContext* written = it->decision();
    if (written == nullptr || !is_whole(written->ident(0)) || !is_whole(written->ident(1))) return;
    policy.decisions.push_back(decision(*written));
  }
}

static syntax::SourceKind kind_of(Builder::P::SourceKindContext& rule) {
  if (rule.LABEL() != nullptr) return syntax::SourceKind::Label;
  if (rule.PLAN() != nullptr) return syntax::SourceKind::Plan;
  if (rule.LAW() != nullptr) return syntax::SourceKind::Law;
  if (rule.LITERATURE() != nullptr) return syntax::SourceKind::Literature;
  return syntax::SourceKind::Guideline;
}

syntax::Source Builder::source(P::PolicySourceContext& rule) {
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

syntax::Decision Builder::decision(P::DecisionContext& rule_context) {
  const source::Span whole = span(rule_context);
  syntax::Decision decision{name(*rule_context.ident(0)),
                            name(*rule_context.ident(1)),
                            syntax::Combination::FirstMatch,
                            {},
                            std::nullopt,
                            whole,
                            damaged(whole)};
  for (P::RuleDeclContext* it : rule_context.ruleDecl()) {
    if (is_whole(it->ident())) decision.rules.push_back(rule(*it));
  }
  if (rule_context.fallback() != nullptr) decision.otherwise = fallback(*rule_context.fallback());
  return decision;
}

syntax::Fallback Builder::fallback(P::FallbackContext& rule) {
  syntax::Fallback fallback{syntax::Malformed{}, std::nullopt, {}, span(rule)};
  if (is_whole(rule.outcome())) fallback.outcome = outcome(*rule.outcome());
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
  if (is_whole(then)) rule.then = outcome(*then->outcome());
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
