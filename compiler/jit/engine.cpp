#include "compiler/jit/engine.h"

#include <llvm/IR/LLVMContext.h>
#include <llvm/Support/raw_ostream.h>

#include <array>
#include <deque>
#include <mutex>
#include <optional>

#include "compiler/jit/optimize.h"
#include "compiler/jit/session.h"
#include "compiler/support/check.h"

namespace precis::jit {

using codegen::Flavour;

namespace {

// A kernel that is compiled once, by whoever asks first.
struct Slot {
  std::once_flag once;
  Kernel kernel = nullptr;
};

struct Decision {
  std::array<Slot, 2> kernels;
  std::once_flag layout_once;
  std::optional<ir::TraceLayout> layout;
};

}  // namespace

struct Engine::State {
  State(const ir::Program& of, Session with)
      : program(of), session(std::move(with)), decisions(of.decisions.size()) {}

  Kernel kernel(ir::DecisionId id, Flavour flavour) {
    CHECK(id.index() < decisions.size(), "a decision of another program");
    Slot& slot = decisions[id.index()].kernels[static_cast<std::size_t>(flavour)];
    std::call_once(slot.once, [&] {
      llvm::LLVMContext context;
      auto address = session.link(codegen::decision(program, id, flavour, context),
                                  codegen::function_name(program, id, flavour),
                                  flavour == Flavour::Batch ? Effort::Full : Effort::Quick);
      // The session works on this machine, so only our own code can be at fault.
      CHECK(address.ok(), address.error());
      slot.kernel = reinterpret_cast<Kernel>(*address);
    });
    return slot.kernel;
  }

  const ir::Program& program;
  Session session;
  std::deque<Decision> decisions;
};

Engine::Engine(std::unique_ptr<State> state) : state_(std::move(state)) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

support::Result<Engine> Engine::create(const ir::Program& program, Options options) {
  support::Result<Session> session = Session::create();
  if (!session) return support::Failure{session.error()};
  Engine engine(std::make_unique<State>(program, std::move(session).value()));
  if (options.eager) {
    for (std::uint32_t i = 0; i < program.decisions.size(); ++i) engine.batch(ir::DecisionId(i));
  }
  return engine;
}

Kernel Engine::batch(ir::DecisionId decision) {
  return state_->kernel(decision, Flavour::Batch);
}

Kernel Engine::trace(ir::DecisionId decision) {
  return state_->kernel(decision, Flavour::Trace);
}

const ir::TraceLayout& Engine::layout(ir::DecisionId id) {
  Decision& decision = state_->decisions[id.index()];
  std::call_once(decision.layout_once, [&] { decision.layout.emplace(state_->program, id); });
  return *decision.layout;
}

void Engine::decide(ir::DecisionId decision, const runtime::BatchView& view, Workspaces& workspaces,
                    std::int64_t begin, std::int64_t end, std::span<runtime::Answer> answers,
                    std::span<std::uint64_t> collected) {
  CHECK(0 <= begin && begin <= end && end <= view.record_count, "records outside of the batch");
  CHECK(answers.size() >= static_cast<std::size_t>(end - begin), "a place for each answer");
  const std::size_t words = 2 * ir::collected_words(state_->program.decisions[decision]) *
                            static_cast<std::size_t>(end - begin);
  std::vector<std::uint64_t> unread;
  if (collected.empty()) {
    unread.resize(words);
    collected = unread;
  }
  CHECK(collected.size() >= words, "a place for the rules of each record");
  batch(decision)(&view, workspaces.data(), begin, end, answers.data(), nullptr, collected.data());
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
  const std::size_t words = ir::collected_words(program.decisions[decision]);
  std::vector<std::uint64_t> collected(2 * words);
  trace(decision)(&view, workspaces.data(), record, record + 1, &result.answer, result.cells.data(),
                  collected.data());
  const auto middle = collected.begin() + static_cast<std::ptrdiff_t>(words);
  result.collected = {{collected.begin(), middle}, {middle, collected.end()}};
  return result;
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
