#pragma once

// What each audience is shown of a decision. Everything that may not be seen is dropped from the
// value before any text is made of it, so that no rendering can show it.

#include <cstdint>

#include "compiler/explain/explanation.h"
#include "compiler/explain/plain_words.h"

namespace precis::explain {

enum class Part : std::uint8_t {
  Rules,       // what was considered, and what it rests on
  Facts,       // that were read, with their values
  Origins,     // where facts and the record came from; hashes, compiler, schema
  Source,      // the policy's text
  Governance,  // protected and guarded facts, who may conclude
  Folded,      // also what did not matter, unfolded
};

//              Rules  Facts  Origins  Source  Governance  Folded
// member
// prescriber     x      x
// reviewer       x      x       x       x         x
// auditor        x      x       x       x         x          x
bool may_see(Audience audience, Part part);

// The explanation for one audience. A member gets a letter: headline, reason and passages in plain
// words, a number to quote, and nothing else. A prescriber gets criteria, missing facts and how to
// go on, without protected facts and what is said of them. For a reviewer and an auditor nothing is
// dropped. Pure: the same value gives the same value.
Explanation for_audience(const Explanation& explanation, Audience audience,
                         const PlainWords& words);

}  // namespace precis::explain
