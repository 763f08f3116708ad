#pragma once

// Genotypes as laboratories write them: names of alleles, copies, strands with several variants.
// Names are those of the gene's table, the longest known one where a name contains `/` or `+`.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/catalogue.h"
#include "runtime/result.h"

namespace precis::runtime {

// One allele or variant. One with copies that the table lists by itself (*2x2) has no `copies`
// here. Invariant (known): without `allele` the table does not know the name.
struct NamedAllele {
  std::string name;                   // canonical
  std::optional<std::size_t> allele;  // in Gene::alleles
  std::optional<std::uint32_t> copies;
  bool at_least = false;   // x≥3
  bool any_count = false;  // xN
};

// What one chromosome carries, in the gene's order of writing. More than one only where the gene
// has a reference.
using Strand = std::vector<NamedAllele>;

struct Diplotype {
  Strand first;
  std::optional<Strand> second;  // none: a gene of which there is one allele

  // "*1/*2", "[a + b]/c", "a".
  std::string text() const;
};

// As laboratories write it: a gene's name with `-` where a name cannot have one, HLA-B.
std::string gene_symbol(const Gene& gene);
// Trims, folds white space, takes it away around `+`, and writes >= as ≥.
std::string tidy(std::string_view text);
// Without the gene's symbol, name or position before it.
std::string_view without_gene_name(const Gene& gene, std::string_view text);

// "*1/*2", "*2/*1", "*1/*2x2", "*36 + *10/*1"; "[a + b]/c" where the gene has a reference; one
// allele where it says what one alone gives. Text that is none of these is an error that names it.
Result<Diplotype> read_diplotype(const Gene& gene, std::string_view text);
// One variant of a list; nothing for text that cannot be a name.
std::optional<NamedAllele> read_allele(const Gene& gene, std::string_view text);

// Both strands, in canonical order.
Diplotype diplotype_of(Strand first, Strand second);

// The copies of this allele that count; nothing when none are counted.
const CopyRule* copy_rule(const Gene& gene, std::string_view allele);

// A part of a genotype that the gene's table does not know.
struct ForeignAllele {
  std::string name;
  bool is_copies;  // the table knows the allele, and counts no copies of it
};
std::optional<ForeignAllele> foreign_allele(const Gene& gene, std::string_view genotype);

}  // namespace precis::runtime
