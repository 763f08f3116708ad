#include "tests/property/defects.h"

#include <limits>

#include "runtime/date.h"

namespace precis::property {

using ir::Node;
using ir::NodeId;
using ir::Op;

const std::vector<NamedDefect>& all_defects() {
  static const std::vector<NamedDefect> All = {
      {Defect::UnseenItemsAreAbsent, "unseen items are absent"},
      {Defect::MaybeItemsDoNotMatch, "maybe items do not match"},
      {Defect::UnknownCodeIsNoMember, "an unknown code is no member"},
      {Defect::UnknownMemberIsNot, "an unknown member is in no set"},
      {Defect::UnknownNumberIsNotLess, "an unknown number is not less"},
      {Defect::DisjunctIsDropped, "an unsettled disjunct is dropped"},
      {Defect::UnsettledConditionIsFalse, "an unsettled condition is false"},
      {Defect::MaybeItemsAreNotCounted, "maybe items are not counted"},
      {Defect::NoCandidateIsNoResult, "no candidate is no result"},
      {Defect::UnobservedDaysAreUncovered, "unobserved days are uncovered"},
  };
  return All;
}

namespace {

// Copies a graph node by node, letting the defect replace some.
class Copier {
 public:
  Copier(const ir::Graph& from, ir::Graph& to, Defect defect)
      : from_(from), to_(to), defect_(defect) {
    for (std::uint32_t i = 0; i < from.size(); ++i) copies_.push_back(copy(from[NodeId(i)]));
  }
  NodeId operator()(NodeId original) const { return copies_[original.index()]; }

 private:
  NodeId add(const Node& like, Op op, std::vector<NodeId> operands, std::int64_t a,
             std::int64_t b) {
    return to_.add(op, to_.intern(from_.type(like.type)), std::move(operands), a, b, like.scope,
                   like.precision);
  }
  NodeId known(const Node& like, NodeId operand) {
    return to_.add(Op::Known, to_.intern({runtime::Form::Bool, 0, 0, "", 0, 0}), {operand}, 0, 0,
                   like.scope);
  }
  NodeId only_if_known(const Node& node, const std::vector<NodeId>& operands) {
    std::vector<NodeId> all{add(node, node.op, operands, node.a, node.b)};
    for (NodeId operand : operands) all.push_back(known(node, operand));
    return add(node, Op::And, all, 0, 0);
  }
  // The operand, false where it is not settled.
  NodeId settled(NodeId operand) {
    const Node& like = to_[operand];
    return to_.add(Op::And, like.type, {operand, known(like, operand)}, 0, 0, like.scope);
  }

  NodeId copy(const Node& node) {
    std::vector<NodeId> operands;
    for (NodeId operand : node.operands) operands.push_back(copies_[operand.index()]);
    switch (defect_) {
      case Defect::UnseenItemsAreAbsent:
        if (node.op == Op::Unseen) {
          return to_.add(Op::Constant, to_.intern(from_.type(node.type)), {}, runtime::CanBeFalse,
                         runtime::CanBeFalse, {});
        }
        break;
      case Defect::MaybeItemsDoNotMatch:
        if (node.op == Op::Any) return add(node, Op::OnFile, operands, node.a, node.b);
        break;
      case Defect::UnknownCodeIsNoMember:
        if (node.op == Op::InValueSet) return only_if_known(node, operands);
        break;
      case Defect::UnknownMemberIsNot:
        if (node.op == Op::InMask) return only_if_known(node, operands);
        break;
      case Defect::UnknownNumberIsNotLess:
        if (node.op == Op::Less) return only_if_known(node, operands);
        break;
      case Defect::DisjunctIsDropped:
        if (node.op == Op::Or) {
          for (NodeId& operand : operands) operand = settled(operand);
        }
        break;
      case Defect::UnsettledConditionIsFalse:
        if (node.op == Op::Choose) {
          for (std::size_t i = 0; i + 2 < operands.size(); i += 2)
            operands[i] = settled(operands[i]);
        }
        break;
      case Defect::MaybeItemsAreNotCounted:
        if (node.op == Op::Count) operands[0] = settled(operands[0]);
        break;
      case Defect::NoCandidateIsNoResult:
        if (node.op == Op::Possible) return add(node, Op::Any, operands, node.a, node.b);
        break;
      case Defect::UnobservedDaysAreUncovered:
        if (node.op == Op::DaysCovered) {
          operands[6] = to_.add(Op::Constant, to_[operands[6]].type, {},
                                runtime::first_supported_day(), runtime::first_supported_day(), {});
        }
        break;
    }
    return add(node, node.op, operands, node.a, node.b);
  }

  const ir::Graph& from_;
  ir::Graph& to_;
  Defect defect_;
  std::vector<NodeId> copies_;
};

}  // namespace

GeneratedProgram with_defect(const GeneratedProgram& original, Defect defect) {
  GeneratedProgram result;
  result.decision = original.decision;
  result.program.catalogue = original.program.catalogue;
  result.program.schemas = original.program.schemas;
  result.program.outcomes = original.program.outcomes;
  const Copier copies(original.program.graph, result.program.graph, defect);
  for (ir::Occurrence occurrence : original.program.occurrences) {
    occurrence.node = copies(occurrence.node);
    result.program.occurrences.add(occurrence);
  }
  for (const ir::Policy& policy : original.program.policies) result.program.policies.add(policy);
  for (ir::Decision decision : original.program.decisions) {
    for (ir::Rule& rule : decision.rules) rule.applies = copies(rule.applies);
    result.program.decisions.add(decision);
  }
  return result;
}

}  // namespace precis::property
