#include "compiler/lower/settled.h"

#include <algorithm>

#include "runtime/builtins.h"

namespace precis::lower {

using ir::Node;
using ir::NodeId;
using ir::Op;
using runtime::Cell;

using Found = std::optional<Cell>;

static Cell truth(bool can_be_true, bool can_be_false) {
  return runtime::mask((can_be_true ? runtime::CanBeTrue : 0) |
                       (can_be_false ? runtime::CanBeFalse : 0));
}

const runtime::Symbols& Settled::symbols() {
  if (!symbols_) symbols_.emplace(catalogue_);
  return *symbols_;
}

Found Settled::cell(NodeId id) {
  const auto known = found_.find(id.index());
  if (known != found_.end()) return known->second;
  const Found found = find(graph_[id]);
  found_.emplace(id.index(), found);
  return found;
}

bool Settled::is(NodeId id, bool value) {
  const Found found = cell(id);
  return found && found->low == (value ? runtime::CanBeTrue : runtime::CanBeFalse);
}

std::string Settled::name(runtime::Symbol symbol) {
  const std::uint32_t system = symbols().system(symbol);
  std::string text;
  if (system < catalogue_.systems.size()) text = catalogue_.systems[system].name + " ";
  text += symbols().code(symbol);
  const std::string_view display = symbols().display(symbol);
  return display.empty() ? text : text.append(" ").append(display);
}

// One operand that is `decider` alone makes the whole so; other than that all must be settled.
Found Settled::logic(const Node& node, std::int64_t decider) {
  std::int64_t others = 0;
  bool all_settled = true;
  for (const NodeId operand : node.operands) {
    const Found part = cell(operand);
    if (part && part->low == decider) return part;
    all_settled = all_settled && part.has_value();
    if (part) others |= part->low;
  }
  if (!all_settled) return std::nullopt;
  return runtime::mask(others);
}

Found Settled::comparison(const Node& node) {
  const Found x = cell(node.operands[0]);
  const Found y = cell(node.operands[1]);
  if (!x || !y) return std::nullopt;
  if (node.op == Op::Less) return truth(x->low < y->high, x->high >= y->low);
  if (node.op == Op::LessEqual) return truth(x->low <= y->high, x->high > y->low);
  const bool same = x->low == x->high && y->low == y->high && x->low == y->low;
  return truth(x->low <= y->high && y->low <= x->high, !same);
}

Found Settled::look_up(const Node& node) {
  const Found code = cell(node.operands[0]);
  if (!code || code->low != code->high) return std::nullopt;
  const runtime::CatalogTable& catalog = catalogue_.catalogs[static_cast<std::size_t>(node.a)];
  const auto row = catalog.row_of(code->low);
  if (!row) return std::nullopt;
  const auto& cell = catalog.columns[static_cast<std::size_t>(node.b)].cells[*row];
  return runtime::between(cell.low, cell.high);
}

Found Settled::find(const Node& node) {
  switch (node.op) {
    case Op::Constant:
      return runtime::between(node.a, node.b);
    case Op::And:
      return logic(node, runtime::CanBeFalse);
    case Op::Or:
      return logic(node, runtime::CanBeTrue);
    case Op::Not: {
      const Found operand = cell(node.operands[0]);
      if (!operand) return std::nullopt;
      return truth((operand->low & runtime::CanBeFalse) != 0,
                   (operand->low & runtime::CanBeTrue) != 0);
    }
    case Op::Less:
    case Op::LessEqual:
    case Op::Equal:
      return comparison(node);
    case Op::InMask: {
      const Found x = cell(node.operands[0]);
      if (!x) return std::nullopt;
      return truth((x->low & node.a) != 0, (x->low & ~node.a) != 0);
    }
    case Op::SameMember: {
      const Found x = cell(node.operands[0]);
      const Found y = cell(node.operands[1]);
      if (!x || !y) return std::nullopt;
      const bool same = x->low == y->low && (x->low & (x->low - 1)) == 0;
      return truth((x->low & y->low) != 0, !same);
    }
    case Op::InValueSet: {
      const Found x = cell(node.operands[0]);
      if (!x || x->low != x->high) return std::nullopt;
      const bool member = symbols().is_member(static_cast<runtime::Symbol>(x->low),
                                              static_cast<std::uint32_t>(node.a));
      return truth(member, !member);
    }
    case Op::LookUp:
      return look_up(node);
    case Op::Known: {
      const Found x = cell(node.operands[0]);
      if (!x) return std::nullopt;
      const runtime::Joining joining = runtime::joining_of(graph_.type(node.operands[0]).form);
      const bool is_mask = joining == runtime::Joining::Mask;
      return runtime::boolean(is_mask ? (x->low & (x->low - 1)) == 0 : x->low == x->high);
    }
    case Op::Fact:
    case Op::ItemFact:
    case Op::AtLeast:
    case Op::CompareQuotient:
    case Op::Add:
    case Op::Subtract:
    case Op::Multiply:
    case Op::Divide:
    case Op::Rescale:
    case Op::Minimum:
    case Op::Maximum:
    case Op::Function:
    case Op::Power:
    case Op::AddMonths:
    case Op::Age:
    case Op::Otherwise:
    case Op::Unseen:
    case Op::Widen:
    case Op::Choose:
    case Op::Any:
    case Op::Count:
    case Op::Sum:
    case Op::Least:
    case Op::Greatest:
    case Op::CountDistinct:
    case Op::Possible:
    case Op::OnFile:
    case Op::SelectLast:
    case Op::SelectFirst:
    case Op::DaysCovered:
    case Op::LongestRun:
    case Op::OnHand:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace precis::lower
