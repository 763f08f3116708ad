#include "compiler/codegen/codegen.h"

#include <fmt/format.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Support/raw_ostream.h>

#include <optional>
#include <string_view>
#include <vector>

#include "compiler/codegen/frame.h"
#include "compiler/codegen/ladder.h"
#include "compiler/codegen/nodes.h"
#include "compiler/codegen/trace.h"
#include "compiler/ir/trace_layout.h"
#include "compiler/support/check.h"

namespace precis::codegen {

using ir::NodeId;

static std::string_view word_for(Flavour flavour) {
  switch (flavour) {
    case Flavour::Batch:
      return "batch";
    case Flavour::Single:
      return "single";
    case Flavour::Trace:
      return "trace";
  }
  CHECK(false, "no such flavour");
}

std::string function_name(const ir::Program& program, ir::DecisionId id, Flavour flavour) {
  const ir::Decision& decision = program.decisions[id];
  return fmt::format("{}.{}.{}", program.policies[decision.policy].name, decision.name,
                     word_for(flavour));
}

runtime::AnswerShape answer_shape(const ir::Decision& decision) {
  return runtime::answer_shape(ir::rung_count(decision),
                               decision.combination == ir::Combination::Collect);
}

bool has_single(const ir::Program& program, ir::DecisionId decision) {
  return !Matching::of(program, decision, Flavour::Batch);
}

static llvm::Function& declare(llvm::Module& module, const std::string& name) {
  llvm::LLVMContext& context = module.getContext();
  auto* const pointer = llvm::PointerType::getUnqual(context);
  auto* const index = llvm::Type::getInt64Ty(context);
  auto* const type =
      llvm::FunctionType::get(llvm::Type::getVoidTy(context),
                              {pointer, pointer, index, index, pointer, pointer, pointer}, false);
  auto* const function =
      llvm::Function::Create(type, llvm::Function::ExternalLinkage, name, module);
  const char* const names[] = {"batch",   "workspace", "begin", "end",
                               "answers", "collected", "trace"};
  for (unsigned i = 0; i < 7; ++i) function->getArg(i)->setName(names[i]);
  function->getArg(parameter::Batch)->addAttr(llvm::Attribute::ReadOnly);
  for (unsigned i :
       {parameter::Workspace, parameter::Answers, parameter::Trace, parameter::Collected}) {
    function->getArg(i)->addAttr(llvm::Attribute::NoAlias);
  }
  function->setDoesNotThrow();
  // Vectors are written as wide as the machine has them, whatever its model prefers.
  function->addFnAttr("prefer-vector-width", "512");
  function->addFnAttr("min-legal-vector-width", "512");
  return *function;
}

// What the flavour computes: all that an explanation shows, or what the answer depends on.
static std::vector<NodeId> wanted(const ir::Program& program, ir::DecisionId decision,
                                  Flavour flavour, const Matching* matching) {
  if (flavour == Flavour::Trace) return ir::reachable(program, decision);
  std::vector<bool> seen(program.graph.size(), false);
  for (NodeId root : ladder_nodes(program, decision, matching)) seen[root.index()] = true;
  for (std::size_t i = seen.size(); i-- > 0;) {
    if (!seen[i]) continue;
    const ir::Node& node = program.graph[NodeId(static_cast<std::uint32_t>(i))];
    for (NodeId operand : node.operands) seen[operand.index()] = true;
  }
  std::vector<NodeId> nodes;
  for (std::uint32_t i = 0; i < seen.size(); ++i) {
    if (seen[i]) nodes.push_back(NodeId(i));
  }
  return nodes;
}

static void verify(const llvm::Module& module) {
#ifndef NDEBUG
  std::string problem;
  llvm::raw_string_ostream out(problem);
  CHECK(!llvm::verifyModule(module, &out), problem);
#else
  static_cast<void>(module);
#endif
}

std::unique_ptr<llvm::Module> decision(const ir::Program& program, ir::DecisionId id,
                                       Flavour flavour, llvm::LLVMContext& context,
                                       std::size_t longest_function) {
  const std::string name = function_name(program, id, flavour);
  auto module = std::make_unique<llvm::Module>(name, context);
  const std::optional<Matching> matching = Matching::of(program, id, flavour);
  const Matching* const tables = matching ? &*matching : nullptr;
  const std::vector<NodeId> nodes_wanted = wanted(program, id, flavour, tables);
  Frame frame(program, id, declare(*module, name), flavour, nodes_wanted, longest_function);
  std::optional<ir::TraceLayout> layout;
  std::optional<Tracer> tracer;
  if (flavour == Flavour::Trace) {
    layout.emplace(program, id);
    tracer.emplace(frame, *layout);
  }
  Nodes nodes(frame, nodes_wanted, tracer ? &*tracer : nullptr);
  frame.begin_records();
  if (tracer) tracer->begin_record();
  if (tracer) {
    nodes.emit();
    emit_ladder(frame, nodes, tables, emit_governing(frame, nodes));
  } else {
    const std::optional<NodeId> governs = governing_node(program, id);
    if (governs) nodes.emit(*governs);
    const Governing governing = emit_governing(frame, nodes);
    if (governs) leave_where_nothing_counts(frame, governing);
    nodes.emit();
    emit_ladder(frame, nodes, tables, governing);
  }
  frame.end_records();
  verify(*module);
  return module;
}

}  // namespace precis::codegen
