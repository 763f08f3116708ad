#include "compiler/change/trial.h"

#include <algorithm>

#include "compiler/change/goals.h"
#include "compiler/interp/interp.h"

namespace precis::change {

using runtime::Form;

static constexpr std::int64_t LongestWait = 366;
// How long after the first day that does the others are looked at.
static constexpr std::int64_t DaysAfter = 60;
static constexpr std::size_t MostCodes = 24;

static bool is_number(const runtime::ValueType& type) {
  return type.form == Form::Number || type.form == Form::Money || type.form == Form::Date;
}

// The record in which the member is as old as today, whatever its day.
static runtime::Record as_old(const Search& search, runtime::Record record) {
  const std::int64_t later = record.facts[search.schema().at].cell.low - search.today();
  for (std::size_t i = 0; i < search.schema().leaves.size(); ++i) {
    const runtime::Leaf& leaf = search.schema().leaves[i];
    const bool is_age =
        !leaf.list && leaf.type.form == Form::Date && leaf.protection != runtime::Protection::None;
    if (!is_age) continue;
    record.facts[i].cell.low += later;
    record.facts[i].cell.high += later;
  }
  return record;
}

std::optional<std::size_t> Trials::rung_of(const runtime::Record& record) {
  const auto decide = [&](const runtime::Record& it) -> std::optional<std::size_t> {
    ++search_.evaluations;
    const runtime::Answer answer =
        interp::decide(search_.program, search_.id, search_.layout, it, search_.symbols).answer;
    const bool is_better = answer.kind == runtime::AnswerKind::Decided &&
                           severity_of(search_, answer.rule) < severity_;
    return is_better ? std::optional<std::size_t>(answer.rule) : std::nullopt;
  };
  const std::optional<std::size_t> rung = decide(record);
  const bool is_today = record.facts[search_.schema().at].cell.low == search_.today();
  if (!rung || is_today) return rung;
  return decide(as_old(search_, record)) ? rung : std::nullopt;
}

// For all values together, which by the laws of partial knowledge is for each, and, where a
// condition reads the record rather than the values, for the first and the last of them.
std::optional<std::size_t> Trials::check(const Way& way) {
  const std::optional<std::size_t> rung = rung_of(apply(search_, way, Pick::All).record);
  if (!rung) return std::nullopt;
  for (const Pick pick : {Pick::Lowest, Pick::Highest}) {
    const std::optional<std::size_t> point = rung_of(apply(search_, way, pick).record);
    const bool is_same = point && ir::outcome_of(search_.decision(), *point).alternative ==
                                      ir::outcome_of(search_.decision(), *rung).alternative;
    if (!is_same) return std::nullopt;
  }
  return rung;
}

bool Trials::does(const Way& way, const Found& as) {
  const std::optional<std::size_t> rung = check(way);
  return rung && ir::outcome_of(search_.decision(), *rung).alternative ==
                     ir::outcome_of(search_.decision(), as.rung).alternative;
}

std::optional<Found> Trials::settle(const Way& way) {
  std::optional<Found> found = way.trials.empty() ? with_values(way) : with_days(way);
  if (!found) return found;
  keep_codes(*found);
  loosen(*found);
  return found;
}

// With the first codes for which it does.
std::optional<Found> Trials::with_values(Way way) {
  constexpr std::size_t MostTried = 6;
  std::size_t turns = 1;
  for (const auto& [spot, demand] : way.demands) turns = std::max(turns, demand.codes.size());
  for (std::size_t turn = 0; turn < std::min(turns, MostTried); ++turn) {
    if (const std::optional<std::size_t> rung = check(way)) return Found{way, *rung};
    if (std::optional<Found> found = at_points(way)) return found;
    for (auto& [spot, demand] : way.demands) {
      if (demand.codes.size() < 2) continue;
      std::ranges::rotate(demand.codes, demand.codes.begin() + 1);
    }
  }
  return std::nullopt;
}

// Dates at one end, other numbers at one end.
static Way point_of(const Search& search, const Way& way, bool last_date, bool highest) {
  Way made = way;
  for (auto& [spot, demand] : made.demands) {
    const runtime::ValueType& type = search.program.graph.type(demand.type);
    if (type.form == Form::Bool || type.form == Form::Enum) {
      demand.low = demand.high = demand.low & -demand.low;
    } else if (is_number(type)) {
      const bool is_high = type.form == Form::Date ? last_date : highest;
      demand.low = demand.high = is_high ? demand.high : demand.low;
    }
  }
  return made;
}

std::optional<Found> Trials::at_points(const Way& way) {
  for (const auto& [last_date, highest] : {std::pair{true, false}, {true, true}, {false, false}}) {
    Found found{point_of(search_, way, last_date, highest), 0};
    const std::optional<std::size_t> rung = check(found.way);
    if (!rung) continue;
    found.rung = *rung;
    for (const auto& [spot, demand] : way.demands) {
      Way wider = found.way;
      wider.demands.at(spot) = demand;
      if (does(wider, found)) found.way = std::move(wider);
    }
    return found;
  }
  return std::nullopt;
}

// The treatments begin today and last until the request is made again.
static std::optional<Way> on_day(const Search& search, const Way& way, std::int64_t days) {
  Way made = way;
  made.trials.clear();
  made.day = made.last_day = search.today() + days;
  for (const Trial& trial : way.trials) {
    const auto put = [&](runtime::LeafIndex leaf, const Demand& demand) {
      const auto [place, is_first] = made.demands.try_emplace({trial.fill, leaf}, demand);
      if (is_first) return true;
      const std::optional<Demand> joint = both(search.program, place->second, demand);
      if (joint) place->second = *joint;
      return joint.has_value();
    };
    const std::int64_t longest = search.program.graph.type(trial.days_type).high;
    const bool fits = days <= longest &&
                      put(trial.date, {trial.date_type, search.today(), search.today()}) &&
                      put(trial.days, {trial.days_type, days, longest});
    if (!fits) return std::nullopt;
  }
  return made;
}

std::optional<Found> Trials::with_days(const Way& way) {
  std::int64_t least = 1, most = 1;
  for (const Trial& trial : way.trials) {
    least = std::max(least, trial.least);
    most = std::max(most, trial.most);
  }
  for (std::int64_t days = least; days <= most + 1 && !search_.is_spent(); ++days) {
    const std::optional<Way> dated = on_day(search_, way, days);
    if (!dated) return std::nullopt;
    // Nearly all days fail at once: no need to look at each end of each value.
    if (!rung_of(apply(search_, *dated, Pick::Lowest).record)) continue;
    if (std::optional<Found> found = with_values(*dated)) {
      last_day(*found);
      return found;
    }
  }
  return std::nullopt;
}

std::optional<Way> Trials::one_point(const Way& way) const {
  std::int64_t days = 0;
  for (const Trial& trial : way.trials) days = std::max(days, trial.most);
  const std::optional<Way> dated = way.trials.empty() ? way : on_day(search_, way, days);
  if (!dated) return std::nullopt;
  return point_of(search_, *dated, true, false);
}

// ---- the widest values

// Of several codes those that do.
void Trials::keep_codes(Found& found) {
  for (auto& [spot, demand] : found.way.demands) {
    if (demand.codes.size() < 2) continue;
    const std::vector<runtime::Symbol> all = demand.codes;
    std::vector<runtime::Symbol> kept{all[0]};
    for (std::size_t i = 1; i < all.size() && i < MostCodes; ++i) {
      demand.codes = {all[i]};
      if (does(found.way, found)) kept.push_back(all[i]);
    }
    if (kept.size() != all.size()) demand.value_set.reset();
    if (all.size() > MostCodes) search_.cut_short = true;
    std::ranges::sort(kept);
    demand.codes = std::move(kept);
  }
  Way last = found.way;
  for (auto& [spot, demand] : last.demands) {
    if (!demand.codes.empty()) demand.codes = {demand.codes.back()};
  }
  if (does(last, found)) return;
  // Not any code with any other: the first of each.
  for (auto& [spot, demand] : found.way.demands) {
    if (demand.codes.size() < 2) continue;
    demand.codes.erase(demand.codes.begin() + 1, demand.codes.end());
    demand.value_set.reset();
  }
}

// Each bound as far out as it does, found by doubling the step.
void Trials::loosen(Found& found) {
  std::vector<Spot> spots;
  for (const auto& [spot, demand] : found.way.demands) {
    const bool is_open = !spot.item || spot.item->is_new;
    if (is_open && is_number(search_.program.graph.type(demand.type))) spots.push_back(spot);
  }
  for (const Spot& spot : spots) {
    for (const bool is_low : {true, false}) {
      const runtime::ValueType& type = search_.program.graph.type(found.way.demands.at(spot).type);
      for (std::int64_t step = 1; step != 0 && !search_.is_spent();) {
        Way wider = found.way;
        Demand& demand = wider.demands.at(spot);
        std::int64_t& bound = is_low ? demand.low : demand.high;
        const std::int64_t end = is_low ? type.low : type.high;
        const std::int64_t room = is_low ? bound - end : end - bound;
        if (room <= 0) break;
        bound += is_low ? -std::min(step, room) : std::min(step, room);
        if (does(wider, found)) {
          found.way = std::move(wider);
          step *= 2;
        } else {
          step /= 2;
        }
      }
    }
  }
}

// As long as the days that follow do as well.
void Trials::last_day(Found& found) {
  Way later = found.way;
  for (std::int64_t n = 0; n < DaysAfter && !search_.is_spent(); ++n) {
    later.day = *found.way.day + n + 1;
    const std::optional<std::size_t> rung = rung_of(apply(search_, later, Pick::All).record);
    const bool is_same = rung && ir::outcome_of(search_.decision(), *rung).alternative ==
                                     ir::outcome_of(search_.decision(), found.rung).alternative;
    if (!is_same) return;
    found.way.last_day = *later.day;
  }
}

std::optional<Found> Trials::wait() {
  for (std::int64_t days = 1; days <= LongestWait && !search_.is_spent(); ++days) {
    Way way;
    way.day = way.last_day = search_.today() + days;
    if (const std::optional<std::size_t> rung = rung_of(apply(search_, way, Pick::All).record)) {
      Found found{way, *rung};
      last_day(found);
      return found;
    }
  }
  return std::nullopt;
}

// ---- less

static Way without(const Way& way, const Spot& spot) {
  Way made = way;
  if (!spot.item && !way.demands.contains(spot)) {
    made.day.reset();
  } else if (spot.item && spot.item->is_new) {
    made.new_items.erase(*spot.item);
    std::erase_if(made.demands, [&](const auto& it) { return it.first.item == spot.item; });
  } else {
    made.demands.erase(spot);
  }
  return made;
}

// One new item that does for both; nothing when none can be both.
static std::optional<Way> joined(const ir::Program& program, const Way& way, const ItemKey& kept,
                                 const ItemKey& other) {
  Way made = without(way, {other, 0});
  for (const auto& [spot, demand] : way.demands) {
    if (spot.item != other) continue;
    const auto [place, is_first] = made.demands.try_emplace({kept, spot.leaf}, demand);
    if (is_first) continue;
    const std::optional<Demand> joint = both(program, place->second, demand);
    if (!joint) return std::nullopt;
    place->second = *joint;
  }
  return made;
}

bool Trials::join_items(Found& found) {
  const std::set<ItemKey> items = found.way.new_items;
  for (auto kept = items.begin(); kept != items.end(); ++kept) {
    for (auto other = std::next(kept); other != items.end(); ++other) {
      if (kept->list != other->list) continue;
      const std::optional<Way> less = joined(search_.program, found.way, *kept, *other);
      if (!less) continue;
      if (const std::optional<std::size_t> rung = check(*less)) {
        found = {*less, *rung};
        return true;
      }
    }
  }
  return false;
}

bool Trials::leave_out(Found& found) {
  for (const Spot& spot : touched(found.way)) {
    const Way less = without(found.way, spot);
    if (less.size() == 0) continue;
    if (const std::optional<std::size_t> rung = check(less)) {
      found = {less, *rung};
      return true;
    }
  }
  return false;
}

Found Trials::least(Found found) {
  while (leave_out(found) || join_items(found)) {
  }
  return found;
}

}  // namespace precis::change
