// Genes with a status for each listed allele: `member.genome.HLA_B.status("*15:02")`.

#include <fmt/format.h>

#include <algorithm>

#include "compiler/check/data.h"
#include "compiler/check/expressions.h"
#include "runtime/diplotype.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;

bool Expressions::is_unnamed_allele(const GeneThing& gene, source::Span span) {
  const runtime::GeneSlot& slot = schema().genes[gene.slot];
  if (!slot.allele || gene.is_status) return false;
  const runtime::Gene& table = context_.program.catalogue.genes[slot.gene];
  context_.sink.report(
      diagnostics::WhichAllele.at(span, Name(table.name))
          .help(fmt::format("write `{}.status(\"{}\")`", slot.path, table.alleles.front().name)));
  return true;
}

Thing Expressions::allele_status(const syntax::AlleleQuestion& it) {
  const Thing object = thing(it.gene);
  if (std::holds_alternative<BrokenThing>(object)) return BrokenThing{};
  const auto* gene = std::get_if<GeneThing>(&object);
  if (gene == nullptr || gene->is_status || !schema().genes[gene->slot].allele) {
    const std::string written(context_.sources.text(tree(it.gene).span));
    context_.sink.report(diagnostics::NoAlleleStatus.at(it.question.span, Text(written))
                             .help("ask for the phenotype of this gene, or for the status of one "
                                   "with `status of alleles`"));
    return BrokenThing{};
  }
  const runtime::GeneSlot& first = schema().genes[gene->slot];
  const runtime::Gene& table = context_.program.catalogue.genes[first.gene];
  if (it.question.text != "status") {
    no_field(table.name, it.question, {"status"});
    return BrokenThing{};
  }
  const std::string name = runtime::tidy(it.allele.text);
  for (std::uint32_t slot = gene->slot; slot < schema().genes.size(); ++slot) {
    if (schema().genes[slot].path != first.path) break;
    const runtime::Allele& listed = table.alleles[*schema().genes[slot].allele];
    if (listed.name == name || std::ranges::find(listed.also, name) != listed.also.end()) {
      return GeneThing{slot, true};
    }
  }
  context_.sink.report(
      diagnostics::UnlistedAllele.at(it.allele.span, Name(table.name), Text(it.allele.text))
          .help(near_alleles(table, name)));
  return BrokenThing{};
}

}  // namespace precis::check
