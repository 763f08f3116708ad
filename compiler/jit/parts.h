#pragma once

// Compiles the functions of one module on several cores: a long kernel is more than one function
// (`codegen::LongestFunction`).

#include <llvm/IR/Module.h>
#include <llvm/Support/Error.h>
#include <llvm/Support/MemoryBuffer.h>

#include <functional>
#include <memory>
#include <vector>

namespace precis::jit {

using Object = std::unique_ptr<llvm::MemoryBuffer>;

// Makes machine code of a module that nothing else uses; called on several threads.
using Compile = std::function<llvm::Expected<Object>(llvm::Module&)>;

// Objects that together define what the module defines, at most one for each core and each
// function. Where there is more than one, functions that were internal can be seen by the others.
// The module has its data layout.
llvm::Expected<std::vector<Object>> compile_parts(llvm::Module& module, const Compile& compile);

// The objects as one file, an archive of `ar`, and back.
llvm::Expected<Object> packed(const std::vector<Object>& objects);
llvm::Expected<std::vector<Object>> unpacked(llvm::MemoryBufferRef archive);

}  // namespace precis::jit
