#pragma once

// Planted defects: copies of a generated program in which one operation treats what is not known as
// if it were known. The laws of partial knowledge must notice each of them.

#include <string_view>
#include <vector>

#include "tests/property/program_gen.h"

namespace precis::property {

enum class Defect {
  UnseenItemsAreAbsent,  // a history that is not known has no further items
  MaybeItemsDoNotMatch,  // `any` over sure items only
  UnknownCodeIsNoMember,
  UnknownMemberIsNot,  // an enumeration not known is in no set
  UnknownNumberIsNotLess,
  DisjunctIsDropped,
  UnsettledConditionIsFalse,  // a choice takes the first settled condition
  MaybeItemsAreNotCounted,
  NoCandidateIsNoResult,  // a gene without a diplotype has none of them
  UnobservedDaysAreUncovered,
};

struct NamedDefect {
  Defect defect;
  std::string_view name;
};
const std::vector<NamedDefect>& all_defects();

// The program with the defect, or the same program when it has no place for it.
GeneratedProgram with_defect(const GeneratedProgram& original, Defect defect);

}  // namespace precis::property
