#pragma once

// What facts have to be for a condition to come out as wanted. Private to change.

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "compiler/ir/program.h"
#include "runtime/symbols.h"

namespace precis::change {

// What a value has to be: inside [low, high]; of a Bool or an enumeration inside the mask `low`;
// of a code or text one of `codes`.
struct Demand {
  ir::TypeId type;
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::vector<runtime::Symbol> codes = {};        // ascending
  std::optional<std::uint32_t> value_set = {};    // whose codes these are
  std::optional<ir::OccurrenceId> asked_by = {};  // the author's condition
};

// Both at once; nothing when no value is left.
std::optional<Demand> both(const ir::Program& program, const Demand& a, const Demand& b);

// An item of a list: one on file, or one to be added.
struct ItemKey {
  runtime::ListIndex list;
  bool is_new;
  std::uint32_t number;    // on file: its index; new: the node that asks for it
  std::uint32_t copy = 0;  // of several that the node asks for

  friend auto operator<=>(const ItemKey&, const ItemKey&) = default;
};

// A value of the record: a leaf of member or request, or of an item.
struct Spot {
  std::optional<ItemKey> item;
  runtime::LeafIndex leaf;

  friend auto operator<=>(const Spot&, const Spot&) = default;
};

// A treatment that begins on the day of the request: a new fill, and the same request later, when
// enough days are covered. How many is found by trying, between these.
struct Trial {
  ItemKey fill;
  runtime::LeafIndex date;
  runtime::LeafIndex days;
  ir::TypeId date_type;
  ir::TypeId days_type;
  std::int64_t least;
  std::int64_t most;
};

// One way to get what is wanted: all of it together.
struct Way {
  std::map<Spot, Demand> demands;
  std::set<ItemKey> new_items;
  std::vector<Trial> trials;
  // The day of the request, when it has to be a later one; it may be as late as `last_day`.
  std::optional<std::int64_t> day;
  std::int64_t last_day = 0;

  // How many things have to be done.
  std::size_t size() const;
};

using Ways = std::vector<Way>;

std::optional<Way> both(const ir::Program& program, const Way& a, const Way& b);

// What a way changes, whatever to: new items, values, the day of the request (no leaf of the
// schema).
std::set<Spot> touched(const Way& way);

// Every pair of one of each; a pair that contradicts itself is left out.
Ways product(const ir::Program& program, const Ways& a, const Ways& b);

}  // namespace precis::change
