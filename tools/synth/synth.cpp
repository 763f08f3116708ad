#include "tools/synth/synth.h"

#include <fmt/format.h>

#include "tools/synth/random.h"
#include "tools/synth/render.h"
#include "tools/synth/stories.h"

namespace precis::synth {

// One in twenty is a child; of one in twenty-five only the year of birth is known.
static std::string birth_date(Random& random, const Plan& plan) {
  const Day asked = plan.drafts.front().date;
  const bool child = random.percent(5);
  const Day born =
      static_cast<Day>(asked - (child ? random.between(4000, 6500) : random.between(6600, 31000)));
  const std::string full = runtime::format_date(born);
  return random.percent(4) ? full.substr(0, 4) : full;
}

std::string patient_bundle(std::uint64_t seed, std::size_t index) {
  Random random(seed, std::uint64_t{index});
  const std::string id = fmt::format("p{:06}", index + 1);
  const Plan plan = life(random);
  static constexpr std::string_view Genders[] = {"female", "male", "unknown"};
  const std::string born = birth_date(random, plan);
  std::string out = R"({"resourceType":"Bundle","type":"collection","entry":[)" +
                    patient_entry(id, born, Genders[random.weighted({50, 48, 2})]);
  for (const std::string& entry : entries_of(plan, id)) out += "," + entry;
  return out + "]}";
}

}  // namespace precis::synth
