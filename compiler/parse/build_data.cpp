// Types as written, and the declarations of data.

#include "compiler/parse/build.h"

namespace precis::parse {

syntax::Unit Builder::unit(source::Span span) const {
  std::string_view written = tokens_.text(span);
  const bool quoted = written.starts_with('\'');
  if (quoted) written = written.substr(1, written.size() - 2);
  return {written, quoted, span};
}

syntax::Unit Builder::unit(P::UnitContext& rule) const {
  return unit(span(rule));
}

syntax::Unit Builder::unit(P::QuantityUnitContext& rule) const {
  return unit(span(rule));
}

syntax::Range Builder::range(P::RangeContext& rule) {
  return {number(*rule.signedNumber(0)), number(*rule.signedNumber(1)), span(rule)};
}

syntax::Type Builder::type(P::TypeContext* rule) {
  if (rule == nullptr) return {{tree_.file, 0, 0}, syntax::Malformed{}};
  if (auto* history_rule = dynamic_cast<P::HistoryTypeContext*>(rule))
    return history(*history_rule);
  if (!is_whole(rule)) return {span(*rule), syntax::Malformed{}};
  return type_of(*rule);
}

syntax::Type Builder::type_of(P::TypeContext& rule) {
  const source::Span at = span(rule);
  if (auto* it = dynamic_cast<P::IntegerTypeContext*>(&rule)) {
    return {at, syntax::IntegerType{range(*it->range())}};
  }
  if (auto* it = dynamic_cast<P::DecimalTypeContext*>(&rule)) {
    return {at, syntax::DecimalType{range(*it->range())}};
  }
  if (auto* it = dynamic_cast<P::NamedTypeContext*>(&rule)) {
    return {at, syntax::NamedType{name(*it->ID())}};
  }
  if (auto* it = dynamic_cast<P::MemberTypeContext*>(&rule)) {
    return {at, syntax::MemberType{name(*it->ID(0)), name(*it->ID(1))}};
  }
  if (auto* it = dynamic_cast<P::RangedTypeContext*>(&rule)) {
    return {at, syntax::QuantityType{unit(*it->unit()), range(*it->range())}};
  }
  if (dynamic_cast<P::RatioTypeContext*>(&rule) != nullptr ||
      dynamic_cast<P::QuotedUnitTypeContext*>(&rule) != nullptr) {
    return {at, syntax::QuantityType{unit(at), std::nullopt}};
  }
  if (auto* it = dynamic_cast<P::GenomeTypeContext*>(&rule)) {
    syntax::GenomeType genome;
    for (Node* gene : it->ID()) genome.genes.push_back(name(*gene));
    return {at, std::move(genome)};
  }
  if (dynamic_cast<P::MeasuredTypeContext*>(&rule) != nullptr) return {at, syntax::MeasuredType{}};
  if (auto* it = dynamic_cast<P::SetTypeContext*>(&rule)) {
    return {at, syntax::SetType{name(*it->ID())}};
  }
  if (auto* it = dynamic_cast<P::ListTypeContext*>(&rule)) {
    return {at, syntax::ListType{name(*it->ID())}};
  }
  return {at, syntax::Malformed{}};
}

// A history that does not say how far it can be trusted is still one.
syntax::Type Builder::history(P::HistoryTypeContext& rule) {
  if (rule.ID() == nullptr || !is_whole(rule.ident())) return {span(rule), syntax::Malformed{}};
  syntax::HistoryType history{name(*rule.ID()), name(*rule.ident()), syntax::Malformed{}};
  P::ObservedContext* observed = rule.observed();
  if (!is_whole(observed)) return {span(rule), std::move(history)};
  if (dynamic_cast<P::CompleteHistoryContext*>(observed) != nullptr) {
    history.observed = syntax::Complete{};
  } else if (dynamic_cast<P::OpenHistoryContext*>(observed) != nullptr) {
    history.observed = syntax::Open{};
  } else if (auto* known = dynamic_cast<P::KnownHistoryContext*>(observed)) {
    syntax::KnownFrom from{name(*known->ident(0)), std::nullopt};
    if (known->ident(1) != nullptr) from.to = name(*known->ident(1));
    history.observed = std::move(from);
  }
  return {span(rule), std::move(history)};
}

syntax::ValueSet Builder::value_set(P::ValueSetContext& rule) {
  syntax::ValueSet set{name(*rule.ident(0)), std::nullopt, {"", span(rule)}, {}, {}, {}};
  if (is_whole(rule.ident(1))) set.system = name(*rule.ident(1));
  if (!rule.TEXT().empty()) set.version = text(*rule.TEXT(0));
  set.from = text_after(rule.FROM(), rule.TEXT(1));
  set.url = text_after(rule.URL(), rule.TEXT(2));
  for (P::ValueSetEntryContext* entry : rule.valueSetEntry()) {
    if (!is_whole(entry)) continue;
    const antlr4::Token& display = *entry->TEXT(1)->getSymbol();
    if (display.getLine() != entry->TEXT(0)->getSymbol()->getLine()) {
      sink_.report(diagnostics::UnexpectedToken
                       .at(tokens_.span(display),
                           diagnostics::TokenSet("the display of the code above"),
                           diagnostics::Text("a new line"))
                       .help("write the code and its text on one line"));
      break;
    }
    std::optional<syntax::Name> system;
    if (entry->ident() != nullptr) system = name(*entry->ident());
    set.entries.push_back({system, text(*entry->TEXT(0)), text(*entry->TEXT(1))});
  }
  return set;
}

syntax::Measurement Builder::measurement(P::MeasurementContext& rule) {
  syntax::Measurement measurement{name(*rule.ident(0)), name(*rule.ident(1)), {},
                                  unit(*rule.unit()),   range(*rule.range()), std::nullopt};
  for (Node* code : rule.TEXT()) measurement.codes.push_back(text(*code));
  if (P::MolarMassContext* mass = rule.molarMass()) {
    measurement.molar_mass = {number(*mass->number()), unit(*mass->unit())};
  }
  return measurement;
}

syntax::Enumeration Builder::enumeration(P::EnumerationContext& rule) {
  syntax::Enumeration enumeration{name(*rule.ident()), {}};
  for (P::EnumMemberContext* member : rule.enumMember()) {
    if (!is_whole(member)) continue;
    enumeration.members.push_back({name(*member->ident()), text(*member->TEXT(0)),
                                   text_after(member->NCPDP(), member->TEXT(1))});
  }
  return enumeration;
}

syntax::Record Builder::record(P::RecordContext& rule) {
  syntax::RecordKind kind = syntax::RecordKind::Record;
  if (rule.SCHEMA() != nullptr) kind = syntax::RecordKind::Schema;
  if (rule.REQUEST() != nullptr) kind = syntax::RecordKind::Request;
  syntax::Record record{kind, name(*rule.ident()), {}};
  for (P::FieldContext* it : rule.field()) {
    if (is_whole(it->fieldName())) record.fields.push_back(field(*it));
  }
  return record;
}

static syntax::FieldMark mark_of(Builder::P::FieldMarkContext& rule) {
  if (rule.APPROXIMATE() != nullptr) return syntax::FieldMark::Approximate;
  if (rule.PROTECTED() != nullptr) return syntax::FieldMark::Protected;
  if (rule.GUARDED() != nullptr) return syntax::FieldMark::Guarded;
  if (rule.ACTIONABLE() != nullptr) return syntax::FieldMark::Actionable;
  if (rule.CLINICAL() != nullptr) return syntax::FieldMark::Clinical;
  if (rule.PREDICTED() != nullptr) return syntax::FieldMark::Predicted;
  return syntax::FieldMark::Optional;
}

syntax::Field Builder::field(P::FieldContext& rule) {
  syntax::Field field{name(*rule.fieldName()), type(rule.type()), {}, span(rule)};
  for (P::FieldMarkContext* mark : rule.fieldMark()) {
    if (is_whole(mark)) field.marks.push_back({mark_of(*mark), span(*mark)});
  }
  if (rule.TEXT() != nullptr) field.title = text(*rule.TEXT());
  return field;
}

syntax::OutcomeType Builder::outcome_type(P::OutcomeTypeContext& rule) {
  syntax::OutcomeType outcome{name(*rule.ident()), {}};
  for (P::AlternativeContext* it : rule.alternative()) {
    if (is_whole(it)) outcome.alternatives.push_back(alternative(*it));
  }
  return outcome;
}

syntax::Alternative Builder::alternative(P::AlternativeContext& rule) {
  P::StandingContext& written = *rule.standing();
  syntax::Standing standing = syntax::Standing::Favorable;
  if (written.REVIEW() != nullptr) standing = syntax::Standing::Review;
  if (written.ADVERSE() != nullptr) standing = syntax::Standing::Adverse;
  syntax::Alternative alternative{
      name(*rule.word()), {}, standing, written.ADMINISTRATIVE() != nullptr, span(written)};
  for (P::PayloadContext* payload : rule.payload()) {
    alternative.payloads.push_back(
        {name(*payload->ident()), type(payload->type()), payload->QUESTION() != nullptr});
  }
  return alternative;
}

std::vector<syntax::Param> Builder::params(P::ParamsContext* rule) {
  std::vector<syntax::Param> params;
  if (rule == nullptr) return params;
  for (P::ParamContext* param : rule->param()) {
    if (is_whole(param->ident())) params.push_back({name(*param->ident()), type(param->type())});
  }
  return params;
}

syntax::Define Builder::define(P::DefineContext& rule) {
  const syntax::ExprId body = stopped_short(rule) ? malformed_after(rule) : expr(rule.expr(), rule);
  return {name(*rule.ident()), params(rule.params()), body, span(rule)};
}

std::vector<syntax::Define> Builder::defines(const std::vector<P::DefineContext*>& rules) {
  std::vector<syntax::Define> defines;
  for (P::DefineContext* rule : rules) {
    if (is_whole(rule->ident())) defines.push_back(define(*rule));
  }
  return defines;
}

syntax::Catalog Builder::catalog(P::CatalogContext& rule) {
  syntax::Catalog catalog{
      name(*rule.ident(0)), name(*rule.ident(1)), text(*rule.TEXT(0)), text(*rule.TEXT(1)), {}};
  for (P::FieldContext* it : rule.field()) {
    if (is_whole(it->fieldName())) catalog.fields.push_back(field(*it));
  }
  return catalog;
}

}  // namespace precis::parse
