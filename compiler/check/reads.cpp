#include "compiler/check/reads.h"

#include "compiler/check/walk.h"
#include "compiler/typed/tables.h"

namespace precis::check {

void Reads::add(const Reads& other) {
  leaves.insert(other.leaves.begin(), other.leaves.end());
  lists.insert(other.lists.begin(), other.lists.end());
  item_leaves.insert(other.item_leaves.begin(), other.item_leaves.end());
  if (!assumption) assumption = other.assumption;
}

static bool reads_file(const typed::Program& program, typed::TableId id) {
  const typed::DecisionTable& table = program.tables[id];
  for (std::uint32_t i = 0; i < table.inputs.size(); ++i) {
    if (typed::reads_file(program, table, i)) return true;
  }
  return false;
}

static bool assumes(const typed::Program& program, const typed::Expr& expr) {
  const auto* table = std::get_if<typed::TableUse>(&expr.kind);
  // What a row of a catalog says is no fact of the member.
  const auto* known = std::get_if<typed::Known>(&expr.kind);
  const bool asks_row = known != nullptr &&
                        std::holds_alternative<typed::RowValue>(program.exprs[known->subject].kind);
  return (table != nullptr && reads_file(program, table->table)) ||
         (known != nullptr && !asks_row) || std::holds_alternative<typed::Otherwise>(expr.kind) ||
         std::holds_alternative<typed::OnFile>(expr.kind);
}

Reads reads_of(const typed::Program& program, std::uint32_t schema, typed::ExprId root) {
  const std::vector<runtime::GeneSlot>& genes = program.schemas[schema].genes;
  Reads found;
  walk(program, root, [&](typed::ExprId id) {
    const typed::Expr& expr = program.exprs[id];
    if (const auto query = query_of(expr)) {
      found.lists.emplace(program.queries[*query].list, expr.span);
    }
    if (const auto* fact = std::get_if<typed::Fact>(&expr.kind)) {
      found.leaves.emplace(fact->leaf, expr.span);
      for (const runtime::GeneSlot& slot : genes) {
        if (slot.tested == fact->leaf && !found.assumption) found.assumption = expr.span;
      }
    }
    if (const auto* fact = std::get_if<typed::ItemFact>(&expr.kind)) {
      found.item_leaves.emplace(fact->leaf, expr.span);
    }
    if (const auto* gene = std::get_if<typed::Diplotype>(&expr.kind)) {
      found.leaves.emplace(genes[gene->slot].phenotype, expr.span);
    }
    if (assumes(program, expr) && !found.assumption) found.assumption = expr.span;
  });
  return found;
}

Reads payload_reads(const typed::Program& program, std::uint32_t schema,
                    const typed::OutcomeValue& value) {
  Reads found;
  for (const auto& part : value.payload) {
    if (part) found.add(reads_of(program, schema, *part));
  }
  return found;
}

// Of lists that are marked not even the number of items is free to ask; the fields of their items
// are not named beside them.
static std::vector<MarkedRead> marked(const runtime::Schema& schema, const Reads& reads,
                                      const auto& is_marked) {
  std::vector<MarkedRead> found;
  for (const auto* leaves : {&reads.leaves, &reads.item_leaves}) {
    for (const auto& [index, span] : *leaves) {
      const runtime::Leaf& leaf = schema.leaves[index];
      if (!is_marked(leaf)) continue;
      if (!leaf.list || !is_marked(schema.lists[*leaf.list])) found.push_back({leaf.path, span});
    }
  }
  for (const auto& [list, span] : reads.lists) {
    if (is_marked(schema.lists[list])) found.push_back({schema.lists[list].path, span});
  }
  return found;
}

std::vector<MarkedRead> protected_reads(const Context& context, std::uint32_t schema,
                                        const Reads& reads) {
  return marked(context.program.schemas[schema], reads,
                [](const auto& read) { return read.protection == runtime::Protection::Protected; });
}

std::vector<MarkedRead> predicted_reads(const Context& context, std::uint32_t schema,
                                        const Reads& reads) {
  return marked(context.program.schemas[schema], reads,
                [](const auto& read) { return read.predicted; });
}

}  // namespace precis::check
