#include "compiler/explain/derivation.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "compiler/explain/format.h"
#include "compiler/explain/gaps.h"
#include "compiler/explain/list_steps.h"
#include "compiler/explain/look_up.h"
#include "compiler/explain/words.h"

namespace precis::explain {

using ir::Occurrence;
using ir::OccurrenceId;
using ir::Shape;
using runtime::Cell;

static bool is_condition(const View& view, const Occurrence& it) {
  return view.type(it.node).form == runtime::Form::Bool;
}

static bool is_exact(const View& view, OccurrenceId id, const Row& row) {
  const ir::NodeId node = view.occurrence(id).node;
  const std::optional<Cell> cell = view.find(node, row);
  return cell && exact(view.type(node), *cell);
}

// The value of a construct as a note shows it. A division that was compared without being carried
// out is shown by its operands.
static std::string shown(const View& view, OccurrenceId id, const Row& row) {
  const Occurrence& it = view.occurrence(id);
  if (view.node(it.node).op == ir::Op::Divide && it.children.size() == 2) {
    return shown(view, it.children[0], row) + " / " + shown(view, it.children[1], row);
  }
  return view.text(it.node, row);
}

// "19 days before the request", of an exact date.
static std::string distance(const View& view, OccurrenceId id, const Row& row) {
  const ir::NodeId node = view.occurrence(id).node;
  const std::optional<Cell> day = view.find(node, row);
  if (!day || !exact(view.type(node), *day)) return {};
  const std::int64_t days = view.record().facts[view.schema().at].cell.low - day->low;
  if (days == 0) return ", the day of the request,";
  const std::size_t apart = static_cast<std::size_t>(days < 0 ? -days : days);
  return fmt::format(", {} {} the request,", counted(apart, "day"), days < 0 ? "after" : "before");
}

static std::string window_note(const View& view, const Occurrence& it, const Row& row) {
  if (it.children.empty()) return {};
  std::string note = shown(view, it.children[0], row) + distance(view, it.children[0], row);
  if (it.children.size() == 3) {
    return fmt::format("{} against {} to {}", note, shown(view, it.children[1], row),
                       shown(view, it.children[2], row));
  }
  if (it.children.size() == 2) note += " against " + shown(view, it.children[1], row);
  if (note.ends_with(',')) note.pop_back();
  return note;
}

static std::string note_of(const View& view, const Occurrence& it, const Row& row) {
  if (it.list) return list_note(view, it, row);
  switch (it.shape) {
    case Shape::Window:
      return window_note(view, it, row);
    case Shape::Comparison:
      if (it.children.size() != 2) return {};
      return fmt::format("{} against {}", shown(view, it.children[0], row),
                         shown(view, it.children[1], row));
    case Shape::Membership:
    case Shape::Test:
      return it.children.empty() ? std::string() : shown(view, it.children[0], row);
    case Shape::LookUp:
      return look_up_note(view, it.node, row);
    case Shape::Assumption:
      return is_exact(view, it.children[0], row) ? "known, nothing assumed" : "assumed: not known";
    case Shape::AtLeast: {
      std::size_t sure = 0;
      for (const OccurrenceId child : it.children) {
        sure += view.truth(view.occurrence(child).node, row) == Truth::True ? 1 : 0;
      }
      return fmt::format("{} of {} true", sure, it.children.size());
    }
    case Shape::Quantifier:
    case Shape::Selection:
    case Shape::CountOf:
    case Shape::Exposure:
    case Shape::Constant:
    case Shape::Fact:
    case Shape::Definition:
    case Shape::AllOf:
    case Shape::AnyOf:
    case Shape::Not:
    case Shape::Table:
    case Shape::Parameter:
    case Shape::Conditional:
    case Shape::Arithmetic:
      return {};
  }
  return {};
}

static void add_paths(const View& view, OccurrenceId id, const Row& row,
                      std::vector<std::string>& paths) {
  const Occurrence& it = view.occurrence(id);
  const ir::Node& node = view.node(it.node);
  if (node.op == ir::Op::Fact || node.op == ir::Op::ItemFact) {
    const std::string path = view.fact_path(node, row);
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

static Step child_step(const View& view, Told& told, OccurrenceId id, const Row& row, bool folded) {
  told.folded += folded ? 1 : 0;
  Step step = derive(view, told, id, row);
  told.folded -= folded ? 1 : 0;
  step.folded = folded;
  return step;
}

static void logic_steps(const View& view, Told& told, const Occurrence& it, const Row& row,
                        Truth decider, Step& step) {
  const Truth whole = view.truth(it.node, row);
  for (const OccurrenceId child : it.children) {
    const Truth part = view.truth(view.occurrence(child).node, row);
    step.steps.push_back(child_step(view, told, child, row, !matters(whole, part, decider)));
  }
}

static void count_steps(const View& view, Told& told, const Occurrence& it, const Row& row,
                        Step& step) {
  const Truth whole = view.truth(it.node, row);
  for (const OccurrenceId child : it.children) {
    const Truth part = view.truth(view.occurrence(child).node, row);
    const bool folded = (whole == Truth::True && part != Truth::True) ||
                        (whole == Truth::False && part == Truth::True);
    step.steps.push_back(child_step(view, told, child, row, folded));
  }
}

static bool reads(const View& view, OccurrenceId id, OccurrenceId input) {
  if (id == input) return true;
  const std::vector<OccurrenceId>& children = view.occurrence(id).children;
  return std::any_of(children.begin(), children.end(),
                     [&](OccurrenceId child) { return reads(view, child, input); });
}

// Whether what a row was rests on the input: of a row that is false its first false cell counts.
static bool rests_on(const View& view, const Occurrence& condition, const Row& row,
                     OccurrenceId input) {
  const bool is_false = view.truth(condition.node, row) == Truth::False;
  for (const OccurrenceId cell : condition.children) {
    if (is_false && view.truth(view.occurrence(cell).node, row) != Truth::False) continue;
    if (reads(view, cell, input)) return true;
    if (is_false) return false;
  }
  return false;
}

// "poor_metabolizer | any", of "poor_metabolizer | any => avoid".
static std::string row_text(const std::string& written) {
  const std::size_t arrow = written.find("=>");
  if (arrow == std::string::npos) return written;
  const std::size_t last = written.find_last_not_of(' ', arrow == 0 ? 0 : arrow - 1);
  return last == std::string::npos ? std::string() : written.substr(0, last + 1);
}

static void table_steps(const View& view, Told& told, const Occurrence& it, const Row& row,
                        Step& step) {
  const std::size_t inputs = ir::table_inputs(view.program(), it);
  std::vector<Step> lines;
  std::vector<bool> mattered(inputs, false);
  bool decided = false;
  for (std::size_t i = inputs; i + 1 < it.children.size(); i += 2) {
    const Occurrence& condition = view.occurrence(it.children[i]);
    const Truth truth = view.truth(condition.node, row);
    for (std::size_t input = 0; input < inputs && !decided; ++input) {
      if (rests_on(view, condition, row, it.children[input])) mattered[input] = true;
    }
    Step line;
    line.shape = condition.shape;
    line.label = it.shape == Shape::Parameter ? std::string("entry")
                                              : fmt::format("row {}", (i - inputs) / 2 + 1);
    line.text = row_text(condition.text);
    line.truth = truth;
    line.value = view.text(view.occurrence(it.children[i + 1]).node, row);
    line.place = {condition.span.begin, condition.span.end};
    line.folded = decided || truth == Truth::False;
    decided |= truth == Truth::True;
    lines.push_back(std::move(line));
  }
  for (std::size_t i = 0; i < inputs; ++i) {
    step.steps.push_back(child_step(view, told, it.children[i], row, !mattered[i]));
  }
  for (Step& line : lines) step.steps.push_back(std::move(line));
}

static void conditional_steps(const View& view, Told& told, const Occurrence& it, const Row& row,
                              Step& step) {
  const Truth condition = view.truth(view.occurrence(it.children[0]).node, row);
  for (std::size_t i = 0; i < it.children.size(); ++i) {
    const bool folded =
        (i == 1 && condition == Truth::False) || (i == 2 && condition == Truth::True);
    step.steps.push_back(child_step(view, told, it.children[i], row, folded));
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
  for (const OccurrenceId child : it.children) {
    const Occurrence& operand = view.occurrence(child);
    if (!is_plain(view, operand) || is_condition(view, operand)) {
      step.steps.push_back(derive(view, told, child, row));
      continue;
    }
    add_paths(view, child, row, step.facts);
    if (it.shape == Shape::Definition) step.note = operand.text;
  }
}

static void steps_of(const View& view, Told& told, const Occurrence& it, const Row& row,
                     Step& step) {
  if (it.list) return list_steps(view, told, it, row, step);
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
      step.steps.push_back(derive(view, told, it.children[0], row));
      step.steps.push_back(
          child_step(view, told, it.children[1], row, is_exact(view, it.children[0], row)));
      return;
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

// What was written, without what it came to.
static Step written(const View& view, OccurrenceId id) {
  const Occurrence& it = view.occurrence(id);
  Step step;
  step.shape = it.shape;
  step.text = it.text;
  step.name = it.name;
  step.place = {it.span.begin, it.span.end};
  return step;
}

Step not_evaluated(const View& view, OccurrenceId id) {
  Step step = written(view, id);
  step.truth = Truth::NotEvaluated;
  step.folded = true;
  return step;
}

static bool is_of_the_member(const Occurrence& it, const Row& row) {
  return it.shape == Shape::Definition && row == Row{};
}

Step derive(const View& view, Told& told, OccurrenceId id, const Row& row) {
  const Occurrence& it = view.occurrence(id);
  Step step = written(view, id);
  if (is_condition(view, it)) {
    step.truth = view.truth(it.node, row);
  } else {
    step.value = view.text(it.node, row);
  }
  if (it.shape == Shape::Fact) add_paths(view, id, row, step.facts);
  step.gap = gap_of(view, it, row);
  const bool is_definition = is_of_the_member(it, row);
  if (is_definition && told.folded > 0) {
    const auto before = told.definitions.find({it.node, it.name});
    if (before != told.definitions.end()) {
      step.note = "as derived under " + before->second;
      return step;
    }
  }
  step.note = note_of(view, it, row);
  steps_of(view, told, it, row, step);
  if (is_definition) told.definitions.try_emplace({it.node, it.name}, told.here);
  return step;
}

// The item that a hole names by its quantifier, and the text of its leaf.
static std::string witness_of(const View& view, const ir::TemplatePart& part,
                              std::vector<std::string>& facts) {
  const Occurrence* over = &view.occurrence(*part.value);
  while (!over->list && over->children.size() == 1) over = &view.occurrence(over->children[0]);
  const std::string path = witness_path(view, *over, *part.witness_leaf);
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

// ---- marks

static Truth joined(Truth a, Truth b) {
  if (a == Truth::NotEvaluated) return b;
  if (b == Truth::NotEvaluated || a == b) return a;
  for (const Truth strong : {Truth::True, Truth::Fault, Truth::MayFault, Truth::Either}) {
    if (a == strong || b == strong) return strong;
  }
  return a;
}

namespace {

struct Evaluated {
  std::uint32_t occurrence;
  Truth truth;
};

}  // namespace

static void mark_below(const View& view, OccurrenceId id, const Row& row, bool considered,
                       bool has_item, std::vector<Evaluated>& truths) {
  const Occurrence& it = view.occurrence(id);
  if (is_condition(view, it) && it.shape != Shape::Constant) {
    const Truth here = considered && has_item ? view.truth(it.node, row) : Truth::NotEvaluated;
    truths.push_back({id.index(), here});
  }
  if (!it.list) {
    for (const OccurrenceId child : it.children) {
      mark_below(view, child, row, considered, has_item, truths);
    }
    return;
  }
  const std::size_t count = has_item ? view.items(*it.list) : 0;
  for (const OccurrenceId child : it.children) {
    for (std::size_t item = 0; item < count; ++item) {
      mark_below(view, child, view.at_item(row, it.level, item), considered, true, truths);
    }
    if (count == 0) mark_below(view, child, row, considered, false, truths);
  }
}

void mark(const View& view, const std::vector<OccurrenceId>& roots, bool considered,
          std::vector<Mark>& marks) {
  std::vector<Evaluated> truths;
  for (const OccurrenceId root : roots) mark_below(view, root, {}, considered, true, truths);
  std::ranges::stable_sort(truths, {}, &Evaluated::occurrence);
  const source::FileId file = view.policy().span.file;
  for (std::size_t i = 0; i < truths.size();) {
    const std::uint32_t occurrence = truths[i].occurrence;
    Truth truth = truths[i].truth;
    for (++i; i < truths.size() && truths[i].occurrence == occurrence; ++i) {
      truth = joined(truth, truths[i].truth);
    }
    const source::Span span = view.occurrence(OccurrenceId(occurrence)).span;
    if (span.file == file) marks.push_back({{span.begin, span.end}, truth});
  }
}

}  // namespace precis::explain
