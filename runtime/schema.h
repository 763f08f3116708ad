#pragma once

// The patient schema as the runtime sees it: flat leaves and lists. It is plain data, produced by
// the compiler from a `schema` and a `request` declaration, and read by ingestion (names, units,
// ranges), the columns (types), the kernels (indices) and the explanations (paths).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/type.h"

namespace precis::runtime {

using LeafIndex = std::uint32_t;
using ListIndex = std::uint32_t;

enum class Protection : std::uint8_t { None, Guarded, Protected };

// One scalar field. Leaves of the member and the request come first-class; leaves of list items
// say which list they belong to.
struct Leaf {
  std::string name;        // weight; dotted for nested records: attested.mri_confirms
  std::string path;        // member.weight; member.fills[].date
  std::string fact;        // the path that a missing-facts list shows: member.genome.CYP2C19
  std::string title = {};  // what the schema calls it to people, or empty
  ValueType type;
  bool optional = false;     // may be missing
  bool approximate = false;  // low and high bounds are stored
  bool measured = false;     // the value of a lab item: unit and range by its measurement
  bool clinical = false;
  bool actionable = false;
  bool predicted = false;  // a model says so
  Protection protection = Protection::None;
  std::optional<ListIndex> list;             // the list whose items have this leaf
  std::optional<std::uint32_t> code_system;  // the system a Code must be of, in Catalogue::systems
};

enum class Absence : std::uint8_t {
  Complete,     // lists, and histories that are complete: absence is absence
  KnownWithin,  // known from a leaf's date (to another's)
  Open,         // absence says nothing
};

struct List {
  std::string name;        // fills
  std::string path;        // member.fills
  std::string fact;        // as for Leaf; genome candidate lists: member.genome.CYP2C19
  std::string record;      // Fill: the record type's name, by which FHIR resources are matched
  std::string title = {};  // what the schema calls it to people, or empty
  bool clinical = false;
  bool actionable = false;
  bool predicted = false;
  Protection protection = Protection::None;
  Absence absence = Absence::Complete;
  std::optional<LeafIndex> by;          // the date of an item, for histories
  std::optional<LeafIndex> known_from;  // leaves of the member
  std::optional<LeafIndex> known_to;
  std::vector<LeafIndex> leaves;  // of an item, in order of writing
};

// One result of a tested or untested gene of a genome: where it is stored. A gene with a status for
// each allele has as many slots, of one path; their phenotypes are the statuses.
struct GeneSlot {
  std::uint32_t gene;    // index in Catalogue::genes
  std::string path;      // member.genome.CYP2C19
  LeafIndex phenotype;   // Enum with has_untested
  LeafIndex tested;      // Bool, exact
  LeafIndex score;       // Number in thousandths (eighths are exact); bounds
  LeafIndex assigned;    // Bool: the score is assigned
  ListIndex candidates;  // items with one Code leaf: the canonical diplotype
  LeafIndex candidate_name;
  std::optional<std::uint32_t> allele = {};  // in Gene::alleles: whose status it is
};

struct Schema {
  std::string name;          // Member
  std::string request_name;  // CoverageRequest
  std::string member_root;   // "member": the first part of its paths
  std::string request_root;  // "request"
  std::vector<Leaf> leaves;  // in schema order: member, request, then items of lists
  std::vector<List> lists;
  std::vector<GeneSlot> genes;
  LeafIndex at;                 // the request's date: exact and required
  std::optional<LeafIndex> id;  // the member's `id` field, if there is one
};

}  // namespace precis::runtime
