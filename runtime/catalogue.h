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

enum class GeneMethod : std::uint8_t { FunctionPair, ActivityScore };

struct Allele {
  std::string name;                   // *1; *36+*10; also multiples when assigned: *2x2
  std::uint32_t function = 0;         // FunctionPair: index in Gene::functions
  std::optional<std::int64_t> value;  // ActivityScore: thousandths; absent = unassigned
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

struct Gene {
  std::string name;    // CYP2C19
  std::string hgnc;    // HGNC:2621, or empty
  std::string source;  // CPIC_CYP2C19
  std::string version;
  std::string url;
  GeneMethod method = GeneMethod::FunctionPair;
  std::uint32_t phenotypes;  // enumeration, has_untested
  std::vector<std::string> functions;
  std::vector<Allele> alleles;
  std::vector<CopyRule> copies;
  std::vector<PairRule> pairs;                        // complete: every unordered pair of functions
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
