#pragma once

// Random records of the world, partly known, and their completions.

#include "compiler/support/random.h"
#include "runtime/record.h"
#include "tests/property/program_gen.h"
#include "tests/property/world.h"

namespace precis::property {

runtime::Record generate_record(const World& world, Random& random);

// A record that the partial one allows: unknown values get one of their possible values, and items
// may be added where a history is not known. What `keep` names stays as it is.
runtime::Record complete(const World& world, const runtime::Record& record, const Untouchable& keep,
                         Random& random);

// The record with exact values for the facts at these paths (as missing facts name them); a history
// among them becomes known for all time. Paths of an open history cannot be supplied: false.
bool supply(const World& world, runtime::Record& record, const std::vector<std::string>& paths,
            Random& random);

}  // namespace precis::property
