#include "compiler/check/references.h"

#include <fmt/format.h>

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;

static std::optional<typed::DecisionId> decision_of(Context& context, std::size_t module,
                                                    const syntax::Name& policy_name,
                                                    const syntax::Name& name) {
  const auto symbol = context.names.resolve(module, policy_name, {SymbolKind::Policy}, "a policy");
  if (!symbol || !context.names[*symbol].index) return std::nullopt;
  const typed::Policy& policy =
      context.program.policies[typed::PolicyId(*context.names[*symbol].index)];
  std::vector<std::string_view> known;
  for (const typed::DecisionId id : policy.decisions) {
    known.push_back(context.program.decisions[id].name);
    if (known.back() == name.text) return id;
  }
  context.sink.report(
      diagnostics::UnknownField.at(name.span, TypeName(policy.name), Name(name.text))
          .label("not a decision of this policy")
          .help(one_of(name.text, known)));
  return std::nullopt;
}

std::optional<typed::DecisionId> find_decision(Context& context, std::size_t module,
                                               const syntax::Reference& written) {
  if (written.names.size() == 2) {
    return decision_of(context, module, written.names[0], written.names[1]);
  }
  context.sink.report(
      diagnostics::NotADecision.at(written.span, Text(context.sources.text(written.span)))
          .help("write the policy and its decision: `glp1.coverage`"));
  return std::nullopt;
}

std::optional<FoundRules> find_rules(Context& context, std::size_t module,
                                     const syntax::Reference& written) {
  if (written.names.size() != 3) {
    context.sink.report(
        diagnostics::NotARule.at(written.span, Text(context.sources.text(written.span)))
            .help("write the policy, its decision and the rule: `glp1.coverage.step`"));
    return std::nullopt;
  }
  const auto id = decision_of(context, module, written.names[0], written.names[1]);
  if (!id) return std::nullopt;
  FoundRules found{*id, {}};
  const typed::Decision& decision = context.program.decisions[*id];
  const syntax::Name& name = written.names[2];
  std::vector<std::string_view> known;
  for (std::uint32_t i = 0; i < decision.rules.size(); ++i) {
    known.push_back(decision.rules[i].name);
    if (known.back() == name.text) found.rules.push_back(i);
  }
  if (!found.rules.empty()) return found;
  context.sink.report(diagnostics::UnknownName.at(name.span, Name(name.text))
                          .label(fmt::format("not a rule of `{}`", decision.name))
                          .help(one_of(name.text, known)));
  return std::nullopt;
}

bool reads_same_records(Context& context, typed::DecisionId decision, std::uint32_t schema,
                        std::string_view reader, source::Span span) {
  const typed::Policy& policy =
      context.program.policies[context.program.decisions[decision].policy];
  if (policy.schema == schema) return true;
  context.sink.report(
      diagnostics::OtherRecords.at(span, Name(policy.name), Name(reader))
          .help("give both the same `(member : ..., request : ...) at request.date`"));
  return false;
}

}  // namespace precis::check
