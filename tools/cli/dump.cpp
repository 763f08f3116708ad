#include <fmt/format.h>

#include "compiler/driver/compile.h"
#include "compiler/driver/evaluator.h"
#include "compiler/typed/print.h"
#include "tools/cli/commands.h"
#include "tools/cli/project.h"

namespace precis::cli {

static int dump_typed(const DumpOptions& options) {
  source::Map sources;
  if (auto loaded = driver::load(sources, options.policies); !loaded.ok()) {
    print_error(unreadable(loaded.error()));
    return UsageError;
  }
  diagnostics::Sink sink;
  const typed::Checked checked = driver::check(sources, sink);
  print_diagnostics(sink, sources, Format::Text);
  if (sink.has_errors()) return PolicyErrors;
  fmt::print("{}", typed::to_text(checked.program, options.policy));
  return Fine;
}

// Of one decision, or of its policy.
static std::string text_of(const ir::Program& program, ir::DecisionId decision, Stage stage) {
  if (stage == Stage::Ir) return ir::to_text(program, program.decisions[decision].policy);
  if (stage == Stage::Llvm) return driver::llvm_text(program, decision);
  const auto text = driver::machine_text(program, decision);
  return text.ok() ? text.value() : text.error() + "\n";
}

int dump(const DumpOptions& options) {
  if (options.stage == Stage::Typed) return dump_typed(options);
  const Opened opened = open_project(options.policies);
  if (!opened.project) return opened.exit_code;
  const ir::Program& program = *opened.project->program;
  const std::vector<ir::DecisionId> decisions = decisions_of(program, options.policy);
  if (decisions.empty() && !options.policy.empty()) return UsageError;
  if (options.stage == Stage::Ir && options.policy.empty()) {
    fmt::print("{}", ir::to_text(program));
    return Fine;
  }
  for (ir::DecisionId decision : decisions) {
    fmt::print("{}", text_of(program, decision, options.stage));
  }
  return Fine;
}

}  // namespace precis::cli
