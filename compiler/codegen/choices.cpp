#include "compiler/codegen/choices.h"

#include <algorithm>

namespace precis::codegen {

using ir::Node;
using ir::Op;
using llvm::Value;
using runtime::Form;

static bool all_exact(const std::vector<Known>& operands) {
  for (const Known& operand : operands) {
    if (!is_exact(operand)) return false;
  }
  return true;
}

static Known choose_exact(Builder& b, const std::vector<Known>& operands) {
  Known chosen = operands.back();
  for (std::size_t i = operands.size() - 2; i >= 2; i -= 2) {
    chosen = either(b, as_truth(operands[i - 2]).can_true, operands[i - 1], chosen);
  }
  return chosen;
}

// A table of constant members, or of other such tables: member by member.
static bool gives_members(Frame& frame, const Node& node, const std::vector<Known>& operands) {
  if (frame.code().width() == Width::One) return false;
  if (frame.graph().type(node.type).form != Form::Enum) return false;
  for (std::size_t i = 1; i < operands.size(); i += 2) {
    if (frame.graph()[node.operands[i]].op == Op::Constant) continue;
    if (!std::holds_alternative<Members>(operands[i])) return false;
  }
  return true;
}

static Known choose_members(Frame& frame, const Node& node, const std::vector<Known>& operands) {
  Builder& b = frame.code();
  const auto& names =
      frame.program().catalogue.enumerations[frame.graph().type(node.type).enumeration];
  MemberUnion chosen(b, names.members.size() + (names.has_untested ? 1 : 0));
  Value* reached = b.flag(true);
  for (std::size_t i = 0; i + 1 < operands.size(); i += 2) {
    const Truth& condition = as_truth(operands[i]);
    chosen.add_fault(b.CreateAnd(reached, condition.may_fault));
    // The last condition of exact ones holds wherever it is reached.
    const bool is_sure = node.precision == ir::Precision::Exact && i + 2 == operands.size();
    Value* const taken = is_sure ? reached : b.CreateAnd(reached, condition.can_true);
    if (const auto* members = std::get_if<Members>(&operands[i + 1])) {
      chosen.add(taken, *members);
    } else {
      chosen.add(taken, frame.graph()[node.operands[i + 1]].a);
    }
    reached = b.CreateAnd(reached, condition.can_false);
  }
  return chosen.result(node.precision == ir::Precision::Exact);
}

Known choose(Frame& frame, ir::NodeId id, const std::vector<Known>& operands) {
  Builder& b = frame.code();
  const Node& node = frame.graph()[id];
  if (gives_members(frame, node, operands)) return choose_members(frame, node, operands);
  if (all_exact(operands)) return choose_exact(b, operands);
  unsigned bits = frame.bits_of(id);
  for (std::size_t i = 1; i < operands.size(); i += 2) {
    if (const auto* lane = std::get_if<Lane>(&operands[i])) {
      bits = std::max(bits, Builder::bits_of(lane->low));
    }
  }
  Union chosen(b, frame.graph().type(id).form, bits);
  // Every earlier condition can be false.
  Value* reached = b.flag(true);
  for (std::size_t i = 0; i + 1 < operands.size(); i += 2) {
    const Truth& condition = as_truth(operands[i]);
    chosen.add_fault(b.CreateAnd(reached, condition.may_fault));
    chosen.add(b.CreateAnd(reached, condition.can_true), operands[i + 1]);
    reached = b.CreateAnd(reached, condition.can_false);
  }
  return chosen.result();
}

Lane widened(Frame& frame, ir::NodeId id, const Lane& total, const Truth& observed) {
  Builder& b = frame.code();
  const Node& node = frame.graph()[id];
  const runtime::ValueType& type = frame.graph().type(node.type);
  const auto side = static_cast<ir::Side>(node.b);
  const unsigned bits = std::max(frame.bits_of(id), Builder::bits_of(total.low));
  Value* const trusted = is_sure(b, observed);
  Value* low = b.resize(total.low, bits);
  Value* high = b.resize(total.high, bits);
  if (side != ir::Side::High) {
    low = b.pick(trusted, low, b.minimum(low, b.number(type.low, bits)));
  }
  if (side != ir::Side::Low) {
    high = b.pick(trusted, high, b.maximum(high, b.number(type.high, bits)));
  }
  const Lane operands[] = {total, pack(b, observed)};
  Faults faults = strict(b, operands);
  if (node.a != 0) faults.may_fault = b.CreateOr(faults.may_fault, b.CreateNot(trusted));
  return canonical(b, low, high, faults);
}

Truth unseen(Builder& b, const Node& node, const Truth& observed) {
  Value* const hidden = b.CreateNot(is_sure(b, observed));
  Value* const may_fault =
      node.a != 0 ? b.CreateOr(observed.may_fault, hidden) : observed.may_fault;
  return strict_truth(b, hidden, b.flag(true), {may_fault, has_no_value(b, observed)});
}

Known otherwise(Builder& b, const std::vector<Known>& operands, Form form) {
  Known result = either(b, is_single(b, operands[0], form), operands[0], operands[1]);
  if (!is_exact(operands[1])) return result;
  // The first is taken only where it holds one value.
  if (form == Form::Bool) return exact_truth(b, as_truth(result).can_true);
  return exact_lane(b, std::get<Lane>(result).low);
}

}  // namespace precis::codegen
