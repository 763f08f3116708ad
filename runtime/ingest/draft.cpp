#include "runtime/ingest/draft.h"

#include <algorithm>

namespace precis::runtime::ingest {

std::string Place::path(const Json& at) const {
  std::string below = at.path(root);
  if (prefix.empty() || below.empty()) return prefix + below;
  return prefix + (below.front() == '[' ? "" : ".") + below;
}

std::string Place::issue_path(const Json& at) const {
  std::string below = path(at);
  if (!issues_name_source) return below;
  return below.empty() ? source : source + " " + below;
}

Draft::Draft(const Values& values)
    : record(blank_record(values.schema(), values.catalogue().enumerations)) {}

bool Draft::reject(Problem problem, std::string path) {
  if (!issue) issue = Issue{std::move(problem), std::move(path), 0};
  return false;
}

std::uint32_t Draft::origin(std::string source, std::string path) {
  record.origins.push_back({std::move(source), std::move(path)});
  return static_cast<std::uint32_t>(record.origins.size() - 1);
}

std::uint32_t Draft::origin(const Place& place, const Json& at) {
  return origin(place.source, place.path(at));
}

void Draft::set(LeafIndex leaf, Fact fact, std::uint32_t origin) {
  fact.origin = origin;
  record.facts[leaf] = fact;
}

bool must_be_exact(const Leaf& leaf) {
  switch (leaf.type.form) {
    case Form::Number:
    case Form::Money:
    case Form::Date:
      return !leaf.optional && !leaf.approximate && !leaf.measured;
    case Form::Bool:
    case Form::Enum:
    case Form::Code:
    case Form::Text:
    case Form::CodeSet:
      return false;
  }
  return false;
}

static bool is_gene_leaf(const Schema& schema, LeafIndex leaf) {
  return std::any_of(schema.genes.begin(), schema.genes.end(), [&](const GeneSlot& gene) {
    return leaf == gene.phenotype || leaf == gene.tested || leaf == gene.score ||
           leaf == gene.assigned;
  });
}

bool check_required(const Values& values, const std::string& root, Draft& draft) {
  const Schema& schema = values.schema();
  for (LeafIndex i = 0; i < schema.leaves.size(); ++i) {
    const Leaf& leaf = schema.leaves[i];
    if (leaf.list || leaf.optional || !leaf.path.starts_with(root + ".")) continue;
    // An untested gene is an answer, not a hole.
    if (is_gene_leaf(schema, i)) continue;
    const Fact& fact = draft.record.facts[i];
    const bool missing = fact.cause == Cause::Absent;
    const bool unusable = must_be_exact(leaf) && fact.cause != Cause::Known;
    if (missing || unusable) return draft.reject(problem(MissingField, leaf.path), leaf.path);
  }
  return true;
}

}  // namespace precis::runtime::ingest
