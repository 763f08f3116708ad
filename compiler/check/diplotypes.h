#pragma once

// Diplotypes that policies name. A laboratory may report an allele that no table knows; a policy
// that asks for one asks for what can never be.

#include <optional>
#include <string>
#include <string_view>

#include "runtime/catalogue.h"

namespace precis::check {

// A side of a diplotype that the gene's table does not know.
struct ForeignAllele {
  std::string name;
  bool is_copies;  // the table knows the allele, and counts no copies
};
// The first such side of a canonical diplotype.
std::optional<ForeignAllele> foreign_allele(const runtime::Gene& gene, std::string_view canonical);

// The allele that was probably meant, or the first of those that there are.
std::string near_alleles(const runtime::Gene& gene, std::string_view name);

}  // namespace precis::check
