#pragma once

// Which of the facts that are not known have to be, and which is most worth asking for: by deciding
// the record again under what they may turn out to be. Private to explain.

#include <cstdint>
#include <vector>

#include "compiler/explain/view.h"

namespace precis::explain {

// A node at the items it is evaluated for.
struct Stand {
  ir::NodeId node;
  Row row;

  friend auto operator<=>(const Stand&, const Stand&) = default;
};

struct Weight {
  // False: whatever the needed ones turn out to be, they decide without it.
  bool is_needed = true;
  std::uint32_t settles = 0;  // see MissingFact
  std::uint32_t matters = 0;
};

// For each fact, what becomes known with it: nodes that are not settled. Together they decide.
//
// Guaranteed: any values of the facts that are needed decide, with the others left unknown. Values
// are tried as sets: a set that decides stands for each value in it, so that this is a proof. A
// fact is called needed where the proof fails: some values of the others leave the decision open,
// or trying took more steps than it may. The same facts give the same weights, always.
std::vector<Weight> weigh(const View& view, const std::vector<std::vector<Stand>>& facts);

}  // namespace precis::explain
