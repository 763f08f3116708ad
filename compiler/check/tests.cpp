#include "compiler/check/tests.h"

#include <fmt/format.h>

#include "compiler/check/expressions.h"
#include "compiler/check/facts.h"
#include "compiler/support/match.h"
#include "compiler/typed/plans.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;

namespace {

class TestReader {
 public:
  TestReader(Context& context, const Schemas& schemas, std::size_t module, const syntax::Test& tree)
      : context_(context), schemas_(schemas), module_(module), tree_(tree) {}

  void read(source::Span span) {
    made_.title = tree_.title.text;
    made_.span = span;
    bool sound = true;
    for (const syntax::Expectation& it : tree_.expectations) {
      const auto made = expectation(it);
      if (made) made_.expectations.push_back(*made);
      sound = sound && made;
    }
    // Without a policy it is not known what the facts should look like.
    if (!schema_) {
      if (tree_.expectations.empty()) {
        context_.sink.report(diagnostics::TestWithoutExpectation.at(tree_.title.span)
                                 .help("add `expect <policy>.<decision> is <alternative>`"));
      }
      return;
    }
    made_.schema = *schema_;
    sound = givens() && sound;
    if (sound) context_.program.tests.push_back(std::move(made_));
  }

 private:
  bool givens() {
    const runtime::Schema& schema = context_.program.schemas[*schema_];
    const SchemaPlaces& places = context_.schema_places[*schema_];
    const std::string member = schema.member_root;
    const std::string request = schema.request_root;
    bool sound = true;
    for (const syntax::Given& it : tree_.givens) {
      const bool is_member = it.name.text == member;
      if (!is_member && it.name.text != request) {
        context_.sink.report(
            diagnostics::UnknownName.at(it.name.span, Name(it.name.text))
                .help(fmt::format("write `given {}` or `given {}`", member, request)));
        sound = false;
        continue;
      }
      auto& place = is_member ? made_.member : made_.request;
      if (place) {
        context_.sink.report(diagnostics::GivenTwice.at(it.name.span, Name(it.name.text)));
        sound = false;
        continue;
      }
      const auto type = is_member ? places.member_symbol : places.request_symbol;
      place = Facts(context_, schemas_, module_).record(it.value, *type);
      sound = sound && place;
    }
    return sound;
  }

  // What the expectation is about: its rules in ladder order, by name, and what it gives.
  struct Subject {
    std::variant<typed::DecisionId, typed::PlanId> of;
    std::string name;
    std::uint32_t outcome;
    std::vector<std::string> rules;
  };

  bool reads(std::uint32_t schema, const syntax::Name& policy) {
    if (schema_ && *schema_ != schema) {
      context_.sink.report(diagnostics::TestOfTwoSchemas.at(policy.span, Name(policy.text))
                               .help("write a test of its own for it"));
      return false;
    }
    schema_ = schema;
    return true;
  }

  std::optional<Subject> subject(const syntax::Expectation& it) {
    const auto symbol = context_.names.resolve(
        module_, it.policy, {SymbolKind::Policy, SymbolKind::Plan}, "a policy or a plan");
    if (!symbol || !context_.names[*symbol].index) return std::nullopt;
    const std::uint32_t index = *context_.names[*symbol].index;
    if (context_.names[*symbol].kind == SymbolKind::Plan) return plan(typed::PlanId(index), it);
    const typed::Policy& policy = context_.program.policies[typed::PolicyId(index)];
    if (!reads(policy.schema, it.policy)) return std::nullopt;
    std::vector<std::string_view> known;
    for (const typed::DecisionId id : policy.decisions) {
      const typed::Decision& decision = context_.program.decisions[id];
      known.push_back(decision.name);
      if (known.back() != it.decision.text) continue;
      Subject found{id, decision.name, decision.outcome, {}};
      for (const typed::Rule& rule : decision.rules) found.rules.push_back(rule.name);
      return found;
    }
    unknown_decision(it, known, "not a decision of this policy");
    return std::nullopt;
  }

  std::optional<Subject> plan(typed::PlanId id, const syntax::Expectation& it) {
    const typed::Plan& plan = context_.program.plans[id];
    if (!reads(plan.schema, it.policy)) return std::nullopt;
    if (it.decision.text != plan.decision) {
      unknown_decision(it, {plan.decision}, "not what this plan decides");
      return std::nullopt;
    }
    Subject found{id, plan.name, plan.outcome, {}};
    for (const typed::PlanRule& rule : typed::plan_rules(context_.program, plan)) {
      found.rules.push_back(typed::plan_rule_name(context_.program, plan, rule));
    }
    return found;
  }

  void unknown_decision(const syntax::Expectation& it, const std::vector<std::string_view>& known,
                        std::string_view label) {
    if (it.decision.text.empty()) return;
    context_.sink.report(diagnostics::UnknownField
                             .at(it.decision.span, TypeName(it.policy.text), Name(it.decision.text))
                             .label(std::string(label))
                             .help(suggestion(it.decision.text, known)));
  }

  std::optional<typed::Expectation> expectation(const syntax::Expectation& it) {
    const auto of = subject(it);
    if (!of) return std::nullopt;
    typed::Expectation made{of->of, typed::ExpectationKind::Is, {}, {}, {}, {}, {}, it.span};
    const bool sound = support::match(
        it.answer, [&](const syntax::ExpectOutcome& answer) { return outcome(answer, *of, made); },
        [&](const syntax::ExpectNeeds& answer) { return needs(answer, made); },
        [&](const syntax::ExpectCollected&) { return not_yet(it.span); },
        [&](const syntax::ExpectRejects& answer) { return rejects(answer, *of, it, made); },
        [&](const syntax::ExpectFault&) {
          made.kind = typed::ExpectationKind::Faults;
          return true;
        },
        [&](const syntax::ExpectNotGoverned&) {
          made.kind = typed::ExpectationKind::NotGoverned;
          return true;
        },
        [&](const syntax::ExpectNotInForce&) {
          made.kind = typed::ExpectationKind::NotInForce;
          return true;
        },
        [](const syntax::Malformed&) { return false; });
    if (!sound) return std::nullopt;
    return made;
  }

  bool outcome(const syntax::ExpectOutcome& it, const Subject& of, typed::Expectation& made) {
    const typed::OutcomeType type = context_.program.outcomes[of.outcome];
    std::vector<std::string_view> known;
    for (std::uint32_t i = 0; i < type.alternatives.size(); ++i) {
      known.push_back(type.alternatives[i].name);
      if (known.back() == it.alternative.text) made.alternative = i;
    }
    if (!made.alternative && is_damaged_outcome(context_, of.outcome)) return false;
    if (!made.alternative) {
      context_.sink.report(
          diagnostics::UnknownAlternative
              .at(it.alternative.span, TypeName(type.name), Name(it.alternative.text))
              .help(suggestion(it.alternative.text, known)));
      return false;
    }
    bool sound = true;
    for (const syntax::PayloadValue& value : it.payloads) {
      sound = payload(value, of, type.alternatives[*made.alternative], made) && sound;
    }
    return support::match(
               it.by, [](const std::monostate&) { return true; },
               [&](const syntax::ByOtherwise&) {
                 made.rule = static_cast<std::uint32_t>(of.rules.size());
                 return true;
               },
               [&](const syntax::ByRule& by) {
                 made.rule = rule(by.rule, by.span, of);
                 return made.rule.has_value();
               }) &&
           sound;
  }

  bool not_yet(source::Span span) {
    context_.sink.report(diagnostics::NotAValue.at(span, Text("this expectation")));
    return false;
  }

  static std::string joined(const std::vector<syntax::Name>& names) {
    std::string text;
    for (const syntax::Name& name : names) {
      text += fmt::format("{}{}", text.empty() ? "" : ".", name.text);
    }
    return text;
  }

  std::optional<std::uint32_t> rule(const std::vector<syntax::Name>& names, source::Span span,
                                    const Subject& of) {
    const std::string wanted = joined(names);
    std::vector<std::string_view> known;
    for (std::uint32_t i = 0; i < of.rules.size(); ++i) {
      known.push_back(of.rules[i]);
      if (known.back() == wanted) return i;
    }
    std::string help = suggestion(wanted, known);
    // Of a plan the policy is part of a rule's name.
    for (const std::string_view rule : known) {
      if (rule.ends_with("." + wanted)) help = fmt::format("did you mean `{}`?", rule);
    }
    context_.sink.report(diagnostics::UnknownName.at(span, Name(wanted))
                             .label(fmt::format("not a rule of `{}`", of.name))
                             .help(help));
    return std::nullopt;
  }

  bool rejects(const syntax::ExpectRejects& it, const Subject& of,
               const syntax::Expectation& written, typed::Expectation& made) {
    made.kind = typed::ExpectationKind::Rejects;
    if (!std::holds_alternative<typed::PlanId>(of.of)) {
      context_.sink.report(diagnostics::RejectsOfPolicy.at(written.span, Name(written.policy.text))
                               .help("expect them of a plan, or expect one answer with `is`"));
      return false;
    }
    bool sound = true;
    for (const syntax::FactPath& path : it.rules) {
      const auto found = rule(path.names, path.span, of);
      if (found) made.rejects.push_back(of.rules[*found]);
      sound = sound && found;
    }
    return sound;
  }

  bool payload(const syntax::PayloadValue& value, const Subject& of,
               const typed::Alternative& alternative, typed::Expectation& made) {
    std::vector<std::string_view> known;
    for (std::uint32_t i = 0; i < alternative.fields.size(); ++i) {
      known.push_back(alternative.fields[i].name);
      if (known.back() != value.name.text) continue;
      const typed::ExprId found = Expressions(context_, module_, nullptr, nullptr)
                                      .value_as(value.value, alternative.fields[i].type);
      if (context_.is_poison(found)) return false;
      if (!std::holds_alternative<typed::Constant>(context_.program.exprs[found].kind)) {
        const source::Span span = context_.program.exprs[found].span;
        context_.sink.report(diagnostics::NotAValue.at(span, Text("a computed value"))
                                 .help("a test names the value that is expected"));
        return false;
      }
      made.fields.push_back({i, found});
      return true;
    }
    if (is_damaged_outcome(context_, of.outcome)) return false;
    context_.sink.report(diagnostics::UnknownField
                             .at(value.name.span, TypeName(alternative.name), Name(value.name.text))
                             .help(suggestion(value.name.text, known)));
    return false;
  }

  bool needs(const syntax::ExpectNeeds& it, typed::Expectation& made) {
    made.kind = typed::ExpectationKind::Needs;
    const runtime::Schema& schema = context_.program.schemas[*schema_];
    bool sound = true;
    for (const syntax::FactPath& path : it.facts) {
      std::string text = joined(path.names);
      std::vector<std::string_view> known;
      bool found = false;
      const auto consider = [&](const std::string& fact) {
        known.push_back(fact);
        found = found || fact == text;
      };
      for (const runtime::Leaf& leaf : schema.leaves) consider(leaf.fact);
      for (const runtime::List& list : schema.lists) consider(list.fact);
      if (!found) {
        context_.sink.report(
            diagnostics::UnknownFact.at(path.span, Text(text)).help(suggestion(text, known)));
        sound = false;
      }
      made.needs.push_back(std::move(text));
    }
    return sound;
  }

  Context& context_;
  const Schemas& schemas_;
  std::size_t module_;
  const syntax::Test& tree_;
  std::optional<std::uint32_t> schema_;
  typed::Test made_{{}, 0, {}, {}, {}, {source::FileId(0), 0, 0}};
};

}  // namespace

void check_tests(Context& context, const Schemas& schemas) {
  for (std::size_t m = 0; m < context.modules.size(); ++m) {
    for (const syntax::Decl& decl : context.modules[m].decls) {
      const auto* test = std::get_if<syntax::Test>(&decl.kind);
      if (test != nullptr && !decl.damaged) {
        TestReader(context, schemas, m, *test).read(test->title.span);
      }
    }
  }
}

}  // namespace precis::check
