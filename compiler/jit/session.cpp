#include "compiler/jit/session.h"

#include <llvm/Bitcode/BitcodeWriter.h>
#include <llvm/Config/llvm-config.h>
#include <llvm/ExecutionEngine/Orc/CompileUtils.h>
#include <llvm/ExecutionEngine/Orc/Core.h>
#include <llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h>
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/TargetParser/Host.h>

#include <cstring>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "compiler/jit/object_cache.h"
#include "compiler/jit/optimize.h"
#include "compiler/jit/parts.h"
#include "compiler/jit/sanitize.h"
#include "runtime/builtins.h"

namespace precis::jit {

using support::Failure;
using support::Result;

static Failure failure(llvm::Error error) {
  return {llvm::toString(std::move(error))};
}

// A pass that moves logic on words into mask registers, where it is slower, and looks for it in
// time that is quadratic in the length of a function: half of the time that a kernel takes to
// compile.
static void leave_out_domain_reassignment() {
  constexpr llvm::StringRef Name = "disable-x86-domain-reassignment";
  const auto& options = llvm::cl::getRegisteredOptions();
  const auto found = options.find(Name);
  if (found != options.end()) found->second->addOccurrence(0, Name, "true");
}

static void initialize_target() {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
    leave_out_domain_reassignment();
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

Session::Session(Setup setup, std::unique_ptr<Reports> reports,
                 std::unique_ptr<llvm::orc::LLJIT> jit, llvm::orc::JITDylib& symbols)
    : setup_(std::move(setup)),
      reports_(std::move(reports)),
      jit_(std::move(jit)),
      symbols_(&symbols) {}
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

// The machine that code is made for.
static llvm::Expected<llvm::orc::JITTargetMachineBuilder> target_of(const std::string& cpu) {
  if (cpu.empty()) return llvm::orc::JITTargetMachineBuilder::detectHost();
  llvm::orc::JITTargetMachineBuilder target{llvm::Triple(llvm::sys::getProcessTriple())};
  target.setCPU(cpu);
  return target;
}

Result<Session> Session::create(Setup setup) {
  initialize_target();
  auto host = target_of(setup.cpu);
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
  if (is_sanitized()) define_reports(**jit, symbols);
  Session session(std::move(setup), std::move(reports), std::move(*jit), symbols);
  llvm::LLVMContext context;
  const auto probe =
      session.link(empty_function(context, "precis.probe"), "precis.probe", Effort::Quick);
  if (!probe) return Failure{probe.error()};
  return session;
}

using Machine = std::unique_ptr<llvm::TargetMachine>;

static llvm::Expected<Machine> machine_for(llvm::Module& module, const std::string& cpu,
                                           Effort effort) {
  auto target = target_of(cpu);
  if (!target) return target.takeError();
  if (effort == Effort::Quick) target->setCodeGenOptLevel(llvm::CodeGenOptLevel::None);
  auto machine = target->createTargetMachine();
  if (!machine) return machine.takeError();
  module.setDataLayout((*machine)->createDataLayout());
  module.setTargetTriple((*machine)->getTargetTriple().str());
  return machine;
}

// Of everything that the object depends on.
static std::string key_of(const llvm::Module& module, const llvm::TargetMachine& machine,
                          Effort effort) {
  std::string parts;
  llvm::raw_string_ostream out(parts);
  out << PRECIS_VERSION << '\n'
      << LLVM_VERSION_STRING << '\n'
      << machine.getTargetCPU() << '\n'
      << machine.getTargetFeatureString() << '\n'
      << (effort == Effort::Full) << is_sanitized() << '\n';
  llvm::WriteBitcodeToFile(module, out);
  return ObjectCache::key_of(out.str());
}

static llvm::Expected<std::vector<Object>> compile(llvm::Module& module, const Setup& setup,
                                                   Effort effort) {
  auto machine = machine_for(module, setup.cpu, effort);
  if (!machine) return machine.takeError();
  const ObjectCache cache(setup.cache_folder);
  const std::string key = cache.is_on() ? key_of(module, **machine, effort) : "";
  if (const auto kept = cache.find(key)) return unpacked({*kept, module.getName()});
  auto objects = compile_parts(module, [&](llvm::Module& part) -> llvm::Expected<Object> {
    auto own = machine_for(part, setup.cpu, effort);
    if (!own) return own.takeError();
    if (effort == Effort::Full) optimize(part, own->get());
    if (is_sanitized()) sanitize(part);
    return llvm::orc::SimpleCompiler(**own)(part);
  });
  if (!objects || !cache.is_on()) return objects;
  auto whole = packed(*objects);
  if (!whole) return whole.takeError();
  cache.keep(key, std::string_view((*whole)->getBuffer()));
  return objects;
}

Result<void*> Session::link(std::unique_ptr<llvm::Module> module, const std::string& name,
                            Effort effort) {
  auto objects = compile(*module, setup_, effort);
  if (!objects) return failure(objects.takeError());
  for (Object& object : *objects) {
    if (llvm::Error error = jit_->addObjectFile(*symbols_, std::move(object))) {
      return failure(std::move(error));
    }
  }
  auto address = jit_->lookup(*symbols_, name);
  if (!address) return Failure{failure(address.takeError()).message + reports_->take()};
  return address->toPtr<void*>();
}

Result<std::string> assembly_of(llvm::Module& module) {
  initialize_target();
  auto machine = machine_for(module, "", Effort::Full);
  if (!machine) return failure(machine.takeError());
  optimize(module, machine->get());
  llvm::SmallString<0> text;
  llvm::raw_svector_ostream out(text);
  llvm::legacy::PassManager passes;
  if ((*machine)->addPassesToEmitFile(passes, out, nullptr, llvm::CodeGenFileType::AssemblyFile)) {
    return Failure{"this machine's assembly cannot be written"};
  }
  passes.run(module);
  return text.str().str();
}

}  // namespace precis::jit
