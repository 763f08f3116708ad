#pragma once

// The fields of a schema as a reader of records meets them: by name, level by level, instead of as
// flat leaves.

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "runtime/schema.h"

namespace precis::runtime::ingest {

struct Field;

// The fields of the member, of the request, of a nested record or of a list's items, in schema
// order.
struct Fields {
  std::string what;  // "member", "member.fills[]": for messages
  std::vector<Field> fields;

  const Field* find(std::string_view name) const;
  std::vector<std::string> names() const;
};

struct LeafField {
  LeafIndex leaf;
};
struct ListField {
  ListIndex list;
};
struct GeneField {
  std::size_t slot;  // in Schema::genes: the first of its gene
};

// Invariant (leaves): every leaf of the schema that is not part of a gene's result is in one field.
struct Field {
  std::string name;
  std::variant<LeafField, ListField, GeneField, Fields> kind;
};

struct FieldTree {
  Fields member;
  Fields request;
  std::vector<Fields> items;  // parallel to Schema::lists; empty for a gene's candidates
};

FieldTree field_tree(const Schema& schema);

// Where the leaf is among List::leaves of its list.
std::size_t place_in_item(const Schema& schema, LeafIndex leaf);

// The leaf of the member, the request or the list's items with this name (dotted for nested
// records).
std::optional<LeafIndex> leaf_named(const Schema& schema, std::string_view path);
std::optional<LeafIndex> item_leaf_named(const Schema& schema, ListIndex list,
                                         std::string_view name);

}  // namespace precis::runtime::ingest
