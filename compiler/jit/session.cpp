#include "compiler/jit/session.h"

#include <llvm/ExecutionEngine/Orc/CompileUtils.h>
#include <llvm/ExecutionEngine/Orc/Core.h>
#include <llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h>
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Target/TargetMachine.h>

#include <cstring>
#include <mutex>
#include <string>
#include <utility>

#include "compiler/jit/optimize.h"
#include "runtime/builtins.h"

namespace precis::jit {

using support::Failure;
using support::Result;

static Failure failure(llvm::Error error) {
  return {llvm::toString(std::move(error))};
}

static void initialize_target() {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
  });
}

static llvm::Error define_symbols(llvm::orc::LLJIT& jit, llvm::orc::JITDylib& symbols) {
  llvm::orc::SymbolMap table;
  auto define = [&](llvm::StringRef name, void* address) {
    table[jit.mangleAndIntern(name)] = {llvm::orc::ExecutorAddr::fromPtr(address),
                                        llvm::JITSymbolFlags::Exported};
  };
  for (const runtime::Builtin& builtin : runtime::builtins()) define(builtin.name, builtin.address);
  define("memcpy", reinterpret_cast<void*>(&std::memcpy));
  define("memset", reinterpret_cast<void*>(&std::memset));
  return symbols.define(llvm::orc::absoluteSymbols(std::move(table)));
}

struct Session::Reports {
  void add(llvm::Error error) {
    const std::lock_guard lock(mutex);
    text += ": " + llvm::toString(std::move(error));
  }
  std::string take() {
    const std::lock_guard lock(mutex);
    return std::exchange(text, {});
  }

  std::mutex mutex;
  std::string text;
};

Session::Session(std::unique_ptr<Reports> reports, std::unique_ptr<llvm::orc::LLJIT> jit,
                 llvm::orc::JITDylib& symbols)
    : reports_(std::move(reports)), jit_(std::move(jit)), symbols_(&symbols) {}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

// A system may refuse to make memory executable, and says so only when code is to be put there. So
// this is put there first: what works for it works for every decision.
static std::unique_ptr<llvm::Module> empty_function(llvm::LLVMContext& context,
                                                    const std::string& name) {
  auto module = std::make_unique<llvm::Module>(name, context);
  auto* type = llvm::FunctionType::get(llvm::Type::getVoidTy(context), /*isVarArg=*/false);
  auto* function =
      llvm::Function::Create(type, llvm::Function::ExternalLinkage, name, module.get());
  llvm::IRBuilder<>(llvm::BasicBlock::Create(context, "entry", function)).CreateRetVoid();
  return module;
}

Result<Session> Session::create() {
  initialize_target();
  auto host = llvm::orc::JITTargetMachineBuilder::detectHost();
  if (!host) return failure(host.takeError());
  auto jit = llvm::orc::LLJITBuilder()
                 .setJITTargetMachineBuilder(std::move(*host))
                 .setLinkProcessSymbolsByDefault(false)
                 .setPlatformSetUp(llvm::orc::setUpInactivePlatform)
                 .create();
  if (!jit) return failure(jit.takeError());
  auto reports = std::make_unique<Reports>();
  (*jit)->getExecutionSession().setErrorReporter(
      [&to = *reports](llvm::Error error) { to.add(std::move(error)); });
  llvm::orc::JITDylib& symbols = (*jit)->getExecutionSession().createBareJITDylib("policies");
  if (llvm::Error error = define_symbols(**jit, symbols)) return failure(std::move(error));
  Session session(std::move(reports), std::move(*jit), symbols);
  llvm::LLVMContext context;
  const auto probe =
      session.link(empty_function(context, "precis.probe"), "precis.probe", Effort::Quick);
  if (!probe) return Failure{probe.error()};
  return session;
}

static llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>> compile(llvm::Module& module,
                                                                   Effort effort) {
  auto host = llvm::orc::JITTargetMachineBuilder::detectHost();
  if (!host) return host.takeError();
  if (effort == Effort::Quick) host->setCodeGenOptLevel(llvm::CodeGenOptLevel::None);
  auto machine = host->createTargetMachine();
  if (!machine) return machine.takeError();
  module.setDataLayout((*machine)->createDataLayout());
  module.setTargetTriple((*machine)->getTargetTriple().str());
  if (effort == Effort::Full) optimize(module, machine->get());
  return llvm::orc::SimpleCompiler(**machine)(module);
}

Result<void*> Session::link(std::unique_ptr<llvm::Module> module, const std::string& name,
                            Effort effort) {
  auto object = compile(*module, effort);
  if (!object) return failure(object.takeError());
  if (llvm::Error error = jit_->addObjectFile(*symbols_, std::move(*object))) {
    return failure(std::move(error));
  }
  auto address = jit_->lookup(*symbols_, name);
  if (!address) return Failure{failure(address.takeError()).message + reports_->take()};
  return address->toPtr<void*>();
}

}  // namespace precis::jit
