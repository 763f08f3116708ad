// Decisions of so many rules that their code is cut into functions: every kernel gives what the
// interpreter does, no function grows with the number of rules, and the time that compiling takes
// grows no faster than it.

#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <vector>

#include "compiler/codegen/codegen.h"
#include "compiler/support/random.h"
#include "tests/support/compiled.h"
#include "tests/support/ir_builder.h"

namespace precis::testing {

using ir::NodeId;
using ir::Op;
using runtime::LeafIndex;

namespace {

constexpr std::size_t Fields = 5;
constexpr std::int64_t Limit = 1'000;

// Rules of numbers, codes and lists in turn; what they give is a number of the member.
class Policy {
 public:
  Policy(std::size_t rules, bool collects) {
    for (LeafIndex& field : fields_) field = b_.leaf(whole(0, Limit), Sureness::Optional);
    code_ = b_.leaf(code(), Sureness::Required);
    flag_ = b_.leaf(boolean(), Sureness::Optional);
    list_ = b_.list();
    item_ = b_.leaf(whole(0, Limit), Sureness::Optional, list_);
    const NodeId paid = number(Op::Add, {b_.fact(fields_[0]), b_.fact(fields_[1])});
    const std::uint32_t set = b_.value_set({"a", "b"});
    if (collects) b_.collects();
    for (std::size_t i = 0; i < rules; ++i) {
      const auto own = static_cast<std::int64_t>(i);
      const NodeId limit = b_.constant(whole(0, Limit), own % Limit);
      const NodeId field = b_.fact(fields_[i % Fields]);
      const std::array<NodeId, 3> others{
          b_.truth(Op::Less, {limit, b_.fact(fields_[(i + 1) % Fields])}),
          b_.truth(Op::InValueSet, {b_.fact(code_)}, set),
          b_.truth(Op::Any, {b_.truth(Op::Less, {b_.item(item_), limit})}, list_, 0)};
      const NodeId sum = number(Op::Add, {paid, limit});
      b_.rule(b_.truth(Op::And, {b_.truth(Op::LessEqual, {limit, field}), others[i % 3]}), i % 2,
              {sum});
    }
    if (!collects) b_.otherwise(1, {paid});
    b_.governs(b_.fact(flag_));
    program_ = b_.finish();
  }

  const ir::Program& program() const { return program_; }

  runtime::Record record(support::Random& random, runtime::Symbols& symbols) const {
    runtime::Record made = IrBuilder::record(program_);
    const auto any = [&] {
      return random.chance(80) ? runtime::exact(random.between(0, Limit))
                               : runtime::between(0, Limit);
    };
    for (LeafIndex field : fields_) IrBuilder::set(made, field, any());
    IrBuilder::set(made, code_, runtime::exact(symbols.intern(0, random.chance(50) ? "a" : "c")));
    IrBuilder::set(made, flag_, runtime::mask(random.chance(80) ? 1 : random.between(1, 3)));
    for (std::int64_t n = random.between(0, 3); n > 0; --n) {
      IrBuilder::add_item(made, list_, {any()});
    }
    return made;
  }

 private:
  NodeId number(Op op, std::vector<NodeId> operands) {
    return b_.node(op, whole(0, 4 * Limit), std::move(operands));
  }

  IrBuilder b_;
  std::array<LeafIndex, Fields> fields_{};
  LeafIndex code_ = 0, flag_ = 0, item_ = 0;
  runtime::ListIndex list_ = 0;
  ir::Program program_;
};

struct Lengths {
  std::size_t functions = 0;
  std::size_t longest = 0;
};

Lengths lengths_of(const ir::Program& program, codegen::Flavour flavour) {
  llvm::LLVMContext context;
  const auto module = codegen::decision(program, Compiled::Decision, flavour, context);
  Lengths lengths;
  for (const llvm::Function& function : *module) {
    if (function.isDeclaration()) continue;
    ++lengths.functions;
    lengths.longest = std::max<std::size_t>(lengths.longest, function.getInstructionCount());
  }
  return lengths;
}

// Of the processor, so that what else runs does not count.
double seconds_to_compile(std::size_t rules) {
  const Policy policy(rules, false);
  jit::Engine engine = jit::Engine::create(policy.program()).value();
  const std::clock_t begin = std::clock();
  engine.batch(Compiled::Decision);
  engine.trace(Compiled::Decision);
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

constexpr codegen::Flavour AllFlavours[] = {codegen::Flavour::Batch, codegen::Flavour::Single,
                                            codegen::Flavour::Trace};

}  // namespace

TEST(LongCode, DecidesAsTheInterpreterDoes) {
  for (const bool collects : {false, true}) {
    const Policy policy(150, collects);
    for (const codegen::Flavour flavour : AllFlavours) {
      EXPECT_GT(lengths_of(policy.program(), flavour).functions, 2U);
    }
    Compiled compiled(policy.program());
    support::Random random(3);
    for (std::size_t i = 0; i < 150; ++i) compiled.add(policy.record(random, compiled.symbols()));
    compiled.run();
  }
}

TEST(LongCode, IsManyFunctionsOfOneLength) {
  for (const bool collects : {false, true}) {
    const Policy policy(1'000, collects);
    for (const codegen::Flavour flavour : AllFlavours) {
      EXPECT_LT(lengths_of(policy.program(), flavour).longest, 2 * codegen::LongestFunction);
    }
  }
}

TEST(LongCode, TakesTimeThatGrowsAsTheRulesDo) {
  const double few = seconds_to_compile(150);
  const double many = seconds_to_compile(600);
  // Four times as many took eleven times as long when they were one function.
  EXPECT_LT(many, 7 * few) << few << " s for 150 rules, " << many << " s for 600";
}

}  // namespace precis::testing
