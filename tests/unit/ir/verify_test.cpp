// Each named invariant is broken here once.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ir/program_fixture.h"

namespace precis::ir {
namespace {

using runtime::Form;
using testing::StartsWith;

TEST(Verify, AcceptsASoundProgram) {
  ProgramFixture it;
  EXPECT_EQ(verify(it.program), "");
}

TEST(Verify, OrderOperandsComeFirst) {
  ProgramFixture it;
  const NodeId itself(static_cast<std::uint32_t>(it.program.graph.size()));
  it.add(Op::Not, it.Bool, {itself});
  EXPECT_THAT(verify(it.program), StartsWith("order: node n1 (Not)"));
}

TEST(Verify, ScopeOfANodeIsTheJoinOfItsOperands) {
  ProgramFixture it;
  it.add(Op::Not, it.Bool, {it.urgent(0, InVisits)}, 0, 0, Scope{});
  EXPECT_THAT(verify(it.program), StartsWith("scope: node n2 (Not)"));
}

TEST(Verify, ScopeOfAnItemFactIsItsLevel) {
  ProgramFixture it;
  it.urgent(1, InVisits);
  EXPECT_THAT(verify(it.program), StartsWith("scope: node n1 (ItemFact)"));
}

TEST(Verify, ScopeOfMemberOperandsIsOutsideTheList) {
  ProgramFixture it;
  const TypeId days = it.program.graph.intern(whole(0, 100));
  const TypeId code = it.program.graph.intern(form(Form::Code));
  const NodeId urgent = it.urgent(0, InVisits);
  const NodeId drug = it.add(Op::ItemFact, code, {}, 2, 0, InVisits);
  const NodeId date = it.add(Op::ItemFact, it.Date, {}, 2, 0, InVisits);
  const NodeId supply = it.add(Op::ItemFact, days, {}, 2, 0, InVisits);
  const NodeId day = it.add(Op::Fact, it.Date, {}, 0);
  it.add(Op::OnHand, days, {urgent, drug, date, supply, day, day, day});
  EXPECT_EQ(verify(it.program), "");
  it.add(Op::OnHand, days, {urgent, drug, date, supply, date, day, day});
  EXPECT_THAT(verify(it.program), StartsWith("scope: "));
}

TEST(Verify, OperandTypesAreThoseOfTheOperation) {
  const auto broken_by = [](auto add_node) {
    ProgramFixture it;
    add_node(it, it.add(Op::Fact, it.Date, {}, 0), it.add(Op::Fact, it.Bool, {}, 1));
    return verify(it.program);
  };
  EXPECT_THAT(broken_by([](auto& it, NodeId date, NodeId) { it.add(Op::Not, it.Bool, {date}); }),
              StartsWith("operand_types: "));
  EXPECT_THAT(broken_by([](auto& it, NodeId date, NodeId flag) {
                it.add(Op::Less, it.Bool, {date, flag});
              }),
              StartsWith("operand_types: "));
  EXPECT_THAT(broken_by([](auto& it, NodeId date, NodeId flag) {
                it.add(Op::Choose, it.Date, {flag, date, flag});
              }),
              StartsWith("operand_types: "));
  EXPECT_THAT(broken_by([](auto& it, NodeId, NodeId) { it.add(Op::And, it.Bool, {}); }),
              StartsWith("operand_types: "));
  EXPECT_THAT(broken_by([](auto& it, NodeId, NodeId) { it.add(Op::Constant, it.Bool, {}, 1, 2); }),
              StartsWith("operand_types: "));
}

TEST(Verify, AppliesIsTheConditionLessItsExceptions) {
  ProgramFixture it;
  const NodeId urgent = it.add(Op::Any, it.Bool, {it.urgent(0, InVisits)});
  it.rule().exceptions.push_back(
      {"care", "In care", it.occurrence(urgent, Shape::Constant, "urgent"), Nowhere});
  EXPECT_THAT(verify(it.program), StartsWith("applies: rule smoking"));

  const NodeId when = it.program.occurrences[it.rule().when].node;
  const NodeId no_care = it.add(Op::Not, it.Bool, {urgent});
  it.rule().applies = it.add(Op::And, it.Bool, {when, urgent});
  EXPECT_THAT(verify(it.program), StartsWith("applies: ")) << "the exception is not negated";
  it.rule().applies = it.add(Op::And, it.Bool, {when, no_care});
  EXPECT_EQ(verify(it.program), "");
}

TEST(Verify, ChildrenAreInTheScopeOfTheirParentOrOfItsItems) {
  ProgramFixture it;
  const NodeId urgent = it.urgent(0, InVisits);
  const OccurrenceId child = it.occurrence(urgent, Shape::Fact, "visit.urgent");
  const OccurrenceId parent =
      it.occurrence(it.add(Op::Any, it.Bool, {urgent}), Shape::Quantifier, "any visit");
  it.program.occurrences[parent].children = {child};
  EXPECT_THAT(verify(it.program), StartsWith("children: occurrence o2 (any visit)"));
  it.program.occurrences[parent].list = 0;
  EXPECT_EQ(verify(it.program), "");
}

}  // namespace
}  // namespace precis::ir
