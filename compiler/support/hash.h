#pragma once

// Hashes for hash-consing: fast, the same on every machine and in every run.

#include <cstdint>
#include <string_view>

namespace precis::support {

std::uint64_t hash_bytes(std::string_view bytes);

// Order matters: combine(combine(0, a), b) differs from combine(combine(0, b), a).
std::uint64_t combine(std::uint64_t seed, std::uint64_t value);

}  // namespace precis::support
