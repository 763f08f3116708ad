#pragma once

// Waits for changes of files, for commands that run again and again.

#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace precis::cli {

// Path, time of change and size of every file that a policy may be made of.
using Snapshot = std::map<std::string, std::pair<std::filesystem::file_time_type, std::uintmax_t>>;

// Of a folder every file below it, of a file every file below its folder; hidden folders left out.
// Tables and value sets lie beside the policies that name them, so they are among these. `output`
// (or empty), and what standard output goes to, are not.
Snapshot snapshot(const std::vector<std::string>& paths, const std::string& output);

enum class Woken { Changed, Interrupted };

// Says on standard error that it waits, and returns when something differs from `last` (twice a
// second it looks), or on Ctrl-C.
Woken wait_for_change(const std::vector<std::string>& paths, const std::string& output,
                      const Snapshot& last);

}  // namespace precis::cli
