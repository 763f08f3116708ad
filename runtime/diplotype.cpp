#include "runtime/diplotype.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace precis::runtime {

// No genotype is longer; the readers below look at every way to cut it.
static constexpr std::size_t LongestText = 400;

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), to);
    at += to.size();
  }
}

std::string tidy(std::string_view text) {
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

std::string gene_symbol(const Gene& gene) {
  std::string symbol = gene.name;
  std::replace(symbol.begin(), symbol.end(), '_', '-');
  return symbol;
}

std::string_view without_gene_name(const Gene& gene, std::string_view text) {
  for (const std::string& name : {gene_symbol(gene), gene.name, gene.position}) {
    if (name.empty() || !text.starts_with(name)) continue;
    std::string_view rest = text.substr(name.size());
    // `rs9923231 reference (C)` is an allele's name, not the position and a base.
    for (const Allele& allele : gene.alleles) {
      if (text.starts_with(allele.name)) return text;
    }
    while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
    return rest;
  }
  return text;
}

// ---- alleles and copies

static std::optional<std::size_t> find_allele(const Gene& gene, std::string_view name) {
  for (std::size_t i = 0; i < gene.alleles.size(); ++i) {
    if (gene.alleles[i].name == name) return i;
  }
  for (std::size_t i = 0; i < gene.alleles.size(); ++i) {
    const std::vector<std::string>& also = gene.alleles[i].also;
    if (std::find(also.begin(), also.end(), name) != also.end()) return i;
  }
  return std::nullopt;
}

const CopyRule* copy_rule(const Gene& gene, std::string_view allele) {
  for (const CopyRule& rule : gene.copies) {
    if (rule.allele == allele) return &rule;
  }
  return nullptr;
}

// From the bin's first count on, all counts are one name: *1x4 is *1x≥3.
static void into_bin(const Gene& gene, NamedAllele& it) {
  const Allele& allele = gene.alleles[*it.allele];
  const CopyRule* rule = copy_rule(gene, allele.name);
  if (rule && rule->at_least && *it.copies >= *rule->at_least) {
    it.copies = rule->at_least;
    it.at_least = true;
  }
  it.name = fmt::format("{}x{}{}", allele.name, it.at_least ? "≥" : "", *it.copies);
}

static NamedAllele listed(const Gene& gene, std::size_t allele) {
  return {gene.alleles[allele].name, allele, std::nullopt, false, false};
}

static NamedAllele unlisted(std::string_view name) {
  return {std::string(name), std::nullopt, std::nullopt, false, false};
}

// "*2x3", "*1x≥3", "*1xN": a known allele and how many copies of it; nullopt without such an
// ending.
static std::optional<NamedAllele> with_copies(const Gene& gene, std::string_view name) {
  const std::size_t x = name.rfind('x');
  if (x == std::string_view::npos || x + 1 >= name.size()) return std::nullopt;
  std::optional<std::size_t> allele = find_allele(gene, name.substr(0, x));
  if (!allele) return std::nullopt;
  std::string_view count = name.substr(x + 1);
  NamedAllele it{std::string(name), allele, std::nullopt, false, false};
  if (count == "N" || count == "n") {
    it.any_count = true;
    it.name = gene.alleles[*allele].name + "xN";
    return it;
  }
  static constexpr std::string_view AtLeast = "≥";
  if (count.starts_with(AtLeast)) {
    it.at_least = true;
    count.remove_prefix(AtLeast.size());
  }
  std::uint32_t copies = 0;
  auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), copies);
  if (error != std::errc() || end != count.data() + count.size() || copies == 0)
    return std::nullopt;
  it.copies = copies;
  if (copies == 1 && !it.at_least) return listed(gene, *allele);
  into_bin(gene, it);
  if (std::optional<std::size_t> whole = find_allele(gene, it.name)) return listed(gene, *whole);
  return it;
}

static std::optional<NamedAllele> known_allele(const Gene& gene, std::string_view name) {
  if (std::optional<std::size_t> allele = find_allele(gene, name)) return listed(gene, *allele);
  return with_copies(gene, name);
}

// Could `name` be an allele that the table does not have? Where all names are star alleles, it must
// look like one.
static bool is_plausible(const Gene& gene, std::string_view name) {
  if (name.empty()) return false;
  if (name == "Unknown") return true;
  const bool stars = std::all_of(gene.alleles.begin(), gene.alleles.end(),
                                 [](const Allele& it) { return it.name.starts_with('*'); });
  return !stars || (name.size() > 1 && name.front() == '*' && name.find('/') == name.npos);
}

// ---- order

// Known alleles stand in the gene's order of writing, fewer copies first; unknown ones last, by
// name.
static bool comes_before(const NamedAllele& a, const NamedAllele& b) {
  if (a.allele.has_value() != b.allele.has_value()) return a.allele.has_value();
  if (a.allele && *a.allele != *b.allele) return *a.allele < *b.allele;
  if (a.copies != b.copies) return a.copies.value_or(1) < b.copies.value_or(1);
  return a.name < b.name;
}

static bool strand_before(const Strand& a, const Strand& b) {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), comes_before);
}

static std::string strand_text(const Strand& strand) {
  if (strand.size() == 1) return strand.front().name;
  std::string text;
  for (const NamedAllele& it : strand) text += (text.empty() ? "" : " + ") + it.name;
  return "[" + text + "]";
}

std::string Diplotype::text() const {
  return second ? strand_text(first) + "/" + strand_text(*second) : strand_text(first);
}

Diplotype diplotype_of(Strand first, Strand second) {
  std::sort(first.begin(), first.end(), comes_before);
  std::sort(second.begin(), second.end(), comes_before);
  if (strand_before(second, first)) std::swap(first, second);
  return {std::move(first), std::move(second)};
}

// ---- reading

// A name may contain `+`: the longest known one is meant, and what no name begins is one name.
static Strand variants_of(const Gene& gene, std::string_view text) {
  Strand found;
  while (true) {
    std::size_t end = text.size();
    std::optional<NamedAllele> known = known_allele(gene, text);
    while (!known && end != text.npos && end > 0) {
      end = text.rfind('+', end - 1);
      if (end != text.npos) known = known_allele(gene, text.substr(0, end));
    }
    if (!known) {
      end = std::min(text.find('+', 1), text.size());
      known = unlisted(text.substr(0, end));
    }
    found.push_back(std::move(*known));
    if (end >= text.size()) return found;
    text.remove_prefix(end + 1);
  }
}

static std::size_t known_among(const Strand& strand) {
  return static_cast<std::size_t>(std::count_if(
      strand.begin(), strand.end(), [](const NamedAllele& it) { return it.allele.has_value(); }));
}

static std::optional<Strand> read_strand(const Gene& gene, std::string_view written) {
  const std::string text = tidy(without_gene_name(gene, written));
  if (std::optional<NamedAllele> known = known_allele(gene, text)) return Strand{*known};
  if (gene.reference) {
    std::string_view inside = text;
    if (inside.starts_with('[') && inside.ends_with(']')) {
      inside = inside.substr(1, inside.size() - 2);
    }
    Strand strand = variants_of(gene, inside);
    const bool fine = std::all_of(strand.begin(), strand.end(), [&](const NamedAllele& it) {
      return it.allele || is_plausible(gene, it.name);
    });
    return fine ? std::optional(std::move(strand)) : std::nullopt;
  }
  if (!is_plausible(gene, text)) return std::nullopt;
  return Strand{unlisted(text)};
}

std::optional<NamedAllele> read_allele(const Gene& gene, std::string_view text) {
  if (text.size() > LongestText) return std::nullopt;
  const std::string name = tidy(without_gene_name(gene, text));
  if (std::optional<NamedAllele> known = known_allele(gene, name)) return known;
  if (!is_plausible(gene, name)) return std::nullopt;
  return unlisted(name);
}

static Failure no_diplotype(const Gene& gene, std::string_view written) {
  const std::string first = gene.alleles.empty() ? "*1" : gene.alleles.front().name;
  const std::string last = gene.alleles.empty() ? "*1" : gene.alleles.back().name;
  if (gene.pairs.empty() && !gene.alone.empty()) {
    return Failure{fmt::format("`{}` is not an allele of {}: write one, as in `{}`", written,
                               gene_symbol(gene), last)};
  }
  return Failure{fmt::format("`{}` is not a diplotype of {}: write two alleles, as in `{}/{}`",
                             written, gene_symbol(gene), first, last)};
}

// A name may contain `/`, so every `/` may be the one between the two alleles. Both sides known
// wins, then the one with more known names; among equals the longest first name.
static std::optional<Diplotype> read_two(const Gene& gene, std::string_view text) {
  std::optional<Diplotype> best;
  std::size_t best_known = 0;
  for (std::size_t slash = text.find('/'); slash != text.npos; slash = text.find('/', slash + 1)) {
    std::optional<Strand> first = read_strand(gene, text.substr(0, slash));
    std::optional<Strand> second = read_strand(gene, text.substr(slash + 1));
    if (!first || !second) continue;
    const std::size_t known = known_among(*first) + known_among(*second);
    if (best && known < best_known) continue;
    best_known = known;
    best = diplotype_of(std::move(*first), std::move(*second));
  }
  return best;
}

Result<Diplotype> read_diplotype(const Gene& gene, std::string_view written) {
  if (written.size() > LongestText) return no_diplotype(gene, written.substr(0, 40));
  const std::string text = tidy(without_gene_name(gene, written));
  std::optional<Strand> alone;
  if (!gene.alone.empty()) alone = read_strand(gene, text);
  if (alone && alone->front().allele) return Diplotype{std::move(*alone), std::nullopt};
  const bool takes_two = !gene.pairs.empty() || gene.alone.empty();
  if (takes_two) {
    if (std::optional<Diplotype> two = read_two(gene, text)) return *two;
  }
  if (alone) return Diplotype{std::move(*alone), std::nullopt};
  return no_diplotype(gene, written);
}

std::optional<ForeignAllele> foreign_allele(const Gene& gene, std::string_view genotype) {
  Result<Diplotype> diplotype = read_diplotype(gene, genotype);
  if (!diplotype) return std::nullopt;
  const auto among = [&](const Strand& strand) -> std::optional<ForeignAllele> {
    for (const NamedAllele& it : strand) {
      if (!it.allele) return ForeignAllele{it.name, false};
      if ((it.copies || it.any_count) && gene.copies.empty()) return ForeignAllele{it.name, true};
    }
    return std::nullopt;
  };
  std::optional<ForeignAllele> found = among(diplotype->first);
  return found || !diplotype->second ? found : among(*diplotype->second);
}

}  // namespace precis::runtime
