#pragma once

// What a laboratory's result says about a gene: diplotypes, variants, a phenotype or a score, to
// phenotypes and scores, by the tables of the catalogue (language page, section 4.1). Nothing about
// any gene is known here.

#include <string>
#include <string_view>
#include <vector>

#include "runtime/catalogue.h"
#include "runtime/cell.h"
#include "runtime/result.h"

namespace precis::runtime {

// No score is above this, in thousandths: what a lower bound such as "at least 3 copies" may be.
inline constexpr std::int64_t HighestScore = 8000;

// Invariant (untested): not tested means every phenotype and the untested bit. It may have
// diplotypes then: those reported, of which the table can make nothing.
struct GeneResult {
  bool tested = false;
  // Canonical: "*1/*2", alleles in the gene's order of writing; none where only a phenotype, a
  // score, or more variants than can be told apart were reported.
  std::vector<std::string> diplotypes;
  std::int64_t phenotypes = 0;  // mask over the gene's phenotype enumeration
  std::int64_t score_low = 0;   // thousandths; only meaningful when it may be assigned
  std::int64_t score_high = 0;
  bool may_be_assigned = false;
  bool may_be_unassigned = false;
  // Some reported allele is not in the table, so that nothing could be said of that candidate.
  bool has_unknown_allele = false;
};

GeneResult untested(const Gene& gene, const Enumeration& phenotypes);

// From candidate diplotypes as written (`runtime/diplotype.h`); several are an ambiguous call. Of
// an allele that the table does not know: where alleles have values the score is unassigned, which
// is an answer; where they have functions nothing is known, and if that is so of every candidate
// the gene counts as not tested. `Unknown` is nothing known for every gene. Text that is not a
// diplotype is an error that names it.
Result<GeneResult> from_diplotypes(const Gene& gene, const Enumeration& phenotypes,
                                   const std::vector<std::string>& diplotypes);

// From all variants found, of which it is not known which strand they are on; one that is on both
// is written twice, none is the reference twice. For genes with a reference.
Result<GeneResult> from_variants(const Gene& gene, const Enumeration& phenotypes,
                                 const std::vector<std::string>& variants);

// From a phenotype only, by name or title ("Poor Metabolizer"). The score is what that phenotype
// allows: the lowest and highest that alleles of the table add up to.
Result<GeneResult> from_phenotype(const Gene& gene, const Enumeration& phenotypes,
                                  std::string_view phenotype);

// From a score only, in thousandths.
Result<GeneResult> from_score(const Gene& gene, const Enumeration& phenotypes, std::int64_t low,
                              std::int64_t high);
// From the statement that the score is unassigned.
Result<GeneResult> from_unassigned_score(const Gene& gene, const Enumeration& phenotypes);

// The status of each of Gene::alleles, from statements about them: a genotype ("*15:02/*57:01", or
// a GL string), one allele that was found ("*15:02"), or a status ("*15:02 positive"). What no
// statement says is not tested. A longer name counts as the listed one that it begins with
// (*15:02:01), a shorter one (*15) may be it.
Result<std::vector<GeneResult>> statuses(const Gene& gene, const Enumeration& statuses,
                                         const std::vector<std::string>& statements);

// The canonical form of one diplotype, or an error.
Result<std::string> canonical_diplotype(const Gene& gene, std::string_view text);

}  // namespace precis::runtime
