// Comparisons and membership, on small intervals and masks where every value can be tried.

#include "tests/unit/codegen/op_bench.h"

namespace precis::testing {

using ir::Op;
using runtime::between;
using runtime::Cell;
using runtime::exact;

static const std::vector<Cell> Intervals = {exact(-1),      exact(0),      exact(2),
                                            between(-1, 0), between(0, 2), between(-2, 2)};

static void check_relation(Op op, bool (*holds)(std::int64_t, std::int64_t)) {
  OpBench bench({whole(-9, 9), whole(-9, 9)},
                [&](IrBuilder& b, const auto& of) { return b.truth(op, of); });
  bench.add_all({with_faults(Intervals), with_faults(Intervals)});
  bench.run([&](const std::vector<Cell>& cells) {
    return by_trying(cells, false, true,
                     strictly([&](const auto& x) { return as_mask(holds(x[0], x[1])); }));
  });
}

TEST(Comparison, Less) {
  check_relation(Op::Less, [](std::int64_t x, std::int64_t y) { return x < y; });
}
TEST(Comparison, LessEqual) {
  check_relation(Op::LessEqual, [](std::int64_t x, std::int64_t y) { return x <= y; });
}
TEST(Comparison, Equal) {
  check_relation(Op::Equal, [](std::int64_t x, std::int64_t y) { return x == y; });
}

TEST(Comparison, ExactOperandsGiveAnExactTruth) {
  for (const Op op : {Op::Less, Op::LessEqual, Op::Equal}) {
    IrBuilder b;
    const auto x = b.leaf(whole(-9, 9), Sureness::Required);
    const auto y = b.leaf(whole(-900, 900), Sureness::Required);
    const ir::NodeId node = b.truth(op, {b.fact(x), b.fact(y)});
    EXPECT_EQ(b.graph()[node].precision, ir::Precision::Exact);
    b.otherwise(0, {node});
    const ir::Program program = b.finish();
    Compiled compiled(program);
    for (const auto& [left, right] : {std::pair(-9, -900), {3, 3}, {3, 4}, {-1, 900}}) {
      runtime::Record record = IrBuilder::record(program);
      IrBuilder::set(record, x, exact(left));
      IrBuilder::set(record, y, exact(right));
      compiled.add(record);
    }
    compiled.run();
    EXPECT_EQ(compiled.cell(0, node), runtime::boolean(false));
    EXPECT_EQ(compiled.cell(1, node), runtime::boolean(op != Op::Less));
    EXPECT_EQ(compiled.cell(2, node), runtime::boolean(op != Op::Equal));
    EXPECT_EQ(compiled.answer(3).kind, runtime::AnswerKind::Decided);
  }
}

static std::vector<Given> masks() {
  return with_faults({runtime::mask(1), runtime::mask(4), runtime::mask(5), runtime::mask(7)});
}

TEST(Comparison, InMask) {
  runtime::ValueType type = type_of(runtime::Form::Enum);
  OpBench bench({type}, [](IrBuilder& b, const auto& of) {
    b.enumeration(3);
    return b.truth(Op::InMask, of, 6);
  });
  bench.add_all({masks()});
  bench.run([](const std::vector<Cell>& cells) {
    return by_trying(cells, true, true,
                     strictly([](const auto& x) { return as_mask((x[0] & 6) != 0); }));
  });
}

TEST(Comparison, SameMember) {
  runtime::ValueType type = type_of(runtime::Form::Enum);
  OpBench bench({type, type}, [](IrBuilder& b, const auto& of) {
    b.enumeration(3);
    return b.truth(Op::SameMember, of);
  });
  bench.add_all({masks(), masks()});
  bench.run([](const std::vector<Cell>& cells) {
    return by_trying(cells, true, true,
                     strictly([](const auto& x) { return as_mask(x[0] == x[1]); }));
  });
}

TEST(Comparison, QuotientsAreExactRationals) {
  for (const runtime::Relation relation :
       {runtime::Relation::Less, runtime::Relation::LessEqual, runtime::Relation::Greater,
        runtime::Relation::GreaterEqual, runtime::Relation::Equal, runtime::Relation::NotEqual}) {
    OpBench bench({whole(-9, 9), whole(-9, 9), whole(-9, 9)}, [&](IrBuilder& b, const auto& of) {
      return b.truth(Op::CompareQuotient, of, static_cast<std::int64_t>(relation), 0);
    });
    bench.add({{exact(6)}, {exact(3)}, {exact(2)}});
    bench.add({{exact(6)}, {exact(4)}, {exact(2)}});
    bench.add({{exact(6)}, {between(0, 3)}, {exact(2)}});
    bench.add({{exact(6)}, {exact(0)}, {exact(2)}});
    bench.add({{exact(6), Fault::Surely}, {exact(1)}, {exact(2)}});
    bench.run([&](const std::vector<Cell>& x) {
      Cell out;
      runtime::precis_compare_quotient(&out, &x[0], &x[1], &x[2],
                                       static_cast<std::int64_t>(relation), 0);
      return out;
    });
    using runtime::Relation;
    const bool with_equal = relation == Relation::LessEqual || relation == Relation::GreaterEqual ||
                            relation == Relation::Equal;
    EXPECT_EQ(bench.result(0), runtime::boolean(with_equal));
    EXPECT_EQ(bench.result(2).may_fault, 1);
    EXPECT_EQ(bench.result(3), runtime::surely_faults());
    EXPECT_EQ(bench.result(4), runtime::surely_faults());
  }
}

TEST(Membership, ReadsTheRowOfTheSymbol) {
  constexpr std::uint32_t Sets = 70;  // two words a row
  for (const std::uint32_t set : {0u, 63u, 64u, 69u}) {
    OpBench bench({code()}, [&](IrBuilder& b, const auto& of) {
      for (std::uint32_t i = 0; i < Sets; ++i) b.value_set({"in" + std::to_string(i)});
      return b.truth(Op::InValueSet, of, set);
    });
    const auto in = bench.symbols().intern(0, "in" + std::to_string(set));
    const auto out = bench.symbols().intern(0, "in" + std::to_string(set == 0 ? 64 : set - 1));
    bench.add_all({with_faults({exact(in), exact(out), between(0, runtime::UnknownCodeHigh)})});
    bench.run([&](const std::vector<Cell>& x) -> Cell {
      if (x[0].no_value) return runtime::surely_faults();
      const std::int64_t truth = x[0].low != x[0].high ? 3 : as_mask(x[0].low == in);
      return {truth, truth, x[0].may_fault, 0};
    });
  }
}

TEST(LookUp, ReadsTheRowOfTheCode) {
  OpBench bench({code()}, [&](IrBuilder& b, const auto& of) {
    b.catalog({"a", "b", "c"}, whole(0, 99), {{2, {7, 7}}, {1, {0, 99}}});
    return b.node(Op::LookUp, whole(0, 99), {of[0]}, 0, 0);
  });
  const std::vector<Cell> codes = {exact(1), exact(2), exact(3), exact(4),
                                   between(0, runtime::UnknownCodeHigh)};
  bench.symbols().intern(0, "met later");
  bench.add_all({with_faults(codes)});
  bench.run([](const std::vector<Cell>& x) -> Cell {
    if (x[0].no_value) return runtime::surely_faults();
    const bool has_row = x[0].low == 2 && x[0].high == 2;
    return {has_row ? 7 : 0, has_row ? 7 : 99, x[0].may_fault, 0};
  });
}

TEST(Membership, CodesAreEqualWhenTheSymbolsAre) {
  OpBench bench({code(), code()},
                [](IrBuilder& b, const auto& of) { return b.truth(Op::Equal, of); });
  const std::vector<Cell> codes = {exact(1), exact(2), between(0, runtime::UnknownCodeHigh)};
  bench.add_all({with_faults(codes), with_faults(codes)});
  bench.run([](const std::vector<Cell>& x) -> Cell {
    if (x[0].no_value || x[1].no_value) return runtime::surely_faults();
    const bool known = x[0].low == x[0].high && x[1].low == x[1].high;
    const std::int64_t truth = !known ? 3 : as_mask(x[0].low == x[1].low);
    return {truth, truth, static_cast<std::uint8_t>(x[0].may_fault | x[1].may_fault), 0};
  });
}

}  // namespace precis::testing
