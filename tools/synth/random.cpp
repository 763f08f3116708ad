#include "tools/synth/random.h"

#include "runtime/check.h"

namespace precis::synth {

static std::uint64_t mixed(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

// FNV-1a, 64 bits.
static std::uint64_t hash(std::string_view text) {
  std::uint64_t h = 0xcbf29ce484222325;
  for (char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return h;
}

Random::Random(std::uint64_t seed, std::uint64_t number) : state_(mixed(seed) ^ mixed(~number)) {}
Random::Random(std::uint64_t seed, std::string_view name) : Random(seed, hash(name)) {}

std::uint64_t Random::next() {
  state_ += 0x9e3779b97f4a7c15;
  return mixed(state_);
}

std::uint64_t Random::below(std::uint64_t count) {
  CHECK(count > 0, "a choice among nothing");
  // The bias is below count / 2^64.
  return static_cast<std::uint64_t>((static_cast<unsigned __int128>(next()) * count) >> 64);
}

std::int64_t Random::between(std::int64_t low, std::int64_t high) {
  return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low + 1)));
}

std::size_t Random::weighted(std::initializer_list<unsigned> weights) {
  std::uint64_t sum = 0;
  for (unsigned weight : weights) sum += weight;
  std::uint64_t at = below(sum);
  std::size_t index = 0;
  for (unsigned weight : weights) {
    if (at < weight) return index;
    at -= weight;
    ++index;
  }
  return index;
}

}  // namespace precis::synth
