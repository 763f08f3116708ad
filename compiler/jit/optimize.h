#pragma once

// The passes between emission and machine code. Few on purpose: the emitter folds as it builds, and
// instruction selection combines again. Measured on a table policy of 400 instructions: EarlyCSE
// takes 3 ms of CPU; InstCombine after it takes 13 ms more and the kernel runs no faster.

namespace llvm {
class Module;
class TargetMachine;
}  // namespace llvm

namespace precis::jit {

// `machine` may be null: then nothing of a particular machine is assumed.
void optimize(llvm::Module& module, llvm::TargetMachine* machine);

}  // namespace precis::jit
