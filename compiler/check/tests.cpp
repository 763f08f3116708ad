#include "compiler/check/tests.h"

#include <fmt/format.h>

#include "compiler/check/expressions.h"
#include "compiler/check/facts.h"
#include "compiler/check/written.h"
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
        context_.sink.report(
            diagnostics::GivenTwice.at(it.name.span, Name(it.name.text)).help(LeaveOneOut));
        sound = false;
        continue;
      }
      const auto type = is_member ? places.member_symbol : places.request_symbol;
      place = Facts(context_, schemas_, module_).record(it.value, *type);
      sound = sound && place;
    }
    return sound;
  }

  // What the expectation is about: its rules by name, in the author's order or that of the plan,
  // and what it gives.
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
      for (const typed::Rule& rule : decision.rules) {
        const std::string phase = rule.phase ? policy.phases[*rule.phase].name + "." : "";
        found.rules.push_back(phase + rule.name);
      }
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

  // A decision that stands in the policy and could not be read is no unknown one.
  bool is_written(const syntax::Expectation& it) {
    const auto symbol = context_.names.find(module_, it.policy.text);
    const auto* policy =
        symbol ? std::get_if<syntax::Policy>(&context_.decl(context_.names[*symbol]).kind)
               : nullptr;
    if (policy == nullptr) return false;
    const auto is_named = [&](const syntax::Decision& decision) {
      return decision.name.text == it.decision.text;
    };
    return std::ranges::any_of(policy->decisions, is_named) ||
           std::ranges::any_of(policy->phases, [&](const syntax::Phase& phase) {
             return std::ranges::any_of(phase.decisions, is_named);
           });
  }

  void unknown_decision(const syntax::Expectation& it, const std::vector<std::string_view>& known,
                        std::string_view label) {
    if (it.decision.text.empty() || is_written(it)) return;
    context_.sink.report(diagnostics::UnknownField
                             .at(it.decision.span, TypeName(it.policy.text), Name(it.decision.text))
                             .label(std::string(label))
                             .help(one_of(it.decision.text, known)));
  }

  std::optional<typed::Expectation> expectation(const syntax::Expectation& it) {
    const auto of = subject(it);
    if (!of) return std::nullopt;
    typed::Expectation made{.of = of->of,
                            .kind = typed::ExpectationKind::Is,
                            .alternative = {},
                            .fields = {},
                            .rules = {},
                            .by = {},
                            .sure = {},
                            .possible = {},
                            .needs = {},
                            .rejects = {},
                            .span = it.span};
    const bool sound = support::match(
        it.answer,
        [&](const syntax::ExpectOutcome& answer) { return outcome(answer, *of, it, made); },
        [&](const syntax::ExpectNeeds& answer) { return needs(answer, made); },
        [&](const syntax::ExpectCollected& answer) { return collected(answer, *of, it, made); },
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

  bool wrong_kind(const syntax::Expectation& it, std::string_view what, std::string_view help) {
    context_.sink.report(
        diagnostics::WrongExpectation.at(it.decision.span, Name(it.decision.text), Text(what))
            .help(std::string(help)));
    return false;
  }

  // The decision that the expectation is about; none of a plan.
  const typed::Decision* decision_of(const Subject& of) const {
    const auto* id = std::get_if<typed::DecisionId>(&of.of);
    return id != nullptr ? &context_.program.decisions[*id] : nullptr;
  }
  bool is_list(const Subject& of) const {
    const typed::Decision* const decision = decision_of(of);
    return decision != nullptr && decision->combination == typed::Combination::Collect;
  }

  bool outcome(const syntax::ExpectOutcome& it, const Subject& of, const syntax::Expectation& whole,
               typed::Expectation& made) {
    if (is_list(of)) {
      return wrong_kind(whole, "gives a list", "write `collects { ... } maybe { ... }`");
    }
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
              .help(one_of(it.alternative.text, known)));
      return false;
    }
    bool sound = true;
    for (const syntax::PayloadValue& value : it.payloads) {
      sound = payload(value, of, *made.alternative, {}, made) && sound;
    }
    return deciding(it, of, made) && sound;
  }

  static std::string joined(const std::vector<syntax::Name>& names) {
    std::string text;
    for (const syntax::Name& name : names) {
      text += fmt::format("{}{}", text.empty() ? "" : ".", name.text);
    }
    return text;
  }

  // The phase of a rule: of `otherwise`, the rule after the last, it is the last one.
  std::optional<std::uint32_t> phase_of(const Subject& of, std::uint32_t rule) const {
    const typed::Decision* const decision = decision_of(of);
    if (decision == nullptr) return std::nullopt;
    if (rule < decision->rules.size()) return decision->rules[rule].phase;
    const std::size_t phases = context_.program.policies[decision->policy].phases.size();
    if (phases == 0) return std::nullopt;
    return static_cast<std::uint32_t>(phases - 1);
  }

  std::optional<std::uint32_t> find_phase(const syntax::Name& name, const Subject& of) {
    std::vector<std::string_view> known;
    if (const typed::Decision* const decision = decision_of(of)) {
      for (const typed::Phase& it : context_.program.policies[decision->policy].phases) {
        known.push_back(it.name);
        if (it.name == name.text) return static_cast<std::uint32_t>(known.size() - 1);
      }
    }
    if (!name.text.empty()) {
      context_.sink.report(diagnostics::UnknownName.at(name.span, Name(name.text))
                               .label(fmt::format("not a phase of `{}`", of.name))
                               .help(one_of(name.text, known)));
    }
    return std::nullopt;
  }

  // `by` and `of phase`: the rules that may have decided.
  bool deciding(const syntax::ExpectOutcome& it, const Subject& of, typed::Expectation& made) {
    std::optional<std::uint32_t> phase;
    if (it.phase) {
      phase = find_phase(*it.phase, of);
      if (!phase) return false;
    }
    const auto add = [&](std::uint32_t rule) {
      if (!phase || phase_of(of, rule) == phase) made.rules.push_back(rule);
    };
    const auto otherwise = static_cast<std::uint32_t>(of.rules.size());
    const bool sound = support::match(
        it.by,
        [&](const std::monostate&) {
          for (std::uint32_t i = 0; phase && i <= otherwise; ++i) add(i);
          return true;
        },
        [&](const syntax::ByOtherwise&) {
          made.by = "otherwise";
          const typed::Decision* const decision = decision_of(of);
          for (std::uint32_t i = 0; decision != nullptr && i < otherwise; ++i) {
            if (decision->rules[i].is_fallback) add(i);
          }
          add(otherwise);
          return true;
        },
        [&](const syntax::ByRule& by) {
          made.by = joined(by.rule);
          const auto found = rules_named(by.rule, by.span, of, phase);
          for (const std::uint32_t rule : found) add(rule);
          return !found.empty();
        });
    if (it.phase) {
      made.by += fmt::format("{}phase {}", made.by.empty() ? "" : " of ", it.phase->text);
    }
    return sound;
  }

  // `improved` is that of each phase that has one, `renewal.improved` is one. None when there is no
  // such rule, which is reported.
  std::vector<std::uint32_t> rules_named(const std::vector<syntax::Name>& names, source::Span span,
                                         const Subject& of,
                                         std::optional<std::uint32_t> phase = {}) {
    const std::string wanted = joined(names);
    const typed::Decision* const decision = decision_of(of);
    std::vector<std::string_view> known;
    std::vector<std::uint32_t> found;
    for (std::uint32_t i = 0; i < of.rules.size(); ++i) {
      if (phase && phase_of(of, i) != phase) continue;
      const bool is_short = decision != nullptr && decision->rules[i].name == wanted;
      if (of.rules[i] == wanted || is_short) found.push_back(i);
      known.push_back(decision != nullptr ? decision->rules[i].name : of.rules[i]);
    }
    if (!found.empty()) return found;
    std::string help = one_of(wanted, known);
    // Of a plan the policy is part of a rule's name.
    for (const std::string_view rule : known) {
      if (rule.ends_with("." + wanted)) help = fmt::format("did you mean `{}`?", rule);
    }
    context_.sink.report(diagnostics::UnknownName.at(span, Name(wanted))
                             .label(fmt::format("not a rule of `{}`", of.name))
                             .help(help));
    return found;
  }

  bool collected(const syntax::ExpectCollected& it, const Subject& of,
                 const syntax::Expectation& whole, typed::Expectation& made) {
    if (!is_list(of))
      return wrong_kind(whole, "gives one outcome", "write `is` and an alternative");
    made.kind = typed::ExpectationKind::Collects;
    bool sound = true;
    const auto read = [&](const std::vector<syntax::CollectedRule>& written,
                          std::vector<std::uint32_t>& rules) {
      for (const auto& [path, payloads] : written) {
        const auto found = rules_named(path.names, path.span, of);
        sound = sound && found.size() == 1;
        if (found.size() > 1) {
          context_.sink.report(
              diagnostics::WrongExpectation
                  .at(path.span, Name(path.names.back().text), Text("is a rule of several phases"))
                  .help(fmt::format("write `{}`", of.rules[found.back()])));
        }
        rules.insert(rules.end(), found.begin(), found.end());
        if (found.size() != 1) continue;
        const std::uint32_t rule = found.front();
        const std::uint32_t alternative = decision_of(of)->rules[rule].then.alternative;
        for (const syntax::PayloadValue& value : payloads) {
          sound = payload(value, of, alternative, rule, made) && sound;
        }
      }
    };
    read(it.sure, made.sure);
    read(it.possible, made.possible);
    return sound;
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
      const auto found = rules_named(path.names, path.span, of);
      for (const std::uint32_t rule : found) made.rejects.push_back(of.rules[rule]);
      sound = sound && !found.empty();
    }
    return sound;
  }

  // `rule`: of a list, the one whose outcome it is.
  bool payload(const syntax::PayloadValue& value, const Subject& of, std::uint32_t number,
               std::optional<std::uint32_t> rule, typed::Expectation& made) {
    const typed::Alternative alternative =
        context_.program.outcomes[of.outcome].alternatives[number];
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
      made.fields.push_back({i, found, rule});
      return true;
    }
    if (is_damaged_outcome(context_, of.outcome)) return false;
    context_.sink.report(
        diagnostics::UnknownField
            .at(value.name.span, TypeName(alternative.name), Name(value.name.text))
            .help(known.empty() ? "this outcome carries nothing" : one_of(value.name.text, known)));
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
            diagnostics::UnknownFact.at(path.span, Text(text)).help(one_of(text, known)));
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
