#include "runtime/ingest/genome.h"

#include <algorithm>
#include <bit>

namespace precis::runtime::ingest {

static Fact score_fact(const Values& values, const Leaf& leaf, const GeneResult& result,
                       Cause cause) {
  if (!result.may_be_assigned) return values.absent(leaf, Cause::Absent);
  const std::int64_t low = std::clamp(result.score_low, leaf.type.low, leaf.type.high);
  const std::int64_t high = std::clamp(result.score_high, leaf.type.low, leaf.type.high);
  return {between(low, high), low == high ? Cause::Known : cause, 0};
}

void set_gene(Values& values, const GeneSlot& slot, const GeneResult& result, Cause several,
              std::uint32_t origin, Draft& draft) {
  const Schema& schema = values.schema();
  // One candidate or only a phenotype: what is left open is a bound, such as "at least 3 copies".
  const Cause cause = !result.tested                 ? Cause::NotTested
                      : result.diplotypes.size() > 1 ? several
                                                     : Cause::Imprecise;
  const bool one_phenotype = std::popcount(static_cast<std::uint64_t>(result.phenotypes)) == 1;
  draft.set(slot.phenotype, {mask(result.phenotypes), one_phenotype ? Cause::Known : cause, 0},
            origin);
  draft.set(slot.tested, {boolean(result.tested), Cause::Known, 0}, origin);
  if (!result.tested) {
    draft.set(slot.score, values.absent(schema.leaves[slot.score], Cause::NotTested), origin);
    draft.set(slot.assigned, {mask(CanBeEither), Cause::NotTested, 0}, origin);
    draft.record.lists[slot.candidates].clear();
    return;
  }
  draft.set(slot.score, score_fact(values, schema.leaves[slot.score], result, cause), origin);
  const std::int64_t assigned =
      (result.may_be_assigned ? CanBeTrue : 0) | (result.may_be_unassigned ? CanBeFalse : 0);
  draft.set(slot.assigned, {mask(assigned), assigned == CanBeEither ? cause : Cause::Known, 0},
            origin);
  std::vector<Item>& items = draft.record.lists[slot.candidates];
  items.clear();
  for (const std::string& diplotype : result.diplotypes) {
    const Symbol symbol = values.symbols().intern(GeneSystemBase + slot.gene, diplotype);
    items.push_back({{Fact{exact(symbol), Cause::Known, origin}}});
  }
}

}  // namespace precis::runtime::ingest
