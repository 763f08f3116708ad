#pragma once

// The one user of LLVM ORC: modules in, addresses out. The symbol space of what it links is
// `runtime::builtins()`, memcpy and memset, and nothing else of the process: a module that asks for
// another symbol does not link. Safe to use from several threads.

#include <llvm/IR/Module.h>

#include <cstdint>
#include <memory>
#include <string>

#include "compiler/support/result.h"

namespace llvm::orc {
class JITDylib;
class LLJIT;
}  // namespace llvm::orc

namespace precis::jit {

// Quick: no passes and the fast instruction selector, for code that runs once in a while.
enum class Effort : std::uint8_t { Quick, Full };

struct Setup {
  // Where compiled code is kept from run to run; empty: nowhere.
  std::string cache_folder;
  // A model of processor that this machine is at least, as LLVM calls it; empty: this machine.
  std::string cpu;
};

class Session {
 public:
  static support::Result<Session> create(Setup setup = {});

  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;
  ~Session();

  // Compiles and links the module, and gives the address of its function `name`. No two modules may
  // define the same name.
  support::Result<void*> link(std::unique_ptr<llvm::Module> module, const std::string& name,
                              Effort effort);

 private:
  // What ORC reports beside the error it returns: the names of missing symbols.
  struct Reports;
  Session(Setup setup, std::unique_ptr<Reports> reports, std::unique_ptr<llvm::orc::LLJIT> jit,
          llvm::orc::JITDylib& symbols);

  Setup setup_;
  std::unique_ptr<Reports> reports_;
  std::unique_ptr<llvm::orc::LLJIT> jit_;
  llvm::orc::JITDylib* symbols_;
};

// The module as this machine's assembly, as `Effort::Full` makes it.
support::Result<std::string> assembly_of(llvm::Module& module);

}  // namespace precis::jit
