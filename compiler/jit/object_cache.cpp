#include "compiler/jit/object_cache.h"

#include <fmt/format.h>
#include <unistd.h>
#include <xxhash.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>
#include <vector>

namespace precis::jit {

namespace fs = std::filesystem;

// A file is this line, the hash of key and objects in hex, and the objects.
static constexpr std::string_view Mark = "precis objects 2\n";

std::string ObjectCache::key_of(std::string_view parts) {
  const XXH128_hash_t hash = XXH3_128bits(parts.data(), parts.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

static std::string header_of(const std::string& key, std::string_view object) {
  return std::string(Mark) + ObjectCache::key_of(key + std::string(object)) + "\n";
}

std::string ObjectCache::path_of(const std::string& key) const {
  return (fs::path(folder_) / (key + ".o")).string();
}

std::optional<std::string> ObjectCache::find(const std::string& key) const {
  if (!is_on()) return std::nullopt;
  std::ifstream file(path_of(key), std::ios::binary);
  std::ostringstream bytes;
  if (!file || !(bytes << file.rdbuf())) return std::nullopt;
  const std::string all = std::move(bytes).str();
  const std::size_t header = header_of(key, "").size();
  if (all.size() < header) return std::nullopt;
  std::string object = all.substr(header);
  if (all.compare(0, header, header_of(key, object)) != 0) return std::nullopt;
  std::error_code error;
  fs::last_write_time(path_of(key), fs::file_time_type::clock::now(), error);
  return object;
}

// Files that this class wrote: a key and ".o", and more while they are unfinished.
static bool is_ours(const fs::path& path) {
  const std::string name = path.filename().string();
  constexpr std::size_t Digits = 32;
  return name.find_first_not_of("0123456789abcdef") == Digits && name.compare(Digits, 2, ".o") == 0;
}

void ObjectCache::make_room() const {
  std::error_code error;
  std::vector<fs::path> files;
  for (auto it = fs::directory_iterator(folder_, error); !error && it != fs::directory_iterator();
       it.increment(error)) {
    if (is_ours(it->path())) files.push_back(it->path());
  }
  if (files.size() <= MostFiles) return;
  std::vector<std::pair<fs::file_time_type, fs::path>> by_use;
  for (fs::path& file : files) {
    const auto used = fs::last_write_time(file, error);
    if (!error) by_use.emplace_back(used, std::move(file));
  }
  std::sort(by_use.begin(), by_use.end());
  by_use.resize(by_use.size() / 2);
  for (const auto& [used, file] : by_use) fs::remove(file, error);
}

void ObjectCache::keep(const std::string& key, std::string_view object) const {
  if (!is_on()) return;
  std::error_code error;
  fs::create_directories(folder_, error);
  // Others see the file whole or not at all.
  static std::atomic<unsigned> count = 0;
  const std::string path = path_of(key);
  const std::string unfinished = fmt::format("{}.{}.{}", path, ::getpid(), ++count);
  {
    std::ofstream file(unfinished, std::ios::binary);
    file << header_of(key, object) << object;
    file.close();
    if (file) fs::rename(unfinished, path, error);
    if (!file || error) fs::remove(unfinished, error);
  }
  make_room();
}

}  // namespace precis::jit
