// Mutants of policies, plans and definitions.

#include "compiler/mutate/maker.h"
#include "compiler/mutate/text.h"
#include "compiler/support/match.h"

namespace precis::mutate {

// `2026-01-31`.
static constexpr std::size_t DateLength = 10;

static std::string below(const std::string& place, const syntax::Name& name) {
  return place + "." + std::string(name.text);
}

void Maker::decl(const syntax::Decl& decl) {
  support::match(
      decl.kind, [](const syntax::CodeSystem&) {}, [](const syntax::CodeType&) {},
      [&](const syntax::ValueSet& it) { value_set(it); }, [](const syntax::Measurement&) {},
      [](const syntax::Enumeration&) {}, [](const syntax::Record&) {}, [](const syntax::Gene&) {},
      [](const syntax::Catalog&) {}, [](const syntax::OutcomeType&) {},
      [&](const syntax::Define& it) { define(it, std::string(it.name.text)); },
      [&](const syntax::Parameter& it) { parameter(it); },
      [&](const syntax::Table& it) { table(it); }, [&](const syntax::Policy& it) { policy(it); },
      [&](const syntax::Overlay& it) { overlay(it); }, [&](const syntax::Plan& it) { plan(it); },
      [](const syntax::Source&) {}, [](const syntax::Test&) {},
      [](const syntax::AcceptedMutant&) {});
}

void Maker::define(const syntax::Define& it, const std::string& place) {
  clause_ = span(it.body);
  walk(it.body, place);
}

void Maker::parameter(const syntax::Parameter& it) {
  for (const syntax::ParameterEntry& entry : it.entries) {
    clause_ = entry.span;
    walk(entry.value, std::string(it.name.text));
  }
}

void Maker::period(const std::optional<syntax::Period>& it, const std::string& place) {
  if (!it) return;
  clause_ = it->span;
  const std::string_view written = text(it->span);
  const std::size_t to = written.size() - DateLength;
  const std::size_t from = written.find_first_of("0123456789");
  const auto shorten = [&](const syntax::DateLiteral& day, std::size_t at, int step) {
    const source::Span whole = span_of(written.substr(at, DateLength));
    const std::string other = stepped(day, step);
    add(place, std::string(text(whole)) + " to " + other, {{whole, other}});
  };
  shorten(it->from, from, 1);
  shorten(it->to, to, -1);
}

void Maker::code(const syntax::ValueSetEntry& it, const std::string& place) {
  const source::Span first = it.system ? it.system->span : it.code.span;
  clause_ = {first.file, first.begin, it.display.span.end};
  leave_out(place, std::string(it.code.text), clause_);
  made_.back().mutated = "(nothing)";
}

void Maker::value_set(const syntax::ValueSet& it) {
  if (it.entries.size() < 2) return;
  code(it.entries.front(), std::string(it.name.text));
  code(it.entries.back(), std::string(it.name.text));
}

void Maker::policy(const syntax::Policy& it) {
  const std::string place(it.name.text);
  period(it.effective, place);
  if (it.governs) {
    clause_ = span(*it.governs);
    walk(*it.governs, place + ".governs");
  }
  for (const syntax::Define& each : it.defines) define(each, below(place, each.name));
  for (const syntax::Decision& each : it.decisions) decision(each, below(place, each.name));
  for (const syntax::Phase& phase : it.phases) {
    const std::string inside = below(place, phase.name);
    if (phase.when) {
      clause_ = span(*phase.when);
      walk(*phase.when, inside);
    }
    for (const syntax::Define& each : phase.defines) define(each, below(inside, each.name));
    for (const syntax::Decision& each : phase.decisions) decision(each, below(inside, each.name));
  }
}

void Maker::plan(const syntax::Plan& it) {
  const std::string place(it.name.text);
  period(it.effective, place);
  for (std::size_t i = 0; i + 1 < it.stages.size(); ++i) {
    const syntax::Stage& stage = it.stages[i];
    const syntax::Stage& next = it.stages[i + 1];
    clause_ = {stage.span.file, stage.span.begin, next.span.end};
    swap(below(place, stage.name), "after " + std::string(next.name.text), stage.span, next.span);
  }
  for (const syntax::Define& each : it.defines) define(each, below(place, each.name));
  if (it.otherwise) fallback(*it.otherwise, place + ".otherwise");
}

void Maker::overlay(const syntax::Overlay& it) {
  const std::string place(it.name.text);
  period(it.effective, place);
  for (const syntax::Define& each : it.defines) define(each, below(place, each.name));
  if (it.when) {
    clause_ = span(*it.when);
    walk(*it.when, place);
  }
  for (const syntax::Exception& each : it.exceptions) exception(each, place);
}

void Maker::decision(const syntax::Decision& it, const std::string& place) {
  for (std::size_t i = 0; i < it.rules.size(); ++i) {
    const syntax::Rule& each = it.rules[i];
    rule(each, below(place, each.name));
    if (it.combination != syntax::Combination::FirstMatch || i + 1 == it.rules.size()) continue;
    const syntax::Rule& next = it.rules[i + 1];
    clause_ = {each.span.file, each.span.begin, next.span.end};
    const std::string change = "after " + std::string(next.name.text);
    swap(below(place, each.name), change, each.span, next.span);
    // Whole rules would be too much to read.
    made_.back().original =
        "rule " + std::string(each.name.text) + " … rule " + std::string(next.name.text) + " …";
    made_.back().mutated =
        "rule " + std::string(next.name.text) + " … rule " + std::string(each.name.text) + " …";
  }
  if (it.otherwise) fallback(*it.otherwise, place + ".otherwise");
}

void Maker::rule(const syntax::Rule& it, const std::string& place) {
  clause_ = span(it.when);
  walk(it.when, place);
  outcome(it.then, place);
  for (const syntax::Exception& each : it.exceptions) exception(each, place);
}

void Maker::exception(const syntax::Exception& it, const std::string& place) {
  clause_ = it.span;
  leave_out(place, "exception " + std::string(it.name.text), it.span);
  made_.back().mutated = "(nothing)";
  clause_ = span(it.condition);
  walk(it.condition, below(place, it.name));
}

void Maker::fallback(const syntax::Fallback& it, const std::string& place) {
  outcome(it.outcome, place);
}

void Maker::outcome(const std::variant<syntax::Outcome, syntax::Malformed>& it,
                    const std::string& place) {
  support::match(
      it,
      [&](const syntax::Outcome& given) {
        for (const syntax::PayloadValue& each : given.payloads) payload(each, place);
      },
      [](const syntax::Malformed&) {});
}

void Maker::payload(const syntax::PayloadValue& it, const std::string& place) {
  const source::Span value = span(it.value);
  clause_ = {value.file, it.name.span.begin, value.end};
  payload_ = std::string(it.name.text) + " ";
  walk(it.value, place);
  const auto* name = std::get_if<syntax::NameRef>(&expr(it.value).kind);
  const auto members = name != nullptr ? neighbours_.find(name->name.text) : neighbours_.end();
  if (members != neighbours_.end()) {
    for (const std::string_view other : members->second) {
      add(place, payload_ + std::string(text(value)) + " to " + std::string(other),
          {{value, std::string(other)}});
    }
  }
  payload_.clear();
}

}  // namespace precis::mutate
