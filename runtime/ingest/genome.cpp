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

// One candidate or only a phenotype: what is left open is a bound, such as "at least 3 copies".
static Cause cause_of(const GeneResult& result, Cause several) {
  if (result.has_unknown_allele) return Cause::UnknownAllele;
  if (!result.tested) return Cause::NotTested;
  return result.diplotypes.size() > 1 ? several : Cause::Imprecise;
}

static void set_candidates(Values& values, const GeneSlot& slot, const GeneResult& result,
                           std::uint32_t origin, Draft& draft) {
  std::vector<Item>& items = draft.record.lists[slot.candidates];
  items.clear();
  for (const std::string& diplotype : result.diplotypes) {
    const Symbol symbol = values.symbols().intern(GeneSystemBase + slot.gene, diplotype);
    items.push_back({{Fact{exact(symbol), Cause::Known, origin}}});
  }
}

void set_gene(Values& values, const GeneSlot& slot, const GeneResult& result, Cause several,
              std::uint32_t origin, Draft& draft) {
  const Schema& schema = values.schema();
  const Cause cause = cause_of(result, several);
  const bool one_phenotype = std::popcount(static_cast<std::uint64_t>(result.phenotypes)) == 1;
  draft.set(slot.phenotype, {mask(result.phenotypes), one_phenotype ? Cause::Known : cause, 0},
            origin);
  draft.set(slot.tested, {boolean(result.tested), Cause::Known, 0}, origin);
  if (!result.tested) {
    draft.set(slot.score, values.absent(schema.leaves[slot.score], cause), origin);
    draft.set(slot.assigned, {mask(CanBeEither), cause, 0}, origin);
    return set_candidates(values, slot, result, origin, draft);
  }
  draft.set(slot.score, score_fact(values, schema.leaves[slot.score], result, cause), origin);
  const std::int64_t assigned =
      (result.may_be_assigned ? CanBeTrue : 0) | (result.may_be_unassigned ? CanBeFalse : 0);
  draft.set(slot.assigned, {mask(assigned), assigned == CanBeEither ? cause : Cause::Known, 0},
            origin);
  set_candidates(values, slot, result, origin, draft);
}

static Result<std::vector<GeneResult>> results_of(const Values& values, const GeneSlot& slot,
                                                  const std::vector<std::string>& texts) {
  const Gene& gene = values.catalogue().genes[slot.gene];
  const Enumeration& phenotypes = values.catalogue().enumerations[gene.phenotypes];
  if (gene.method == GeneMethod::AlleleStatus) return statuses(gene, phenotypes, texts);
  Result<GeneResult> result = from_diplotypes(gene, phenotypes, texts);
  // A phenotype may stand there alone: no diplotype reads like one.
  if (texts.size() == 1) {
    Result<GeneResult> named = from_phenotype(gene, phenotypes, texts.front());
    if (named) result = std::move(named);
  }
  if (!result) return Failure{result.error()};
  return std::vector<GeneResult>{std::move(result).value()};
}

std::optional<Failure> set_gene_from(Values& values, const GeneSlot& slot,
                                     const std::vector<std::string>& texts, Cause several,
                                     std::uint32_t origin, Draft& draft) {
  const Result<std::vector<GeneResult>> results = results_of(values, slot, texts);
  if (!results) return Failure{results.error()};
  for (const GeneSlot& it : values.schema().genes) {
    if (it.path != slot.path) continue;
    set_gene(values, it, (*results)[it.allele.value_or(0)], several, origin, draft);
  }
  return std::nullopt;
}

bool is_gene_result(const Values& values, const GeneSlot& slot, const std::string& text) {
  return results_of(values, slot, {text}).ok();
}

}  // namespace precis::runtime::ingest
