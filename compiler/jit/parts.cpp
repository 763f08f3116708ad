#include "compiler/jit/parts.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/Bitcode/BitcodeWriter.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/Object/Archive.h>
#include <llvm/Object/ArchiveWriter.h>
#include <llvm/Support/raw_ostream.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "compiler/support/workers.h"

namespace precis::jit {

using Names = std::set<std::string>;

// How many threads compile, in all of the process.
static std::atomic<unsigned> compiling = 0;

namespace {

class Compiling {
 public:
  explicit Compiling(unsigned threads) : threads_(threads) { compiling += threads; }
  ~Compiling() { compiling -= threads_; }
  Compiling(const Compiling&) = delete;
  Compiling& operator=(const Compiling&) = delete;

 private:
  unsigned threads_;
};

}  // namespace

// As many as there are cores, but in all of the process not more than twice as many: where several
// kernels are compiled, a long one of them is then not left to one core at the end.
static unsigned threads_to_use() {
  const unsigned cores = support::cores();
  const unsigned others = compiling - 1;
  return std::clamp(2 * cores - std::min(2 * cores, others), 1u, cores);
}

// So many sets of functions of about the same length each.
static std::vector<Names> shared_out(const llvm::Module& module, std::size_t count) {
  std::vector<std::pair<std::size_t, std::string>> functions;
  for (const llvm::Function& function : module) {
    if (function.isDeclaration()) continue;
    functions.emplace_back(function.getInstructionCount(), function.getName().str());
  }
  std::stable_sort(functions.begin(), functions.end(),
                   [](const auto& x, const auto& y) { return x.first > y.first; });
  std::vector<Names> shares(std::min(count, functions.size()));
  std::vector<std::size_t> lengths(shares.size(), 0);
  for (auto& [length, name] : functions) {
    const auto least = std::min_element(lengths.begin(), lengths.end());
    *least += length;
    shares[static_cast<std::size_t>(least - lengths.begin())].insert(std::move(name));
  }
  return shares;
}

// Reads those functions; the others are left to be found when the objects are linked.
static llvm::Error keep_only(llvm::Module& module, const Names& names) {
  for (llvm::Function& function : module) {
    if (function.isDeclaration()) continue;
    if (names.contains(function.getName().str())) {
      if (llvm::Error error = function.materialize()) return error;
    } else {
      function.deleteBody();
    }
    function.setLinkage(llvm::Function::ExternalLinkage);
  }
  for (llvm::GlobalVariable& table : llvm::make_early_inc_range(module.globals())) {
    if (table.use_empty()) table.eraseFromParent();
  }
  return llvm::Error::success();
}

static llvm::Expected<Object> compile_part(llvm::MemoryBufferRef bitcode, const Names& names,
                                           const Compile& compile) {
  llvm::LLVMContext context;
  auto part = llvm::getLazyBitcodeModule(bitcode, context);
  if (!part) return part.takeError();
  if (llvm::Error error = keep_only(**part, names)) return error;
  return compile(**part);
}

llvm::Expected<std::vector<Object>> compile_parts(llvm::Module& module, const Compile& compile) {
  const Compiling this_one(1);
  const std::vector<Names> shares = shared_out(module, threads_to_use());
  std::vector<Object> objects;
  if (shares.size() <= 1) {
    auto object = compile(module);
    if (!object) return object.takeError();
    objects.push_back(std::move(*object));
    return objects;
  }
  std::string bitcode;
  llvm::raw_string_ostream out(bitcode);
  llvm::WriteBitcodeToFile(module, out);
  const llvm::MemoryBufferRef buffer(out.str(), module.getName());
  const Compiling others(static_cast<unsigned>(shares.size()) - 1);
  std::vector<std::optional<llvm::Expected<Object>>> results(shares.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < shares.size(); i = next++) {
      results[i].emplace(compile_part(buffer, shares[i], compile));
    }
  };
  {
    const support::Workers workers(shares.size() - 1, work);
    work();
  }
  llvm::Error errors = llvm::Error::success();
  for (auto& result : results) {
    if (*result) {
      objects.push_back(std::move(**result));
    } else {
      errors = llvm::joinErrors(std::move(errors), result->takeError());
    }
  }
  if (errors) return errors;
  return objects;
}

llvm::Expected<Object> packed(const std::vector<Object>& objects) {
  std::vector<llvm::NewArchiveMember> members;
  for (const Object& object : objects) members.emplace_back(object->getMemBufferRef());
  return llvm::writeArchiveToBuffer(members, llvm::SymtabWritingMode::NoSymtab,
                                    llvm::object::Archive::K_GNU, /*Deterministic=*/true,
                                    /*Thin=*/false);
}

llvm::Expected<std::vector<Object>> unpacked(llvm::MemoryBufferRef buffer) {
  auto archive = llvm::object::Archive::create(buffer);
  if (!archive) return archive.takeError();
  std::vector<Object> objects;
  llvm::Error error = llvm::Error::success();
  for (const auto& member : (*archive)->children(error)) {
    auto bytes = member.getBuffer();
    if (!bytes) return llvm::joinErrors(std::move(error), bytes.takeError());
    objects.push_back(llvm::MemoryBuffer::getMemBufferCopy(*bytes));
  }
  if (error) return error;
  return objects;
}

}  // namespace precis::jit
