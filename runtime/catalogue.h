#pragma once

// Reference data that a program carries: enumerations, code systems, value sets, measurements, gene
// tables and catalogs. Plain data, produced by the compiler, read by ingestion and explanations.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/type.h"

namespace precis::runtime {

struct CodeSystem {
  std::string name;  // RxNorm
  std::string url;
};

struct ValueSetEntry {
  std::uint32_t system;  // in Catalogue::systems
  std::string code;      // without the trailing `*`
  bool prefix = false;   // written with `*`: every code that starts so
  std::string display;
};

// Membership is by system and code. A code literal in a policy is a value set of one entry.
struct ValueSet {
  std::string name;
  std::string version;
  std::vector<ValueSetEntry> entries;
};

// The unit, scale and range in which results with these codes are stored.
struct Measurement {
  std::string name;
  std::uint32_t value_set;  // its codes, as a value set
  ValueType type;           // Number
  // Grams per mole as decimal text, when molar units may be converted to mass units.
  std::optional<std::string> molar_mass;
};

// How a phenotype follows from a laboratory's result (language page, section 4.1).
enum class GeneMethod : std::uint8_t {
  FunctionPair,     // of the functions of two alleles, or of one; a single position's bases too
  ActivityScore,    // of the sum of two alleles' values
  LowestTwoValues,  // of the sum of the two lowest values of any number of variants
  AnyVariant,       // of the first function in the list that some variant has
  AlleleStatus,     // each listed allele is there or not: a result of its own
};

struct Allele {
  std::string name;                    // *1; *36+*10; also multiples when assigned: *2x2
  std::uint32_t function = 0;          // in Gene::functions, where alleles have one
  std::optional<std::int64_t> value;   // where they have values: thousandths; absent = unassigned
  std::vector<std::string> also = {};  // other names for it
};

// Copies of one allele that count: `*1 up to 2, then at_least 3` (value times the count; from the
// last on, the score is a lower bound).
struct CopyRule {
  std::string allele;
  std::uint32_t up_to = 1;
  std::optional<std::uint32_t> at_least;
};

struct PairRule {
  std::uint32_t first;  // indices in Gene::functions; order does not matter
  std::uint32_t second;
  std::uint32_t phenotype;  // member of Gene::phenotypes
};

// Phenotype of a score: the last cut point whose bound the score reaches.
struct CutPoint {
  std::int64_t bound;  // thousandths
  bool strictly_above = false;
  std::uint32_t phenotype;
};

// Phenotype of one allele alone: hemizygous and mitochondrial genes.
struct AloneRule {
  std::uint32_t function;
  std::uint32_t phenotype;
};

// Invariant (names): names of alleles are tidy (`runtime/diplotype.h`), and no name is given twice.
// Invariant (status): the phenotypes of an AlleleStatus gene are positive and negative, in this
// order.
struct Gene {
  std::string name;    // CYP2C19, HLA_B
  std::string hgnc;    // HGNC:2621, or empty
  std::string source;  // CPIC_CYP2C19
  std::string version;
  std::string url;
  std::string position;  // rs9923231: what its bases are of, or empty
  GeneMethod method = GeneMethod::FunctionPair;
  std::uint32_t phenotypes;  // enumeration, has_untested
  std::vector<std::string> functions;
  std::vector<Allele> alleles;
  // What a strand is on which no variant was found. With it, results may be lists of variants.
  std::optional<std::uint32_t> reference;
  std::vector<CopyRule> copies;
  std::vector<PairRule> pairs;   // none, or complete: every unordered pair of functions
  std::vector<AloneRule> alone;  // none, or complete: every function
  // AnyVariant: in the order in which they win, and what is left otherwise.
  std::vector<AloneRule> variants;
  std::optional<std::uint32_t> otherwise_phenotype;
  std::vector<CutPoint> cut_points;                   // ascending
  std::optional<std::uint32_t> unassigned_phenotype;  // of a score that is unassigned
};

// A code or text that the program itself holds as a value: a key or a cell of a catalog.
struct NamedCode {
  std::uint32_t system;  // in Catalogue::systems, or TextSystem
  std::string code;

  friend bool operator==(const NamedCode&, const NamedCode&) = default;
};

// A typed table of reference data, looked up by code: `catalog Product keyed by Drug ...`.
struct CatalogTable {
  struct Cell {
    std::int64_t low;
    std::int64_t high;  // an empty cell holds the type's whole range
  };
  struct Column {
    std::string name;
    ValueType type;
    std::vector<Cell> cells;  // one for each row
  };
  std::string name;
  std::string version;
  std::string path;                  // of the file
  std::uint32_t value_set;           // its keys, in Catalogue::value_sets
  std::vector<std::uint32_t> keys;   // the symbol of each row's key; no two are the same
  std::vector<std::uint32_t> lines;  // of each row in the file
  std::vector<Column> columns;

  std::optional<std::size_t> row_of(std::int64_t symbol) const {
    const auto found = std::find(keys.begin(), keys.end(), symbol);
    if (found == keys.end()) return std::nullopt;
    return static_cast<std::size_t>(found - keys.begin());
  }
};

struct Catalogue {
  std::vector<Enumeration> enumerations;
  std::vector<CodeSystem> systems;  // the text system and gene systems are not in here
  std::vector<ValueSet> value_sets;
  std::vector<Measurement> measurements;
  std::vector<Gene> genes;
  std::vector<std::vector<std::uint32_t>> code_sets;  // constant sets of codes: value-set indices
  // The symbol of the i-th is i + 1 in every table of symbols, so that it can stand in code.
  std::vector<NamedCode> named_codes;
  std::vector<CatalogTable> catalogs;
};

}  // namespace precis::runtime
