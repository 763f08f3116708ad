#pragma once

// Where the compiler itself is built under the address sanitizer, so is the code that it makes: a
// kernel that reads or writes beyond what there is is found like any other code.

namespace llvm {
class Module;
}
namespace llvm::orc {
class JITDylib;
class LLJIT;
}  // namespace llvm::orc

namespace precis::jit {

// Whether it is.
bool is_sanitized();
// Makes the code check what it reads and writes.
void sanitize(llvm::Module& module);
// Lets sanitized code report what it finds.
void define_reports(llvm::orc::LLJIT& jit, llvm::orc::JITDylib& symbols);

}  // namespace precis::jit
