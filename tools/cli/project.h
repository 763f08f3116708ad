#pragma once

// The policies named on a command line, compiled. Diagnostics are printed on the way.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/ir/program.h"
#include "compiler/source/map.h"
#include "tools/cli/console.h"

namespace precis::cli {

struct Project {
  std::unique_ptr<source::Map> sources;
  std::unique_ptr<const ir::Program> program;
};

// The compiled project, or the exit code to leave with.
struct Opened {
  std::optional<Project> project;
  int exit_code = Fine;
};
Opened open_project(const std::vector<std::string>& policies);

// The decisions of the policy with this name, of every policy when it is empty. Nothing, and an
// error printed with the nearest name, when there is no such policy.
std::vector<ir::DecisionId> decisions_of(const ir::Program& program, const std::string& policy);

}  // namespace precis::cli
