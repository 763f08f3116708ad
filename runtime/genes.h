#pragma once

// What a laboratory's result says about a gene: candidate diplotypes to phenotypes and scores, by
// the tables of the catalogue (language page, section 4.1). Nothing about any gene is known here.

#include <string>
#include <string_view>
#include <vector>

#include "runtime/catalogue.h"
#include "runtime/result.h"

namespace precis::runtime {

// Invariant (untested): not tested means no diplotypes, every phenotype and the untested bit.
struct GeneResult {
  bool tested = false;
  std::vector<std::string>
      diplotypes;               // canonical: "*1/*2", alleles in the gene's order of writing
  std::int64_t phenotypes = 0;  // mask over the gene's phenotype enumeration
  std::int64_t score_low = 0;   // thousandths; only meaningful when it may be assigned
  std::int64_t score_high = 0;
  bool may_be_assigned = false;
  bool may_be_unassigned = false;
};

GeneResult untested(const Gene& gene, const Enumeration& phenotypes);

// From candidate diplotypes as written ("*1/*2", "*2/*1", "*1/*2x2", "*36 + *10/*1"); several are
// an ambiguous call. An allele the table does not know makes the function unassigned (indeterminate
// where the gene has that phenotype); text that is not a diplotype is an error that names it.
Result<GeneResult> from_diplotypes(const Gene& gene, const Enumeration& phenotypes,
                                   const std::vector<std::string>& diplotypes);

// From a phenotype only, by name or title ("Poor Metabolizer"). The score is what that phenotype
// allows.
Result<GeneResult> from_phenotype(const Gene& gene, const Enumeration& phenotypes,
                                  std::string_view phenotype);

// The canonical form of one diplotype, or an error.
Result<std::string> canonical_diplotype(const Gene& gene, std::string_view text);

}  // namespace precis::runtime
