// Tests: the facts given and the answer expected.

#include "compiler/parse/build.h"

namespace precis::parse {

syntax::ValueId Builder::add_value(source::Span span, decltype(syntax::Value::kind) kind) {
  return tree_.values.add({span, std::move(kind)});
}

syntax::Test Builder::test(P::TestContext& rule) {
  syntax::Test test{text(*rule.TEXT()), {}, {}};
  for (P::TestItemContext* item : rule.testItem()) {
    if (auto* it = dynamic_cast<P::GivenItemContext*>(item)) {
      if (!is_whole(it->ident())) continue;
      const syntax::ValueId facts = is_whole(it) ? record_value(*it->recordValue())
                                                 : add_value(span(*item), syntax::Malformed{});
      test.givens.push_back({name(*it->ident()), facts, span(*item)});
    } else if (auto* it = dynamic_cast<P::ExpectItemContext*>(item)) {
      if (is_whole(it->ident(0)) && is_whole(it->ident(1))) {
        test.expectations.push_back(expectation(*it));
      }
    }
  }
  return test;
}

syntax::ValueId Builder::record_value(P::RecordValueContext& rule) {
  syntax::RecordValue record;
  for (P::FieldValueContext* it : rule.fieldValue()) {
    record.fields.push_back({name(*it->fieldName()), value(*it->value())});
  }
  return add_value(span(rule), std::move(record));
}

syntax::ValueId Builder::value(P::ValueContext& rule) {
  const source::Span at = span(rule);
  if (auto* it = dynamic_cast<P::RecordOfFieldsContext*>(&rule)) {
    return record_value(*it->recordValue());
  }
  if (auto* it = dynamic_cast<P::ListOfValuesContext*>(&rule)) {
    syntax::ListValue list;
    for (P::ValueContext* item : it->value()) list.items.push_back(value(*item));
    return add_value(at, std::move(list));
  }
  if (auto* it = dynamic_cast<P::BoundValueContext*>(&rule)) {
    return add_value(at, syntax::BoundValue{order(*it->order()), literal(*it->literal())});
  }
  auto& it = dynamic_cast<P::LiteralValueContext&>(rule);
  const syntax::ExprId low = literal(*it.literal(0));
  if (it.literal(1) == nullptr) return add_value(at, syntax::ScalarValue{low});
  return add_value(at, syntax::IntervalValue{low, literal(*it.literal(1))});
}

syntax::Expectation Builder::expectation(P::ExpectItemContext& rule) {
  syntax::Expectation expectation{name(*rule.ident(0)), name(*rule.ident(1)), syntax::Malformed{},
                                  span(rule)};
  if (is_whole(rule.answer())) expectation.answer = answer(*rule.answer());
  return expectation;
}

std::vector<syntax::FactPath> Builder::fact_paths(P::PathListContext& rule) const {
  std::vector<syntax::FactPath> facts;
  for (P::PathContext* it : rule.path()) {
    syntax::ModulePath names = path(*it);
    facts.push_back({std::move(names.parts), names.span});
  }
  return facts;
}

std::vector<syntax::CollectedRule> Builder::collected_rules(P::CollectedListContext& list) {
  std::vector<syntax::CollectedRule> rules;
  for (P::CollectedRuleContext* it : list.collectedRule()) {
    syntax::ModulePath names = path(*it->path());
    rules.push_back({{std::move(names.parts), names.span}, payloads(it->payloadValue())});
  }
  return rules;
}

decltype(syntax::Expectation::answer) Builder::answer(P::AnswerContext& rule) {
  if (auto* it = dynamic_cast<P::IsAnswerContext*>(&rule)) {
    syntax::ExpectOutcome outcome{name(*it->word()), payloads(it->payloadValue()), {}, {}};
    if (it->ident() != nullptr) outcome.phase = name(*it->ident());
    if (P::ByContext* by = it->by()) {
      if (by->path() != nullptr) {
        syntax::ModulePath rule = path(*by->path());
        outcome.by = syntax::ByRule{std::move(rule.parts), rule.span};
      } else {
        outcome.by = syntax::ByOtherwise{};
      }
    }
    return outcome;
  }
  if (auto* it = dynamic_cast<P::NeedsAnswerContext*>(&rule)) {
    return syntax::ExpectNeeds{fact_paths(*it->pathList())};
  }
  if (auto* it = dynamic_cast<P::CollectsAnswerContext*>(&rule)) {
    syntax::ExpectCollected collected{collected_rules(*it->collectedList(0)), {}};
    if (it->collectedList(1) != nullptr) {
      collected.possible = collected_rules(*it->collectedList(1));
    }
    return collected;
  }
  if (auto* it = dynamic_cast<P::RejectsAnswerContext*>(&rule)) {
    return syntax::ExpectRejects{fact_paths(*it->pathList())};
  }
  if (dynamic_cast<P::FaultsAnswerContext*>(&rule) != nullptr) return syntax::ExpectFault{};
  if (dynamic_cast<P::NotGovernedAnswerContext*>(&rule) != nullptr) {
    return syntax::ExpectNotGoverned{};
  }
  return syntax::ExpectNotInForce{};
}

}  // namespace precis::parse
