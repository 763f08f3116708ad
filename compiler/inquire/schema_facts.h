#pragma once

// Facts by the path that explanations show. Private to inquire.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/inquire/inquire.h"

namespace precis::inquire {

// Where a path leads: a leaf of member or request, a gene, a list, or one item of a list.
struct Target {
  std::optional<runtime::LeafIndex> leaf;
  std::optional<std::size_t> gene;  // in Schema::genes, the first of its path
  std::optional<runtime::ListIndex> list;
  std::optional<std::size_t> item;
};
// Nothing of a path that is no fact of a record, such as an entry of a catalog.
std::optional<Target> target_of(const runtime::Schema& schema, std::string_view path);

// Facts that the decision reads, that somebody can be asked for and that are not known, in schema
// order. `lists`: also those whose absence is complete.
std::vector<std::string> open_facts(const ir::Program& program, ir::DecisionId decision,
                                    const runtime::Record& record, bool lists);

const runtime::Schema& schema_of(const ir::Program& program, ir::DecisionId decision);

// What is asked of a leaf, or of the gene at a place of Schema::genes.
Field field_of(const ir::Program& program, ir::DecisionId decision, runtime::LeafIndex leaf);
Field gene_field(const ir::Program& program, ir::DecisionId decision, std::size_t gene);
// Of the items of a list, in the order of the record.
std::vector<Field> item_fields(const ir::Program& program, ir::DecisionId decision,
                               runtime::ListIndex list);

// `attested.mri_confirms` as "attested: mri confirms".
std::string plain_words(std::string_view dotted);

}  // namespace precis::inquire
