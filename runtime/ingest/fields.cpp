#include "runtime/ingest/fields.h"

#include <algorithm>

#include "runtime/check.h"

namespace precis::runtime::ingest {

const Field* Fields::find(std::string_view name) const {
  for (const Field& field : fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

std::vector<std::string> Fields::names() const {
  std::vector<std::string> out;
  for (const Field& field : fields) out.push_back(field.name);
  return out;
}

// Puts `kind` at the dotted `path` below `top`, making the groups on the way.
static void place(Fields& top, std::string_view path, decltype(Field::kind) kind) {
  const std::size_t dot = path.find('.');
  const std::string_view name = path.substr(0, dot);
  if (dot == path.npos) {
    top.fields.push_back({std::string(name), std::move(kind)});
    return;
  }
  auto found = std::find_if(top.fields.begin(), top.fields.end(),
                            [&](const Field& field) { return field.name == name; });
  if (found == top.fields.end()) {
    top.fields.push_back({std::string(name), Fields{top.what + "." + std::string(name), {}}});
    found = top.fields.end() - 1;
  }
  Fields* group = std::get_if<Fields>(&found->kind);
  CHECK(group, "a schema path goes through a field that is no record");
  place(*group, path.substr(dot + 1), std::move(kind));
}

static bool is_gene_leaf(const Schema& schema, LeafIndex leaf) {
  return std::any_of(schema.genes.begin(), schema.genes.end(), [&](const GeneSlot& gene) {
    return leaf == gene.phenotype || leaf == gene.tested || leaf == gene.score ||
           leaf == gene.assigned || leaf == gene.candidate_name;
  });
}

static bool is_candidates(const Schema& schema, ListIndex list) {
  return std::any_of(schema.genes.begin(), schema.genes.end(),
                     [&](const GeneSlot& gene) { return gene.candidates == list; });
}

FieldTree field_tree(const Schema& schema) {
  FieldTree tree{{schema.member_root, {}}, {schema.request_root, {}}, {}};
  auto put = [&](const std::string& path, auto kind) {
    const std::size_t dot = path.find('.');
    CHECK(dot != path.npos, "a schema path has a root");
    const std::string_view root = std::string_view(path).substr(0, dot);
    CHECK(root == schema.member_root || root == schema.request_root, "a schema path has a root");
    place(root == schema.member_root ? tree.member : tree.request,
          std::string_view(path).substr(dot + 1), kind);
  };
  for (LeafIndex i = 0; i < schema.leaves.size(); ++i) {
    if (!schema.leaves[i].list && !is_gene_leaf(schema, i))
      put(schema.leaves[i].path, LeafField{i});
  }
  for (ListIndex i = 0; i < schema.lists.size(); ++i) {
    const List& list = schema.lists[i];
    tree.items.push_back({list.path + "[]", {}});
    if (is_candidates(schema, i)) continue;
    put(list.path, ListField{i});
    for (LeafIndex leaf : list.leaves) {
      place(tree.items.back(), schema.leaves[leaf].name, LeafField{leaf});
    }
  }
  for (std::size_t i = 0; i < schema.genes.size(); ++i) {
    // A gene with several results is one field.
    if (schema.genes[i].allele.value_or(0) == 0) put(schema.genes[i].path, GeneField{i});
  }
  return tree;
}

std::size_t place_in_item(const Schema& schema, LeafIndex leaf) {
  CHECK(schema.leaves[leaf].list, "only items have places");
  const std::vector<LeafIndex>& leaves = schema.lists[*schema.leaves[leaf].list].leaves;
  return static_cast<std::size_t>(std::find(leaves.begin(), leaves.end(), leaf) - leaves.begin());
}

std::optional<LeafIndex> leaf_named(const Schema& schema, std::string_view path) {
  for (LeafIndex i = 0; i < schema.leaves.size(); ++i) {
    const Leaf& leaf = schema.leaves[i];
    if (!leaf.list && leaf.path == path && !is_gene_leaf(schema, i)) return i;
  }
  return std::nullopt;
}

std::optional<LeafIndex> item_leaf_named(const Schema& schema, ListIndex list,
                                         std::string_view name) {
  for (LeafIndex leaf : schema.lists[list].leaves) {
    if (schema.leaves[leaf].name == name) return leaf;
  }
  return std::nullopt;
}

}  // namespace precis::runtime::ingest
