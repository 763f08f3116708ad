#include "runtime/genes.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace precis::runtime {

// No score is above this, in thousandths: what a lower bound such as "at least 3 copies" may be.
static constexpr std::int64_t HighestScore = 8000;
// Scores are exact eighths.
static constexpr std::int64_t Eighth = 125;

// One side of a diplotype. An allele with copies that the table lists by itself (*2x2) has no
// `copies` here. Invariant (known): without `allele` the table does not know the name.
struct Side {
  std::string name;                   // canonical
  std::optional<std::size_t> allele;  // in Gene::alleles
  std::optional<std::uint32_t> copies;
  bool at_least = false;   // x≥3
  bool any_count = false;  // xN
};

struct Diplotype {
  Side first;
  Side second;

  std::string text() const { return first.name + "/" + second.name; }
};

// What one side adds to the score; unassigned without `value`.
struct Value {
  std::optional<std::int64_t> low;
  bool is_lower_bound = false;
};

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), to);
    at += to.size();
  }
}

// Trims, folds white space, takes it away around `+`, and writes >= as ≥.
static std::string tidy(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (is_space(c)) c = ' ';
    if (c == ' ' && (out.empty() || out.back() == ' ' || out.back() == '+')) continue;
    if (c == '+' && !out.empty() && out.back() == ' ') out.pop_back();
    out += c;
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  replace_all(out, ">=", "≥");
  return out;
}

static std::optional<std::size_t> find_allele(const Gene& gene, std::string_view name) {
  for (std::size_t i = 0; i < gene.alleles.size(); ++i) {
    if (gene.alleles[i].name == name) return i;
  }
  for (std::size_t i = 0; i < gene.alleles.size(); ++i) {
    if (tidy(gene.alleles[i].name) == name) return i;
  }
  return std::nullopt;
}

static const CopyRule* copy_rule(const Gene& gene, std::string_view allele) {
  for (const CopyRule& rule : gene.copies) {
    if (rule.allele == allele) return &rule;
  }
  return nullptr;
}

// From the bin's first count on, all counts are one name: *1x4 is *1x≥3.
static void into_bin(const Gene& gene, Side& side) {
  const Allele& allele = gene.alleles[*side.allele];
  const CopyRule* rule = copy_rule(gene, allele.name);
  if (rule && rule->at_least && *side.copies >= *rule->at_least) {
    side.copies = rule->at_least;
    side.at_least = true;
  }
  side.name = fmt::format("{}x{}{}", allele.name, side.at_least ? "≥" : "", *side.copies);
}

// "*2x3", "*1x≥3", "*1xN": a known allele and how many copies of it; nullopt without such an
// ending.
static std::optional<Side> with_copies(const Gene& gene, std::string_view name) {
  const std::size_t x = name.rfind('x');
  if (x == std::string_view::npos || x + 1 >= name.size()) return std::nullopt;
  std::optional<std::size_t> allele = find_allele(gene, name.substr(0, x));
  if (!allele) return std::nullopt;
  std::string_view count = name.substr(x + 1);
  Side side{std::string(name), allele, std::nullopt, false, false};
  if (count == "N" || count == "n") {
    side.any_count = true;
    side.name = gene.alleles[*allele].name + "xN";
    return side;
  }
  static constexpr std::string_view AtLeast = "≥";
  if (count.starts_with(AtLeast)) {
    side.at_least = true;
    count.remove_prefix(AtLeast.size());
  }
  std::uint32_t copies = 0;
  auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), copies);
  if (error != std::errc() || end != count.data() + count.size() || copies == 0)
    return std::nullopt;
  side.copies = copies;
  if (copies == 1 && !side.at_least) {
    return Side{gene.alleles[*allele].name, allele, std::nullopt, false, false};
  }
  into_bin(gene, side);
  if (std::optional<std::size_t> listed = find_allele(gene, side.name)) {
    return Side{gene.alleles[*listed].name, listed, std::nullopt, false, false};
  }
  return side;
}

static std::optional<Side> known_side(const Gene& gene, std::string_view name) {
  if (std::optional<std::size_t> allele = find_allele(gene, name)) {
    return Side{gene.alleles[*allele].name, allele, std::nullopt, false, false};
  }
  return with_copies(gene, name);
}

// Could `name` be an allele that the table does not have? Where all names are star alleles, it must
// look like one.
static bool is_plausible(const Gene& gene, std::string_view name) {
  if (name.empty()) return false;
  const bool stars = std::all_of(gene.alleles.begin(), gene.alleles.end(),
                                 [](const Allele& it) { return it.name.starts_with('*'); });
  return !stars || (name.size() > 1 && name.front() == '*' && name.find('/') == name.npos);
}

static Side unknown_side(std::string_view name) {
  return {std::string(name), std::nullopt, std::nullopt, false, false};
}

// Known sides stand in the gene's order of writing, fewer copies first; unknown ones last, by name.
static bool comes_before(const Side& a, const Side& b) {
  if (a.allele.has_value() != b.allele.has_value()) return a.allele.has_value();
  if (a.allele && *a.allele != *b.allele) return *a.allele < *b.allele;
  if (a.copies != b.copies) return a.copies.value_or(1) < b.copies.value_or(1);
  return a.name < b.name;
}

static std::string_view without_gene_name(const Gene& gene, std::string_view text) {
  if (!gene.name.empty() && text.starts_with(gene.name)) {
    text.remove_prefix(gene.name.size());
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  }
  return text;
}

// A name may contain `/`, so every `/` may be the one between the two alleles. Both sides known
// wins, then one known, then none; among equals the longest first name.
static Result<Diplotype> parse(const Gene& gene, std::string_view written) {
  const std::string text = tidy(without_gene_name(gene, written));
  std::optional<Diplotype> best;
  int best_known = -1;
  for (std::size_t slash = text.find('/'); slash != text.npos; slash = text.find('/', slash + 1)) {
    const std::string left = tidy(std::string_view(text).substr(0, slash));
    const std::string right = tidy(std::string_view(text).substr(slash + 1));
    std::optional<Side> first = known_side(gene, left);
    std::optional<Side> second = known_side(gene, right);
    if ((!first && !is_plausible(gene, left)) || (!second && !is_plausible(gene, right))) continue;
    const int known = (first ? 1 : 0) + (second ? 1 : 0);
    if (known < best_known) continue;
    best_known = known;
    best = Diplotype{first ? *first : unknown_side(left), second ? *second : unknown_side(right)};
  }
  if (!best) {
    return Failure{fmt::format("`{}` is not a diplotype of {}: write two alleles, as in `{}/{}`",
                               written, gene.name,
                               gene.alleles.empty() ? "*1" : gene.alleles.front().name,
                               gene.alleles.empty() ? "*1" : gene.alleles.back().name)};
  }
  if (comes_before(best->second, best->first)) std::swap(best->first, best->second);
  return *best;
}

static Value value_of(const Gene& gene, const Side& side) {
  if (!side.allele || side.any_count) return {};
  const Allele& allele = gene.alleles[*side.allele];
  if (!side.copies) {
    // A bin that the table lists by itself (*1x≥3) is a lower bound, unless it adds nothing.
    const bool bin = allele.name.find("x≥") != std::string::npos;
    return {allele.value, bin && allele.value.value_or(0) > 0};
  }
  const CopyRule* rule = copy_rule(gene, allele.name);
  if (!rule || !allele.value) return {};
  const bool in_bin = side.at_least && rule->at_least && *side.copies >= *rule->at_least;
  const bool reaches_bin = side.at_least && rule->at_least && rule->up_to + 1 >= *rule->at_least;
  if (side.at_least ? !in_bin && !reaches_bin : *side.copies > rule->up_to) return {};
  return {*allele.value * *side.copies, side.at_least && *allele.value > 0};
}

// Multiples have the function of their allele where the table says they count.
static std::optional<std::uint32_t> function_of(const Gene& gene, const Side& side) {
  if (!side.allele || side.any_count) return std::nullopt;
  const Allele& allele = gene.alleles[*side.allele];
  if (side.copies && !copy_rule(gene, allele.name)) return std::nullopt;
  return allele.function;
}

static std::int64_t bit(std::uint32_t member) {
  return std::int64_t{1} << member;
}

// Known alleles only: without the untested bit.
static std::int64_t any_phenotype(const Enumeration& phenotypes) {
  return bit(static_cast<std::uint32_t>(phenotypes.members.size())) - 1;
}

// What is said of a gene that is tested but whose function is not assigned.
static std::int64_t unassigned_phenotypes(const Gene& gene, const Enumeration& phenotypes) {
  if (gene.unassigned_phenotype) return bit(*gene.unassigned_phenotype);
  for (std::uint32_t i = 0; i < phenotypes.members.size(); ++i) {
    if (phenotypes.members[i].name == "indeterminate") return bit(i);
  }
  return any_phenotype(phenotypes);
}

struct Scores {
  std::int64_t low;
  std::int64_t high;
};

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

static void add_by_functions(const Gene& gene, const Enumeration& phenotypes,
                             const Diplotype& diplotype, GeneResult& result) {
  result.may_be_unassigned = true;
  std::optional<std::uint32_t> first = function_of(gene, diplotype.first);
  std::optional<std::uint32_t> second = function_of(gene, diplotype.second);
  if (first && second) {
    for (const PairRule& rule : gene.pairs) {
      if ((rule.first == *first && rule.second == *second) ||
          (rule.first == *second && rule.second == *first)) {
        result.phenotypes |= bit(rule.phenotype);
        return;
      }
    }
  }
  result.phenotypes |= unassigned_phenotypes(gene, phenotypes);
}

static void add_by_score(const Gene& gene, const Enumeration& phenotypes,
                         const Diplotype& diplotype, GeneResult& result) {
  const Value first = value_of(gene, diplotype.first);
  const Value second = value_of(gene, diplotype.second);
  if (!first.low || !second.low) {
    result.may_be_unassigned = true;
    result.phenotypes |= unassigned_phenotypes(gene, phenotypes);
    return;
  }
  const std::int64_t low = std::min(*first.low + *second.low, HighestScore);
  const Scores scores{low, first.is_lower_bound || second.is_lower_bound ? HighestScore : low};
  add_scores(result, scores);
  const std::int64_t found = phenotypes_of(gene, scores);
  result.phenotypes |= found != 0 ? found : any_phenotype(phenotypes);
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
  result.tested = true;
  for (const std::string& text : diplotypes) {
    Result<Diplotype> diplotype = parse(gene, text);
    if (!diplotype) return Failure{diplotype.error()};
    const std::string canonical = diplotype->text();
    if (std::find(result.diplotypes.begin(), result.diplotypes.end(), canonical) !=
        result.diplotypes.end()) {
      continue;
    }
    result.diplotypes.push_back(canonical);
    switch (gene.method) {
      case GeneMethod::FunctionPair:
        add_by_functions(gene, phenotypes, *diplotype, result);
        break;
      case GeneMethod::ActivityScore:
        add_by_score(gene, phenotypes, *diplotype, result);
        break;
    }
  }
  return result;
}

static bool same_letters(std::string_view a, std::string_view b) {
  auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

// Inwards to eighths, when one is inside: above 0 and below 1.25 is 0.125 to 1.125.
static Scores in_eighths(const Scores& scores) {
  const Scores rounded{(scores.low + Eighth - 1) / Eighth * Eighth, scores.high / Eighth * Eighth};
  return rounded.low <= rounded.high ? rounded : scores;
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
      if (gene.cut_points[k].phenotype == i) add_scores(result, in_eighths(reach_of(gene, k)));
    }
    result.may_be_unassigned = !result.may_be_assigned || gene.unassigned_phenotype == i;
    return result;
  }
  std::string known;
  for (const EnumMember& member : phenotypes.members) {
    known += fmt::format("{}`{}`", known.empty() ? "" : ", ", member.name);
  }
  return Failure{
      fmt::format("`{}` is not a phenotype of {}; it has {}", phenotype, gene.name, known)};
}

Result<std::string> canonical_diplotype(const Gene& gene, std::string_view text) {
  Result<Diplotype> diplotype = parse(gene, text);
  if (!diplotype) return Failure{diplotype.error()};
  return diplotype->text();
}

}  // namespace precis::runtime
