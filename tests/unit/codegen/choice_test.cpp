// Choices: tables and conditionals.

#include "tests/unit/codegen/op_bench.h"

namespace precis::testing {

using ir::NodeId;
using ir::Op;
using runtime::between;
using runtime::Cell;
using runtime::exact;

// The words of `ops.def`, one after the other.
static Cell chosen(const std::vector<Cell>& x, runtime::Joining joining) {
  Cell result;
  bool some = false;
  std::uint8_t may_fault = 0;
  for (std::size_t i = 0; i + 1 < x.size(); i += 2) {
    may_fault |= x[i].may_fault;
    if ((x[i].low & runtime::CanBeTrue) != 0) {
      may_fault |= x[i + 1].may_fault;
      if (!x[i + 1].no_value) {
        result = some ? runtime::join(joining, result, x[i + 1]) : x[i + 1];
        some = true;
      }
    }
    if ((x[i].low & runtime::CanBeFalse) == 0) break;
  }
  if (!some) return runtime::surely_faults();
  return {result.low, result.high, may_fault, 0};
}

static void check_choice(const runtime::ValueType& type, const std::vector<Cell>& values) {
  OpBench bench({boolean(), type, boolean(), type}, [&](IrBuilder& b, const auto& of) {
    b.enumeration(4);
    return b.node(Op::Choose, type, of);
  });
  bench.add_all({all_truths(), with_faults(values), all_truths(), with_faults(values)});
  bench.run([&](const std::vector<Cell>& cells) {
    return chosen(cells, runtime::joining_of(type.form));
  });
}

TEST(Choice, OfNumbersGivesTheHull) {
  check_choice(whole(-100, 100), {exact(3), between(5, 9), between(-4, 6)});
}
TEST(Choice, OfEnumerationsGivesTheUnion) {
  check_choice(type_of(runtime::Form::Enum), {runtime::mask(1), runtime::mask(6)});
}
TEST(Choice, OfBooleansGivesTheUnion) {
  check_choice(boolean(), {runtime::mask(1), runtime::mask(2), runtime::mask(3)});
}
TEST(Choice, OfDifferentCodesIsUnknown) {
  check_choice(code(), {exact(3), exact(4), between(0, runtime::UnknownCodeHigh)});
}

TEST(Choice, OfExactPartsIsExact) {
  IrBuilder b;
  const auto flag = b.leaf(boolean(), Sureness::Required);
  const auto other = b.leaf(boolean(), Sureness::Required);
  auto number = [&](std::int64_t value) { return b.constant(whole(0, 9), value); };
  const NodeId numbers =
      b.node(Op::Choose, whole(0, 9),
             {b.fact(flag), number(1), b.fact(other), number(2), b.yes(), number(3)});
  const NodeId truths = b.truth(Op::Choose, {b.fact(flag), b.fact(other), b.yes(), b.fact(flag)});
  EXPECT_EQ(b.graph()[numbers].precision, ir::Precision::Exact);
  b.otherwise(0, {numbers, truths});
  const ir::Program program = b.finish();
  Compiled compiled(program);
  for (const auto& [x, y] : {std::pair(true, false), {false, true}, {false, false}}) {
    runtime::Record record = IrBuilder::record(program);
    IrBuilder::set(record, flag, runtime::boolean(x));
    IrBuilder::set(record, other, runtime::boolean(y));
    compiled.add(record);
  }
  compiled.run();
  EXPECT_EQ(compiled.cell(0, numbers), exact(1));
  EXPECT_EQ(compiled.cell(1, numbers), exact(2));
  EXPECT_EQ(compiled.cell(2, numbers), exact(3));
  EXPECT_EQ(compiled.cell(0, truths), runtime::boolean(false));
}

}  // namespace precis::testing
