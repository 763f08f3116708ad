#pragma once

// What stands beside a step: the values that were compared, how far a date is from the request, how
// many items were looked at. Private to explain.

#include <string_view>

#include "compiler/explain/view.h"

namespace precis::explain {

std::string_view note_of(const View& view, const ir::Occurrence& it, const Row& row);

// Whether the construct has one value here.
bool is_exact(const View& view, ir::OccurrenceId id, const Row& row);

}  // namespace precis::explain
