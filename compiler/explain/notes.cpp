#include "compiler/explain/notes.h"

#include <fmt/format.h>

#include "compiler/explain/format.h"
#include "compiler/explain/list_steps.h"
#include "compiler/explain/look_up.h"

namespace precis::explain {

using ir::Occurrence;
using ir::OccurrenceId;
using ir::Shape;
using runtime::Cell;

bool is_exact(const View& view, OccurrenceId id, const Row& row) {
  const ir::NodeId node = view.occurrence(id).node;
  const std::optional<Cell> cell = view.find(node, row);
  return cell && exact(view.type(node), *cell);
}

// The value of a construct as a note shows it. A division that was compared without being carried
// out is shown by its operands.
static std::string_view shown(const View& view, OccurrenceId id, const Row& row) {
  const Occurrence& it = view.occurrence(id);
  if (view.node(it.node).op == ir::Op::Divide && it.children.size() == 2) {
    return view.texts().join(
        {shown(view, it.children[0], row), " / ", shown(view, it.children[1], row)});
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

static std::string_view window_note(const View& view, const Occurrence& it, const Row& row) {
  if (it.children.empty()) return {};
  const std::string_view day = shown(view, it.children[0], row);
  const std::string apart = distance(view, it.children[0], row);
  if (it.children.size() == 3) {
    return view.texts().join({day, apart, " against ", shown(view, it.children[1], row), " to ",
                              shown(view, it.children[2], row)});
  }
  if (it.children.size() == 2) {
    return view.texts().join({day, apart, " against ", shown(view, it.children[1], row)});
  }
  std::string_view note = view.texts().join({day, apart});
  if (note.ends_with(',')) note.remove_suffix(1);
  return note;
}

std::string_view note_of(const View& view, const Occurrence& it, const Row& row) {
  if (it.list) return view.texts().keep(list_note(view, it, row));
  switch (it.shape) {
    case Shape::Window:
      return window_note(view, it, row);
    case Shape::Comparison:
      if (it.children.size() != 2) return {};
      return view.texts().join(
          {shown(view, it.children[0], row), " against ", shown(view, it.children[1], row)});
    case Shape::Membership:
    case Shape::Test:
      return it.children.empty() ? std::string_view() : shown(view, it.children[0], row);
    case Shape::LookUp:
      return view.texts().keep(look_up_note(view, it.node, row));
    case Shape::Assumption:
      return is_exact(view, it.children[0], row) ? "known, nothing assumed" : "assumed: not known";
    case Shape::AtLeast: {
      std::size_t sure = 0;
      for (const OccurrenceId child : it.children) {
        sure += view.truth(view.occurrence(child).node, row) == Truth::True ? 1 : 0;
      }
      return view.texts().keep(fmt::format("{} of {} true", sure, it.children.size()));
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

}  // namespace precis::explain
