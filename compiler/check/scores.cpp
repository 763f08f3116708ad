// Activity scores: a tested gene may have none, so a comparison needs a condition that says it has.

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "compiler/check/expressions.h"

namespace precis::check {

using diagnostics::Text;

bool Expressions::is_assigned_test(syntax::ExprId id) const {
  const syntax::Expr& it = tree(peeled(id));
  if (const auto* negation = std::get_if<syntax::Not>(&it.kind)) {
    return is_assigned_test(negation->operand);
  }
  const auto* test = std::get_if<syntax::Comparison>(&it.kind);
  if (test == nullptr) return false;
  const auto* word = std::get_if<syntax::NameRef>(&tree(peeled(test->right)).kind);
  return word != nullptr && (word->name.text == "assigned" || word->name.text == "unassigned");
}

Expressions::Slots Expressions::assigned_when(typed::ExprId condition, bool holds) const {
  if (policy_ == nullptr) return {};
  const auto& kind = context_.program.exprs[behind(condition)].kind;
  if (const auto* fact = std::get_if<typed::Fact>(&kind); fact && holds) {
    for (std::uint32_t slot = 0; slot < schema().genes.size(); ++slot) {
      if (schema().genes[slot].assigned == fact->leaf) return {slot};
    }
  }
  if (const auto* negation = std::get_if<typed::Not>(&kind)) {
    return assigned_when(negation->operand, !holds);
  }
  const auto joined = [&](const std::vector<typed::ExprId>& operands, bool each_does) {
    Slots all = assigned_when(operands[0], holds);
    for (std::size_t i = 1; i < operands.size(); ++i) {
      const Slots more = assigned_when(operands[i], holds);
      if (each_does) {
        all.insert(more.begin(), more.end());
      } else {
        std::erase_if(all, [&](std::uint32_t slot) { return !more.contains(slot); });
      }
    }
    return all;
  };
  if (const auto* both = std::get_if<typed::And>(&kind)) return joined(both->operands, holds);
  if (const auto* either = std::get_if<typed::Or>(&kind)) return joined(either->operands, !holds);
  return {};
}

void Expressions::assume(typed::ExprId condition) {
  assigned_ = assigned_when(condition, true);
}

std::optional<std::uint32_t> Expressions::score_slot(typed::ExprId id) const {
  if (policy_ == nullptr) return std::nullopt;
  const auto* fact = std::get_if<typed::Fact>(&context_.program.exprs[behind(id)].kind);
  if (fact == nullptr) return std::nullopt;
  for (std::uint32_t i = 0; i < schema().genes.size(); ++i) {
    if (schema().genes[i].score == fact->leaf) return i;
  }
  return std::nullopt;
}

std::optional<typed::ExprId> Expressions::unassigned_score(typed::ExprId id,
                                                           const Slots& assigned) const {
  if (const auto slot = score_slot(id)) {
    return assigned.contains(*slot) ? std::nullopt : std::optional(id);
  }
  const auto either = [&](typed::ExprId a, typed::ExprId b) {
    const auto found = unassigned_score(a, assigned);
    return found ? found : unassigned_score(b, assigned);
  };
  const auto& kind = context_.program.exprs[id].kind;
  if (const auto* use = std::get_if<typed::DefinitionUse>(&kind)) {
    return unassigned_score(context_.program.defines[use->define].body, assigned);
  }
  if (const auto* it = std::get_if<typed::Add>(&kind)) return either(it->left, it->right);
  if (const auto* it = std::get_if<typed::Subtract>(&kind)) return either(it->left, it->right);
  if (const auto* it = std::get_if<typed::Multiply>(&kind)) return either(it->left, it->right);
  if (const auto* it = std::get_if<typed::Divide>(&kind)) return either(it->left, it->right);
  if (const auto* it = std::get_if<typed::Extreme>(&kind)) return either(it->left, it->right);
  if (const auto* it = std::get_if<typed::Power>(&kind)) return either(it->base, it->exponent);
  if (const auto* it = std::get_if<typed::Function>(&kind)) {
    return unassigned_score(it->operand, assigned);
  }
  if (const auto* it = std::get_if<typed::Otherwise>(&kind)) return either(it->value, it->fallback);
  if (const auto* it = std::get_if<typed::Rescale>(&kind)) {
    return unassigned_score(it->operand, assigned);
  }
  if (const auto* it = std::get_if<typed::If>(&kind)) {
    const auto branch = [&](typed::ExprId value, bool holds) {
      Slots more = assigned_when(it->condition, holds);
      more.insert(assigned.begin(), assigned.end());
      return unassigned_score(value, more);
    };
    const auto found = branch(it->then, true);
    return found ? found : branch(it->otherwise, false);
  }
  return std::nullopt;
}

bool Expressions::score_may_be_unassigned(typed::ExprId id, std::optional<source::Span> question) {
  if (policy_ == nullptr) return false;
  const auto score = unassigned_score(id, assigned_);
  if (!score) return false;
  const source::Span span = context_.program.exprs[*score].span;
  const source::Span used = context_.program.exprs[id].span;
  const source::Span whole = question.value_or(used);
  // A score inside a definition is reported where the definition is used.
  const bool is_here = span.begin >= whole.begin && span.end <= whole.end;
  const std::string text(context_.sources.text(span));
  const std::string asked = question ? std::string(context_.sources.text(*question)) : "...";
  context_.sink.report(diagnostics::ScoreMayBeUnassigned.at(is_here ? span : used, Text(text))
                           .help(fmt::format("write `{} is assigned and {}`", text, asked)));
  return true;
}

}  // namespace precis::check
