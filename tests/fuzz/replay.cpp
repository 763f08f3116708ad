// Walks every file of a corpus through its door, without libFuzzer:
//
//   precis_fuzz_replay <folder>...
//
// Each folder holds a folder for each door. The name of the file in hand is written before it is
// entered, so that the last one named is the one that did not come back.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/fuzz/doors.h"

namespace precis::fuzz {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::exists(folder)) return files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string read(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

int replay(const std::vector<fs::path>& folders) {
  int empty = 0;
  for (const Door& door : doors()) {
    const auto begin = std::chrono::steady_clock::now();
    std::size_t count = 0;
    for (const fs::path& folder : folders) {
      for (const fs::path& file : files_of(folder / door.name)) {
        std::fprintf(stderr, "\r\x1b[K%s", file.c_str());
        door.enter(read(file));
        ++count;
      }
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::fprintf(stderr, "\r\x1b[K");
    std::printf("note: replay of %s: %zu inputs in %.1f s\n", door.name.data(), count,
                took.count());
    empty += count == 0;
  }
  if (empty > 0) std::puts("a door without an input is not tested");
  return empty > 0 ? 1 : 0;
}

}  // namespace
}  // namespace precis::fuzz

int main(int argc, char** argv) {
  return precis::fuzz::replay(std::vector<std::filesystem::path>(argv + 1, argv + argc));
}
