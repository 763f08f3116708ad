#pragma once

// How constructs over lists are shown: which items, how many were looked at, whether absence can be
// trusted. Private to explain.

#include <optional>
#include <string>
#include <string_view>

#include "compiler/explain/derivation.h"

namespace precis::explain {

std::string list_note(const View& view, const ir::Occurrence& it, const Row& row);
void list_steps(const View& view, Told& told, const ir::Occurrence& it, const Row& row);

// Of a construct without a sure match: the latest item that would match but for its date.
std::optional<std::size_t> stale_item(const View& view, const ir::Occurrence& it, const Row& row);

// member.diagnoses[2]: code …, onset …
std::string item_label(const View& view, runtime::ListIndex list, std::size_t item);

// A leaf of the latest surely matching item of a quantifier, within a sentence.
std::string witness_text(const View& view, const ir::Occurrence& quantifier,
                         runtime::LeafIndex leaf);
// The path of that leaf; empty without such an item.
std::string_view witness_path(const View& view, const ir::Occurrence& quantifier,
                              runtime::LeafIndex leaf);

}  // namespace precis::explain
