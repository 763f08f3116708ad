#include "compiler/explain/genes.h"

#include <fmt/format.h>

#include <vector>

#include "compiler/explain/format.h"
#include "runtime/diplotype.h"

namespace precis::explain {

static std::string foreign_note(const runtime::Gene& gene, const std::string& genotype) {
  if (gene.method == runtime::GeneMethod::AlleleStatus) return "";
  const auto foreign = runtime::foreign_allele(gene, genotype);
  if (!foreign) return "";
  return foreign->is_copies ? fmt::format("no copies of {} are counted", foreign->name)
                            : fmt::format("{} is not in the table", foreign->name);
}

static void add(std::string& text, const std::string& more) {
  if (more.empty()) return;
  text += (text.empty() ? "" : ", ") + more;
}

std::string gene_note(const View& view, const runtime::GeneSlot& slot, runtime::LeafIndex leaf) {
  const runtime::Record& record = view.record();
  const runtime::Gene& gene = view.program().catalogue.genes[slot.gene];
  const bool is_tested = record.facts[slot.tested].cell == runtime::boolean(true);
  std::string text;
  std::string foreign;
  for (const runtime::Item& item : record.lists[slot.candidates]) {
    const std::string genotype =
        value_text(view.program(), view.schema().leaves[slot.candidate_name].type,
                   item.facts[0].cell, view.symbols());
    text += (text.empty() ? "" : " or ") + genotype;
    if (foreign.empty()) foreign = foreign_note(gene, genotype);
  }
  if (text.empty() && !is_tested) return "";
  add(text, foreign);
  const runtime::Fact& score = record.facts[slot.score];
  const bool is_scored = !gene.cut_points.empty() && is_tested && leaf != slot.score;
  if (is_scored) {
    const bool is_assigned = record.facts[slot.assigned].cell.low != runtime::CanBeFalse;
    add(text,
        "score " + (is_assigned ? value_text(view.program(), view.schema().leaves[slot.score].type,
                                             score.cell, view.symbols())
                                : std::string("unassigned")));
  }
  return fmt::format("{}{}{} {}", text, text.empty() ? "" : "; ", gene.source, gene.version);
}

}  // namespace precis::explain
