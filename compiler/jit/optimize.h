#pragma once

// The passes between emission and machine code. Few on purpose: the emitter folds as it builds, and
// the standard pipelines cost more time than they give (docs of the engine: compile cold in
// milliseconds).

namespace llvm {
class Module;
class TargetMachine;
}  // namespace llvm

namespace precis::jit {

// `machine` may be null: then nothing of a particular machine is assumed.
void optimize(llvm::Module& module, llvm::TargetMachine* machine);

}  // namespace precis::jit
