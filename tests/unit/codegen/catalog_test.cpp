// A catalog with columns of every kind: what is looked up of codes that are keys, are none, were
// met later or are not known is the same in every kernel.

#include "tests/support/compiled.h"
#include "tests/support/ir_builder.h"

namespace precis::testing {

using ir::NodeId;
using ir::Op;
using Cells = std::vector<runtime::CatalogTable::Cell>;

namespace {

constexpr std::int64_t Far = 1'000'000'000'000;
constexpr std::int64_t Rows = 3;  // of codes 1, 2 and 3; 4 is no key

// Columns of the catalog, by index.
enum Column : std::int64_t { Whole, Negative, Same, Wide, Wider, Blank, Alike, Kind, Flag, Large };

struct Goods {
  IrBuilder b;
  runtime::ValueType kinds = b.enumeration(9);
  std::vector<runtime::ValueType> types;

  Goods() {
    add(whole(0, 99), {{7, 7}, {0, 0}, {99, 99}});
    add(whole(-1'000, 1'000), {{-1'000, -1'000}, {1'000, 1'000}, {-3, -3}});
    add(whole(0, 99), {{42, 42}, {42, 42}, {42, 42}});
    add(whole(0, Far), {{Far, Far}, {Far - 1, Far - 1}, {Far - 2'000'000, Far - 2'000'000}});
    add(whole(-Far, Far), {{-Far, -Far}, {Far, Far}, {0, 0}});
    add(whole(0, 99), {{7, 7}, {0, 99}, {9, 9}});
    add(code(), {{3, 3}, {4, 4}, {1, 1}});
    add(kinds, {{1, 1}, {256, 256}, {511, 511}});
    add(boolean(), {{1, 1}, {2, 2}, {3, 3}});
    add(whole(0, (std::int64_t{1} << 31) - 1),
        {{0, 0}, {(std::int64_t{1} << 31) - 1, (std::int64_t{1} << 31) - 1}, {5, 5}});
  }

  NodeId look_up(Column column, NodeId code) {
    return b.node(Op::LookUp, types[static_cast<std::size_t>(column)], {code}, 0, column);
  }

 private:
  void add(const runtime::ValueType& type, const Cells& cells) {
    if (types.empty()) {
      b.catalog({"a", "b", "c", "d"}, type, {{1, cells[0]}, {2, cells[1]}, {3, cells[2]}});
    } else {
      b.column(type, cells);
    }
    types.push_back(type);
  }
};

}  // namespace

TEST(Catalog, IsReadTheSameInEveryKernel) {
  Goods goods;
  IrBuilder& b = goods.b;
  const auto key = b.leaf(code(), Sureness::Required);
  const auto other = b.leaf(code(), Sureness::Required);
  b.collects();
  std::size_t rules = 0;
  const auto rule = [&](NodeId applies) {
    b.rule(applies, 0, {});
    ++rules;
  };
  for (const Column column : {Whole, Negative, Same, Wide, Wider, Blank, Large}) {
    const runtime::ValueType& type = goods.types[static_cast<std::size_t>(column)];
    for (const std::int64_t limit :
         {-Far, std::int64_t{-999}, std::int64_t{-3}, std::int64_t{0}, std::int64_t{8},
          std::int64_t{42}, std::int64_t{99}, Far - 1, Far}) {
      if (limit < type.low || limit > type.high) continue;
      rule(b.truth(Op::LessEqual, {b.constant(type, limit), goods.look_up(column, b.fact(key))}));
    }
  }
  rule(b.truth(Op::Equal, {goods.look_up(Alike, b.fact(key)), b.fact(other)}));
  rule(goods.look_up(Flag, b.fact(key)));
  for (const std::int64_t mask : {1, 256, 255, 510}) {
    rule(b.truth(Op::InMask, {goods.look_up(Kind, b.fact(key))}, mask));
  }
  // A code that was itself looked up.
  rule(b.truth(Op::LessEqual, {b.constant(whole(0, 99), 1),
                               goods.look_up(Whole, goods.look_up(Alike, b.fact(key)))}));
  const ir::Program program = b.finish();
  Compiled compiled(program);
  const auto later = compiled.symbols().intern(0, "met later");
  std::vector<runtime::Cell> codes{runtime::between(0, runtime::UnknownCodeHigh),
                                   runtime::exact(later)};
  for (std::int64_t symbol = 1; symbol <= Rows + 1; ++symbol)
    codes.push_back(runtime::exact(symbol));
  for (std::size_t i = 0; i < 100; ++i) {
    runtime::Record record = IrBuilder::record(program);
    IrBuilder::set(record, key, codes[i % codes.size()]);
    IrBuilder::set(record, other, codes[i / codes.size() % codes.size()]);
    compiled.add(record);
  }
  compiled.run();
  std::size_t sure = 0;
  for (std::size_t i = 0; i < compiled.size(); ++i) {
    for (std::size_t k = 0; k < rules; ++k) {
      sure += runtime::has_rule(compiled.collected(i).sure, k) ? 1 : 0;
    }
  }
  EXPECT_GT(sure, 1'000u);
}

}  // namespace precis::testing
