// A gene's result in the schema's own shape: genotypes as text, or an object that says what was
// reported instead: a phenotype, a score, a list of variants, the alleles that were found.

#include <fmt/format.h>

#include "runtime/ingest/genome.h"
#include "runtime/ingest/own.h"

namespace precis::runtime::ingest {

static const std::vector<std::string>& members_of_result() {
  static const std::vector<std::string> names{"phenotype", "score", "variants", "alleles"};
  return names;
}

// The texts of a list, or the first element that is none.
static Read<std::vector<std::string>> texts_of(Json list, std::string_view what) {
  if (!list.is(JsonKind::Array)) return wrong_type(fmt::format("a list of {}", what), list);
  std::vector<std::string> texts;
  for (Json element : list) {
    if (!element.is(JsonKind::String)) return wrong_type(fmt::format("{} as text", what), element);
    texts.emplace_back(element.text());
  }
  return texts;
}

bool OwnShape::gene_texts(const GeneSlot& slot, Json json, const Place& place, Draft& draft) {
  std::vector<std::string> texts;
  if (json.is(JsonKind::String)) {
    texts.emplace_back(json.text());
  } else {
    for (Json candidate : json) {
      if (!candidate.is(JsonKind::String)) {
        return draft.reject(wrong_type("a diplotype as text", candidate), place, candidate);
      }
      texts.emplace_back(candidate.text());
    }
    if (!json.is(JsonKind::Array)) {
      return draft.reject(wrong_type("a diplotype as text", json), place, json);
    }
  }
  const auto failure =
      set_gene_from(values_, slot, texts, Cause::AmbiguousCall, draft.origin(place, json), draft);
  if (failure) return draft.reject(problem(InvalidGenotype, failure->message), place, json);
  return true;
}

static Read<GeneResult> from_written_score(const Gene& gene, const Enumeration& phenotypes,
                                           Json json, Read<Fact> score) {
  const bool is_unassigned = json.string() == "unassigned" || json.string() == "n/a";
  if (!is_unassigned && !score) return score.problem();
  Result<GeneResult> result = is_unassigned
                                  ? from_unassigned_score(gene, phenotypes)
                                  : from_score(gene, phenotypes, score->cell.low, score->cell.high);
  if (!result) return problem(InvalidGenotype, result.error());
  return std::move(result).value();
}

static Read<GeneResult> as_read(Result<GeneResult> result) {
  if (!result) return problem(InvalidGenotype, result.error());
  return std::move(result).value();
}

bool OwnShape::gene_object(const GeneSlot& slot, Json json, const Place& place, Draft& draft) {
  const Gene& gene = values_.catalogue().genes[slot.gene];
  const Enumeration& phenotypes = values_.catalogue().enumerations[gene.phenotypes];
  if (auto wrong = stranger(json, members_of_result(), "a gene's result")) {
    return draft.reject(std::move(wrong->first), place, wrong->second);
  }
  std::optional<Json> said;
  for (Json member : json) {
    if (said) {
      const std::string what = fmt::format("a gene's result with `{}`", said->key());
      return draft.reject(problem(UnknownMember, member.key(), what), place, member);
    }
    said = member;
  }
  if (!said) return draft.reject(problem(MissingField, "phenotype"), place, json);
  const std::string_view key = said->key();
  if (key == "alleles") {
    Read<std::vector<std::string>> alleles = texts_of(*said, "alleles");
    if (!alleles) return draft.reject(alleles.problem(), place, *said);
    // All alleles that there are: one stands for both.
    const std::string genotype = alleles->empty() ? "" : alleles->front() + "/" + alleles->back();
    const auto failure = set_gene_from(values_, slot, {genotype}, Cause::AmbiguousCall,
                                       draft.origin(place, *said), draft);
    if (failure) return draft.reject(problem(InvalidGenotype, failure->message), place, *said);
    return true;
  }
  auto result = [&]() -> Read<GeneResult> {
    if (gene.method == GeneMethod::AlleleStatus) {
      return problem(UnknownMember, key, "a gene with a status for each allele");
    }
    if (key == "phenotype") {
      if (!said->is(JsonKind::String)) return wrong_type("a phenotype as text", *said);
      return as_read(from_phenotype(gene, phenotypes, said->text()));
    }
    if (key == "score") {
      if (said->is(JsonKind::String)) {
        return from_written_score(gene, phenotypes, *said, wrong_type("a score", *said));
      }
      return from_written_score(gene, phenotypes, *said,
                                number(*said, values_.schema().leaves[slot.score], nullptr));
    }
    Read<std::vector<std::string>> variants = texts_of(*said, "variants");
    if (!variants) return variants.problem();
    return as_read(from_variants(gene, phenotypes, *variants));
  }();
  if (!result) return draft.reject(result.problem(), place, *said);
  set_gene(values_, slot, *result, Cause::AmbiguousCall, draft.origin(place, *said), draft);
  return true;
}

bool OwnShape::gene(std::size_t index, Json json, const Place& place, Draft& draft) {
  if (!json.present()) return true;
  const GeneSlot& slot = values_.schema().genes[index];
  return json.is(JsonKind::Object) ? gene_object(slot, json, place, draft)
                                   : gene_texts(slot, json, place, draft);
}

}  // namespace precis::runtime::ingest
