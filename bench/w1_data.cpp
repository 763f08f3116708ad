#include "bench/w1_data.h"

#include <array>

#include "bench/stream.h"

namespace precis::bench {

// The first interval of a cumulative distribution (in ten thousandths) that a throw falls into.
template <std::size_t Count>
static std::uint8_t pick(Stream& random, const std::array<std::uint32_t, Count>& up_to) {
  const std::uint32_t thrown = random.below(10'000);
  std::uint8_t value = 0;
  while (value < Count && thrown >= up_to[value]) ++value;
  return value;
}

static std::uint8_t flag(Stream& random, std::uint32_t yes, std::uint32_t unknown) {
  constexpr std::array<std::uint8_t, 3> Meaning{1, 2, 0};
  return Meaning[pick(random, std::array{yes, yes + unknown})];
}

W1Claims::W1Claims(std::size_t n) : count(n) {
  for (auto* column :
       {&phenotype, &indication, &reaction, &stroke, &bleeding, &hemorrhage, &failure, &drug}) {
    *column = padded<std::uint8_t>(n);
  }
  age = padded<std::int16_t>(n);
  weight = padded<std::int16_t>(n);
  Stream random(0x5eed0001);
  for (std::size_t i = 0; i < n; ++i) {
    phenotype[i] = pick(random, std::array{1200u, 1600u, 3900u, 7200u, 7700u, 9500u, 9600u});
    indication[i] = pick(random, std::array{300u, 6300u, 8300u});
    const bool no_age = random.below(10'000) < 100;
    age[i] = -1;
    if (!no_age) {
      const std::uint32_t first = random.below(30);
      age[i] = static_cast<std::int16_t>(35 + first + random.below(30));
    }
    const bool no_weight = random.below(10'000) < 800;
    weight[i] = -1;
    if (!no_weight) {
      const std::uint32_t first = random.below(450);
      weight[i] = static_cast<std::int16_t>(400 + first + random.below(450));
    }
    reaction[i] = flag(random, 300, 500);
    stroke[i] = flag(random, 900, 400);
    bleeding[i] = flag(random, 200, 300);
    hemorrhage[i] = flag(random, 100, 300);
    failure[i] = flag(random, 500, 600);
    drug[i] = static_cast<std::uint8_t>(1 + pick(random, std::array{5500u, 7500u}));
  }
}

}  // namespace precis::bench
