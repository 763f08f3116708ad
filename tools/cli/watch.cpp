#include "tools/cli/watch.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <ctime>

namespace precis::cli {

namespace fs = std::filesystem;

// What the command itself writes is no change.
static std::pair<dev_t, ino_t> standard_output() {
  struct stat about = {};
  if (::fstat(STDOUT_FILENO, &about) != 0) return {};
  return {about.st_dev, about.st_ino};
}

static bool is_written_here(const fs::path& path, const fs::path& output) {
  struct stat about = {};
  if (::stat(path.c_str(), &about) != 0) return false;
  std::error_code error;
  return std::pair(about.st_dev, about.st_ino) == standard_output() ||
         (!output.empty() && fs::equivalent(path, output, error));
}

static void add_files(const fs::path& folder, const fs::path& output, Snapshot& found) {
  std::error_code error;
  fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, error);
  for (const fs::recursive_directory_iterator end; !error && it != end; it.increment(error)) {
    if (it->path().filename().string().starts_with(".")) {
      it.disable_recursion_pending();
      continue;
    }
    std::error_code gone;
    if (!it->is_regular_file(gone) || is_written_here(it->path(), output)) continue;
    const auto changed = it->last_write_time(gone);
    const auto size = it->file_size(gone);
    if (!gone) found[it->path().string()] = {changed, size};
  }
}

Snapshot snapshot(const std::vector<std::string>& paths, const std::string& output) {
  Snapshot found;
  for (const std::string& path : paths) {
    std::error_code error;
    const bool is_folder = fs::is_directory(path, error);
    const fs::path parent = fs::path(path).parent_path();
    add_files(is_folder ? fs::path(path) : parent.empty() ? fs::path(".") : parent, output, found);
  }
  return found;
}

Woken wait_for_change(const std::vector<std::string>& paths, const std::string& output,
                      const Snapshot& last) {
  // Ctrl-C is taken here only: while tests run, it ends the program as ever.
  sigset_t interrupt, before;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  pthread_sigmask(SIG_BLOCK, &interrupt, &before);
  fmt::print(stderr, "waiting for changes; Ctrl-C ends\n");
  const timespec half_a_second{0, 500'000'000};
  Woken woken = Woken::Changed;
  while (true) {
    if (sigtimedwait(&interrupt, nullptr, &half_a_second) == SIGINT) {
      woken = Woken::Interrupted;
      break;
    }
    if (snapshot(paths, output) != last) break;
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return woken;
}

}  // namespace precis::cli
