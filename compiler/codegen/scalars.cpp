#include "compiler/codegen/scalars.h"

#include <initializer_list>
#include <span>
#include <string_view>

#include "compiler/codegen/choices.h"
#include "compiler/codegen/comparisons.h"
#include "compiler/codegen/facts.h"
#include "compiler/codegen/products.h"
#include "compiler/codegen/references.h"
#include "compiler/codegen/sums.h"
#include "compiler/support/check.h"

namespace precis::codegen {

using ir::Node;
using ir::Op;
using runtime::Form;

static std::vector<Truth> truths_of(const std::vector<Known>& operands) {
  std::vector<Truth> truths;
  for (const Known& operand : operands) truths.push_back(as_truth(operand));
  return truths;
}

static std::vector<Lane> lanes_of(Builder& b, const std::vector<Known>& operands) {
  std::vector<Lane> lanes;
  for (const Known& operand : operands) lanes.push_back(as_lane(b, operand));
  return lanes;
}

// An operation that the runtime computes.
static Lane computed(Frame& frame, const Node& node, std::string_view name,
                     const std::vector<Known>& operands,
                     std::initializer_list<std::int64_t> immediates) {
  Builder& b = frame.code();
  Lane result =
      frame.compute(name, lanes_of(b, operands), std::span(immediates.begin(), immediates.size()));
  if (node.precision == ir::Precision::Exact) return exact_lane(b, result.low);
  return result;
}

bool is_called(Frame& frame, ir::NodeId id) {
  switch (frame.graph()[id].op) {
    case Op::CompareQuotient:
    case Op::Multiply:
    case Op::Rescale:
      return !is_plain_product(frame, id);
    case Op::Divide:
    case Op::Function:
    case Op::Power:
    case Op::AddMonths:
    case Op::Age:
      return true;
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
    case Op::InMask:
    case Op::SameMember:
    case Op::InValueSet:
    case Op::LookUp:
    case Op::Add:
    case Op::Subtract:
    case Op::Minimum:
    case Op::Maximum:
    case Op::Known:
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
      return false;
  }
  CHECK(false, "no such operation");
}

// What is left to the runtime, which looks at one record.
static Known called(Frame& frame, const Node& node, const std::vector<Known>& operands) {
  switch (node.op) {
    case Op::CompareQuotient:
      return unpack(frame.code(),
                    computed(frame, node, "precis_compare_quotient", operands, {node.a, node.b}));
    case Op::Multiply:
      return computed(frame, node, "precis_multiply", operands, {node.a, node.b});
    case Op::Divide:
      return computed(frame, node, "precis_divide", operands, {node.a, node.b});
    case Op::Rescale:
      return computed(frame, node, "precis_rescale", operands, {node.a});
    case Op::Function:
      return computed(frame, node, "precis_function", operands, {node.a, node.b});
    case Op::Power:
      return computed(frame, node, "precis_power", operands, {node.a, node.b});
    case Op::AddMonths:
      return computed(frame, node, "precis_add_months", operands, {node.a, node.b});
    case Op::Age:
      return computed(frame, node, "precis_age", operands, {});
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
    case Op::InMask:
    case Op::SameMember:
    case Op::InValueSet:
    case Op::LookUp:
    case Op::Add:
    case Op::Subtract:
    case Op::Minimum:
    case Op::Maximum:
    case Op::Known:
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
      break;
  }
  CHECK(false, "the runtime has no such function");
}

Known scalar(Frame& frame, ir::NodeId id, const std::vector<Known>& operands) {
  Builder& b = frame.code();
  const Node& node = frame.graph()[id];
  const Form form = frame.graph().type(node.type).form;
  switch (node.op) {
    case Op::Constant:
      return constant(b, {node.a, node.b, 0, 0}, form, frame.bits_of(id));
    case Op::Fact:
      return load_fact(frame, static_cast<runtime::LeafIndex>(node.a), frame.record(),
                       node.precision);
    case Op::ItemFact:
      return load_fact(frame, static_cast<runtime::LeafIndex>(node.a), frame.item(node.b),
                       node.precision);
    case Op::And:
      return conjunction(b, truths_of(operands));
    case Op::Or:
      return disjunction(b, truths_of(operands));
    case Op::Not:
      return negated(as_truth(operands[0]));
    case Op::AtLeast:
      return at_least(b, truths_of(operands), node.a);
    case Op::Less:
      return less(b, lanes_of(b, operands), false);
    case Op::LessEqual:
      return less(b, lanes_of(b, operands), true);
    case Op::Equal:
      return equals(b, lanes_of(b, operands), frame.graph().type(node.operands[0]).form);
    case Op::InMask:
      return in_mask(b, operands[0], node.a);
    case Op::SameMember:
      return same_member(b, lanes_of(b, operands));
    case Op::InValueSet:
      return in_value_set(frame, as_lane(b, operands[0]), node.a);
    case Op::LookUp:
      return look_up(frame, id, as_lane(b, operands[0]));
    case Op::Add:
    case Op::Subtract:
      return sum(frame, id, lanes_of(b, operands));
    case Op::CompareQuotient:
    case Op::Multiply:
    case Op::Rescale:
      if (!is_called(frame, id)) return plain_product(frame, id, lanes_of(b, operands));
      return called(frame, node, operands);
    case Op::Divide:
    case Op::Function:
    case Op::Power:
    case Op::AddMonths:
    case Op::Age:
      return called(frame, node, operands);
    case Op::Minimum:
    case Op::Maximum:
      return extreme(b, node, lanes_of(b, operands));
    case Op::Known:
      return exact_truth(b, is_single(b, operands[0], frame.graph().type(node.operands[0]).form));
    case Op::Otherwise:
      return otherwise(b, operands, form);
    case Op::Unseen:
      return unseen(b, node, as_truth(operands[0]));
    case Op::Widen:
      return widened(frame, id, as_lane(b, operands[0]), as_truth(operands[1]));
    case Op::Choose:
      return choose(frame, id, operands);
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
  CHECK(false, "a list operation is not of one place");
}

}  // namespace precis::codegen
