#pragma once

// What a decision has to come to, and which conditions stand in the way. Private to change.

#include <optional>
#include <vector>

#include "compiler/change/solve.h"

namespace precis::change {

// 0 is favorable, then review, then adverse.
int severity_of(const Search& search, std::size_t rung);

// The severity that an answer has to be below; nothing where no answer could be better.
std::optional<int> severity_to_beat(const Search& search, const World& world);

// Ways in which a rung of a milder outcome than `severity` is reached, the shortest first.
Ways ways_to_better(Search& search, Solver& solver, const World& world, int severity);

// The author's condition of each node that is one: the shortest words.
std::map<ir::NodeId, ir::OccurrenceId> conditions_of(const Search& search);

}  // namespace precis::change
