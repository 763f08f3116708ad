#include <algorithm>

#include "compiler/explain/derivation.h"

namespace precis::explain {

using ir::Shape;

static constexpr std::size_t OneLine = 160;  // bytes, as a rule

static bool fits(const Step& step, Truth wanted) {
  if (!step.truth) return false;
  if (*step.truth == wanted) return true;
  const auto faulty = [](Truth it) { return it == Truth::Fault || it == Truth::MayFault; };
  return faulty(wanted) && faulty(*step.truth);
}

// `words` (note)
static void add_sentence(std::string_view words, std::string_view note, std::string& text) {
  text += '`';
  text += words;
  text += '`';
  if (note.empty()) return;
  text += " (";
  text += note;
  text += ')';
}

// A long condition goes by the name that the author gave it, with what was seen of it.
static bool goes_by_name(const Step& step) {
  constexpr std::size_t Long = 90;
  return step.shape == Shape::Definition && step.steps.size() == 1 && !step.name.empty() &&
         step.steps[0].shape == Shape::Quantifier && step.steps[0].text.size() > Long;
}

// Adds to `text`, after `between`; false when there is nothing to say.
static bool add_pivot(const Step& step, Truth wanted, std::string_view between, std::string& text) {
  if (!fits(step, wanted)) return false;
  const bool is_group = step.shape == Shape::AllOf || step.shape == Shape::AnyOf ||
                        (step.shape == Shape::Definition && !goes_by_name(step));
  const bool one_is_enough = (step.shape == Shape::AllOf && wanted == Truth::False) ||
                             (step.shape == Shape::AnyOf && wanted == Truth::True);
  bool said = false;
  for (std::size_t i = 0; is_group && i < step.steps.size(); ++i) {
    said |= add_pivot(step.steps[i], wanted, said ? " and " : between, text);
    if (said && one_is_enough) break;
  }
  if (said) return true;
  text += between;
  if (goes_by_name(step)) {
    add_sentence(step.name, step.steps[0].note, text);
  } else {
    add_sentence(step.text.empty() ? step.label : step.text, step.note, text);
  }
  return true;
}

std::string pivot(const Step& step, Truth wanted) {
  std::string text;
  add_pivot(step, wanted, "", text);
  return text;
}

std::string why_false(const Step& step) {
  std::string text;
  text.reserve(OneLine);
  add_pivot(step, Truth::False, "", text);
  text += " is false";
  const Step* at = &step;
  while (at->shape == Shape::AllOf || at->shape == Shape::Definition) {
    const auto child =
        std::ranges::find_if(at->steps, [](const Step& it) { return fits(it, Truth::False); });
    if (child == at->steps.end()) return text;
    at = &*child;
  }
  if (at->shape != Shape::Not || at->steps.size() != 1) return text;
  if (add_pivot(at->steps[0], Truth::True, ": ", text)) text += " is true";
  return text;
}

}  // namespace precis::explain
