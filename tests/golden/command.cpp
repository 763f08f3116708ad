#include "tests/golden/command.h"

#include <fmt/format.h>
#include <sys/wait.h>

#include <array>
#include <cstdio>

namespace precis::golden {

support::Result<std::string> output_of(const std::string& script,
                                       const std::filesystem::path& folder) {
  const std::string line = fmt::format("cd '{}' || exit\nPATH='{}':\"$PATH\"\nexec 2>&1\n{}",
                                       folder.string(), PRECIS_BIN, script);
  FILE* pipe = popen(line.c_str(), "r");
  if (pipe == nullptr) return support::Failure{"cannot start a shell"};
  std::string output;
  std::array<char, 4096> buffer;
  while (const std::size_t count = fread(buffer.data(), 1, buffer.size(), pipe)) {
    output.append(buffer.data(), count);
  }
  const int status = pclose(pipe);
  // A shell gives 128 and the signal's number for a command that a signal ended: never a golden.
  if (!WIFEXITED(status) || WEXITSTATUS(status) > 128)
    return support::Failure{"the command was killed:\n" + output};
  return output + fmt::format("exit code {}\n", WEXITSTATUS(status));
}

}  // namespace precis::golden
