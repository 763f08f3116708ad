// Genes with a result for each listed allele: it is there or it is not.

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "runtime/diplotype.h"
#include "runtime/genes.h"

namespace precis::runtime {

static constexpr std::int64_t Positive = 1;
static constexpr std::int64_t Negative = 2;

namespace {

enum class Match { Yes, Maybe, No };

// One reported allele, and the others it may be instead.
using Alternatives = std::vector<std::string>;
// The one or two alleles of a person.
using Genotype = std::vector<Alternatives>;

// What one text says. With no genotype: of one allele only.
struct Statement {
  std::vector<Genotype> genotypes;
  std::string allele;
  std::int64_t status = 0;
};

}  // namespace

static std::vector<std::string> parts_of(std::string_view text, char by) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(by, begin), text.size());
    parts.push_back(tidy(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  return parts;
}

// "*15:02:01", "*07": a star, and fields of letters and digits.
static bool is_name(std::string_view text) {
  if (text.size() < 2 || text.front() != '*') return false;
  return std::all_of(text.begin() + 1, text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == ':' ||
           c == '.';
  });
}

// Expression suffixes such as N (null) make an allele another one; G and P name groups of it.
static bool is_another(std::string_view longer) {
  const char last = longer.back();
  return last >= 'A' && last <= 'Z' && last != 'G' && last != 'P';
}

static Match match(const Allele& listed, std::string_view reported) {
  const auto against = [&](std::string_view name) {
    if (name == reported) return Match::Yes;
    const auto extends = [](std::string_view longer, std::string_view shorter) {
      return longer.size() > shorter.size() && longer.starts_with(shorter) &&
             longer[shorter.size()] == ':';
    };
    if (extends(reported, name)) return is_another(reported) ? Match::No : Match::Yes;
    return extends(name, reported) ? Match::Maybe : Match::No;
  };
  Match best = against(listed.name);
  for (const std::string& name : listed.also) best = std::min(best, against(name));
  return best;
}

static std::string allele_name(const Gene& gene, std::string_view text) {
  return tidy(without_gene_name(gene, tidy(text)));
}

// `/` is between the two alleles; in a GL string `+` is, and `/` between alternatives, `|` between
// genotypes.
static std::optional<std::vector<Genotype>> genotypes_of(const Gene& gene, std::string_view text) {
  const bool is_gl_string = text.find('+') != text.npos;
  std::vector<Genotype> found;
  for (const std::string& one : parts_of(text, '|')) {
    Genotype genotype;
    for (const std::string& side : parts_of(one, is_gl_string ? '+' : '/')) {
      Alternatives alternatives;
      for (const std::string& name : parts_of(side, '/')) {
        alternatives.push_back(allele_name(gene, name));
        if (!is_name(alternatives.back())) return std::nullopt;
      }
      genotype.push_back(std::move(alternatives));
    }
    if (genotype.size() != 2) return std::nullopt;
    found.push_back(std::move(genotype));
  }
  return found;
}

static std::optional<Statement> read_statement(const Gene& gene, std::string_view written) {
  const std::string text = tidy(written);
  for (const auto& [word, status] : {std::pair{" positive", Positive}, {" negative", Negative}}) {
    if (!text.ends_with(word)) continue;
    const std::string name =
        allele_name(gene, text.substr(0, text.size() - std::string_view(word).size()));
    if (!is_name(name)) return std::nullopt;
    return Statement{{}, name, status};
  }
  const std::string name = allele_name(gene, text);
  if (is_name(name)) return Statement{{}, name, Positive};
  if (auto genotypes = genotypes_of(gene, text)) return Statement{std::move(*genotypes), "", 0};
  return std::nullopt;
}

// Positive where some side surely is the allele, negative where none can be.
static std::int64_t status_in(const Genotype& genotype, const Allele& listed) {
  bool possible = false;
  for (const Alternatives& side : genotype) {
    bool sure = true;
    for (const std::string& name : side) {
      const Match how = match(listed, name);
      sure &= how == Match::Yes;
      possible |= how != Match::No;
    }
    if (sure) return Positive;
  }
  return possible ? Positive | Negative : Negative;
}

static std::int64_t status_by(const Statement& statement, const Allele& listed) {
  std::int64_t status = 0;
  for (const Genotype& it : statement.genotypes) status |= status_in(it, listed);
  if (!statement.allele.empty()) {
    switch (match(listed, statement.allele)) {
      case Match::Yes:
        return statement.status;
      case Match::Maybe:
        // Of a shorter name: without all of them, without each of them.
        return statement.status == Negative ? Negative : Positive | Negative;
      case Match::No:
        return 0;
    }
  }
  return status;
}

Result<std::vector<GeneResult>> statuses(const Gene& gene, const Enumeration& statuses,
                                         const std::vector<std::string>& statements) {
  std::vector<GeneResult> results(gene.alleles.size());
  std::vector<std::string> genotypes;
  for (const std::string& text : statements) {
    const std::optional<Statement> statement = read_statement(gene, text);
    if (!statement) {
      return Failure{fmt::format("`{}` is not a result of {}: write two alleles, or `{} positive`",
                                 text, gene_symbol(gene),
                                 gene.alleles.empty() ? "*1" : gene.alleles.front().name)};
    }
    if (!statement->genotypes.empty()) genotypes.push_back(tidy(without_gene_name(gene, text)));
    for (std::size_t i = 0; i < results.size(); ++i) {
      results[i].phenotypes |= status_by(*statement, gene.alleles[i]);
    }
  }
  for (GeneResult& result : results) {
    result.tested = result.phenotypes != 0;
    result.may_be_unassigned = result.tested;
    if (!result.tested) result = untested(gene, statuses);
    result.diplotypes = genotypes;
  }
  return results;
}

}  // namespace precis::runtime
