// Questions about one list are answered in one pass over it, unless one of them reads the other's
// answer; either way the answers are the interpreter's.

#include <regex>
#include <string>

#include "compiler/support/random.h"
#include "tests/support/compiled.h"
#include "tests/support/ir_builder.h"

namespace precis::testing {

using ir::NodeId;
using ir::Op;
using runtime::LeafIndex;

namespace {

struct Fills {
  runtime::ListIndex list;
  LeafIndex days, drug;

  explicit Fills(IrBuilder& b)
      : list(b.list()),
        days(b.leaf(whole(0, 120), Sureness::Optional, list)),
        drug(b.leaf(code(), Sureness::Required, list)) {}

  void add_some(runtime::Record& record, support::Random& random) const {
    for (std::int64_t n = random.between(0, 20); n > 0; --n) {
      IrBuilder::add_item(
          record, list,
          {random.chance(80) ? runtime::exact(random.between(0, 120)) : runtime::between(0, 120),
           random.chance(80) ? runtime::exact(random.between(1, 2))
                             : runtime::between(0, runtime::UnknownCodeHigh)});
    }
  }
};

// Two lists, and what can be asked about them.
class Questions {
 public:
  Questions() : fills_(b_), others_(b_), drug_(b_.leaf(code(), Sureness::Required)) {}

  IrBuilder& builder() { return b_; }
  const Fills& fills() const { return fills_; }
  const Fills& others() const { return others_; }

  NodeId same_drug(const Fills& of) {
    return b_.truth(Op::Equal, {b_.item(of.drug), b_.fact(drug_)});
  }
  NodeId any(const Fills& of, NodeId body) { return b_.truth(Op::Any, {body}, of.list, 0); }
  NodeId days(const Fills& of, NodeId body) {
    return b_.node(Op::Sum, whole(0, Most), {body, b_.item(of.days)}, of.list, 0);
  }
  NodeId more_than(NodeId number, std::int64_t limit) {
    return b_.truth(Op::Less, {b_.constant(whole(0, Most), limit), number});
  }
  void rule(NodeId applies) { b_.rule(applies, 0, {}); }

  // How many loops the batch kernel has inside of that over blocks, once it has decided as the
  // interpreter does.
  std::ptrdiff_t loops() {
    b_.otherwise(1, {});
    const ir::Program program = b_.finish();
    Compiled compiled(program);
    support::Random random(11);
    for (std::size_t i = 0; i < 150; ++i) {
      runtime::Record record = IrBuilder::record(program);
      IrBuilder::set(record, drug_, runtime::exact(random.between(1, 2)));
      fills_.add_some(record, random);
      others_.add_some(record, random);
      compiled.add(record);
    }
    compiled.run();
    const std::string text = jit::llvm_text(program, Compiled::Decision);
    const std::regex head("\nitems[0-9]*:");
    return std::distance(std::sregex_iterator(text.begin(), text.end(), head), {});
  }

 private:
  static constexpr std::int64_t Most = 1'000'000;

  IrBuilder b_;
  Fills fills_, others_;
  LeafIndex drug_;
};

}  // namespace

// A pass is a loop over the records of a block, and in it one over items.
TEST(Passes, AreOneForOneList) {
  Questions q;
  const NodeId same = q.same_drug(q.fills());
  const NodeId days = q.days(q.fills(), same);
  q.rule(q.any(q.fills(), q.more_than(q.builder().item(q.fills().days), 100)));
  q.rule(q.more_than(days, 200));
  q.rule(q.more_than(q.days(q.fills(), q.builder().truth(Op::Not, {same})), 400));
  EXPECT_EQ(q.loops(), 2);
}

TEST(Passes, AreOneForEachList) {
  Questions q;
  q.rule(q.any(q.fills(), q.same_drug(q.fills())));
  q.rule(q.more_than(q.days(q.others(), q.same_drug(q.others())), 300));
  q.rule(q.more_than(q.days(q.fills(), q.same_drug(q.fills())), 300));
  EXPECT_EQ(q.loops(), 4);
}

TEST(Passes, AreTwoWhereOneReadsWhatTheOtherGave) {
  Questions q;
  const NodeId days = q.days(q.fills(), q.same_drug(q.fills()));
  const NodeId longer = q.builder().truth(Op::Less, {days, q.builder().item(q.fills().days)});
  q.rule(q.any(q.fills(), longer));
  q.rule(q.any(q.fills(), q.same_drug(q.fills())));
  EXPECT_EQ(q.loops(), 4);
}

}  // namespace precis::testing
