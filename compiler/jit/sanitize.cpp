#include "compiler/jit/sanitize.h"

#include <llvm/ExecutionEngine/Orc/ExecutionUtils.h>
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/Module.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Transforms/Instrumentation/AddressSanitizer.h>

#include <utility>

#include "compiler/support/check.h"

namespace precis::jit {

bool is_sanitized() {
  return PRECIS_SANITIZED != 0;
}

void sanitize(llvm::Module& module) {
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager components;
  llvm::ModuleAnalysisManager modules;
  llvm::PassBuilder builder;
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(components);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, components, modules);

  for (llvm::Function& function : module) {
    if (!function.isDeclaration()) function.addFnAttr(llvm::Attribute::SanitizeAddress);
  }
  llvm::AddressSanitizerOptions options;
  options.UseAfterReturn = llvm::AsanDetectStackUseAfterReturnMode::Never;
  // Each check is a call: code of blocks has many, and is to compile soon.
  options.InstrumentationWithCallsThreshold = 0;
  // Nobody runs constructors of this code.
  llvm::AddressSanitizerPass(options, /*UseGlobalGC=*/false, /*UseOdrIndicator=*/false,
                             llvm::AsanDtorKind::None, llvm::AsanCtorKind::None)
      .run(module, modules);
}

void define_reports(llvm::orc::LLJIT& jit, llvm::orc::JITDylib& symbols) {
  auto reports = llvm::orc::DynamicLibrarySearchGenerator::GetForCurrentProcess(
      jit.getDataLayout().getGlobalPrefix(),
      [](const llvm::orc::SymbolStringPtr& name) { return (*name).starts_with("__asan_"); });
  CHECK(static_cast<bool>(reports), "this process has symbols");
  symbols.addGenerator(std::move(*reports));
}

}  // namespace precis::jit
