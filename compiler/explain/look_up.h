#pragma once

// What a catalog says about a code, and where. Private to explain.

#include <optional>
#include <string>

#include "compiler/explain/view.h"

namespace precis::explain {

struct Entry {
  std::optional<std::size_t> key;  // the symbol of the code, when it is known
  std::string path;                // Product[RxNorm 6809].tier
  std::string place;               // catalogs/products.csv:12; empty when the code has no row
  runtime::Cell cell;
  runtime::Cause cause = runtime::Cause::Known;
};

// Of a LookUp node.
Entry entry_of(const View& view, const ir::Node& node, const Row& row);

// "catalogs/products.csv:12", or why the value is not known.
std::string look_up_note(const View& view, ir::NodeId id, const Row& row);

}  // namespace precis::explain
