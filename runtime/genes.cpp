#include "runtime/genes.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "runtime/diplotype.h"

namespace precis::runtime {

// Variants of which it is open which strand they are on: more ways to place them are not listed.
static constexpr std::size_t MostOpenVariants = 5;

static std::int64_t bit(std::uint32_t member) {
  return std::int64_t{1} << member;
}

// Without the untested bit.
static std::int64_t any_phenotype(const Enumeration& phenotypes) {
  return bit(static_cast<std::uint32_t>(phenotypes.members.size())) - 1;
}

namespace {

struct Scores {
  std::int64_t low;
  std::int64_t high;
};

// What one allele or strand adds to the score; unassigned without `low`.
struct Value {
  std::optional<std::int64_t> low;
  bool is_lower_bound = false;
};

}  // namespace

// ---- scores

static Value value_of(const Gene& gene, const NamedAllele& it) {
  if (!it.allele || it.any_count) return {};
  const Allele& allele = gene.alleles[*it.allele];
  if (!it.copies) {
    // A bin that the table lists by itself (*1x≥3) is a lower bound, unless it adds nothing.
    const bool bin = allele.name.find("x≥") != std::string::npos;
    return {allele.value, bin && allele.value.value_or(0) > 0};
  }
  const CopyRule* rule = copy_rule(gene, allele.name);
  if (!rule || !allele.value) return {};
  const bool in_bin = it.at_least && rule->at_least && *it.copies >= *rule->at_least;
  const bool reaches_bin = it.at_least && rule->at_least && rule->up_to + 1 >= *rule->at_least;
  if (it.at_least ? !in_bin && !reaches_bin : *it.copies > rule->up_to) return {};
  return {*allele.value * *it.copies, it.at_least && *allele.value > 0};
}

// The lowest of a strand's variants; unassigned when one that has no value could be lower.
static Value lowest_of(const Gene& gene, const Strand& strand) {
  Value lowest{};
  bool unassigned = false;
  for (const NamedAllele& it : strand) {
    const Value value = value_of(gene, it);
    if (!value.low) {
      unassigned = true;
    } else if (!lowest.low || *value.low < *lowest.low) {
      lowest = value;
    }
  }
  return unassigned && lowest.low != 0 ? Value{} : lowest;
}

// The scores at which cut point `i` gives the phenotype.
static Scores reach_of(const Gene& gene, std::size_t i) {
  auto first = [&](std::size_t k) {
    return gene.cut_points[k].bound + (gene.cut_points[k].strictly_above ? 1 : 0);
  };
  const bool last = i + 1 == gene.cut_points.size();
  return {first(i), last ? HighestScore : first(i + 1) - 1};
}

static std::int64_t phenotypes_of(const Gene& gene, const Scores& scores) {
  std::int64_t found = 0;
  for (std::size_t i = 0; i < gene.cut_points.size(); ++i) {
    const Scores reach = reach_of(gene, i);
    if (scores.low <= reach.high && reach.low <= scores.high) {
      found |= bit(gene.cut_points[i].phenotype);
    }
  }
  return found;
}

static void add_scores(GeneResult& result, const Scores& scores) {
  result.score_low = result.may_be_assigned ? std::min(result.score_low, scores.low) : scores.low;
  result.score_high =
      result.may_be_assigned ? std::max(result.score_high, scores.high) : scores.high;
  result.may_be_assigned = true;
}

// What is said of a gene that is tested but whose score is not assigned.
static void add_unassigned(const Gene& gene, const Enumeration& phenotypes, GeneResult& result) {
  result.may_be_unassigned = true;
  result.phenotypes |=
      gene.unassigned_phenotype ? bit(*gene.unassigned_phenotype) : any_phenotype(phenotypes);
}

static void add_sum(const Gene& gene, const Enumeration& phenotypes, const Value& first,
                    const Value& second, GeneResult& result) {
  if (!first.low || !second.low) return add_unassigned(gene, phenotypes, result);
  const std::int64_t low = std::min(*first.low + *second.low, HighestScore);
  const Scores scores{low, first.is_lower_bound || second.is_lower_bound ? HighestScore : low};
  add_scores(result, scores);
  const std::int64_t found = phenotypes_of(gene, scores);
  result.phenotypes |= found != 0 ? found : any_phenotype(phenotypes);
}

// Every value that one allele of the table may add, copies included.
static std::vector<Value> values_of(const Gene& gene) {
  std::vector<Value> values;
  for (std::size_t i = 0; i < gene.alleles.size(); ++i) {
    const Allele& allele = gene.alleles[i];
    values.push_back(value_of(gene, {allele.name, i, std::nullopt, false, false}));
    const CopyRule* rule = copy_rule(gene, allele.name);
    if (!rule) continue;
    for (std::uint32_t copies = 2; copies <= rule->up_to; ++copies) {
      values.push_back(value_of(gene, {allele.name, i, copies, false, false}));
    }
    if (rule->at_least)
      values.push_back(value_of(gene, {allele.name, i, rule->at_least, true, false}));
  }
  return values;
}

// Inwards to what two alleles add up to, when such a score is inside.
static Scores attainable(const Gene& gene, const Scores& reach) {
  std::optional<Scores> found;
  const std::vector<Value> values = values_of(gene);
  for (const Value& a : values) {
    for (const Value& b : values) {
      if (!a.low || !b.low) continue;
      const std::int64_t sum = std::min(*a.low + *b.low, HighestScore);
      const bool open = a.is_lower_bound || b.is_lower_bound;
      if (sum > reach.high || (open ? HighestScore : sum) < reach.low) continue;
      const Scores here{std::max(sum, reach.low), open ? reach.high : sum};
      found =
          found ? Scores{std::min(found->low, here.low), std::max(found->high, here.high)} : here;
    }
  }
  return found.value_or(reach);
}

// ---- functions

// Multiples have the function of their allele where the table says they count.
static std::optional<std::uint32_t> function_of(const Gene& gene, const NamedAllele& it) {
  if (!it.allele || it.any_count) return std::nullopt;
  const Allele& allele = gene.alleles[*it.allele];
  if (it.copies && !copy_rule(gene, allele.name)) return std::nullopt;
  return allele.function;
}

static std::optional<std::uint32_t> phenotype_of_pair(const Gene& gene, std::uint32_t first,
                                                      std::uint32_t second) {
  for (const PairRule& rule : gene.pairs) {
    if ((rule.first == first && rule.second == second) ||
        (rule.first == second && rule.second == first)) {
      return rule.phenotype;
    }
  }
  return std::nullopt;
}

static std::optional<std::uint32_t> phenotype_of_functions(const Gene& gene,
                                                           const Diplotype& diplotype) {
  const auto first = function_of(gene, diplotype.first.front());
  if (!first) return std::nullopt;
  if (!diplotype.second) {
    for (const AloneRule& rule : gene.alone) {
      if (rule.function == *first) return rule.phenotype;
    }
    return std::nullopt;
  }
  const auto second = function_of(gene, diplotype.second->front());
  return second ? phenotype_of_pair(gene, *first, *second) : std::nullopt;
}

// The first line that some variant satisfies; a variant whose function is not known could satisfy
// an earlier one than the others do, and then there is none.
static std::optional<std::uint32_t> phenotype_of_variants(const Gene& gene, const Strand& all) {
  bool unknown = false;
  for (const NamedAllele& it : all) unknown |= !function_of(gene, it);
  for (const AloneRule& rule : gene.variants) {
    for (const NamedAllele& it : all) {
      if (function_of(gene, it) == rule.function) return rule.phenotype;
    }
    if (unknown) return std::nullopt;
  }
  return unknown ? std::nullopt : gene.otherwise_phenotype;
}

// ---- one candidate

static Strand all_of(const Diplotype& diplotype) {
  Strand all = diplotype.first;
  if (diplotype.second) all.insert(all.end(), diplotype.second->begin(), diplotype.second->end());
  return all;
}

static bool says_unknown(const Strand& all) {
  return std::any_of(all.begin(), all.end(),
                     [](const NamedAllele& it) { return it.name == "Unknown"; });
}

static void add_no_result(GeneResult& result) {
  result.has_unknown_allele = true;
}

static void add_phenotype(std::optional<std::uint32_t> phenotype, GeneResult& result) {
  if (!phenotype) return add_no_result(result);
  result.tested = true;
  result.may_be_unassigned = true;
  result.phenotypes |= bit(*phenotype);
}

static void add_candidate(const Gene& gene, const Enumeration& phenotypes,
                          const Diplotype& diplotype, GeneResult& result) {
  if (says_unknown(all_of(diplotype))) return add_no_result(result);
  switch (gene.method) {
    case GeneMethod::FunctionPair:
      return add_phenotype(phenotype_of_functions(gene, diplotype), result);
    case GeneMethod::AnyVariant:
      return add_phenotype(phenotype_of_variants(gene, all_of(diplotype)), result);
    case GeneMethod::ActivityScore:
    case GeneMethod::LowestTwoValues:
      result.tested = true;
      return add_sum(gene, phenotypes, lowest_of(gene, diplotype.first),
                     diplotype.second ? lowest_of(gene, *diplotype.second) : Value{}, result);
    case GeneMethod::AlleleStatus:
      return add_no_result(result);
  }
}

// Of candidates of which nothing can be said each phenotype is possible; with no other the gene is
// as good as not tested.
static GeneResult finished(const Gene& gene, const Enumeration& phenotypes, GeneResult result) {
  if (!result.has_unknown_allele) return result;
  if (!result.tested) {
    GeneResult nothing = untested(gene, phenotypes);
    nothing.diplotypes = std::move(result.diplotypes);
    nothing.has_unknown_allele = true;
    return nothing;
  }
  result.phenotypes = any_phenotype(phenotypes);
  result.may_be_unassigned = true;
  if (!gene.cut_points.empty()) add_scores(result, {0, HighestScore});
  return result;
}

GeneResult untested(const Gene&, const Enumeration& phenotypes) {
  GeneResult result;
  result.phenotypes = phenotypes.all_members();
  return result;
}

Result<GeneResult> from_diplotypes(const Gene& gene, const Enumeration& phenotypes,
                                   const std::vector<std::string>& diplotypes) {
  if (diplotypes.empty()) return untested(gene, phenotypes);
  GeneResult result;
  for (const std::string& text : diplotypes) {
    Result<Diplotype> diplotype = read_diplotype(gene, text);
    if (!diplotype) return Failure{diplotype.error()};
    const std::string canonical = diplotype->text();
    if (std::find(result.diplotypes.begin(), result.diplotypes.end(), canonical) !=
        result.diplotypes.end()) {
      continue;
    }
    result.diplotypes.push_back(canonical);
    add_candidate(gene, phenotypes, *diplotype, result);
  }
  return finished(gene, phenotypes, std::move(result));
}

// ---- lists of variants

// The ways to place the variants on two strands: those given twice are on both, and the first of
// the others on the first. Nothing when there are too many.
static std::vector<Diplotype> placements(const Gene& gene, const Strand& variants) {
  Strand both, open;
  for (const NamedAllele& it : variants) {
    const auto same = [&](const NamedAllele& other) { return other.name == it.name; };
    const auto found = std::find_if(open.begin(), open.end(), same);
    if (found == open.end()) {
      open.push_back(it);
    } else {
      both.push_back(it);
      open.erase(found);
    }
  }
  if (open.size() > MostOpenVariants) return {};
  const NamedAllele reference{
      gene.alleles[*gene.reference].name, *gene.reference, {}, false, false};
  std::vector<Diplotype> found;
  const std::size_t ways = open.empty() ? 1 : std::size_t{1} << (open.size() - 1);
  for (std::size_t way = 0; way < ways; ++way) {
    Strand first = both, second = both;
    for (std::size_t i = 0; i < open.size(); ++i) {
      const bool is_second = i > 0 && (way >> (i - 1) & 1) != 0;
      (is_second ? second : first).push_back(open[i]);
    }
    if (first.empty()) first.push_back(reference);
    if (second.empty()) second.push_back(reference);
    found.push_back(diplotype_of(std::move(first), std::move(second)));
  }
  return found;
}

// The two lowest of all, as though they were on different strands.
static void add_lowest_two(const Gene& gene, const Enumeration& phenotypes, Strand variants,
                           GeneResult& result) {
  const NamedAllele reference{
      gene.alleles[*gene.reference].name, *gene.reference, {}, false, false};
  while (variants.size() < 2) variants.push_back(reference);
  std::vector<Value> values;
  for (const NamedAllele& it : variants) values.push_back(value_of(gene, it));
  const bool unassigned =
      std::any_of(values.begin(), values.end(), [](const Value& it) { return !it.low; });
  std::sort(values.begin(), values.end(), [](const Value& a, const Value& b) {
    return a.low.value_or(HighestScore) < b.low.value_or(HighestScore);
  });
  // A variant without a value could be lower than any but 0.
  if (unassigned && values[1].low != 0) return add_unassigned(gene, phenotypes, result);
  add_sum(gene, phenotypes, values[0], values[1], result);
}

Result<GeneResult> from_variants(const Gene& gene, const Enumeration& phenotypes,
                                 const std::vector<std::string>& variants) {
  if (!gene.reference) {
    return Failure{fmt::format("{} has no list of variants: write a diplotype", gene_symbol(gene))};
  }
  Strand all;
  for (const std::string& text : variants) {
    const auto variant = read_allele(gene, text);
    if (!variant) {
      return Failure{fmt::format("`{}` is not a variant of {}", text, gene_symbol(gene))};
    }
    if (variant->allele != gene.reference) all.push_back(*variant);
  }
  GeneResult result;
  if (says_unknown(all)) {
    add_no_result(result);
    return finished(gene, phenotypes, std::move(result));
  }
  if (gene.method == GeneMethod::LowestTwoValues) {
    result.tested = true;
    add_lowest_two(gene, phenotypes, all, result);
  } else {
    add_phenotype(phenotype_of_variants(gene, all), result);
  }
  std::set<std::string> seen;
  for (const Diplotype& it : placements(gene, all)) {
    // Where the two lowest are taken to be on different strands, so they are in the candidates.
    GeneResult here;
    add_candidate(gene, phenotypes, it, here);
    const bool agrees = here.phenotypes == result.phenotypes &&
                        here.score_low == result.score_low && here.score_high == result.score_high;
    if (agrees && seen.insert(it.text()).second) result.diplotypes.push_back(it.text());
  }
  return finished(gene, phenotypes, std::move(result));
}

// ---- only a phenotype, only a score

static bool same_letters(std::string_view a, std::string_view b) {
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

Result<GeneResult> from_phenotype(const Gene& gene, const Enumeration& phenotypes,
                                  std::string_view phenotype) {
  const std::string wanted = tidy(phenotype);
  for (std::uint32_t i = 0; i < phenotypes.members.size(); ++i) {
    const EnumMember& member = phenotypes.members[i];
    if (!same_letters(wanted, member.name) && !same_letters(wanted, member.title)) continue;
    GeneResult result;
    result.tested = true;
    result.phenotypes = bit(i);
    for (std::size_t k = 0; k < gene.cut_points.size(); ++k) {
      if (gene.cut_points[k].phenotype == i) {
        add_scores(result, attainable(gene, reach_of(gene, k)));
      }
    }
    result.may_be_unassigned = !result.may_be_assigned || gene.unassigned_phenotype == i;
    return result;
  }
  std::string known;
  for (const EnumMember& member : phenotypes.members) {
    known += fmt::format("{}`{}`", known.empty() ? "" : ", ", member.name);
  }
  return Failure{
      fmt::format("`{}` is not a phenotype of {}; it has {}", phenotype, gene_symbol(gene), known)};
}

static Failure no_scores(const Gene& gene) {
  return Failure{fmt::format("{} has no activity score", gene_symbol(gene))};
}

Result<GeneResult> from_score(const Gene& gene, const Enumeration& phenotypes, std::int64_t low,
                              std::int64_t high) {
  if (gene.cut_points.empty()) return no_scores(gene);
  GeneResult result;
  result.tested = true;
  add_scores(result, {low, high});
  const std::int64_t found = phenotypes_of(gene, {low, high});
  result.phenotypes = found != 0 ? found : any_phenotype(phenotypes);
  return result;
}

Result<GeneResult> from_unassigned_score(const Gene& gene, const Enumeration& phenotypes) {
  if (gene.cut_points.empty()) return no_scores(gene);
  GeneResult result;
  result.tested = true;
  add_unassigned(gene, phenotypes, result);
  return result;
}

Result<std::string> canonical_diplotype(const Gene& gene, std::string_view text) {
  Result<Diplotype> diplotype = read_diplotype(gene, text);
  if (!diplotype) return Failure{diplotype.error()};
  return diplotype->text();
}

}  // namespace precis::runtime
