#pragma once

// The world of generated cases: one patient schema that has every kind of leaf and list, and its
// reference data.

#include "compiler/support/random.h"
#include "runtime/catalogue.h"
#include "runtime/schema.h"
#include "runtime/symbols.h"

namespace precis::property {

// Leaf and list indices of the schema, by what they are for.
struct World {
  runtime::Catalogue catalogue;
  runtime::Schema schema;

  // member and request
  runtime::LeafIndex flag, colour, count, amount, estimate, money, birth, code, enrolled_from;
  runtime::LeafIndex weight;  // optional; the only leaf that assumptions are made about
  runtime::LeafIndex phenotype, tested, score, assigned;
  runtime::LeafIndex at, quantity;
  // fills: a history known from enrolled_from
  runtime::ListIndex fills;
  runtime::LeafIndex fill_date, fill_drug, fill_days, fill_kind;
  // labs: an open history with imprecise dates and values
  runtime::ListIndex labs;
  runtime::LeafIndex lab_date, lab_code, lab_value;
  // allergies: a complete list
  runtime::ListIndex allergies;
  runtime::LeafIndex allergy_code, allergy_severe;
  // candidate diplotypes of the gene
  runtime::ListIndex candidates;
  runtime::LeafIndex candidate_name;

  std::vector<runtime::Symbol> drugs;  // codes that records hold
  std::vector<runtime::Symbol> diplotypes;
};

using support::Random;

inline constexpr std::int64_t AtDay = 20500;  // 2026-02-16

// The columns of the world's one catalog, whose keys are all drugs but the last.
inline constexpr std::int64_t GoodsColour = 0;
inline constexpr std::int64_t GoodsAmount = 1;  // one cell is empty
inline constexpr std::int64_t GoodsLike = 2;    // a drug

World make_world();
// The symbols of the world's drugs and diplotypes, in the order of `drugs` and `diplotypes`.
void intern_symbols(const World& world, runtime::Symbols& symbols);

}  // namespace precis::property
