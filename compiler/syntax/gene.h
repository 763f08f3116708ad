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

// `*2 no`. An allele is written `*2`, `*36+*10`, or quoted; its name is then without the quotes.
struct FunctionAllele {
  Name allele;
  Name function;
};
// `*9 0.25`; no value: `unassigned`.
struct ValueAllele {
  Name allele;
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

// `*1 *2 up to 2, then at_least 3`.
struct CopyRule {
  std::vector<Name> alleles;
  Number up_to;
  std::optional<Number> at_least;
};

// `no, normal : intermediate_metabolizer "Intermediate Metabolizer"`. No second function: `any`.
// A phenotype has its title where it is first written.
struct PairRow {
  Name first;
  std::optional<Name> second;
  Name phenotype;
  std::optional<Text> title;
  source::Span span;
};
struct PhenotypeByPair {
  std::vector<PairRow> rows;
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
struct PhenotypeByScore {
  std::vector<ScoreRow> rows;
};

struct Gene {
  Name name;
  // Absent in a damaged declaration, or when the author left it out.
  std::optional<GeneSource> source;
  std::optional<Text> hgnc;
  std::variant<std::monostate, AllelesByFunction, AllelesByValue> alleles;
  std::variant<std::monostate, PhenotypeByPair, PhenotypeByScore> phenotypes;
  std::vector<CopyRule> copies;
};

}  // namespace precis::syntax
