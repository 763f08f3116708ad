#include "tools/cli/project.h"

#include "compiler/diagnostics/nearest.h"
#include "compiler/driver/compile.h"

namespace precis::cli {

Opened open_project(const std::vector<std::string>& policies) {
  Project project;
  project.sources = std::make_unique<source::Map>();
  if (auto loaded = driver::load(*project.sources, policies); !loaded.ok()) {
    print_error(unreadable(loaded.error()));
    return {std::nullopt, UsageError};
  }
  diagnostics::Sink sink;
  project.program = driver::compile(*project.sources, sink);
  print_diagnostics(sink, *project.sources, Format::Text);
  if (!project.program) return {std::nullopt, PolicyErrors};
  return {std::move(project), Fine};
}

std::vector<ir::DecisionId> decisions_of(const ir::Program& program, const std::string& policy) {
  std::vector<ir::DecisionId> found;
  std::vector<std::string_view> names;
  for (const ir::Policy& candidate : program.policies) {
    names.push_back(candidate.name);
    if (!policy.empty() && candidate.name != policy) continue;
    found.insert(found.end(), candidate.decisions.begin(), candidate.decisions.end());
  }
  if (found.empty() && !policy.empty()) {
    auto error = diagnostics::UnknownPolicy.nowhere(diagnostics::Name(policy));
    if (auto near = diagnostics::nearest_name(policy, names)) {
      error = std::move(error).help(std::string("did you mean `").append(*near).append("`?"));
    }
    print_error(error);
  }
  return found;
}

}  // namespace precis::cli
