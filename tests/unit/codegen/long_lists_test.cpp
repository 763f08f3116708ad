// Lists longer than what is looked at in one pass, beginning at any place of their columns: with
// facts of every column shape, of the item and of the member. The batch, which looks at many items
// at a time, agrees with trace and interpreter on every question about a total.

#include <algorithm>

#include "compiler/support/random.h"
#include "tests/support/compiled.h"
#include "tests/support/ir_builder.h"

namespace precis::testing {

using ir::NodeId;
using ir::Op;
using runtime::Cell;
using runtime::LeafIndex;

namespace {

// The same facts, of the member or of an item.
struct Facts {
  LeafIndex exact, optional, approximate, code, flag, kind;

  Facts(IrBuilder& b, const runtime::ValueType& kinds,
        std::optional<runtime::ListIndex> list = std::nullopt)
      : exact(b.leaf(whole(-100, 100), Sureness::Required, list)),
        optional(b.leaf(whole(0, 1'000), Sureness::Optional, list)),
        approximate(b.leaf(whole(0, 100'000), Sureness::Approximate, list)),
        code(b.leaf(testing::code(), Sureness::Required, list)),
        flag(b.leaf(boolean(), Sureness::Optional, list)),
        kind(b.leaf(kinds, Sureness::Optional, list)) {}

  // In the order of the leaves.
  static std::vector<Cell> cells(support::Random& random) {
    const bool is_known = random.chance(80);
    const std::int64_t low = random.between(0, 5);
    return {runtime::exact(random.between(-3, 3)),
            is_known ? runtime::exact(random.between(0, 4)) : runtime::between(0, 1'000),
            runtime::between(low, low + random.between(0, 1)),
            is_known ? runtime::exact(random.between(1, 3))
                     : runtime::between(0, runtime::UnknownCodeHigh),
            runtime::mask(random.between(1, 3)),
            runtime::mask(random.between(1, 7))};
  }
};

}  // namespace

TEST(LongLists, AreTheSameManyAtATime) {
  IrBuilder b;
  const runtime::ValueType kinds = b.enumeration(3);
  const Facts member(b, kinds);
  const runtime::ListIndex list = b.list();
  const Facts item(b, kinds, list);

  const std::vector<NodeId> bodies{
      b.truth(Op::Less, {b.item(item.exact), b.fact(member.exact)}),
      b.truth(Op::LessEqual, {b.fact(member.optional), b.item(item.optional)}),
      b.truth(Op::Less, {b.item(item.approximate), b.fact(member.approximate)}),
      b.truth(Op::Equal, {b.item(item.code), b.fact(member.code)}),
      b.truth(Op::SameMember, {b.item(item.kind), b.fact(member.kind)}),
      b.item(item.flag),
      b.truth(Op::And, {b.item(item.flag), b.fact(member.flag),
                        b.truth(Op::InMask, {b.item(item.kind)}, 3)}),
  };
  b.collects();
  const auto rule = [&](NodeId applies) { b.rule(applies, 0, {}); };
  for (const NodeId body : bodies) {
    rule(b.truth(Op::Any, {body}, list, 0));
    rule(b.truth(Op::Not, {b.truth(Op::Any, {body}, list, 0)}));
    rule(b.truth(Op::Possible, {body}, list, 0));
    rule(b.truth(Op::OnFile, {body}, list, 0));
    const runtime::ValueType large = whole(-1'000'000'000, 1'000'000'000);
    const std::vector<NodeId> totals{
        b.node(Op::Count, large, {body}, list, 0),
        b.node(Op::Sum, large, {body, b.item(item.exact)}, list, 0),
        b.node(Op::Sum, large, {body, b.item(item.optional)}, list, 0),
        b.node(Op::Sum, large, {body, b.item(item.approximate)}, list, 0),
    };
    for (const NodeId total : totals) {
      for (const std::int64_t least : {0, 4, 9, 17}) {
        rule(b.truth(Op::LessEqual, {b.constant(large, least), total}));
      }
    }
  }
  const ir::Program program = b.finish();
  Compiled compiled(program);
  support::Random random(5);
  for (std::size_t i = 0; i < 150; ++i) {
    runtime::Record record = IrBuilder::record(program);
    const std::vector<Cell> own = Facts::cells(random);
    for (std::size_t k = 0; k < own.size(); ++k) {
      IrBuilder::set(record, member.exact + static_cast<LeafIndex>(k), own[k]);
    }
    for (std::size_t n = i % 40; n > 0; --n) {
      IrBuilder::add_item(record, list, Facts::cells(random));
    }
    compiled.add(record);
  }
  compiled.run();
  std::size_t sure = 0;
  std::size_t possible = 0;
  for (std::size_t i = 0; i < compiled.size(); ++i) {
    for (std::size_t k = 0; k < program.decisions[Compiled::Decision].rules.size(); ++k) {
      sure += runtime::has_rule(compiled.collected(i).sure, k) ? 1 : 0;
      possible += runtime::has_rule(compiled.collected(i).possible, k) ? 1 : 0;
    }
  }
  EXPECT_GT(std::min(sure, possible), 1'000u);
}

}  // namespace precis::testing
