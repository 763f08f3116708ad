// Facts of every column shape, at record indices beyond the first byte of a bitmap.

#include <limits>

#include "tests/unit/codegen/op_bench.h"

namespace precis::testing {

using ir::NodeId;
using runtime::between;
using runtime::Cell;
using runtime::exact;

struct Column {
  runtime::LeafIndex leaf;
  NodeId node;
  std::vector<Cell> cells;
};

TEST(Columns, OfEveryShape) {
  IrBuilder b;
  std::vector<Column> columns;
  auto add = [&](const runtime::ValueType& type, Sureness sureness, std::vector<Cell> cells) {
    const runtime::LeafIndex leaf = b.leaf(type, sureness);
    columns.push_back({leaf, b.fact(leaf), std::move(cells)});
  };
  constexpr std::int64_t Highest = std::numeric_limits<std::int64_t>::max();
  for (const std::int64_t limit :
       {std::int64_t{127}, std::int64_t{32'767}, std::int64_t{2'147'483'647}, Highest}) {
    const runtime::ValueType type = whole(-limit - 1, limit);
    add(type, Sureness::Required, {exact(-limit - 1), exact(limit), exact(0)});
    add(type, Sureness::Optional, {exact(-limit - 1), between(-limit - 1, limit), exact(limit)});
    add(type, Sureness::Approximate, {between(-limit - 1, 0), exact(-3), between(1, limit)});
  }
  for (const std::size_t members : {2u, 8u, 9u, 17u, 33u, 62u}) {
    const runtime::ValueType type = b.enumeration(members);
    const std::int64_t all = (std::int64_t{1} << members) - 1;
    const std::int64_t last = std::int64_t{1} << (members - 1);
    add(type, Sureness::Optional, {runtime::mask(all), runtime::mask(last), runtime::mask(1)});
    add(type, Sureness::Required, {runtime::mask(1), runtime::mask(last), runtime::mask(2)});
  }
  add(boolean(), Sureness::Optional, {runtime::mask(1), runtime::mask(2), runtime::mask(3)});
  add(boolean(), Sureness::Required, {runtime::mask(1), runtime::mask(2), runtime::mask(1)});
  const Cell unknown = between(0, runtime::UnknownCodeHigh);
  add(code(), Sureness::Required, {exact(1), unknown, exact(0xfffffffe)});
  add(date(), Sureness::Optional, {exact(-1), exact(Today), between(-50'000, 100'000)});

  IrBuilder::Payload payload;
  for (const Column& column : columns) payload.push_back(column.node);
  b.otherwise(0, payload);
  const ir::Program program = b.finish();
  Compiled compiled(program);
  for (std::size_t i = 0; i < 21; ++i) {
    runtime::Record record = IrBuilder::record(program);
    for (const Column& column : columns) {
      IrBuilder::set(record, column.leaf, column.cells[i % 3]);
    }
    compiled.add(record);
  }
  compiled.run();
  for (std::size_t i = 0; i < 21; ++i) {
    for (const Column& column : columns) {
      EXPECT_EQ(compiled.cell(i, column.node), column.cells[i % 3])
          << "leaf " << column.leaf << " of record " << i;
    }
  }
}

}  // namespace precis::testing
