#pragma once

// Reads one gene block into the catalogue. Private to check: `declare_gene` is its only user.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/check/context.h"

namespace precis::check {

class GeneReader {
 public:
  GeneReader(Context& context, const syntax::Gene& tree, bool damaged)
      : context_(context), tree_(tree), damaged_(damaged) {}

  // Even a broken gene is declared, so that its users are checked.
  std::uint32_t declare();

 private:
  void missing(std::string_view what, std::string help);

  // genes.cpp: alleles and copies
  void read_alleles();
  std::optional<std::string> new_name(const syntax::Name& name);
  void add_allele(const syntax::Allele& allele, runtime::Allele made);
  void read_statuses(const syntax::StatusOfAlleles& it);
  void read_copies();
  void unknown_allele(const syntax::Name& allele);
  std::optional<std::int64_t> thousandths(const syntax::Number& number);
  std::uint32_t function_index(std::string_view function);

  // gene_phenotypes.cpp
  void read_phenotypes();
  std::uint32_t phenotype(const syntax::Name& name, const std::optional<syntax::Text>& title);
  std::optional<std::uint32_t> known_function(const syntax::Name& name);
  bool has_functions(std::string_view instead);
  bool needs_reference(std::string_view help);
  struct PairLines;
  void read_pairs(const syntax::PhenotypeByPair& it);
  void read_pair_row(const syntax::PairRow& row, PairLines& lines);
  void complete_pairs(const PairLines& lines);
  void complete_alone(const PairLines& lines);
  void read_cuts(const syntax::PhenotypeByScore& it);
  void read_variants(const syntax::PhenotypeByVariant& it);

  Context& context_;
  const syntax::Gene& tree_;
  bool damaged_;
  runtime::Gene gene_;
  runtime::Enumeration phenotypes_;
  // Alleles by every name they have.
  std::map<std::string, source::Span, std::less<>> names_;
};

}  // namespace precis::check
