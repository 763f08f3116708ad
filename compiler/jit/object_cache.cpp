#include "compiler/jit/object_cache.h"

#include <fmt/format.h>
#include <unistd.h>
#include <xxhash.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

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
  return object;
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
    if (file && !error) return;
  }
  fs::remove(unfinished, error);
}

}  // namespace precis::jit
