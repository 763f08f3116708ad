// Arithmetic and dates. What the runtime computes is compared with the runtime called directly;
// sums are emitted, so they are tried out, at the ends of 64 bits too.

#include <limits>

#include "tests/unit/codegen/op_bench.h"

namespace precis::testing {

using ir::Op;
using runtime::between;
using runtime::Cell;
using runtime::exact;

static constexpr std::int64_t Lowest = std::numeric_limits<std::int64_t>::min();
static constexpr std::int64_t Highest = std::numeric_limits<std::int64_t>::max();

using Builtin = void (*)(Cell*, const Cell*, const Cell*);

static void check_sum(Op op, Builtin builtin) {
  const runtime::ValueType any = whole(Lowest, Highest);
  OpBench bench({any, any}, [&](IrBuilder& b, const auto& of) { return b.node(op, any, of); });
  const auto cells = with_faults({exact(5), between(-3, 4), exact(Highest), exact(Lowest),
                                  between(Lowest, Highest), between(Lowest, 0), between(0, Highest),
                                  between(Highest - 1, Highest)});
  bench.add_all({cells, cells});
  bench.run([&](const std::vector<Cell>& x) {
    Cell out;
    builtin(&out, &x[0], &x[1]);
    return out;
  });
}

TEST(Arithmetic, AddCutsToTheMachine) {
  check_sum(Op::Add, runtime::precis_add);
}
TEST(Arithmetic, SubtractCutsToTheMachine) {
  check_sum(Op::Subtract, runtime::precis_subtract);
}

TEST(Arithmetic, SumsOfNarrowNumbersAreExact) {
  IrBuilder b;
  const auto x = b.leaf(whole(-100, 100), Sureness::Required);
  const auto y = b.leaf(whole(0, 30'000), Sureness::Required);
  const ir::NodeId sum = b.node(Op::Add, whole(-100, 30'100), {b.fact(x), b.fact(y)});
  const ir::NodeId difference = b.node(Op::Subtract, whole(-30'100, 100), {b.fact(x), b.fact(y)});
  EXPECT_EQ(b.graph()[sum].precision, ir::Precision::Exact);
  b.otherwise(0, {sum, difference});
  const ir::Program program = b.finish();
  Compiled compiled(program);
  runtime::Record record = IrBuilder::record(program);
  IrBuilder::set(record, x, exact(-100));
  IrBuilder::set(record, y, exact(30'000));
  compiled.add(record);
  compiled.run();
  EXPECT_EQ(compiled.cell(0, sum), exact(29'900));
  EXPECT_EQ(compiled.cell(0, difference), exact(-30'100));
}

// An operation on two numbers with two immediates, the second a rounding.
static void check_computed(Op op, std::int64_t places,
                           void (*builtin)(Cell*, const Cell*, const Cell*, std::int64_t,
                                           std::int64_t)) {
  for (std::int64_t rounding = 0; rounding < 4; ++rounding) {
    OpBench bench({whole(-999, 999), whole(-999, 999)}, [&](IrBuilder& b, const auto& of) {
      return b.node(op, whole(Lowest, Highest), of, places, rounding);
    });
    const auto cells = with_faults({exact(0), exact(7), between(-3, 40), between(2, 9)});
    bench.add_all({cells, cells});
    bench.run([&](const std::vector<Cell>& x) {
      Cell out;
      builtin(&out, &x[0], &x[1], places, rounding);
      return out;
    });
  }
}

TEST(Arithmetic, Multiply) {
  check_computed(Op::Multiply, 1, runtime::precis_multiply);
}
TEST(Arithmetic, Divide) {
  check_computed(Op::Divide, 2, runtime::precis_divide);
}
TEST(Arithmetic, DivideLosesPlaces) {
  check_computed(Op::Divide, -1, runtime::precis_divide);
}

static void check_extreme(Op op, Builtin builtin) {
  const runtime::ValueType any = whole(Lowest, Highest);
  OpBench bench({any, any}, [&](IrBuilder& b, const auto& of) { return b.node(op, any, of); });
  const auto cells = with_faults({exact(5), between(-3, 4), exact(Highest), between(4, 9)});
  bench.add_all({cells, cells});
  bench.run([&](const std::vector<Cell>& x) {
    Cell out;
    builtin(&out, &x[0], &x[1]);
    return out;
  });
}

TEST(Arithmetic, MinimumAndMaximum) {
  check_extreme(Op::Minimum, runtime::precis_minimum);
  check_extreme(Op::Maximum, runtime::precis_maximum);
}

TEST(Arithmetic, FunctionsAndPowers) {
  const runtime::ValueType eighths{runtime::Form::Number, 0, 8, "", Lowest, Highest};
  const auto cells = with_faults({exact(0), exact(2), between(-3, 4), between(1, 30)});
  for (std::int64_t function = 0; function < 3; ++function) {
    OpBench bench({whole(-999, 999)}, [&](IrBuilder& b, const auto& of) {
      return b.node(Op::Function, eighths, of, function, 0);
    });
    bench.add_all({cells});
    bench.run([&](const std::vector<Cell>& x) {
      Cell out;
      runtime::precis_function(&out, &x[0], function, 0);
      return out;
    });
  }
  OpBench bench({whole(-999, 999), whole(-999, 999)},
                [&](IrBuilder& b, const auto& of) { return b.node(Op::Power, eighths, of, 0, 0); });
  bench.add_all({cells, cells});
  bench.run([](const std::vector<Cell>& x) {
    Cell out;
    runtime::precis_power(&out, &x[0], &x[1], 0, 0);
    return out;
  });
}

TEST(Arithmetic, RescaleMayOverflow) {
  OpBench bench({whole(Lowest, Highest)}, [](IrBuilder& b, const auto& of) {
    return b.node(Op::Rescale, whole(Lowest, Highest), of, 3);
  });
  bench.add_all({with_faults({exact(7), between(-1, 2), exact(Highest), between(0, Highest)})});
  bench.run([](const std::vector<Cell>& x) {
    Cell out;
    runtime::precis_rescale(&out, &x[0], 3);
    return out;
  });
  EXPECT_EQ(bench.result(0), exact(7000));
}

TEST(Dates, AddMonthsAndAge) {
  OpBench months({date()}, [](IrBuilder& b, const auto& of) {
    return b.node(Op::AddMonths, date(), of, -13);
  });
  months.add_all({with_faults({exact(Today), between(Today - 40, Today)})});
  months.run([](const std::vector<Cell>& x) {
    Cell out;
    runtime::precis_add_months(&out, &x[0], -13, 0);
    return out;
  });
  EXPECT_EQ(months.result(0).low, months.result(0).high);

  OpBench age({date()}, [](IrBuilder& b, const auto& of) {
    return b.node(Op::Age, whole(0, 150), {of[0], b.fact(0)});
  });
  age.add_all({with_faults({exact(Today - 366 * 40), between(Today - 9000, Today - 7000)})});
  age.run([](const std::vector<Cell>& x) {
    const Cell at = exact(Today);
    Cell out;
    runtime::precis_age(&out, &x[0], &at);
    return out;
  });
  EXPECT_EQ(age.result(0), exact(40));
}

}  // namespace precis::testing
