// What explanations need costs the batch kernel nothing: the bytes of its object file are the same
// with and without it.

#include <gtest/gtest.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Module.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/SmallVectorMemoryBuffer.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/TargetParser/Host.h>

#include <memory>
#include <string>

#include "compiler/codegen/codegen.h"
#include "compiler/driver/compile.h"
#include "compiler/jit/optimize.h"

namespace precis::jit {

static std::unique_ptr<llvm::TargetMachine> this_machine() {
  llvm::InitializeNativeTarget();
  llvm::InitializeNativeTargetAsmPrinter();
  const std::string triple = llvm::sys::getDefaultTargetTriple();
  std::string error;
  const llvm::Target* target = llvm::TargetRegistry::lookupTarget(triple, error);
  return std::unique_ptr<llvm::TargetMachine>(
      target->createTargetMachine(triple, "", "", llvm::TargetOptions(), llvm::Reloc::PIC_));
}

static std::string object_bytes(const ir::Program& program, ir::DecisionId decision) {
  llvm::LLVMContext context;
  const auto machine = this_machine();
  const auto module = codegen::decision(program, decision, codegen::Flavour::Batch, context);
  module->setDataLayout(machine->createDataLayout());
  module->setTargetTriple(machine->getTargetTriple().str());
  optimize(*module, machine.get());
  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream out(bytes);
  llvm::legacy::PassManager passes;
  const bool cannot =
      machine->addPassesToEmitFile(passes, out, nullptr, llvm::CodeGenFileType::ObjectFile);
  EXPECT_FALSE(cannot);
  passes.run(*module);
  return {bytes.begin(), bytes.end()};
}

// The program without what only explanations read: words, places, titles, reasons, sources.
static ir::Program without_words(const ir::Program& program) {
  ir::Program bare = program;
  for (std::uint32_t i = 0; i < bare.occurrences.size(); ++i) {
    ir::Occurrence& it = bare.occurrences[ir::OccurrenceId(i)];
    it = {it.node, ir::Shape::Constant, {it.span.file, 0, 0}, {}, {}, {}, {}, 0, {}};
  }
  for (std::uint32_t i = 0; i < bare.decisions.size(); ++i) {
    ir::Decision& decision = bare.decisions[ir::DecisionId(i)];
    for (ir::Rule& rule : decision.rules) {
      rule.title.clear();
      rule.because.clear();
      rule.citations.clear();
      rule.exceptions.clear();
      rule.justifications.clear();
    }
    if (decision.otherwise) decision.otherwise->because.clear();
  }
  return bare;
}

TEST(ObjectBytes, AreTheSameWithAndWithoutWhatExplanationsNeed) {
  source::Map sources;
  ASSERT_TRUE(driver::load(sources, {"policies"}).ok()) << "tests run at the repository root";
  diagnostics::Sink sink;
  const auto program = driver::compile(sources, sink);
  ASSERT_NE(program, nullptr);
  const ir::Program bare = without_words(*program);
  std::size_t compared = 0;
  for (std::uint32_t i = 0; i < program->decisions.size(); i += 3) {
    const ir::DecisionId decision(i);
    const std::string bytes = object_bytes(*program, decision);
    EXPECT_GT(bytes.size(), 1000U);
    EXPECT_TRUE(bytes == object_bytes(bare, decision)) << program->decisions[decision].name;
    ++compared;
  }
  EXPECT_GT(compared, 3U);
}

}  // namespace precis::jit
