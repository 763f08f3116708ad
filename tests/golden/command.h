#pragma once

// Golden commands: a `.cmd` file is a shell script that calls `precis`, and the `.out` beside it is
// all that it prints, then its exit code. For what only the command line can show.

#include <filesystem>
#include <string>

#include "compiler/support/result.h"

namespace precis::golden {

// Runs a shell script in a folder. Standard output and standard error come out as one, in the order
// of writing. Fails when a signal ends the script or the last command in it.
support::Result<std::string> output_of(const std::string& script,
                                       const std::filesystem::path& folder);

}  // namespace precis::golden
