#include "compiler/interp/evaluator.h"

#include <algorithm>

#include "compiler/interp/cells.h"

namespace precis::interp {

using ir::NodeId;
using ir::Op;
using runtime::Cell;
using runtime::Form;

Evaluator::Evaluator(const ir::Program& program, const runtime::Schema& schema,
                     const ir::TraceLayout& layout, const runtime::Record& record,
                     const runtime::Symbols& symbols)
    : program_(program), schema_(schema), layout_(layout), record_(record), symbols_(symbols) {
  for (const std::vector<runtime::Item>& items : record.lists) counts_.push_back(items.size());
  bases_ = layout.bases(counts_);
  trace_.resize(bases_.back());
}

void Evaluator::run(const std::vector<NodeId>& nodes) {
  for (NodeId id : nodes) {
    const Position extent = this->extent(id);
    for (std::size_t i = 0; i < extent[0]; ++i) {
      for (std::size_t j = 0; j < extent[1]; ++j) trace_[index(id, {i, j})] = evaluate(id, {i, j});
    }
  }
}

std::size_t Evaluator::index(NodeId id, const Position& at) const {
  const ir::TraceLayout::Place place = layout_.place(id).value();
  if (place.region == 0) return place.slot;
  const ir::TraceLayout::Region& region = layout_.regions()[place.region - 1];
  const std::size_t row =
      region.scope.depth == 1 ? at[0] : at[0] * counts_[region.scope.lists[1]] + at[1];
  return bases_[place.region] + row * region.nodes.size() + place.slot;
}

Position Evaluator::extent(NodeId id) const {
  const ir::Scope& scope = program_.graph[id].scope;
  return {scope.depth > 0 ? counts_[scope.lists[0]] : 1,
          scope.depth > 1 ? counts_[scope.lists[1]] : 1};
}

std::vector<Cell> Evaluator::operands(const ir::Node& node, const Position& at) const {
  std::vector<Cell> cells;
  for (NodeId operand : node.operands) cells.push_back(cell(operand, at));
  return cells;
}

bool Evaluator::is_mask(NodeId id) const {
  const Form form = program_.graph.type(id).form;
  return form == Form::Bool || form == Form::Enum;
}

Cell Evaluator::evaluate(NodeId id, const Position& at) {
  const ir::Node& node = program_.graph[id];
  if (ir::is_list_op(node.op)) return fold(id, node, at);
  const std::vector<Cell> x = operands(node, at);
  Cell out;
  switch (node.op) {
    case Op::Constant:
      return runtime::between(node.a, node.b);
    case Op::Fact:
      return record_.facts[static_cast<std::size_t>(node.a)].cell;
    case Op::ItemFact:
      return item_fact(node, at);
    case Op::And:
      return all_of(x);
    case Op::Or:
      return any_of(x);
    case Op::Not:
      return negation(x[0]);
    case Op::AtLeast:
      return at_least(static_cast<std::size_t>(node.a), x);
    case Op::Less:
      return less(x[0], x[1]);
    case Op::LessEqual:
      return less_equal(x[0], x[1]);
    case Op::Equal:
      return equal(x[0], x[1]);
    case Op::CompareQuotient:
      runtime::precis_compare_quotient(&out, &x[0], &x[1], &x[2], node.a, node.b);
      return out;
    case Op::InMask:
      return in_mask(x[0], node.a);
    case Op::SameMember:
      return same_member(x[0], x[1]);
    case Op::InValueSet:
      return in_value_set(x[0], static_cast<std::uint32_t>(node.a));
    case Op::LookUp:
      return look_up(node, program_.graph.type(id), x[0]);
    case Op::Add:
      runtime::precis_add(&out, &x[0], &x[1]);
      return out;
    case Op::Subtract:
      runtime::precis_subtract(&out, &x[0], &x[1]);
      return out;
    case Op::Multiply:
      runtime::precis_multiply(&out, &x[0], &x[1], node.a, node.b);
      return out;
    case Op::Divide:
      runtime::precis_divide(&out, &x[0], &x[1], node.a, node.b);
      return out;
    case Op::Rescale:
      runtime::precis_rescale(&out, &x[0], node.a);
      return out;
    case Op::Minimum:
      runtime::precis_minimum(&out, &x[0], &x[1]);
      return out;
    case Op::Maximum:
      runtime::precis_maximum(&out, &x[0], &x[1]);
      return out;
    case Op::Function:
      runtime::precis_function(&out, &x[0], node.a, node.b);
      return out;
    case Op::Power:
      runtime::precis_power(&out, &x[0], &x[1], node.a, node.b);
      return out;
    case Op::AddMonths:
      runtime::precis_add_months(&out, &x[0], node.a, node.b);
      return out;
    case Op::Age:
      runtime::precis_age(&out, &x[0], &x[1]);
      return out;
    case Op::Known:
      return runtime::boolean(is_exact(x[0], is_mask(node.operands[0])));
    case Op::Otherwise:
      return is_exact(x[0], is_mask(node.operands[0])) ? x[0] : x[1];
    case Op::Unseen:
      return unseen(x[0], node.a != 0);
    case Op::Widen:
      return widen(x[0], x[1], program_.graph.type(id), static_cast<ir::Side>(node.b), node.a != 0);
    case Op::Choose:
      return choose(runtime::joining_of(program_.graph.type(id).form), x);
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
      break;
  }
  CHECK(false, "a list operation is a fold");
}

Cell Evaluator::item_fact(const ir::Node& node, const Position& at) const {
  const auto level = static_cast<std::size_t>(node.b);
  const runtime::ListIndex list = node.scope.lists[level];
  const std::vector<runtime::LeafIndex>& leaves = schema_.lists[list].leaves;
  const auto leaf = std::find(leaves.begin(), leaves.end(), node.a);
  CHECK(leaf != leaves.end(), "an item has no such leaf");
  return record_.lists[list][at[level]].facts[static_cast<std::size_t>(leaf - leaves.begin())].cell;
}

Cell Evaluator::in_value_set(const Cell& code, std::uint32_t value_set) const {
  if (code.no_value) return runtime::surely_faults();
  if (code.low != code.high) return truth(true, true, code.may_fault);
  const bool member = symbols_.is_member(static_cast<runtime::Symbol>(code.low), value_set);
  return truth(member, !member, code.may_fault);
}

Cell Evaluator::look_up(const ir::Node& node, const runtime::ValueType& type,
                        const Cell& code) const {
  if (code.no_value) return runtime::surely_faults();
  const runtime::CatalogTable& catalog =
      program_.catalogue.catalogs[static_cast<std::size_t>(node.a)];
  const auto row = code.low == code.high ? catalog.row_of(code.low) : std::nullopt;
  Cell found = everything(type);
  if (row) {
    const auto& cell = catalog.columns[static_cast<std::size_t>(node.b)].cells[*row];
    found = runtime::between(cell.low, cell.high);
  }
  found.may_fault = code.may_fault;
  return found;
}

// The cells of one operand for each item of the list that the node folds.
std::vector<Cell> Evaluator::elements(const ir::Node& node, std::size_t operand,
                                      Position at) const {
  std::vector<Cell> cells;
  std::size_t& item = at[static_cast<std::size_t>(node.b)];
  for (item = 0; item < counts_[static_cast<std::size_t>(node.a)]; ++item) {
    cells.push_back(cell(node.operands[operand], at));
  }
  return cells;
}

Cell Evaluator::fold(NodeId id, const ir::Node& node, const Position& at) {
  const std::vector<Cell> bodies = elements(node, 0, at);
  switch (node.op) {
    case Op::Any:
      return any_of(bodies);
    case Op::Count:
      return count(bodies);
    case Op::Possible:
      return possible(bodies);
    case Op::OnFile:
      return on_file(bodies);
    case Op::SelectLast:
    case Op::SelectFirst:
      return select(id, node, bodies, at);
    case Op::Sum:
    case Op::Least:
    case Op::Greatest:
    case Op::CountDistinct:
      return total(id, node, bodies, at);
    case Op::DaysCovered:
    case Op::LongestRun:
    case Op::OnHand:
      return exposure(id, node, bodies, at);
    case Op::Constant:
    case Op::Fact:
    case Op::ItemFact:
    case Op::And:
    case Op::Or:
    case Op::Not:
    case Op::AtLeast:
    case Op::Less:
    case Op::LessEqual:
    case Op::Equal:
    case Op::CompareQuotient:
    case Op::InMask:
    case Op::SameMember:
    case Op::InValueSet:
    case Op::LookUp:
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
    case Op::Known:
    case Op::Otherwise:
    case Op::Unseen:
    case Op::Widen:
    case Op::Choose:
      break;
  }
  CHECK(false, "not a list operation");
}

Cell Evaluator::select(NodeId id, const ir::Node& node, const std::vector<Cell>& bodies,
                       const Position& at) {
  const std::vector<Cell> keys = elements(node, 1, at);
  const std::vector<Cell> values = elements(node, 2, at);
  runtime::precis_items_begin(&workspace_);
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    runtime::precis_select_push(&workspace_, &bodies[i], &keys[i], &values[i]);
  }
  const runtime::ValueType& type = program_.graph.type(id);
  const Cell unknown = everything(type);
  const auto joining = static_cast<std::int64_t>(runtime::joining_of(type.form));
  Cell out;
  runtime::precis_select_finish(&workspace_, &out, joining | (node.op == Op::SelectFirst),
                                unknown.low, unknown.high);
  return out;
}

Cell Evaluator::total(NodeId id, const ir::Node& node, const std::vector<Cell>& bodies,
                      const Position& at) {
  const std::vector<Cell> values = elements(node, 1, at);
  runtime::precis_items_begin(&workspace_);
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    runtime::precis_total_push(&workspace_, &bodies[i], &values[i]);
  }
  const runtime::ValueType& type = program_.graph.type(id);
  Cell out;
  if (node.op == Op::Sum) {
    runtime::precis_sum_finish(&workspace_, &out);
  } else if (node.op == Op::CountDistinct) {
    runtime::precis_distinct_finish(&workspace_, &out, is_mask(node.operands[1]), type.high);
  } else {
    runtime::precis_least_finish(&workspace_, &out, node.op == Op::Greatest, type.low, type.high);
  }
  return out;
}

// What a value of the type is when nothing is known.
Cell Evaluator::everything(const runtime::ValueType& type) const {
  if (type.form != Form::Enum) return runtime::unknown(type, 0);
  return runtime::mask(program_.catalogue.enumerations[type.enumeration].all_members());
}

Cell Evaluator::exposure(NodeId id, const ir::Node& node, const std::vector<Cell>& bodies,
                         const Position& at) {
  const std::vector<Cell> drugs = elements(node, 1, at);
  const std::vector<Cell> dates = elements(node, 2, at);
  const std::vector<Cell> days = elements(node, 3, at);
  runtime::precis_items_begin(&workspace_);
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    runtime::precis_exposure_push(&workspace_, &bodies[i], &drugs[i], &dates[i], &days[i]);
  }
  const runtime::ValueType& type = program_.graph.type(id);
  std::vector<Cell> window;
  for (std::size_t i = 4; i < node.operands.size(); ++i) {
    window.push_back(cell(node.operands[i], at));
  }
  Cell out;
  if (node.op == Op::DaysCovered) {
    runtime::precis_days_covered_finish(&workspace_, &out, &window[0], &window[1], &window[2],
                                        &window[3], &window[4], type.low, type.high);
  } else if (node.op == Op::LongestRun) {
    runtime::precis_longest_run_finish(&workspace_, &out, &window[0], &window[1], &window[2],
                                       &window[3], &window[4], &window[5], type.low, type.high);
  } else {
    runtime::precis_on_hand_finish(&workspace_, &out, &window[0], &window[1], &window[2], type.low,
                                   type.high);
  }
  return out;
}

}  // namespace precis::interp
