#include "compiler/jit/engine.h"

#include <llvm/IR/LLVMContext.h>
#include <llvm/Support/raw_ostream.h>

#include <array>
#include <atomic>
#include <deque>
#include <mutex>
#include <optional>

#include "compiler/jit/optimize.h"
#include "compiler/jit/session.h"
#include "compiler/support/check.h"
#include "compiler/support/workers.h"

namespace precis::jit {

using codegen::Flavour;

namespace {

// A kernel that is compiled once, by whoever asks first.
struct Slot {
  std::once_flag once;
  Kernel kernel = nullptr;
};

struct Decision {
  std::array<Slot, codegen::Flavours> kernels;
  std::once_flag layout_once;
  std::optional<ir::TraceLayout> layout;
};

}  // namespace

struct Engine::State {
  State(const ir::Program& of, Session with, std::size_t longest)
      : program(of),
        session(std::move(with)),
        longest_function(longest),
        decisions(of.decisions.size()) {}

  Kernel kernel(ir::DecisionId id, Flavour flavour) {
    CHECK(id.index() < decisions.size(), "a decision of another program");
    Slot& slot = decisions[id.index()].kernels[static_cast<std::size_t>(flavour)];
    std::call_once(slot.once, [&] {
      const bool is_missing = flavour == Flavour::Single && !codegen::has_single(program, id);
      slot.kernel = is_missing ? kernel(id, Flavour::Batch) : compile(id, flavour);
    });
    return slot.kernel;
  }

  Kernel compile(ir::DecisionId id, Flavour flavour) {
    llvm::LLVMContext context;
    auto address = session.link(codegen::decision(program, id, flavour, context, longest_function),
                                codegen::function_name(program, id, flavour),
                                flavour == Flavour::Trace ? Effort::Quick : Effort::Full);
    // The session works on this machine, so only our own code can be at fault.
    CHECK(address.ok(), address.error());
    return reinterpret_cast<Kernel>(*address);
  }

  const ir::Program& program;
  Session session;
  std::size_t longest_function;
  std::deque<Decision> decisions;
};

Engine::Engine(std::unique_ptr<State> state) : state_(std::move(state)) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

support::Result<Engine> Engine::create(const ir::Program& program, Options options) {
  support::Result<Session> session = Session::create({options.cache_folder, options.cpu});
  if (!session) return support::Failure{session.error()};
  Engine engine(
      std::make_unique<State>(program, std::move(session).value(), options.longest_function));
  if (options.eager) engine.compile_all();
  return engine;
}

void Engine::compile_all() {
  std::atomic<std::uint32_t> next = 0;
  const auto work = [&] {
    for (std::uint32_t i = next++; i < state_->program.decisions.size(); i = next++) {
      batch(ir::DecisionId(i));
    }
  };
  const support::Workers others(support::cores() - 1, work);
  work();
}

Kernel Engine::batch(ir::DecisionId decision) {
  return state_->kernel(decision, Flavour::Batch);
}

Kernel Engine::single(ir::DecisionId decision) {
  return state_->kernel(decision, Flavour::Single);
}

Kernel Engine::trace(ir::DecisionId decision) {
  return state_->kernel(decision, Flavour::Trace);
}

const ir::TraceLayout& Engine::layout(ir::DecisionId id) {
  Decision& decision = state_->decisions[id.index()];
  std::call_once(decision.layout_once, [&] { decision.layout.emplace(state_->program, id); });
  return *decision.layout;
}

runtime::Answers Engine::answers(ir::DecisionId decision) const {
  return runtime::Answers(codegen::answer_shape(state_->program.decisions[decision]));
}

void Engine::decide(ir::DecisionId decision, const runtime::BatchView& view, Workspaces& workspaces,
                    std::int64_t begin, std::int64_t end, runtime::Answers& answers) {
  constexpr auto Block = static_cast<std::int64_t>(runtime::BlockRecords);
  CHECK(0 <= begin && begin <= end && end <= view.record_count, "records outside of the batch");
  CHECK(begin % Block == 0 && (end % Block == 0 || end == view.record_count), "parts of a block");
  CHECK(answers.size() == static_cast<std::size_t>(view.record_count), "a place for each answer");
  const auto first = static_cast<std::size_t>(begin);
  const Kernel kernel = view.record_count == 1 ? single(decision) : batch(decision);
  kernel(&view, workspaces.data(), begin, end, answers.codes(first), answers.rules(first), nullptr);
}

Trace Engine::trace(ir::DecisionId decision, const runtime::BatchView& view, Workspaces& workspaces,
                    std::int64_t record) {
  CHECK(0 <= record && record < view.record_count, "a record outside of the batch");
  const ir::Program& program = state_->program;
  const ir::Policy& policy = program.policies[program.decisions[decision].policy];
  std::vector<std::size_t> counts;
  for (std::size_t list = 0; list < program.schemas[policy.schema].lists.size(); ++list) {
    const std::int32_t* const offsets = view.offsets[list];
    counts.push_back(static_cast<std::size_t>(offsets[record + 1] - offsets[record]));
  }
  Trace result;
  result.cells.resize(layout(decision).bases(counts).back());
  runtime::Answers answers = this->answers(decision);
  answers.resize(1);
  trace(decision)(&view, workspaces.data(), record, record + 1, answers.codes(0), answers.rules(0),
                  result.cells.data());
  result.answer = answers[0];
  result.collected = answers.collected(0);
  return result;
}

support::Result<std::string> machine_text(const ir::Program& program, ir::DecisionId decision) {
  llvm::LLVMContext context;
  return assembly_of(*codegen::decision(program, decision, Flavour::Batch, context));
}

std::string llvm_text(const ir::Program& program, ir::DecisionId decision) {
  llvm::LLVMContext context;
  const auto module = codegen::decision(program, decision, Flavour::Batch, context);
  optimize(*module, nullptr);
  std::string text;
  llvm::raw_string_ostream out(text);
  module->print(out, nullptr);
  return text;
}

}  // namespace precis::jit
