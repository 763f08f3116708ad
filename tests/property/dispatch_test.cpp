// Blocks of records that a policy does not govern are left early, and records are put in an order
// in which there are such blocks. Whatever the order, the length and the number of threads, each
// record gets the answer that the interpreter gives.

#include "compiler/driver/dispatch.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <thread>

#include "compiler/driver/evaluator.h"
#include "compiler/interp/interp.h"
#include "runtime/batch.h"
#include "tests/property/program_gen.h"
#include "tests/property/record_gen.h"
#include "tests/property/world.h"

namespace precis::property {

using runtime::AnswerKind;
using Order = std::vector<std::uint32_t>;

static constexpr std::size_t Longest = 130;
static constexpr int Programs = 25;

// A policy for some drugs, or for members of some colour too; now and then one that was in force
// once, or is for some days only.
static GeneratedProgram for_some_drugs(const World& world, std::uint64_t seed) {
  GeneratedProgram made = generate_program(world, seed);
  ir::Program& program = made.program;
  ir::Graph& graph = program.graph;
  Random random(seed);
  const auto fact = [&](runtime::LeafIndex leaf) {
    return graph.add(ir::Op::Fact, graph.intern(world.schema.leaves[leaf].type), {}, leaf, 0, {},
                     ir::Precision::Partial);
  };
  const ir::TypeId truth = graph.intern({runtime::Form::Bool, 0, 0, "", 0, 0});
  ir::NodeId governs = graph.add(ir::Op::InValueSet, truth, {fact(world.code)},
                                 static_cast<std::int64_t>(seed % 3), 0, {});
  if (random.chance(40)) {
    const ir::NodeId colour =
        graph.add(ir::Op::InMask, truth, {fact(world.colour)}, random.between(1, 14), 0, {});
    governs =
        graph.add(random.chance(50) ? ir::Op::And : ir::Op::Or, truth, {governs, colour}, 0, 0, {});
  }
  ir::Policy& policy = program.policies[ir::PolicyId(0)];
  const source::Span span{source::FileId(0), 0, 0};
  policy.governs = program.occurrences.add(
      {governs, ir::Shape::AllOf, span, "", "", {}, std::nullopt, 0, std::nullopt});
  if (random.chance(20)) policy.effective_to = AtDay - 1;
  if (random.chance(20)) policy.effective_from = AtDay;
  const std::string broken = ir::verify(program);
  CHECK(broken.empty(), broken);
  return made;
}

namespace {

struct Subject {
  World world = make_world();
  GeneratedProgram generated;
  ir::TraceLayout layout;
  driver::Evaluator evaluator;
  driver::Dispatch dispatch;
  runtime::Symbols symbols;
  std::array<jit::Workspaces, 2> workspaces;

  explicit Subject(std::uint64_t seed)
      : generated(for_some_drugs(world, seed)),
        layout(generated.program, generated.decision),
        evaluator(driver::Evaluator::create(generated.program).value()),
        dispatch(generated.program, 0),
        symbols(world.catalogue) {
    intern_symbols(world, symbols);
  }

  // In the caller's order, whatever the order of the batch. With two threads each decides some
  // blocks.
  runtime::Answers decide(const std::vector<runtime::Record>& records, const Order& order,
                          std::size_t threads) {
    runtime::Batch batch(world.schema, world.catalogue.enumerations);
    for (const std::uint32_t record : order) batch.append(records[record]);
    const runtime::BatchView view = batch.view(symbols);
    if (threads == 1) {
      return evaluator.decide(generated.decision, view, workspaces[0]).restored(order);
    }
    runtime::Answers answers = evaluator.answers(generated.decision);
    answers.resize(order.size());
    const auto middle =
        static_cast<std::int64_t>(runtime::block_count(order.size()) / 2 * runtime::BlockRecords);
    const auto work = [&](std::size_t thread, std::int64_t begin, std::int64_t end) {
      evaluator.decide(generated.decision, view, workspaces[thread], begin, end, answers);
    };
    std::thread other([&] { work(1, 0, middle); });
    work(0, middle, view.record_count);
    other.join();
    return answers.restored(order);
  }

  // Decides the first records, for each number of them, and counts answers.
  void check(const std::vector<runtime::Record>& records, Random& random,
             std::map<AnswerKind, int>& kinds) {
    std::vector<interp::Evaluation> expected;
    for (const runtime::Record& record : records) {
      expected.push_back(
          interp::decide(generated.program, generated.decision, layout, record, symbols));
    }
    for (std::size_t length = 0; length <= records.size(); ++length) {
      const std::vector<runtime::Record> some(
          records.begin(), records.begin() + static_cast<std::ptrdiff_t>(length));
      Order as_they_come(length);
      std::iota(as_they_come.begin(), as_they_come.end(), 0);
      Order shuffled = as_they_come;
      for (std::size_t i = length; i > 1; --i) {
        const std::int64_t other = random.between(0, static_cast<std::int64_t>(i) - 1);
        std::swap(shuffled[i - 1], shuffled[static_cast<std::size_t>(other)]);
      }
      for (const Order& order : {as_they_come, shuffled, dispatch.order(some, symbols)}) {
        ASSERT_TRUE(std::is_permutation(order.begin(), order.end(), as_they_come.begin(),
                                        as_they_come.end()));
        const runtime::Answers answers = decide(some, order, 1 + length % 2);
        for (std::size_t i = 0; i < length; ++i) {
          ASSERT_EQ(answers[i], expected[i].answer) << "record " << i << " of " << length;
          ASSERT_EQ(answers.collected(i), expected[i].collected)
              << "record " << i << " of " << length;
          ++kinds[answers[i].kind];
        }
      }
    }
  }
};

}  // namespace

TEST(Dispatch, OrderLengthAndThreadsDoNotMatter) {
  std::map<AnswerKind, int> kinds;
  int lists = 0;
  for (int p = 0; p < Programs; ++p) {
    SCOPED_TRACE(fmt::format("program {}", p));
    Subject subject(6000 + static_cast<std::uint64_t>(p));
    lists += subject.generated.program.decisions[subject.generated.decision].combination ==
             ir::Combination::Collect;
    Random random(static_cast<std::uint64_t>(p) + 78);
    std::vector<runtime::Record> with_unknowns;
    std::vector<runtime::Record> known;
    for (std::size_t i = 0; i < Longest; ++i) {
      with_unknowns.push_back(generate_record(subject.world, random));
      known.push_back(complete(subject.world, with_unknowns.back(), {}, random));
    }
    subject.check(with_unknowns, random, kinds);
    if (!HasFailure()) subject.check(known, random, kinds);
    if (HasFailure()) return;
  }
  fmt::print(
      "note: dispatch: batch lengths 0 to {} in three orders, {} decisions of {} lists: decided "
      "{}, needs information {}, fault {}, not governed {}, not in force {}\n",
      Longest, Programs, lists, kinds[AnswerKind::Decided], kinds[AnswerKind::NeedsInformation],
      kinds[AnswerKind::Fault], kinds[AnswerKind::NotGoverned], kinds[AnswerKind::NotInForce]);
  EXPECT_GT(lists, 0);
  for (AnswerKind kind : {AnswerKind::Decided, AnswerKind::NeedsInformation, AnswerKind::Fault,
                          AnswerKind::NotGoverned, AnswerKind::NotInForce}) {
    EXPECT_GT(kinds[kind], 1000);
  }
}

TEST(Dispatch, PutsRecordsOfTheSameDrugsTogether) {
  Subject subject(6000);
  Random random(5);
  std::vector<runtime::Record> records;
  for (int i = 0; i < 200; ++i) records.push_back(generate_record(subject.world, random));
  Order order(records.size());
  std::iota(order.begin(), order.end(), 0);
  const runtime::Answers answers = subject.decide(records, order, 1);
  const auto changes = [&] {
    int count = 0;
    for (std::size_t i = 1; i < order.size(); ++i) {
      count += (answers[order[i]].kind == AnswerKind::NotGoverned) !=
               (answers[order[i - 1]].kind == AnswerKind::NotGoverned);
    }
    return count;
  };
  EXPECT_GT(changes(), 30);
  order = subject.dispatch.order(records, subject.symbols);
  EXPECT_EQ(changes(), 1);
}

}  // namespace precis::property
