#pragma once

// A gene's result as the facts of its slot.

#include "runtime/genes.h"
#include "runtime/ingest/draft.h"

namespace precis::runtime::ingest {

// `several` is the cause of what is not known exactly when there is more than one candidate:
// AmbiguousCall for one unclear result, Conflicting for results that disagree.
void set_gene(Values& values, const GeneSlot& slot, const GeneResult& result, Cause several,
              std::uint32_t origin, Draft& draft);

}  // namespace precis::runtime::ingest
