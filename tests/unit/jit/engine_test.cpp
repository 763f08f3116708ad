// The engine: what generated code can reach, and use from several threads.

#include "compiler/jit/engine.h"

#include <gtest/gtest.h>
#include <llvm/AsmParser/Parser.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/Support/SourceMgr.h>

#include <thread>

#include "compiler/jit/session.h"
#include "tests/support/compiled.h"
#include "tests/support/ir_builder.h"

namespace precis::testing {

static support::Result<void*> link(const std::string& assembly) {
  llvm::LLVMContext context;
  llvm::SMDiagnostic problem;
  auto module = llvm::parseAssemblyString(assembly, problem, context);
  EXPECT_NE(module, nullptr) << problem.getMessage().str();
  jit::Session session = jit::Session::create().value();
  return session.link(std::move(module), "entry", jit::Effort::Full);
}

TEST(Session, GeneratedCodeReachesNoSymbolOfTheProcess) {
  for (const std::string name : {"system", "puts", "malloc", "open", "dlsym", "__cxa_throw"}) {
    const auto linked = link("declare i32 @" + name + "(ptr)\n" + "define i32 @entry(ptr %x) {\n" +
                             "  %r = call i32 @" + name + "(ptr %x)\n  ret i32 %r\n}\n");
    ASSERT_FALSE(linked.ok()) << name;
    EXPECT_NE(linked.error().find(name), std::string::npos) << linked.error();
  }
}

TEST(Session, GeneratedCodeReachesTheBuiltins) {
  const auto linked = link(
      "declare void @precis_add(ptr, ptr, ptr)\n"
      "define void @entry(ptr %out, ptr %x) {\n"
      "  call void @precis_add(ptr %out, ptr %x, ptr %x)\n  ret void\n}\n");
  EXPECT_TRUE(linked.ok());
}

// Old enough, or asks; refuses the young.
static ir::Program make_program(runtime::LeafIndex& age) {
  IrBuilder b;
  age = b.leaf(whole(0, 150), Sureness::Optional);
  b.rule(b.truth(ir::Op::Less, {b.fact(age), b.constant(whole(0, 150), 18)}), 1, {});
  b.otherwise(0, {});
  return b.finish();
}

TEST(Engine, ThreadsGetEqualAnswers) {
  runtime::LeafIndex age = 0;
  const ir::Program program = make_program(age);
  runtime::Symbols symbols(program.catalogue);
  runtime::Batch batch(program.schemas[0], program.catalogue.enumerations);
  constexpr std::int64_t Count = 1000;
  for (std::int64_t i = 0; i < Count; ++i) {
    runtime::Record record = IrBuilder::record(program);
    if (i % 3 != 0) IrBuilder::set(record, age, runtime::exact(i % 40));
    batch.append(record);
  }
  const runtime::BatchView view = batch.view(symbols);
  jit::Engine engine = jit::Engine::create(program).value();
  std::vector<runtime::Answers> answers(4, engine.answers(ir::DecisionId(0)));
  std::vector<std::thread> threads;
  for (runtime::Answers& mine : answers) {
    threads.emplace_back([&] {
      jit::Workspaces workspaces;
      mine.resize(Count);
      engine.decide(ir::DecisionId(0), view, workspaces, 0, Count, mine);
      const jit::Trace trace = engine.trace(ir::DecisionId(0), view, workspaces, Count / 2);
      EXPECT_EQ(trace.answer, mine[Count / 2]);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const runtime::Answers& mine : answers) {
    for (std::size_t i = 0; i < Count; ++i) EXPECT_EQ(mine[i], answers.front()[i]);
  }
  EXPECT_EQ(answers[0][0].kind, runtime::AnswerKind::NeedsInformation);
  EXPECT_EQ(answers[0][1], (runtime::Answer{runtime::AnswerKind::Decided, 0, 0}));
  EXPECT_EQ(answers[0][20], (runtime::Answer{runtime::AnswerKind::Decided, 0, 1}));
}

TEST(Engine, DecidesAPartOfABatch) {
  runtime::LeafIndex age = 0;
  const ir::Program program = make_program(age);
  runtime::Symbols symbols(program.catalogue);
  runtime::Batch batch(program.schemas[0], program.catalogue.enumerations);
  constexpr std::int64_t Count = 150;
  for (std::int64_t i = 0; i < Count; ++i) {
    runtime::Record record = IrBuilder::record(program);
    IrBuilder::set(record, age, runtime::exact(i % 2 == 0 ? 5 : 50));
    batch.append(record);
  }
  jit::Engine engine = jit::Engine::create(program, {.eager = true}).value();
  jit::Workspaces workspaces;
  runtime::Answers answers = engine.answers(ir::DecisionId(0));
  answers.resize(Count);
  const runtime::BatchView view = batch.view(symbols);
  engine.decide(ir::DecisionId(0), view, workspaces, 64, 128, answers);
  engine.decide(ir::DecisionId(0), view, workspaces, 128, Count, answers);
  for (std::size_t i = 64; i < Count; ++i) EXPECT_EQ(answers[i].rule, i % 2);
}

TEST(Engine, ShowsTheCodeOfADecision) {
  runtime::LeafIndex age = 0;
  const ir::Program program = make_program(age);
  const std::string text = jit::llvm_text(program, ir::DecisionId(0));
  EXPECT_NE(text.find("define void @test.decision.batch"), std::string::npos) << text;
}

}  // namespace precis::testing
