// Logic and knowledge, on every combination of what three Booleans can be.

#include "tests/unit/codegen/op_bench.h"

namespace precis::testing {

using ir::Op;
using runtime::Cell;

static int count_of(const std::vector<Outcome>& operands, Outcome wanted) {
  int count = 0;
  for (const Outcome& operand : operands) count += operand == wanted;
  return count;
}

// Of exact operands: faults are absorbed where they cannot matter.
static Outcome exact_at_least(const std::vector<Outcome>& operands, int wanted) {
  const int trues = count_of(operands, runtime::CanBeTrue);
  if (trues >= wanted) return runtime::CanBeTrue;
  if (trues + count_of(operands, std::nullopt) < wanted) return runtime::CanBeFalse;
  return std::nullopt;
}

static void check_threshold(Op op, std::int64_t immediate, int wanted) {
  OpBench bench({boolean(), boolean(), boolean()},
                [&](IrBuilder& b, const auto& of) { return b.truth(op, of, immediate); });
  bench.add_all({all_truths(), all_truths(), all_truths()});
  bench.run([&](const std::vector<Cell>& cells) {
    return by_trying(cells, true, true,
                     [&](const auto& operands) { return exact_at_least(operands, wanted); });
  });
  EXPECT_EQ(bench.rows(), 343u);
}

TEST(Logic, AndIsTrueWhenAllAre) {
  check_threshold(Op::And, 0, 3);
}
TEST(Logic, OrIsTrueWhenOneIs) {
  check_threshold(Op::Or, 0, 1);
}
TEST(Logic, AtLeastCounts) {
  for (int wanted = 0; wanted <= 3; ++wanted) check_threshold(Op::AtLeast, wanted, wanted);
}

TEST(Logic, NotExchanges) {
  OpBench bench({boolean()}, [](IrBuilder& b, const auto& of) { return b.truth(Op::Not, of); });
  bench.add_all({all_truths()});
  bench.run([](const std::vector<Cell>& cells) {
    return by_trying(cells, true, true,
                     strictly([](const auto& x) { return as_mask(x[0] == runtime::CanBeFalse); }));
  });
}

TEST(Knowledge, KnownIsOneValueWithoutFault) {
  const auto type = IrBuilder().enumeration(3);
  for (const bool is_mask : {true, false}) {
    OpBench bench({is_mask ? type : whole(0, 100)}, [&](IrBuilder& b, const auto& of) {
      if (is_mask) b.enumeration(3);
      return b.truth(Op::Known, of);
    });
    bench.add_all({is_mask ? with_faults({runtime::mask(4), runtime::mask(5)})
                           : with_faults({runtime::exact(4), runtime::between(4, 5)})});
    bench.run([&](const std::vector<Cell>& x) {
      const bool one = is_mask ? x[0].low == 4 : x[0].low == x[0].high;
      return runtime::boolean(one && !x[0].may_fault);
    });
  }
}

TEST(Knowledge, OtherwiseTakesTheFirstWhereItIsKnown) {
  OpBench bench({whole(0, 100), whole(0, 100)}, [](IrBuilder& b, const auto& of) {
    return b.node(Op::Otherwise, whole(0, 100), of);
  });
  const auto cells = with_faults({runtime::exact(7), runtime::between(4, 5)});
  bench.add_all({cells, cells});
  bench.run([](const std::vector<Cell>& x) {
    return x[0].low == x[0].high && !x[0].may_fault ? x[0] : x[1];
  });
}

TEST(Knowledge, OtherwiseOfAnExactValueIsExact) {
  OpBench bench({boolean()}, [](IrBuilder& b, const auto& of) {
    return b.truth(Op::Otherwise, {of[0], b.yes()});
  });
  bench.add_all({all_truths()});
  bench.run([](const std::vector<Cell>& x) {
    return x[0] == runtime::mask(2) ? runtime::mask(2) : runtime::mask(1);
  });
}

TEST(Knowledge, UnseenItemsNeedAnObservedWindow) {
  for (const std::int64_t condition_may_fault : {0, 1}) {
    OpBench bench({boolean()}, [&](IrBuilder& b, const auto& of) {
      return b.truth(Op::Unseen, of, condition_may_fault);
    });
    bench.add_all({all_truths()});
    bench.run([&](const std::vector<Cell>& x) -> Cell {
      if (x[0].no_value) return runtime::surely_faults();
      if (x[0] == runtime::mask(1)) return runtime::mask(2);
      return {3, 3, static_cast<std::uint8_t>(x[0].may_fault | condition_may_fault), 0};
    });
  }
}

TEST(Knowledge, WidenOpensACountUpwards) {
  for (const std::int64_t condition_may_fault : {0, 1}) {
    OpBench bench({whole(0, 100), boolean()}, [&](IrBuilder& b, const auto& of) {
      return b.node(Op::Widen, whole(0, 50), of, condition_may_fault);
    });
    bench.add_all({with_faults({runtime::exact(2), runtime::between(2, 4)}), all_truths()});
    bench.run([&](const std::vector<Cell>& x) -> Cell {
      if (x[0].no_value || x[1].no_value) return runtime::surely_faults();
      const bool observed = x[1] == runtime::mask(1);
      const bool may_fault =
          x[0].may_fault || x[1].may_fault || (condition_may_fault == 1 && !observed);
      return {x[0].low, observed ? x[0].high : 50, static_cast<std::uint8_t>(may_fault), 0};
    });
  }
}

}  // namespace precis::testing
