#pragma once

// A gene's result as the facts of its slots.

#include "runtime/genes.h"
#include "runtime/ingest/draft.h"

namespace precis::runtime::ingest {

// `several` is the cause of what is not known exactly when there is more than one candidate:
// AmbiguousCall for one unclear result, Conflicting for results that disagree.
void set_gene(Values& values, const GeneSlot& slot, const GeneResult& result, Cause several,
              std::uint32_t origin, Draft& draft);

// What texts say of a gene, by whatever method it has: genotypes, statuses, or, alone, a phenotype.
// Sets every slot of the gene that `slot` is of; a failure says what cannot be read.
std::optional<Failure> set_gene_from(Values& values, const GeneSlot& slot,
                                     const std::vector<std::string>& texts, Cause several,
                                     std::uint32_t origin, Draft& draft);

// Whether the text says something of the gene.
bool is_gene_result(const Values& values, const GeneSlot& slot, const std::string& text);

}  // namespace precis::runtime::ingest
