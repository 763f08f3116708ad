#pragma once

// Golden commands: a `.cmd` file is a shell command that calls `precis`, and the `.out` beside it
// is all that it prints, then its exit code. For what only the command line can show.

#include <filesystem>
#include <string>

#include "compiler/support/result.h"

namespace precis::golden {

// Runs in the folder of the file, so that outputs name no other folder. Standard output and
// standard error come out in the order in which they were written.
support::Result<std::string> output_of(const std::filesystem::path& command_file);

}  // namespace precis::golden
