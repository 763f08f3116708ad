#include "compiler/lower/content_hash.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <vector>

namespace precis::lower {

static std::string hex_of(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

std::string content_hash(const source::Map& sources) {
  std::vector<std::string> hashes;
  for (std::uint32_t i = 0; i < sources.size(); ++i) {
    hashes.push_back(hex_of(sources[source::FileId(i)].text));
  }
  std::sort(hashes.begin(), hashes.end());
  std::string joined;
  for (const std::string& hash : hashes) joined += hash;
  return hex_of(joined);
}

}  // namespace precis::lower
