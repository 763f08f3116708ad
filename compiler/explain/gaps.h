#pragma once

// Why a condition is not met, or not surely: one word for it. Private to explain.

#include <optional>

#include "compiler/explain/view.h"

namespace precis::explain {

// Of a condition that asks about facts. Nothing of one that is surely true, that joins others (they
// say it themselves), or that is false because of something that is there.
std::optional<Gap> gap_of(const View& view, const ir::Occurrence& it, const Row& row);

}  // namespace precis::explain
