// List operations: items whose conditions can be anything, on lists of any length, alone and in
// pairs. The folds are compared with their words here; every cell also with the interpreter.

#include <random>

#include "tests/unit/codegen/op_bench.h"

namespace precis::testing {

using ir::NodeId;
using ir::Op;
using runtime::between;
using runtime::Cell;
using runtime::exact;

// A list whose items have a condition (any truth, by its first two leaves), a date, a number of
// days and a code.
struct Items {
  runtime::ListIndex list;
  runtime::LeafIndex matches, divisor, date, days, drug;

  explicit Items(IrBuilder& b)
      : list(b.list()),
        matches(b.leaf(boolean(), Sureness::Optional, list)),
        divisor(b.leaf(whole(0, 1), Sureness::Approximate, list)),
        date(b.leaf(testing::date(), Sureness::Approximate, list)),
        days(b.leaf(whole(0, 90), Sureness::Approximate, list)),
        drug(b.leaf(code(), Sureness::Required, list)) {}

  NodeId body(IrBuilder& b, std::optional<runtime::ListIndex> outer = std::nullopt) const {
    const NodeId zero = b.constant(whole(0, 0), 0);
    const NodeId sound = b.truth(Op::CompareQuotient, {zero, b.item(divisor, outer), zero},
                                 static_cast<std::int64_t>(runtime::Relation::LessEqual));
    return b.truth(Op::Choose, {sound, b.item(matches, outer)});
  }

  static std::vector<Cell> cells(const Given& condition, const Cell& date, const Cell& days,
                                 const Cell& drug) {
    const Cell divisors[] = {exact(1), between(0, 1), exact(0)};
    return {condition.value, divisors[static_cast<std::size_t>(condition.fault)], date, days, drug};
  }
};

// Lists of up to three items with every combination of conditions, for one operation over a body.
class FoldBench {
 public:
  explicit FoldBench(Op op) {
    IrBuilder b;
    const Items items(b);
    const runtime::ValueType type = op == Op::Count ? whole(0, 100) : boolean();
    const NodeId node = b.node(op, type, {items.body(b)}, items.list, 0);
    b.otherwise(0, {node});
    const ir::Program program = b.finish();
    Compiled compiled(program);
    const std::vector<Given> truths = all_truths();
    std::vector<std::vector<Given>> lists{{}};
    for (std::size_t from = 0, length = 0; length < 3; ++length) {
      const std::size_t to = lists.size();
      for (; from < to; ++from) {
        for (const Given& truth : truths) {
          lists.push_back(lists[from]);
          lists.back().push_back(truth);
        }
      }
    }
    for (const std::vector<Given>& conditions : lists) {
      runtime::Record record = IrBuilder::record(program);
      for (const Given& condition : conditions) {
        IrBuilder::add_item(record, items.list,
                            Items::cells(condition, exact(0), exact(0), exact(1)));
      }
      compiled.add(record);
    }
    compiled.run();
    for (std::size_t i = 0; i < lists.size(); ++i) {
      std::vector<Cell> bodies;
      for (const Given& condition : lists[i]) bodies.push_back(condition.cell());
      results.push_back({bodies, compiled.cell(i, node)});
    }
  }

  struct Result {
    std::vector<Cell> bodies;
    Cell cell;
  };
  std::vector<Result> results;
};

static bool is_sure(const Cell& cell) {
  return cell == runtime::mask(1);
}

TEST(Lists, AnyIsOrOverTheItems) {
  const FoldBench bench(Op::Any);
  EXPECT_EQ(bench.results.size(), 1u + 7 + 49 + 343);
  for (const auto& [bodies, cell] : bench.results) {
    const Cell expected = by_trying(bodies, true, true, [](const auto& items) -> Outcome {
      bool fault = false;
      for (const Outcome& item : items) {
        if (item == runtime::CanBeTrue) return runtime::CanBeTrue;
        fault = fault || !item;
      }
      if (fault) return std::nullopt;
      return runtime::CanBeFalse;
    });
    EXPECT_EQ(cell, expected) << ::testing::PrintToString(bodies);
  }
}

TEST(Lists, CountIsFromSureToPossible) {
  for (const auto& [bodies, cell] : FoldBench(Op::Count).results) {
    const Cell expected =
        by_trying(bodies, true, false, strictly([](const auto& items) -> std::int64_t {
                    return std::count(items.begin(), items.end(), runtime::CanBeTrue);
                  }));
    // An item that may fault is not sure, whatever else it can be.
    std::int64_t low = 0;
    for (const Cell& body : bodies) low += is_sure(body);
    EXPECT_EQ(cell.high, expected.high);
    EXPECT_EQ(cell.low, expected.no_value ? 0 : low) << ::testing::PrintToString(bodies);
    EXPECT_EQ(cell.may_fault, expected.may_fault);
    EXPECT_EQ(cell.no_value, expected.no_value);
  }
}

TEST(Lists, PossibleIsTheUnion) {
  for (const auto& [bodies, cell] : FoldBench(Op::Possible).results) {
    Cell expected = bodies.empty() ? runtime::mask(3) : Cell{};
    for (const Cell& body : bodies) {
      expected.low |= body.low;
      expected.may_fault |= body.may_fault;
    }
    expected.high = expected.low;
    expected.no_value = expected.low == 0;
    EXPECT_EQ(cell, expected) << ::testing::PrintToString(bodies);
  }
}

TEST(Lists, OnFileIsExact) {
  for (const auto& [bodies, cell] : FoldBench(Op::OnFile).results) {
    EXPECT_EQ(cell, runtime::boolean(std::any_of(bodies.begin(), bodies.end(), is_sure)));
  }
}

TEST(Lists, SelectionsReadTheLastOrFirstOnFile) {
  for (const bool first : {false, true}) {
    IrBuilder b;
    const Items items(b);
    const NodeId body = items.body(b);
    const Op op = first ? Op::SelectFirst : Op::SelectLast;
    const NodeId days =
        b.node(op, whole(0, 90), {body, b.item(items.date), b.item(items.days)}, items.list, 0);
    const NodeId drug =
        b.node(op, code(), {body, b.item(items.date), b.item(items.drug)}, items.list, 0);
    b.otherwise(0, {days, drug});
    const ir::Program program = b.finish();
    Compiled compiled(program);
    struct Fill {
      Given condition;
      Cell date, days;
    };
    const Given sure{runtime::mask(1)}, maybe{runtime::mask(3)}, no{runtime::mask(2)};
    const std::vector<std::vector<Fill>> lists = {
        {},
        {{no, exact(5), exact(1)}},
        {{sure, exact(5), exact(1)}, {sure, exact(9), exact(2)}},
        {{sure, exact(5), exact(1)}, {maybe, exact(9), exact(2)}, {maybe, exact(2), exact(3)}},
        {{sure, between(1, 6), exact(1)}, {sure, between(5, 9), exact(2)}},
        {{maybe, exact(5), exact(1)}},
        {{sure, exact(5), exact(1)}, {{runtime::mask(1), Fault::Surely}, exact(6), exact(2)}},
        {{sure, exact(5), exact(1)}, {{runtime::mask(1), Fault::May}, exact(6), exact(2)}},
    };
    for (const std::vector<Fill>& fills : lists) {
      runtime::Record record = IrBuilder::record(program);
      for (const Fill& fill : fills) {
        IrBuilder::add_item(record, items.list,
                            Items::cells(fill.condition, fill.date, fill.days, fill.days));
      }
      compiled.add(record);
    }
    compiled.run();
    EXPECT_EQ(compiled.cell(0, days), between(0, 90));
    EXPECT_EQ(compiled.cell(0, drug), between(0, runtime::UnknownCodeHigh));
    EXPECT_EQ(compiled.cell(1, days), between(0, 90));
    EXPECT_EQ(compiled.cell(2, days), exact(first ? 1 : 2));
    EXPECT_EQ(compiled.cell(2, drug), exact(first ? 1 : 2));
    EXPECT_EQ(compiled.cell(3, days), first ? between(1, 3) : between(1, 2));
    EXPECT_EQ(compiled.cell(3, drug), between(0, runtime::UnknownCodeHigh));
    EXPECT_EQ(compiled.cell(4, days), between(1, 2));
    EXPECT_EQ(compiled.cell(5, days), between(0, 90));
    EXPECT_EQ(compiled.cell(6, days), runtime::surely_faults());
    EXPECT_EQ(compiled.cell(7, days).may_fault, 1);
  }
}

TEST(Lists, ExposureCountsDaysOnFile) {
  IrBuilder b;
  const Items items(b);
  const NodeId body = items.body(b);
  const auto from = b.leaf(date(), Sureness::Approximate);
  const auto known = b.leaf(date(), Sureness::Approximate);
  const NodeId at = b.fact(0);
  const std::vector<NodeId> of_items = {body, b.item(items.drug), b.item(items.date),
                                        b.item(items.days)};
  std::vector<NodeId> covered = of_items;
  covered.insert(covered.end(),
                 {b.fact(from), at, b.fact(known), at, b.constant(boolean(), runtime::CanBeFalse)});
  std::vector<NodeId> on_hand = of_items;
  on_hand.insert(on_hand.end(), {at, b.fact(known), at});
  const NodeId days = b.node(Op::DaysCovered, whole(0, 365), covered, items.list, 0);
  const NodeId left = b.node(Op::OnHand, whole(0, 365), on_hand, items.list, 0);
  b.otherwise(0, {days, left});
  const ir::Program program = b.finish();
  Compiled compiled(program);
  const Given sure{runtime::mask(1)}, maybe{runtime::mask(3)};
  for (const Cell& window : {exact(Today - 99), between(Today - 99, Today - 90)}) {
    for (const Given& condition : {sure, maybe, Given{runtime::mask(1), Fault::Surely}}) {
      runtime::Record record = IrBuilder::record(program);
      IrBuilder::set(record, from, window);
      IrBuilder::set(record, known, exact(Today - 400));
      IrBuilder::add_item(record, items.list,
                          Items::cells(sure, exact(Today - 50), exact(30), exact(7)));
      IrBuilder::add_item(record, items.list,
                          Items::cells(condition, exact(Today - 9), exact(30), exact(7)));
      compiled.add(record);
    }
  }
  compiled.run();
  EXPECT_EQ(compiled.cell(0, days), exact(40));
  // A fill before the known window may last for ever: no upper end.
  EXPECT_EQ(compiled.cell(0, left), between(21, 365));
  EXPECT_EQ(compiled.cell(1, days), between(30, 40));
  EXPECT_EQ(compiled.cell(1, left), between(0, 365));
  EXPECT_EQ(compiled.cell(2, days), runtime::surely_faults());
  EXPECT_EQ(compiled.cell(3, days), between(0, 365));
}

// For each item of one list whether some item of another is later; counted, and the last selected.
// Both levels collect items, so an inner operation must leave the outer one's alone.
TEST(Lists, PairsNest) {
  IrBuilder b;
  const Items outer(b);
  const Items inner(b);
  const NodeId later =
      b.truth(Op::And, {inner.body(b, outer.list),
                        b.truth(Op::Less, {b.item(outer.date), b.item(inner.date, outer.list)})});
  const NodeId some = b.truth(Op::Any, {later}, inner.list, 1);
  const NodeId last = b.node(
      Op::SelectLast, whole(0, 90),
      {later, b.item(inner.date, outer.list), b.item(inner.days, outer.list)}, inner.list, 1);
  const NodeId found = b.truth(Op::And, {some, outer.body(b)});
  const NodeId count = b.node(Op::Count, whole(0, 100), {found}, outer.list, 0);
  const NodeId value =
      b.node(Op::SelectLast, whole(0, 90), {found, b.item(outer.date), last}, outer.list, 0);
  b.otherwise(0, {count, value});
  const ir::Program program = b.finish();
  Compiled compiled(program);
  std::mt19937 random(1);
  auto pick = [&](std::int64_t below) {
    return static_cast<std::int64_t>(random() % static_cast<unsigned>(below));
  };
  const std::vector<Given> truths = all_truths();
  for (int i = 0; i < 300; ++i) {
    runtime::Record record = IrBuilder::record(program);
    for (const Items* items : {&outer, &inner}) {
      for (std::int64_t n = pick(5); n > 0; --n) {
        const std::int64_t day = pick(6);
        const Given truth = pick(2) == 0 ? Given{runtime::mask(1)} : truths[pick(7)];
        IrBuilder::add_item(
            record, items->list,
            Items::cells(truth, between(day, day + pick(2)), exact(pick(90)), exact(1)));
      }
    }
    compiled.add(record);
  }
  runtime::Record record = IrBuilder::record(program);
  const Given sure{runtime::mask(1)};
  for (const std::int64_t day : {1, 5, 9}) {
    IrBuilder::add_item(record, outer.list, Items::cells(sure, exact(day), exact(0), exact(1)));
    IrBuilder::add_item(record, inner.list,
                        Items::cells(sure, exact(day - 1), exact(day), exact(1)));
  }
  compiled.add(record);
  compiled.run();
  EXPECT_EQ(compiled.cell(300, count), exact(2));
  EXPECT_EQ(compiled.cell(300, value), exact(9));
}

// An explanation may show a condition on items that no operation folds.
TEST(Lists, NodesThatAreOnlyShownAreTracedToo) {
  IrBuilder b;
  const Items outer(b);
  const Items inner(b);
  b.also_show(outer.body(b));
  b.also_show(b.truth(Op::Less, {b.item(outer.date), b.item(inner.date, outer.list)}));
  b.otherwise(0, {});
  const ir::Program program = b.finish();
  Compiled compiled(program);
  runtime::Record record = IrBuilder::record(program);
  for (const std::int64_t day : {1, 5, 9}) {
    for (const Items* items : {&outer, &inner}) {
      IrBuilder::add_item(record, items->list,
                          Items::cells({runtime::mask(3)}, exact(day), exact(0), exact(1)));
    }
  }
  compiled.add(record);
  compiled.run();
  EXPECT_EQ(compiled.answer(0).kind, runtime::AnswerKind::Decided);
}

}  // namespace precis::testing
