#include "runtime/record.h"

namespace precis::runtime {

Record blank_record(const Schema& schema, const std::vector<Enumeration>& enumerations) {
  Record record;
  record.facts.reserve(schema.leaves.size());
  for (const Leaf& leaf : schema.leaves) {
    std::size_t members = 0;
    if (leaf.type.form == Form::Enum) {
      const Enumeration& names = enumerations[leaf.type.enumeration];
      members = names.members.size() + (names.has_untested ? 1 : 0);
    }
    record.facts.push_back({unknown(leaf.type, members), Cause::Absent, 0});
  }
  record.lists.resize(schema.lists.size());
  for (const GeneSlot& gene : schema.genes) {
    record.facts[gene.tested] = {boolean(false), Cause::Known, 0};
    for (LeafIndex leaf : {gene.phenotype, gene.score, gene.assigned}) {
      record.facts[leaf].cause = Cause::NotTested;
    }
  }
  return record;
}

}  // namespace precis::runtime
