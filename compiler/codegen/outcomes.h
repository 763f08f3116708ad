#pragma once

// The outcomes of a ladder, so that "is it the same outcome" is one compare: outcomes that differ
// in what is fixed (the alternative, which fields are present, constant payloads) have different
// class numbers. Only fields that some rule computes are compared by value.

#include <cstdint>
#include <optional>
#include <vector>

#include "compiler/ir/program.h"

namespace precis::codegen {

struct OutcomeClass {
  std::uint32_t number;
  // The nodes to compare by value, in field order: as many in all outcomes of a class.
  std::vector<ir::NodeId> compared;
  // Every payload.
  std::vector<ir::NodeId> payload;
};

// Of each rung in order: the rules, and the otherwise clause at the end if there is one.
std::vector<OutcomeClass> classify(const ir::Program& program, const ir::Decision& decision);

}  // namespace precis::codegen
