#include <fmt/format.h>

#include <algorithm>

#include "compiler/explain/derivation.h"

namespace precis::explain {

using ir::Shape;

static bool fits(const Step& step, Truth wanted) {
  if (!step.truth) return false;
  if (*step.truth == wanted) return true;
  const auto faulty = [](Truth it) { return it == Truth::Fault || it == Truth::MayFault; };
  return faulty(wanted) && faulty(*step.truth);
}

static std::string sentence(const Step& step) {
  const std::string& words = step.text.empty() ? step.label : step.text;
  return step.note.empty() ? fmt::format("`{}`", words)
                           : fmt::format("`{}` ({})", words, step.note);
}

// A long condition goes by the name that the author gave it, with what was seen of it.
static std::string by_name(const Step& definition) {
  constexpr std::size_t Long = 90;
  const bool is_long = definition.steps.size() == 1 && !definition.name.empty() &&
                       definition.steps[0].shape == Shape::Quantifier &&
                       definition.steps[0].text.size() > Long;
  if (!is_long) return {};
  const std::string& note = definition.steps[0].note;
  return note.empty() ? "`" + definition.name + "`"
                      : fmt::format("`{}` ({})", definition.name, note);
}

std::string pivot(const Step& step, Truth wanted) {
  if (!fits(step, wanted)) return {};
  const std::string named = step.shape == Shape::Definition ? by_name(step) : std::string();
  if (!named.empty()) return named;
  const bool is_group =
      step.shape == Shape::AllOf || step.shape == Shape::AnyOf || step.shape == Shape::Definition;
  if (!is_group) return sentence(step);
  const bool one_is_enough = (step.shape == Shape::AllOf && wanted == Truth::False) ||
                             (step.shape == Shape::AnyOf && wanted == Truth::True);
  std::string text;
  for (const Step& child : step.steps) {
    const std::string part = pivot(child, wanted);
    if (part.empty()) continue;
    text += (text.empty() ? "" : " and ") + part;
    if (one_is_enough) break;
  }
  return text.empty() ? sentence(step) : text;
}

std::string why_false(const Step& step) {
  const std::string text = pivot(step, Truth::False) + " is false";
  const Step* at = &step;
  while (at->shape == Shape::AllOf || at->shape == Shape::Definition) {
    const auto child =
        std::ranges::find_if(at->steps, [](const Step& it) { return fits(it, Truth::False); });
    if (child == at->steps.end()) return text;
    at = &*child;
  }
  if (at->shape != Shape::Not || at->steps.size() != 1) return text;
  const std::string operand = pivot(at->steps[0], Truth::True);
  return operand.empty() ? text : text + ": " + operand + " is true";
}

}  // namespace precis::explain
