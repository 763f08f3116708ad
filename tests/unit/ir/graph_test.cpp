#include <gtest/gtest.h>

#include <limits>

#include "tests/unit/ir/program_fixture.h"

namespace precis::ir {
namespace {

using runtime::Form;

TEST(Graph, SharesEqualNodes) {
  ProgramFixture it;
  const NodeId smoker = it.add(Op::Fact, it.Bool, {}, 1);
  const std::size_t size = it.program.graph.size();
  EXPECT_EQ(it.add(Op::Not, it.Bool, {smoker}), it.add(Op::Not, it.Bool, {smoker}));
  EXPECT_EQ(it.program.graph.size(), size + 1);
}

TEST(Graph, KeepsScopesTypesAndImmediatesApart) {
  ProgramFixture it;
  const TypeId day = it.program.graph.intern(whole(0, 9));
  const TypeId week = it.program.graph.intern(whole(0, 8));
  EXPECT_NE(it.urgent(0, InVisits), it.urgent(1, InVisitPairs));
  EXPECT_NE(it.add(Op::Constant, day, {}, 1, 1), it.add(Op::Constant, week, {}, 1, 1));
  EXPECT_NE(it.add(Op::Constant, day, {}, 1, 1), it.add(Op::Constant, day, {}, 2, 2));
  EXPECT_EQ(it.program.graph.intern(whole(0, 9)), day);
}

TEST(Graph, JoinsScopesOfWhichOneIsPartOfTheOther) {
  const Scope member;
  const Scope other{1, {1, 0}};
  EXPECT_EQ(join(member, InVisits), InVisits);
  EXPECT_EQ(join(InVisitPairs, InVisits), InVisitPairs);
  EXPECT_EQ(join(InVisits, other), std::nullopt);
}

TEST(Graph, AListOperationLeavesTheLevelItBinds) {
  ProgramFixture it;
  const NodeId outer = it.urgent(0, InVisits);
  const NodeId inner = it.urgent(1, InVisitPairs);
  const NodeId both = it.add(Op::And, it.Bool, {outer, inner}, 0, 0, InVisitPairs);
  const std::vector<NodeId> body{both};
  EXPECT_EQ(scope_of(it.program.graph, Op::Any, body, 0, 1), InVisits);
  EXPECT_EQ(scope_of(it.program.graph, Op::Any, body, 0, 0), std::nullopt)
      << "a pair has its inner level bound first";
  EXPECT_EQ(scope_of(it.program.graph, Op::Any, body, 7, 1), std::nullopt) << "another list";
}

class PrecisionOf : public testing::Test {
 protected:
  NodeId number(std::int64_t low, std::int64_t high, Precision precision) {
    return it.program.graph.add(Op::Fact, it.program.graph.intern(whole(low, high)), {}, next_++, 0,
                                {}, precision);
  }
  Precision of(NodeId id) const { return it.program.graph[id].precision; }

  ProgramFixture it;
  TypeId result = it.program.graph.intern(whole(0, 0));

 private:
  std::int64_t next_ = 10;
};

TEST_F(PrecisionOf, ConstantsWithOneValueAreExact) {
  EXPECT_EQ(of(it.add(Op::Constant, result, {}, 3, 3)), Precision::Exact);
  EXPECT_EQ(of(it.add(Op::Constant, result, {}, 3, 4)), Precision::Partial);
  EXPECT_EQ(of(it.add(Op::Constant, it.Bool, {}, 1, 1)), Precision::Exact);
  EXPECT_EQ(of(it.add(Op::Constant, it.Bool, {}, 3, 3)), Precision::Partial);
}

TEST_F(PrecisionOf, ArithmeticIsExactWhereRangesExcludeOverflow) {
  const NodeId small = number(-5, 5, Precision::Exact);
  const NodeId large = number(0, std::numeric_limits<std::int64_t>::max(), Precision::Exact);
  EXPECT_EQ(of(it.add(Op::Add, result, {small, small})), Precision::Exact);
  EXPECT_EQ(of(it.add(Op::Add, result, {small, large})), Precision::Partial);
  EXPECT_EQ(of(it.add(Op::Multiply, result, {small, small})), Precision::Exact);
  EXPECT_EQ(of(it.add(Op::Multiply, result, {large, large})), Precision::Partial);
  EXPECT_EQ(of(it.add(Op::Rescale, result, {large}, 1)), Precision::Partial);
}

TEST_F(PrecisionOf, QuotientsAreExactWhereTheDivisorCannotBeZero) {
  const NodeId one = number(0, 10, Precision::Exact);
  const NodeId supply = number(1, 365, Precision::Exact);
  EXPECT_EQ(of(it.add(Op::CompareQuotient, it.Bool, {one, supply, one})), Precision::Exact);
  EXPECT_EQ(of(it.add(Op::CompareQuotient, it.Bool, {supply, one, one})), Precision::Partial);
  EXPECT_EQ(of(it.add(Op::Divide, result, {supply, one})), Precision::Partial);
}

TEST_F(PrecisionOf, KnowledgeMakesUnknownsExact) {
  const NodeId weight = number(1, 300, Precision::Partial);
  const NodeId fallback = it.add(Op::Constant, result, {}, 70, 70);
  EXPECT_EQ(of(it.add(Op::Known, it.Bool, {weight})), Precision::Exact);
  EXPECT_EQ(of(it.add(Op::Otherwise, result, {weight, fallback})), Precision::Exact);
  EXPECT_EQ(of(it.add(Op::Otherwise, result, {fallback, weight})), Precision::Partial);
  EXPECT_EQ(of(it.add(Op::OnFile, it.Bool, {it.urgent(0, InVisits)})), Precision::Exact);
  EXPECT_EQ(of(it.add(Op::Any, it.Bool, {it.urgent(0, InVisits)})), Precision::Partial);
}

}  // namespace
}  // namespace precis::ir
