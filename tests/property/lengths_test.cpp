// The batch kernel decides whole blocks of records. Whatever the length of the batch, each record
// gets the answer that the interpreter gives.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "compiler/driver/evaluator.h"
#include "compiler/interp/interp.h"
#include "runtime/batch.h"
#include "tests/property/program_gen.h"
#include "tests/property/record_gen.h"
#include "tests/property/world.h"

namespace precis::property {

static constexpr std::size_t Longest = 130;
static constexpr int Programs = 25;

namespace {

struct Subject {
  World world = make_world();
  GeneratedProgram generated;
  ir::TraceLayout layout;
  driver::Evaluator evaluator;
  runtime::Symbols symbols;
  jit::Workspaces workspaces;

  Subject(std::uint64_t seed, const std::string& cpu)
      : generated(generate_program(world, seed)),
        layout(generated.program, generated.decision),
        evaluator(driver::Evaluator::create(generated.program, {.cpu = cpu}).value()),
        symbols(world.catalogue) {
    intern_symbols(world, symbols);
  }

  // Decides the first records, for each number of them, and counts answers.
  std::size_t check(const std::vector<runtime::Record>& records) {
    std::vector<interp::Evaluation> expected;
    for (const runtime::Record& record : records) {
      expected.push_back(
          interp::decide(generated.program, generated.decision, layout, record, symbols));
    }
    std::size_t checked = 0;
    runtime::Batch batch(world.schema, world.catalogue.enumerations);
    for (std::size_t length = 0; length <= records.size(); ++length) {
      if (length > 0) batch.append(records[length - 1]);
      const runtime::Answers answers =
          evaluator.decide(generated.decision, batch.view(symbols), workspaces);
      EXPECT_EQ(answers.size(), length);
      for (std::size_t i = 0; i < length; ++i, ++checked) {
        EXPECT_EQ(answers[i], expected[i].answer) << "record " << i << " of " << length;
        EXPECT_EQ(answers.collected(i), expected[i].collected)
            << "record " << i << " of " << length;
      }
      if (testing::Test::HasFailure()) break;
    }
    return checked;
  }
};

}  // namespace

TEST(Lengths, OfABatchDoNotMatter) {
  std::size_t checked = 0;
  for (int p = 0; p < Programs; ++p) {
    SCOPED_TRACE(fmt::format("program {}", p));
    // Every third for a processor without AVX-512.
    Subject subject(5000 + static_cast<std::uint64_t>(p), p % 3 == 0 ? "x86-64-v3" : "");
    Random random(static_cast<std::uint64_t>(p) + 77);
    std::vector<runtime::Record> with_unknowns;
    std::vector<runtime::Record> known;
    for (std::size_t i = 0; i < Longest; ++i) {
      with_unknowns.push_back(generate_record(subject.world, random));
      known.push_back(complete(subject.world, with_unknowns.back(), {}, random));
    }
    checked += subject.check(with_unknowns) + subject.check(known);
    if (HasFailure()) return;
  }
  fmt::print("note: batch lengths 0 to {}: {} answers as the interpreter's\n", Longest, checked);
  EXPECT_EQ(checked, 2 * Programs * Longest * (Longest + 1) / 2);
}

}  // namespace precis::property
