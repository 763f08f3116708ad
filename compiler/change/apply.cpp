#include "compiler/change/apply.h"

#include <bit>

namespace precis::change {

using runtime::Cell;
using runtime::Form;

static Cell picked(const runtime::ValueType& type, const Demand& demand, Pick pick) {
  switch (type.form) {
    case Form::Bool:
    case Form::Enum: {
      const auto members = static_cast<std::uint64_t>(demand.low);
      if (pick == Pick::Lowest) return runtime::mask(demand.low & -demand.low);
      if (pick == Pick::Highest) return runtime::mask(std::int64_t(std::bit_floor(members)));
      return runtime::mask(demand.low);
    }
    case Form::Code:
    case Form::Text:
    case Form::CodeSet:
      return runtime::exact(demand.codes.front());
    case Form::Number:
    case Form::Money:
    case Form::Date:
      break;
  }
  if (pick == Pick::Lowest) return runtime::exact(demand.low);
  if (pick == Pick::Highest) return runtime::exact(demand.high);
  return runtime::between(demand.low, demand.high);
}

static void set(runtime::Fact& fact, const runtime::ValueType& type, const Cell& cell) {
  fact.cell = cell;
  fact.cause = is_exact(type, cell) ? runtime::Cause::Known : runtime::Cause::Imprecise;
}

Applied apply(const Search& search, const Way& way, Pick pick) {
  Applied made{search.record, {}};
  std::map<ItemKey, std::size_t> places;
  for (const ItemKey& key : way.new_items) {
    std::vector<runtime::Item>& items = made.record.lists[key.list];
    places.emplace(key, items.size());
    items.push_back(blank_item(search, key.list));
    made.added[key.list].push_back(key);
  }
  for (const auto& [spot, demand] : way.demands) {
    const runtime::ValueType& type = search.program.graph.type(demand.type);
    const Cell cell = picked(type, demand, pick);
    if (!spot.item) {
      set(made.record.facts[spot.leaf], type, cell);
      continue;
    }
    const runtime::List& list = search.schema().lists[spot.item->list];
    const std::size_t place =
        spot.item->is_new ? places.at(*spot.item) : std::size_t{spot.item->number};
    set(made.record.lists[spot.item->list][place].facts[position_of(list, spot.leaf)], type, cell);
  }
  if (way.day) {
    made.record.facts[search.schema().at] = {runtime::exact(*way.day), runtime::Cause::Known, 0};
  }
  return made;
}

}  // namespace precis::change
