#pragma once

// What was reported of a gene, in words.

#include <string>

#include "compiler/explain/view.h"

namespace precis::explain {

// All candidates, what the gene's table does not know of them, the score where `leaf` is not it,
// and the table with its version: "CYP2D6 *1/*4, score 1; CPIC_CYP2D6 2024-08". Empty when nothing
// was reported.
std::string gene_note(const View& view, const runtime::GeneSlot& slot, runtime::LeafIndex leaf);

}  // namespace precis::explain
