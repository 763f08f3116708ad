#include "compiler/change/way.h"

#include <algorithm>

namespace precis::change {

static bool is_mask(const runtime::ValueType& type) {
  return type.form == runtime::Form::Bool || type.form == runtime::Form::Enum;
}

static bool is_code(const runtime::ValueType& type) {
  return type.form == runtime::Form::Code || type.form == runtime::Form::Text;
}

std::optional<Demand> both(const ir::Program& program, const Demand& a, const Demand& b) {
  const runtime::ValueType& type = program.graph.type(a.type);
  Demand made = a;
  if (is_code(type)) {
    made.codes.clear();
    std::set_intersection(a.codes.begin(), a.codes.end(), b.codes.begin(), b.codes.end(),
                          std::back_inserter(made.codes));
    if (made.codes != a.codes) made.value_set = made.codes == b.codes ? b.value_set : std::nullopt;
    return made.codes.empty() ? std::nullopt : std::optional(made);
  }
  if (is_mask(type)) {
    made.low = made.high = a.low & b.low;
    return made.low == 0 ? std::nullopt : std::optional(made);
  }
  made.low = std::max(a.low, b.low);
  made.high = std::min(a.high, b.high);
  return made.low > made.high ? std::nullopt : std::optional(made);
}

std::size_t Way::size() const {
  std::size_t count = new_items.size() + (day || !trials.empty() ? 1 : 0);
  for (const auto& [spot, demand] : demands) count += spot.item && spot.item->is_new ? 0 : 1;
  return count;
}

std::optional<Way> both(const ir::Program& program, const Way& a, const Way& b) {
  Way made = a;
  for (const auto& [spot, demand] : b.demands) {
    const auto [place, is_first] = made.demands.try_emplace(spot, demand);
    if (is_first) continue;
    const std::optional<Demand> joint = both(program, place->second, demand);
    if (!joint) return std::nullopt;
    place->second = *joint;
  }
  made.new_items.insert(b.new_items.begin(), b.new_items.end());
  for (const Trial& trial : b.trials) {
    const auto same = std::ranges::find(made.trials, trial.fill, &Trial::fill);
    if (same == made.trials.end()) {
      made.trials.push_back(trial);
    } else {
      same->least = std::max(same->least, trial.least);
      same->most = std::max(same->most, trial.most);
    }
  }
  if (!made.day) {
    made.day = b.day;
    made.last_day = b.last_day;
  }
  return made;
}

std::set<Spot> touched(const Way& way) {
  constexpr runtime::LeafIndex TheDay = 0xffffffff;
  std::set<Spot> spots;
  for (const auto& [spot, demand] : way.demands) {
    if (!spot.item || !spot.item->is_new) spots.insert(spot);
  }
  for (const ItemKey& item : way.new_items) spots.insert({item, 0});
  if (way.day || !way.trials.empty()) spots.insert({std::nullopt, TheDay});
  return spots;
}

Ways product(const ir::Program& program, const Ways& a, const Ways& b) {
  Ways made;
  for (const Way& x : a) {
    for (const Way& y : b) {
      if (std::optional<Way> joint = both(program, x, y)) made.push_back(std::move(*joint));
    }
  }
  return made;
}

}  // namespace precis::change
