#pragma once

// Gene blocks as written.

#include <optional>
#include <variant>
#include <vector>

#include "compiler/source/span.h"
#include "compiler/syntax/name.h"

namespace precis::syntax {

// `source CPIC_CYP2C19 version "2025-11" url "https://..."`.
struct GeneSource {
  Name name;
  Text version;
  std::optional<Text> url;
};

// An allele is written `*2`, `*36+*10`, `*15:02`, or quoted; its name is then without the quotes.
// `reference "Reference" normal`, `"m.1555A>G" increased also "1555A>G"`.
struct Allele {
  Name name;
  bool is_reference = false;
  std::vector<Name> also;
};

// `*2 no`.
struct FunctionAllele {
  Allele allele;
  Name function;
};
// `*9 0.25`; no value: `unassigned`.
struct ValueAllele {
  Allele allele;
  std::optional<Number> value;
};
// `alleles by function { ... }`.
struct AllelesByFunction {
  std::vector<FunctionAllele> alleles;
};
// `alleles by activity value { ... }`.
struct AllelesByValue {
  std::vector<ValueAllele> alleles;
};
// `alleles at rs9923231 { "rs9923231 reference (C)" C ... }`: the function of each is its base.
struct AllelesAtPosition {
  Name position;
  std::vector<FunctionAllele> alleles;
};
// `status of alleles { *15:02 *57:01 }`.
struct StatusOfAlleles {
  std::vector<Allele> alleles;
};

// `*1 *2 up to 2, then at_least 3`.
struct CopyRule {
  std::vector<Name> alleles;
  Number up_to;
  std::optional<Number> at_least;
};

// `no, normal : intermediate_metabolizer "Intermediate Metabolizer"`; `no alone : poor`. A
// phenotype has its title where it is first written.
struct PairRow {
  Name first;
  // Without one: `any`, or nothing where the row is of one allele.
  std::optional<Name> second;
  bool is_alone = false;
  Name phenotype;
  std::optional<Text> title;
  source::Span span;
};
// `phenotype by function pair`, or `by genotype` for a single position.
struct PhenotypeByPair {
  std::vector<PairRow> rows;
  bool by_genotype = false;
};

enum class ScoreCut { Exactly, Above, From, Unassigned };

// `0 : ...`, `above 0 : ...`, `from 1.25 : ...`, `unassigned : ...`.
struct ScoreRow {
  ScoreCut cut;
  // Absent exactly when the cut is Unassigned.
  std::optional<Number> score;
  Name phenotype;
  std::optional<Text> title;
  source::Span span;
};
// `phenotype by activity score`, or `by lowest two values`.
struct PhenotypeByScore {
  std::vector<ScoreRow> rows;
  bool of_lowest_two = false;
};

// `any associated : susceptible`; without a function `otherwise : ...`.
struct VariantRow {
  std::optional<Name> function;
  Name phenotype;
  std::optional<Text> title;
  source::Span span;
};
struct PhenotypeByVariant {
  std::vector<VariantRow> rows;
};

struct Gene {
  Name name;
  // Absent in a damaged declaration, or when the author left it out.
  std::optional<GeneSource> source;
  std::optional<Text> hgnc;
  std::variant<std::monostate, AllelesByFunction, AllelesByValue, AllelesAtPosition,
               StatusOfAlleles>
      alleles;
  std::variant<std::monostate, PhenotypeByPair, PhenotypeByScore, PhenotypeByVariant> phenotypes;
  std::vector<CopyRule> copies;
};

}  // namespace precis::syntax
