#pragma once

// Mutation testing: which small changes of the policies would no test notice? A mutant is a changed
// text that is parsed, checked and lowered again, and decided by the interpreter alone.
//
//   driver::Mutation mutation(sources, filter);
//   driver::Mutation::Worker worker(mutation);  // one for each thread
//   results[i] = worker.run(i);                 // for each of mutation.mutants()
//   mutation.accept(results, sink);

#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/mutate/mutate.h"
#include "compiler/source/map.h"
#include "compiler/syntax/tree.h"

namespace precis::driver {

enum class Fate : std::uint8_t {
  Noticed,      // a test fails
  Survived,     // every test passes
  Accepted,     // as before, and a file says that it may
  NotAProgram,  // it has errors
};

struct MutantResult {
  Fate fate = Fate::Survived;
  std::string because;  // the title of the test that noticed it, or why it is accepted
};

class Mutation {
 public:
  // The sources are those of a program whose tests pass, the library's among them; they must
  // outlive this. Only tests whose title contains `filter` are run.
  Mutation(const source::Map& sources, std::string filter);

  const std::vector<mutate::Mutant>& mutants() const { return mutants_; }

  class Worker;

  // Survivors that a file accepts become accepted ones. Reports each acceptance of what is no
  // mutant, or needs none. `results` are parallel to `mutants`.
  void accept(std::vector<MutantResult>& results, diagnostics::Sink& sink) const;

 private:
  // What is compiled again when one file changes: what uses it, and what those and it use.
  struct Target {
    source::FileId file;
    source::Map sources;  // all but the file itself
    std::vector<syntax::Module> modules;
    std::set<std::string> affected;  // paths of the files that the change can reach
  };

  std::unique_ptr<Target> target(std::size_t module) const;
  void accept(const syntax::AcceptedMutant& it, std::vector<MutantResult>& results,
              diagnostics::Sink& sink) const;

  const source::Map& sources_;
  std::string filter_;
  std::vector<syntax::Module> modules_;  // of all sources
  std::vector<mutate::Mutant> mutants_;
  std::vector<std::unique_ptr<Target>> targets_;
  mutable std::mutex parsing_;  // the parser's tables grow while it runs
};

// Runs mutants one after the other; several may run at once.
class Mutation::Worker {
 public:
  explicit Worker(const Mutation& mutation) : mutation_(mutation) {}

  MutantResult run(std::size_t mutant);

 private:
  void aim_at(source::FileId file);

  const Mutation& mutation_;
  const Target* target_ = nullptr;
  std::vector<syntax::Module> modules_;  // the target's, and then the changed file
};

}  // namespace precis::driver
