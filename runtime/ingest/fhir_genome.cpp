// Genotype Observations of FHIR genomics reporting as gene results.

#include <algorithm>
#include <optional>

#include "runtime/diplotype.h"
#include "runtime/ingest/fhir.h"
#include "runtime/ingest/genome.h"

namespace precis::runtime::ingest {

static constexpr std::string_view Loinc = "http://loinc.org";
static constexpr std::string_view GenotypeCode = "84413-4";
static constexpr std::string_view GeneStudiedCode = "48018-6";

bool is_genotype(const Resource& resource) {
  return resource.type == "Observation" && has_coding(resource.json["code"], Loinc, GenotypeCode);
}

static bool names_gene(Json codeable, const Gene& gene) {
  static constexpr std::string_view Hgnc = "HGNC:";
  std::string_view number = gene.hgnc;
  if (number.starts_with(Hgnc)) number.remove_prefix(Hgnc.size());
  const std::string symbol = gene_symbol(gene);
  if (codeable["text"].string() == symbol) return true;
  for (Json coding : codeable["coding"]) {
    std::string_view code = coding["code"].string();
    if (coding["display"].string() == symbol || code == symbol) return true;
    if (code.starts_with(Hgnc)) code.remove_prefix(Hgnc.size());
    if (!number.empty() && code == number) return true;
  }
  return false;
}

static bool is_about(const Resource& resource, const Gene& gene) {
  for (Json component : resource.json["component"]) {
    if (has_coding(component["code"], Loinc, GeneStudiedCode) &&
        names_gene(component["valueCodeableConcept"], gene)) {
      return true;
    }
  }
  return false;
}

// The first of the texts that says something of the gene. Codes of other systems (ClinVar numbers)
// say nothing and are passed over.
static std::optional<std::string> result_in(const Values& values, const GeneSlot& slot,
                                            const std::vector<Json>& texts) {
  for (const Json& text : texts) {
    std::string written(text.string());
    if (!written.empty() && is_gene_result(values, slot, written)) return written;
  }
  return std::nullopt;
}

// What one observation says: more than one genotype when its codings differ, or the phenotype where
// it says no more.
static std::vector<std::string> candidates_of(const Values& values, const GeneSlot& slot,
                                              const Resource& resource) {
  const Gene& gene = values.catalogue().genes[slot.gene];
  std::vector<std::string> genotypes, others;
  const auto take = [&](std::optional<std::string> result) {
    if (!result) return;
    const Result<std::string> canonical = canonical_diplotype(gene, *result);
    std::vector<std::string>& found = canonical.ok() ? genotypes : others;
    const std::string& text = canonical.ok() ? *canonical : *result;
    if (std::find(found.begin(), found.end(), text) == found.end()) found.push_back(text);
  };
  const Json value = resource.json["valueCodeableConcept"];
  take(result_in(values, slot, {value["text"], resource.json["valueString"]}));
  for (Json coding : value["coding"]) {
    take(result_in(values, slot, {coding["display"], coding["code"]}));
  }
  return genotypes.empty() ? others : genotypes;
}

static bool is_usable(const Bundle& bundle, const Resource& resource, Notes& notes) {
  const std::string_view status = resource.status();
  if (status != "final" && status != "amended" && status != "corrected") {
    notes.ignore("genotype", "not a final result");
    return false;
  }
  if (bundle.is_of_another(resource)) {
    notes.ignore("genotype", "about another patient");
    return false;
  }
  return true;
}

// A result that was taken back leaves the gene untested; why is told with what is missing.
static void set_in_error(const Values& values, const GeneSlot& slot, Draft& draft) {
  for (const GeneSlot& it : values.schema().genes) {
    if (it.path != slot.path) continue;
    for (const LeafIndex leaf : {it.phenotype, it.score, it.assigned}) {
      draft.record.facts[leaf].cause = Cause::EnteredInError;
    }
  }
}

static void fill_gene(Values& values, const GeneSlot& slot, const Bundle& bundle, Notes& notes,
                      Draft& draft) {
  const Gene& gene = values.catalogue().genes[slot.gene];
  std::vector<std::string> all;
  std::optional<std::uint32_t> origin;
  Cause several = Cause::AmbiguousCall;
  bool was_taken_back = false;
  for (const Resource& resource : bundle.resources()) {
    if (!is_genotype(resource) || !is_about(resource, gene)) continue;
    if (!is_usable(bundle, resource, notes)) {
      was_taken_back = was_taken_back ||
                       (resource.status() == "entered-in-error" && !bundle.is_of_another(resource));
      continue;
    }
    const std::vector<std::string> found = candidates_of(values, slot, resource);
    if (found.empty()) {
      notes.ignore("genotype", "no diplotype that can be read");
      continue;
    }
    if (!origin) {
      origin = draft.origin(resource.place, resource.json["valueCodeableConcept"]);
    } else if (found != all) {
      several = Cause::Conflicting;
    }
    for (const std::string& diplotype : found) {
      if (std::find(all.begin(), all.end(), diplotype) == all.end()) all.push_back(diplotype);
    }
  }
  if (!origin && was_taken_back) set_in_error(values, slot, draft);
  if (!origin) return;
  if (set_gene_from(values, slot, all, several, *origin, draft)) {
    notes.ignore("genotype", "a genotype and a phenotype that cannot be read together");
  }
}

void fill_genome(Values& values, const Bundle& bundle, Notes& notes, Draft& draft) {
  const std::vector<GeneSlot>& slots = values.schema().genes;
  for (const GeneSlot& slot : slots) {
    if (slot.allele.value_or(0) == 0) fill_gene(values, slot, bundle, notes, draft);
  }
  for (const Resource& resource : bundle.resources()) {
    if (!is_genotype(resource)) continue;
    const bool known = std::any_of(slots.begin(), slots.end(), [&](const GeneSlot& slot) {
      return is_about(resource, values.catalogue().genes[slot.gene]);
    });
    if (!known) notes.ignore("genotype", "a gene that the schema does not have");
  }
}

}  // namespace precis::runtime::ingest
