// The operations over the items of a list.

#include "runtime/exposure.h"
#include "tests/unit/interp/sheet.h"

namespace precis::interp {
namespace {

using runtime::between;
using runtime::exact;

Cell fold(Op op, const runtime::ValueType& type, const std::vector<Cell>& bodies) {
  Sheet sheet(bodies.size());
  return sheet.value(sheet.node(op, type, {sheet.item(Bool, bodies)}));
}

TEST(InterpLists, Any) {
  EXPECT_EQ(fold(Op::Any, Bool, {}), F);
  EXPECT_EQ(fold(Op::Any, Bool, {F, T}), T);
  EXPECT_EQ(fold(Op::Any, Bool, {F, TF}), TF);
  EXPECT_EQ(fold(Op::Any, Bool, {X, T}), T);
  EXPECT_EQ(fold(Op::Any, Bool, {X, F}), X);
}

TEST(InterpLists, Count) {
  EXPECT_EQ(fold(Op::Count, number(), {}), exact(0));
  EXPECT_EQ(fold(Op::Count, number(), {T, TF, F, T}), between(2, 3));
  EXPECT_EQ(fold(Op::Count, number(), {T, TX}), (Cell{1, 2, 1, 0}));
  EXPECT_EQ(fold(Op::Count, number(), {T, X}), X);
}

TEST(InterpLists, PossibleIsTheUnionOfTheCandidates) {
  EXPECT_EQ(fold(Op::Possible, Bool, {}), TF) << "no result on file may be any";
  EXPECT_EQ(fold(Op::Possible, Bool, {T, T}), T);
  EXPECT_EQ(fold(Op::Possible, Bool, {T, F}), TF);
  EXPECT_EQ(fold(Op::Possible, Bool, {F, X}), FX);
}

TEST(InterpLists, OnFileIsExact) {
  EXPECT_EQ(fold(Op::OnFile, Bool, {}), F);
  EXPECT_EQ(fold(Op::OnFile, Bool, {TF, TX}), F);
  EXPECT_EQ(fold(Op::OnFile, Bool, {TF, T}), T);
}

Cell select(Op op, const std::vector<Cell>& bodies, const std::vector<Cell>& keys,
            const std::vector<Cell>& values) {
  Sheet sheet(bodies.size());
  return sheet.value(sheet.node(
      op, number(0, 500),
      {sheet.item(Bool, bodies), sheet.item(date(), keys), sheet.item(number(), values)}));
}

TEST(InterpLists, SelectLast) {
  const std::vector<Cell> values{exact(10), exact(20), exact(30)};
  EXPECT_EQ(select(Op::SelectLast, {T, T, T}, {exact(1), exact(3), exact(2)}, values), exact(20));
  EXPECT_EQ(select(Op::SelectLast, {T, T, T}, {exact(1), exact(3), exact(3)}, values), exact(30))
      << "of one day the later in the file";
  EXPECT_EQ(select(Op::SelectLast, {T, T, TF}, {exact(1), exact(2), exact(3)}, values),
            between(20, 30))
      << "a later one may count";
  EXPECT_EQ(select(Op::SelectLast, {T, T, F}, {exact(1), between(0, 2), exact(3)}, values),
            between(10, 20));
  EXPECT_EQ(select(Op::SelectLast, {TF, F, F}, {exact(1), exact(2), exact(3)}, values),
            between(0, 500))
      << "none is sure";
  EXPECT_EQ(select(Op::SelectLast, {X, T, T}, {exact(1), exact(2), exact(3)}, values), X);
}

TEST(InterpLists, SelectFirst) {
  const std::vector<Cell> values{exact(10), exact(20), exact(30)};
  EXPECT_EQ(select(Op::SelectFirst, {T, T, T}, {exact(2), exact(1), exact(3)}, values), exact(20));
  EXPECT_EQ(select(Op::SelectFirst, {T, T, T}, {exact(1), exact(1), exact(3)}, values), exact(20));
  EXPECT_EQ(select(Op::SelectFirst, {TF, T, T}, {exact(1), exact(2), exact(3)}, values),
            between(10, 20));
}

TEST(InterpLists, SelectJoinsMasksAndCodesByTheirForm) {
  const auto chosen = [](const runtime::ValueType& type, const Cell& first, const Cell& second) {
    Sheet sheet(2);
    return sheet.value(
        sheet.node(Op::SelectLast, type,
                   {sheet.item(Bool, {T, TF}), sheet.item(date(), {exact(1), exact(2)}),
                    sheet.item(type, {first, second})}));
  };
  EXPECT_EQ(chosen(Enum, runtime::mask(1), runtime::mask(4)), runtime::mask(5));
  EXPECT_EQ(chosen(Code, exact(7), exact(9)), between(0, runtime::UnknownCodeHigh));
  Sheet none(0);
  EXPECT_EQ(
      none.value(none.node(Op::SelectLast, Enum,
                           {none.item(Bool, {}), none.item(date(), {}), none.item(Enum, {})})),
      runtime::mask(7));
}

// Two fills of 30 days of one drug, on days 0 and 40.
struct Fills {
  Sheet sheet{2};
  NodeId body = sheet.item(Bool, {T, T});
  NodeId drug = sheet.item(Code, {exact(1), exact(1)});
  NodeId day = sheet.item(date(), {exact(0), exact(40)});
  NodeId supply = sheet.item(number(), {exact(30), exact(30)});

  NodeId on(const Cell& cell) { return sheet.fact(date(), cell); }
  Cell covered(const Cell& from, const Cell& to, std::int64_t known_from) {
    return sheet.value(sheet.node(Op::DaysCovered, number(0, 400),
                                  {body, drug, day, supply, on(from), on(to), on(exact(known_from)),
                                   on(exact(100)), sheet.constant(Bool, runtime::CanBeFalse)}));
  }
  Cell run(std::int64_t from, std::int64_t gap, bool carry_in) {
    return sheet.value(
        sheet.node(Op::LongestRun, number(0, 400),
                   {body, drug, day, supply, on(exact(from)), on(exact(99)),
                    on(exact(runtime::KnownFromAlways)), on(exact(100)),
                    sheet.constant(Bool, carry_in ? runtime::CanBeTrue : runtime::CanBeFalse),
                    sheet.constant(number(), gap)}));
  }
};

TEST(InterpLists, DaysCovered) {
  Fills fills;
  EXPECT_EQ(fills.covered(exact(0), exact(99), -100), exact(60));
  EXPECT_EQ(fills.covered(exact(50), exact(99), -100), exact(0)) << "supply is not carried in";
  EXPECT_EQ(fills.covered(between(0, 1), exact(99), -100), between(0, 400))
      << "a window that is not known";
  const Cell late = fills.covered(exact(0), exact(99), 50);
  EXPECT_EQ(late.low, 60);
  EXPECT_GT(late.high, 60) << "what was before day 50 is not observed";
}

TEST(InterpLists, LongestRun) {
  // Days 0 to 29 and 40 to 69.
  Fills fills;
  EXPECT_EQ(fills.run(0, 9, false), exact(30)) << "a gap of 10 days ends a run";
  EXPECT_EQ(fills.run(0, 10, false), exact(70)) << "bridged days are days of the run";
  EXPECT_EQ(fills.run(50, 0, false), exact(0));
  EXPECT_EQ(fills.run(50, 0, true), exact(20));
}

// Two sure items and one that may match.
struct Amounts {
  Sheet sheet{3};
  NodeId body = sheet.item(Bool, {T, TF, T});
  NodeId amount = sheet.item(number(), {exact(5), between(-2, 30), between(7, 9)});

  Cell of(Op op) { return sheet.value(sheet.node(op, number(), {body, amount})); }
};

TEST(InterpLists, Totals) {
  Amounts amounts;
  EXPECT_EQ(amounts.of(Op::Sum), between(10, 44));
  EXPECT_EQ(amounts.of(Op::Least), between(-2, 5));
  EXPECT_EQ(amounts.of(Op::Greatest), between(7, 30));
  EXPECT_EQ(amounts.of(Op::CountDistinct), between(1, 3));
}

TEST(InterpLists, TotalsOfNothing) {
  Sheet sheet(1);
  const NodeId maybe = sheet.item(Bool, {TF});
  const NodeId amount = sheet.item(number(), {exact(5)});
  const auto of = [&](Op op) { return sheet.value(sheet.node(op, number(), {maybe, amount})); };
  EXPECT_EQ(of(Op::Sum), between(0, 5));
  EXPECT_EQ(of(Op::Greatest), between(-1000, 1000)) << "of none there is no greatest";
  EXPECT_EQ(of(Op::CountDistinct), between(0, 1));
}

TEST(InterpLists, TotalsFaultAsTheirItems) {
  Sheet sheet(2);
  const NodeId body = sheet.item(Bool, {T, F});
  const NodeId amount = sheet.item(number(), {exact(5), X});
  EXPECT_EQ(sheet.value(sheet.node(Op::Sum, number(), {body, amount})), exact(5))
      << "the value of an item that does not match is not asked";
  sheet.record.lists[0][1].facts[0].cell = T;
  EXPECT_EQ(sheet.value(sheet.node(Op::Sum, number(), {body, amount})), X);
}

TEST(InterpLists, OnHand) {
  Fills fills;
  const auto left = [&](const Cell& day) {
    return fills.sheet.value(
        fills.sheet.node(Op::OnHand, number(0, 400),
                         {fills.body, fills.drug, fills.day, fills.supply, fills.on(day),
                          fills.on(exact(runtime::KnownFromAlways)), fills.on(exact(100))}));
  };
  EXPECT_EQ(left(exact(60)), exact(10));
  EXPECT_EQ(left(between(60, 61)), between(0, 400));
}

TEST(InterpLists, PairsOfItems) {
  // Some red item has another item of the same day: the inner list is folded for each outer item.
  Sheet sheet(3);
  const NodeId red = sheet.item(Bool, {T, F, F});
  const NodeId outer_day = sheet.item(date(), {exact(1), exact(2), exact(1)});
  const std::int64_t red_leaf = sheet.program.graph[red].a;
  const std::int64_t day_leaf = sheet.program.graph[outer_day].a;
  const NodeId inner_day = sheet.item_at(date(), day_leaf, 1);
  const NodeId inner_red = sheet.item_at(Bool, red_leaf, 1);
  const NodeId same_day = sheet.node(Op::Equal, Bool, {outer_day, inner_day});
  const NodeId other = sheet.node(Op::Not, Bool, {inner_red});
  const NodeId pair = sheet.node(Op::And, Bool, {same_day, other});
  const NodeId any_inner = sheet.node(Op::Any, Bool, {pair}, 0, 1);
  const NodeId both = sheet.node(Op::And, Bool, {red, any_inner});
  EXPECT_EQ(sheet.value(sheet.node(Op::Any, Bool, {both}, 0, 0)), T);
  EXPECT_EQ(sheet.value(sheet.node(Op::Count, number(), {any_inner}, 0, 0)), exact(3));
  sheet.record.lists[0][2].facts[1].cell = exact(5);
  EXPECT_EQ(sheet.value(sheet.node(Op::Any, Bool, {both}, 0, 0)), F);
  EXPECT_EQ(sheet.value(sheet.node(Op::Count, number(), {any_inner}, 0, 0)), exact(2));
}

}  // namespace
}  // namespace precis::interp
