#include "tools/cli/watch.h"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <ctime>

namespace precis::cli {

namespace fs = std::filesystem;

static void add_files(const fs::path& folder, Snapshot& found) {
  std::error_code error;
  fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, error);
  for (const fs::recursive_directory_iterator end; !error && it != end; it.increment(error)) {
    if (it->path().filename().string().starts_with(".")) {
      it.disable_recursion_pending();
      continue;
    }
    std::error_code gone;
    if (!it->is_regular_file(gone)) continue;
    const auto changed = it->last_write_time(gone);
    const auto size = it->file_size(gone);
    if (!gone) found[it->path().string()] = {changed, size};
  }
}

Snapshot snapshot(const std::vector<std::string>& paths) {
  Snapshot found;
  for (const std::string& path : paths) {
    std::error_code error;
    const bool is_folder = fs::is_directory(path, error);
    const fs::path parent = fs::path(path).parent_path();
    add_files(is_folder ? fs::path(path) : parent.empty() ? fs::path(".") : parent, found);
  }
  return found;
}

Woken wait_for_change(const std::vector<std::string>& paths, const Snapshot& last) {
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
    if (snapshot(paths) != last) break;
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return woken;
}

}  // namespace precis::cli
