#include "compiler/check/guarantees.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/check/expressions.h"
#include "compiler/check/written.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;

typed::ExprId in_force(Context& context, typed::ExprId at, std::int32_t from, std::int32_t to,
                       source::Span span) {
  const auto day = [&](std::int32_t value) {
    return context.add(span, context.intern(typed::DateType{value, value}), typed::Constant{value});
  };
  return context.add(span, context.boolean(), typed::Within{at, day(from), day(to)});
}

typed::ExprId governs_now(Context& context, const typed::Policy& policy) {
  const typed::ExprId now =
      in_force(context, policy.at, policy.effective_from, policy.effective_to, policy.span);
  if (!policy.governs) return now;
  return context.add(policy.span, context.boolean(), typed::And{{*policy.governs, now}});
}

void read_guarantees(Context& context, std::size_t module, PolicyScope& scope, std::string_view of,
                     typed::ExprId governed, const Answers& answers,
                     const std::vector<syntax::Guarantee>& written) {
  scope.answers = &answers;
  std::map<std::string_view, source::Span> seen;
  for (const syntax::Guarantee& it : written) {
    const auto [place, is_new] = seen.emplace(it.name.text, it.name.span);
    if (!is_new) {
      context.sink.report(diagnostics::DuplicateName.at(it.name.span, Name(it.name.text))
                              .label(place->second, "first declared here")
                              .help(RenameOne));
    }
    typed::ExprId when = governed;
    if (it.when) {
      const typed::ExprId own = Expressions(context, module, &scope, nullptr).condition(*it.when);
      when = context.add(context.program.exprs[own].span, context.boolean(),
                         typed::And{{governed, own}});
    }
    const typed::ExprId holds = Expressions(context, module, &scope, nullptr).condition(it.holds);
    context.program.guarantees.push_back({std::string(it.name.text), std::string(it.title.text),
                                          std::string(of), scope.schema, when, holds,
                                          it.name.span});
  }
  scope.answers = nullptr;
}

// ---- what a guarantee asks about answers

const Answer* Expressions::answer(syntax::ExprId id) const {
  if (policy_ == nullptr || policy_->answers == nullptr) return nullptr;
  const auto* name = std::get_if<syntax::NameRef>(&tree(peeled(id)).kind);
  if (name == nullptr) return nullptr;
  const auto found = policy_->answers->find(name->name.text);
  return found == policy_->answers->end() ? nullptr : &found->second;
}

typed::ExprId Expressions::answer_is(const Answer& answer,
                                     const std::vector<syntax::ExprId>& alternatives, bool negated,
                                     source::Span span) {
  const typed::OutcomeType type = context_.program.outcomes[answer.outcome];
  std::vector<std::string_view> known;
  for (const typed::Alternative& it : type.alternatives) known.push_back(it.name);
  std::int64_t mask = 0;
  for (const syntax::ExprId id : alternatives) {
    const syntax::Expr& written = tree(peeled(id));
    if (std::holds_alternative<syntax::Malformed>(written.kind)) return context_.poison(span);
    const auto* name = std::get_if<syntax::NameRef>(&written.kind);
    if (name == nullptr) return not_an_alternative(answer, written.span);
    const auto place = std::ranges::find(known, name->name.text);
    if (place == known.end()) {
      if (is_damaged_outcome(context_, answer.outcome)) return context_.poison(span);
      std::string help = suggestion(name->name.text, known);
      if (help.empty()) help = fmt::format("it is one of `{}`", fmt::join(known, "`, `"));
      context_.sink.report(diagnostics::UnknownAlternative
                               .at(name->name.span, TypeName(type.name), Name(name->name.text))
                               .help(help));
      return context_.poison(span);
    }
    mask |= std::int64_t{1} << (place - known.begin());
  }
  return context_.add(span, context_.boolean(), typed::OutcomeIs{answer.of, mask, negated});
}

typed::ExprId Expressions::not_an_alternative(const Answer& answer, source::Span span) {
  const typed::OutcomeType& type = context_.program.outcomes[answer.outcome];
  const std::string first = type.alternatives.empty() ? "deny" : type.alternatives.back().name;
  context_.sink.report(
      diagnostics::AnswerNotCompared.at(span, Text(context_.sources.text(span)))
          .help(fmt::format("ask whether it `is {}`, `is not {}`, or is `in {{ ... }}`", first,
                            first)));
  return context_.poison(span);
}

}  // namespace precis::check
