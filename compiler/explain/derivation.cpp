#include "compiler/explain/derivation.h"

#include <algorithm>

#include "compiler/explain/format.h"
#include "compiler/explain/gaps.h"
#include "compiler/explain/list_steps.h"
#include "compiler/explain/notes.h"

namespace precis::explain {

using ir::Occurrence;
using ir::OccurrenceId;
using ir::Shape;
using runtime::Cell;

static bool is_condition(const View& view, const Occurrence& it) {
  return view.type(it.node).form == runtime::Form::Bool;
}

static void add_paths(const View& view, OccurrenceId id, const Row& row,
                      std::vector<std::string_view>& paths) {
  const Occurrence& it = view.occurrence(id);
  const ir::Node& node = view.node(it.node);
  if (node.op == ir::Op::Fact || node.op == ir::Op::ItemFact) {
    const std::string_view path = view.fact_path(node, row);
    if (std::find(paths.begin(), paths.end(), path) == paths.end()) paths.push_back(path);
  }
  if (it.list) return;
  for (const OccurrenceId child : it.children) add_paths(view, child, row, paths);
}

// ---- which operands mattered

static bool faulty(Truth truth) {
  return truth == Truth::Fault || truth == Truth::MayFault;
}

// Of a conjunction `decider` is false, of a disjunction true: alone it settles the whole.
static bool matters(Truth whole, Truth part, Truth decider) {
  if (whole == decider) return part == decider;
  if (faulty(whole)) return faulty(part) || part == Truth::Either;
  if (whole == Truth::Either) return part == Truth::Either || faulty(part);
  return true;
}

static void derive_into(const View& view, Told& told, OccurrenceId id, const Row& row, Step& step);

static void derive_child(const View& view, Told& told, OccurrenceId id, const Row& row, bool folded,
                         Step& step) {
  told.folded += folded ? 1 : 0;
  derive_into(view, told, id, row, step);
  told.folded -= folded ? 1 : 0;
  step.folded = folded;
}

// Room for the steps below, to be filled.
static std::span<Step> below(const View& view, Step& step, std::size_t count) {
  const std::span<Step> steps = view.texts().make<Step>(count);
  step.steps = steps;
  return steps;
}

static void logic_steps(const View& view, Told& told, const Occurrence& it, const Row& row,
                        Truth decider, Step& step) {
  const Truth whole = view.truth(it.node, row);
  const std::span<Step> steps = below(view, step, it.children.size());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Truth part = view.truth(view.occurrence(it.children[i]).node, row);
    derive_child(view, told, it.children[i], row, !matters(whole, part, decider), steps[i]);
  }
}

static void count_steps(const View& view, Told& told, const Occurrence& it, const Row& row,
                        Step& step) {
  const Truth whole = view.truth(it.node, row);
  const std::span<Step> steps = below(view, step, it.children.size());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Truth part = view.truth(view.occurrence(it.children[i]).node, row);
    const bool folded = (whole == Truth::True && part != Truth::True) ||
                        (whole == Truth::False && part == Truth::True);
    derive_child(view, told, it.children[i], row, folded, steps[i]);
  }
}

static bool reads(const View& view, OccurrenceId id, OccurrenceId input) {
  if (id == input) return true;
  const std::vector<OccurrenceId>& children = view.occurrence(id).children;
  return std::any_of(children.begin(), children.end(),
                     [&](OccurrenceId child) { return reads(view, child, input); });
}

// "poor_metabolizer | any", of "poor_metabolizer | any => avoid".
static std::string_view row_text(std::string_view written) {
  const std::size_t arrow = written.find("=>");
  if (arrow == std::string_view::npos) return written;
  const std::size_t last = written.find_last_not_of(' ', arrow == 0 ? 0 : arrow - 1);
  return last == std::string_view::npos ? std::string_view() : written.substr(0, last + 1);
}

// Which inputs the rows rest on, up to the one that was chosen: of a row that is false its first
// false cell counts.
static std::vector<bool> inputs_that_mattered(const View& view, const Occurrence& it,
                                              const Row& row, std::size_t inputs) {
  std::vector<bool> mattered(inputs, false);
  for (std::size_t i = inputs; i + 1 < it.children.size(); i += 2) {
    const Occurrence& condition = view.occurrence(it.children[i]);
    const Truth truth = view.truth(condition.node, row);
    for (const OccurrenceId cell : condition.children) {
      const bool is_passed =
          truth == Truth::False && view.truth(view.occurrence(cell).node, row) != Truth::False;
      if (is_passed) continue;
      for (std::size_t input = 0; input < inputs; ++input) {
        if (reads(view, cell, it.children[input])) mattered[input] = true;
      }
      if (truth == Truth::False) break;
    }
    if (truth == Truth::True) break;
  }
  return mattered;
}

static void table_steps(const View& view, Told& told, const Occurrence& it, const Row& row,
                        Step& step) {
  const std::size_t inputs = ir::table_inputs(view.program(), it);
  const std::vector<bool> mattered = inputs_that_mattered(view, it, row, inputs);
  const std::size_t rows = (it.children.size() - inputs) / 2;
  const std::span<Step> steps = below(view, step, inputs + rows);
  for (std::size_t i = 0; i < inputs; ++i) {
    derive_child(view, told, it.children[i], row, !mattered[i], steps[i]);
  }
  bool decided = false;
  for (std::size_t i = 0; i < rows; ++i) {
    const Occurrence& condition = view.occurrence(it.children[inputs + 2 * i]);
    Step& line = steps[inputs + i];
    line.shape = condition.shape;
    line.label = it.shape == Shape::Parameter
                     ? std::string_view("entry")
                     : view.texts().join({"row ", view.texts().number(i + 1)});
    line.text = row_text(condition.text);
    line.truth = view.truth(condition.node, row);
    line.value = view.text(view.occurrence(it.children[inputs + 2 * i + 1]).node, row);
    line.place = {condition.span.begin, condition.span.end};
    line.folded = decided || line.truth == Truth::False;
    decided |= line.truth == Truth::True;
  }
}

static void conditional_steps(const View& view, Told& told, const Occurrence& it, const Row& row,
                              Step& step) {
  const Truth condition = view.truth(view.occurrence(it.children[0]).node, row);
  const std::span<Step> steps = below(view, step, it.children.size());
  for (std::size_t i = 0; i < it.children.size(); ++i) {
    const bool folded =
        (i == 1 && condition == Truth::False) || (i == 2 && condition == Truth::True);
    derive_child(view, told, it.children[i], row, folded, steps[i]);
  }
}

// Whether a construct says nothing that the note above it does not: a constant, a fact, the ends of
// a window.
static bool is_plain(const View& view, const Occurrence& it) {
  if (it.shape == Shape::Constant || it.shape == Shape::Fact) return true;
  const bool is_sum = it.shape == Shape::Arithmetic;
  return is_sum && std::all_of(it.children.begin(), it.children.end(), [&](OccurrenceId child) {
           return is_plain(view, view.occurrence(child));
         });
}

static void operand_steps(const View& view, Told& told, const Occurrence& it, const Row& row,
                          Step& step) {
  told.paths.assign(step.facts.begin(), step.facts.end());
  const auto has_step = [&](const Occurrence& operand) {
    return !is_plain(view, operand) || is_condition(view, operand);
  };
  std::size_t count = 0;
  for (const OccurrenceId child : it.children) {
    const Occurrence& operand = view.occurrence(child);
    if (has_step(operand)) {
      ++count;
      continue;
    }
    add_paths(view, child, row, told.paths);
    if (it.shape == Shape::Definition) step.note = operand.text;
  }
  step.facts = view.texts().keep<std::string_view>(told.paths);
  const std::span<Step> steps = below(view, step, count);
  std::size_t next = 0;
  for (const OccurrenceId child : it.children) {
    if (has_step(view.occurrence(child))) derive_into(view, told, child, row, steps[next++]);
  }
}

static void assumption_steps(const View& view, Told& told, const Occurrence& it, const Row& row,
                             Step& step) {
  const std::span<Step> steps = below(view, step, 2);
  derive_into(view, told, it.children[0], row, steps[0]);
  derive_child(view, told, it.children[1], row, is_exact(view, it.children[0], row), steps[1]);
}

static void steps_of(const View& view, Told& told, const Occurrence& it, const Row& row,
                     Step& step) {
  if (it.list) {
    const std::size_t first = told.steps.size();
    list_steps(view, told, it, row);
    return take_steps(view, told, first, step);
  }
  switch (it.shape) {
    case Shape::AllOf:
      return logic_steps(view, told, it, row, Truth::False, step);
    case Shape::AnyOf:
      return logic_steps(view, told, it, row, Truth::True, step);
    case Shape::AtLeast:
      return count_steps(view, told, it, row, step);
    case Shape::Table:
    case Shape::Parameter:
      return table_steps(view, told, it, row, step);
    case Shape::Conditional:
      return conditional_steps(view, told, it, row, step);
    case Shape::Assumption:
      return assumption_steps(view, told, it, row, step);
    case Shape::Constant:
    case Shape::Fact:
    case Shape::Definition:
    case Shape::Not:
    case Shape::Comparison:
    case Shape::Membership:
    case Shape::Window:
    case Shape::Quantifier:
    case Shape::Selection:
    case Shape::CountOf:
    case Shape::Exposure:
    case Shape::Arithmetic:
    case Shape::LookUp:
    case Shape::Test:
      return operand_steps(view, told, it, row, step);
  }
}

void take_steps(const View& view, Told& told, std::size_t first, Step& step) {
  step.steps = view.texts().keep(std::span<const Step>(told.steps).subspan(first));
  told.steps.resize(first);
}

// What was written, without what it came to.
static void write_down(const Occurrence& it, Step& step) {
  step.shape = it.shape;
  step.text = it.text;
  step.name = it.name;
  step.place = {it.span.begin, it.span.end};
}

Step not_evaluated(const View& view, OccurrenceId id) {
  Step step;
  write_down(view.occurrence(id), step);
  step.truth = Truth::NotEvaluated;
  step.folded = true;
  return step;
}

static bool is_of_the_member(const Occurrence& it, const Row& row) {
  return it.shape == Shape::Definition && row == Row{};
}

static const Told::Definition* find(const Told& told, const Occurrence& it) {
  const auto known = std::ranges::find_if(told.definitions, [&](const Told::Definition& known) {
    return known.node == it.node && known.name == it.name;
  });
  return known == told.definitions.end() ? nullptr : &*known;
}

static void derive_into(const View& view, Told& told, OccurrenceId id, const Row& row, Step& step) {
  const Occurrence& it = view.occurrence(id);
  write_down(it, step);
  if (is_condition(view, it)) {
    step.truth = view.truth(it.node, row);
  } else {
    step.value = view.text(it.node, row);
  }
  if (it.shape == Shape::Fact) {
    told.paths.clear();
    add_paths(view, id, row, told.paths);
    step.facts = view.texts().keep<std::string_view>(told.paths);
  }
  step.gap = gap_of(view, it, row);
  const bool is_definition = is_of_the_member(it, row);
  const Told::Definition* const before = is_definition ? find(told, it) : nullptr;
  if (before != nullptr && told.folded > 0) {
    step.note = view.texts().join({"as derived under ", before->where});
    return;
  }
  const bool is_new = is_definition && before == nullptr;
  step.note = note_of(view, it, row);
  steps_of(view, told, it, row, step);
  if (is_new) told.definitions.push_back({it.node, it.name, told.here});
}

Step derive(const View& view, Told& told, OccurrenceId id, const Row& row) {
  Step step;
  derive_into(view, told, id, row, step);
  return step;
}

// The item that a hole names by its quantifier, and the text of its leaf.
static std::string witness_of(const View& view, const ir::TemplatePart& part,
                              std::vector<std::string_view>& facts) {
  const Occurrence* over = &view.occurrence(*part.value);
  while (!over->list && over->children.size() == 1) over = &view.occurrence(over->children[0]);
  const std::string_view path = witness_path(view, *over, *part.witness_leaf);
  if (!path.empty()) facts.push_back(path);
  return witness_text(view, *over, *part.witness_leaf);
}

Bound bind(const View& view, const std::vector<ir::TemplatePart>& parts) {
  Bound bound;
  for (const ir::TemplatePart& part : parts) {
    bound.text += part.text;
    if (!part.value) continue;
    ValueShown shown;
    shown.begin = static_cast<std::uint32_t>(bound.text.size());
    if (part.witness_leaf) {
      bound.text += witness_of(view, part, shown.facts);
    } else {
      const ir::NodeId node = view.occurrence(*part.value).node;
      const std::optional<Cell> cell = view.find(node);
      add_paths(view, *part.value, {}, shown.facts);
      bound.text +=
          cell ? spoken_text(view.program(), view.type(node), *cell, view.symbols()) : "unknown";
    }
    shown.end = static_cast<std::uint32_t>(bound.text.size());
    bound.shown.push_back(std::move(shown));
  }
  return bound;
}

}  // namespace precis::explain
