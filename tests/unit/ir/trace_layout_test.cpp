#include "compiler/ir/trace_layout.h"

#include <gtest/gtest.h>

#include "tests/unit/ir/program_fixture.h"

namespace precis::ir {
namespace {

// The rule applies when some urgent visit has another one: a quantifier in a quantifier.
class LayoutTest : public testing::Test {
 protected:
  LayoutTest() {
    it.rule().applies = nested;
    it.program.occurrences[it.rule().when].node = nested;
  }
  ProgramFixture it;
  NodeId outer = it.urgent(0, InVisits);
  NodeId inner = it.urgent(1, InVisitPairs);
  NodeId pair = it.add(Op::And, it.Bool, {outer, inner}, 0, 0, InVisitPairs);
  NodeId any_inner = it.add(Op::Any, it.Bool, {pair}, 0, 1, InVisits);
  NodeId nested = it.add(Op::Any, it.Bool, {any_inner}, 0, 0);
};

TEST_F(LayoutTest, ReachesOnlyWhatTheDecisionAsks) {
  EXPECT_EQ(reachable(it.program, DecisionId(0)),
            (std::vector<NodeId>{outer, inner, pair, any_inner, nested}));
  EXPECT_EQ(roots(it.program, DecisionId(0)), std::vector<NodeId>{nested});
}

TEST_F(LayoutTest, ReachesWhatOccurrencesShowBesideOperands) {
  const NodeId shown = it.add(Op::Not, it.Bool, {nested});
  const OccurrenceId child = it.occurrence(shown, Shape::Not, "not shown");
  it.program.occurrences[it.rule().when].children = {child};
  EXPECT_EQ(reachable(it.program, DecisionId(0)).back(), shown);
}

TEST_F(LayoutTest, KeepsMemberCellsThenRowsOfItemsThenOfPairs) {
  const TraceLayout layout(it.program, DecisionId(0));
  EXPECT_EQ(layout.member_nodes(), std::vector<NodeId>{nested});
  ASSERT_EQ(layout.regions().size(), 2u);
  EXPECT_EQ(layout.regions()[0].scope, InVisits);
  EXPECT_EQ(layout.regions()[0].nodes, (std::vector<NodeId>{outer, any_inner}));
  EXPECT_EQ(layout.regions()[1].scope, InVisitPairs);
  EXPECT_EQ(layout.regions()[1].nodes, (std::vector<NodeId>{inner, pair}));

  const std::vector<std::size_t> counts{3};
  EXPECT_EQ(layout.bases(counts), (std::vector<std::size_t>{0, 1, 1 + 3 * 2, 1 + 3 * 2 + 9 * 2}));
  ASSERT_TRUE(layout.place(pair).has_value());
  EXPECT_EQ(layout.place(pair)->region, 2u);
  EXPECT_EQ(layout.place(pair)->slot, 1u);
  EXPECT_FALSE(layout.place(NodeId(0)).has_value()) << "no part of this decision";
}

TEST_F(LayoutTest, DumpsTheLadderAndThenTheNodes) {
  EXPECT_EQ(to_text(it.program),
            R"(policy smoke "Smoke" version 1, 1970-01-01 to 1970-01-11
  decision coverage : Coverage
    rule smoking applies n5
      when n5  member.smoker
      then approve
    otherwise
      then approve
  nodes
    n1    ? [visits]     Bool           ItemFact member.visits[].urgent
    n2    ? [visits visits] Bool           ItemFact member.visits[].urgent
    n3    ? [visits visits] Bool           And n1 n2
    n4    ? [visits]     Bool           Any n3 member.visits at level 1
    n5    ? .            Bool           Any n4 member.visits at level 0
)");
}

}  // namespace
}  // namespace precis::ir
