// Gene blocks: the source, the alleles and their copies.

#include <fmt/format.h>

#include <algorithm>

#include "compiler/check/data.h"
#include "compiler/check/gene_reader.h"
#include "compiler/check/types.h"
#include "compiler/check/units.h"
#include "compiler/check/written.h"
#include "compiler/support/match.h"
#include "runtime/diplotype.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;

// Scores are kept in thousandths.
static constexpr int ScoreScale = 3;

std::uint32_t GeneReader::declare() {
  gene_.name = tree_.name.text;
  const bool has_statuses = std::holds_alternative<syntax::StatusOfAlleles>(tree_.alleles);
  phenotypes_.name = fmt::format("{}.{}", tree_.name.text, has_statuses ? "Status" : "Phenotype");
  phenotypes_.has_untested = true;
  if (tree_.source) {
    gene_.source = tree_.source->name.text;
    gene_.version = tree_.source->version.text;
    if (tree_.source->url) gene_.url = tree_.source->url->text;
  } else {
    missing("source", "say whose table this is: `source NAME version \"...\"`");
  }
  if (tree_.hgnc) gene_.hgnc = tree_.hgnc->text;
  read_alleles();
  read_copies();
  if (!has_statuses) read_phenotypes();
  runtime::Catalogue& catalogue = context_.program.catalogue;
  gene_.phenotypes = static_cast<std::uint32_t>(catalogue.enumerations.size());
  catalogue.enumerations.push_back(std::move(phenotypes_));
  catalogue.genes.push_back(std::move(gene_));
  return static_cast<std::uint32_t>(catalogue.genes.size() - 1);
}

void GeneReader::missing(std::string_view what, std::string help) {
  if (damaged_) return;
  context_.sink.report(
      diagnostics::GeneIncomplete.at(tree_.name.span, Name(tree_.name.text), Text(what))
          .help(std::move(help)));
}

// Tidy; nothing when another allele has the name, which is reported.
std::optional<std::string> GeneReader::new_name(const syntax::Name& name) {
  std::string tidied = runtime::tidy(name.text);
  const auto [place, is_new] = names_.emplace(tidied, name.span);
  if (is_new) return tidied;
  context_.sink.report(diagnostics::DuplicateName.at(name.span, Name(name.text))
                           .label(place->second, "first declared here")
                           .help(RenameOne));
  return std::nullopt;
}

void GeneReader::add_allele(const syntax::Allele& allele, runtime::Allele made) {
  const auto name = new_name(allele.name);
  if (!name) return;
  made.name = *name;
  for (const syntax::Name& other : allele.also) {
    if (auto also = new_name(other)) made.also.push_back(std::move(*also));
  }
  if (allele.is_reference) {
    if (gene_.reference) {
      const auto first = names_.find(gene_.alleles[*gene_.reference].name);
      context_.sink.report(diagnostics::TwoReferences.at(allele.name.span, Name(gene_.name))
                               .label(first->second, "the reference is this")
                               .help("mark the one that is found where no variant is"));
    } else {
      gene_.reference = static_cast<std::uint32_t>(gene_.alleles.size());
    }
  }
  gene_.alleles.push_back(std::move(made));
}

std::uint32_t GeneReader::function_index(std::string_view function) {
  const auto found = std::ranges::find(gene_.functions, function);
  if (found != gene_.functions.end()) {
    return static_cast<std::uint32_t>(found - gene_.functions.begin());
  }
  gene_.functions.emplace_back(function);
  return static_cast<std::uint32_t>(gene_.functions.size() - 1);
}

std::optional<std::int64_t> GeneReader::thousandths(const syntax::Number& number) {
  const auto written = written_number(number.digits, number.negative);
  const auto value = written ? stored(written->value, ScoreScale) : std::nullopt;
  if (!value)
    context_.sink.report(
        diagnostics::TooPrecise.at(number.span, Text(number.digits)).help(FewerDigits));
  return value;
}

void GeneReader::read_statuses(const syntax::StatusOfAlleles& it) {
  gene_.method = runtime::GeneMethod::AlleleStatus;
  phenotypes_.members = {{"positive", "positive", ""}, {"negative", "negative", ""}};
  for (const syntax::Allele& allele : it.alleles) add_allele(allele, {});
  if (gene_.alleles.empty()) missing("alleles", "list them: `status of alleles { *15:02 }`");
  if (!std::holds_alternative<std::monostate>(tree_.phenotypes)) {
    missing("allele functions", "each allele has its status: leave the phenotypes out");
  }
}

void GeneReader::read_alleles() {
  support::match(
      tree_.alleles,
      [&](const std::monostate&) {
        missing("alleles", "list them: `alleles by function { *1 normal }`");
      },
      [&](const syntax::AllelesByFunction& it) {
        gene_.method = runtime::GeneMethod::FunctionPair;
        for (const syntax::FunctionAllele& allele : it.alleles) {
          add_allele(allele.allele, {"", function_index(allele.function.text), {}});
        }
      },
      [&](const syntax::AllelesByValue& it) {
        gene_.method = runtime::GeneMethod::ActivityScore;
        for (const syntax::ValueAllele& allele : it.alleles) {
          add_allele(allele.allele,
                     {"", 0, allele.value ? thousandths(*allele.value) : std::nullopt});
        }
      },
      [&](const syntax::AllelesAtPosition& it) {
        gene_.method = runtime::GeneMethod::FunctionPair;
        gene_.position = it.position.text;
        for (const syntax::FunctionAllele& allele : it.alleles) {
          syntax::Allele named = allele.allele;
          // Laboratories name the base alone.
          named.also.push_back(allele.function);
          add_allele(named, {"", function_index(allele.function.text), {}});
        }
      },
      [&](const syntax::StatusOfAlleles& it) { read_statuses(it); });
}

void GeneReader::read_copies() {
  for (const syntax::CopyRule& rule : tree_.copies) {
    const auto up_to = written_number(rule.up_to.digits, rule.up_to.negative);
    const auto at_least = rule.at_least
                              ? written_number(rule.at_least->digits, rule.at_least->negative)
                              : std::nullopt;
    if (!up_to || !up_to->value.is_integer()) continue;
    for (const syntax::Name& allele : rule.alleles) {
      const std::string name = runtime::tidy(allele.text);
      if (!names_.contains(name)) {
        unknown_allele(allele);
        continue;
      }
      if (std::ranges::find(gene_.copies, name, &runtime::CopyRule::allele) != gene_.copies.end()) {
        context_.sink.report(
            diagnostics::GivenTwice.at(allele.span, Name(allele.text)).help(LeaveOneOut));
        continue;
      }
      runtime::CopyRule made{name, static_cast<std::uint32_t>(up_to->value.numerator()), {}};
      if (at_least) made.at_least = static_cast<std::uint32_t>(at_least->value.numerator());
      gene_.copies.push_back(std::move(made));
    }
  }
}

void GeneReader::unknown_allele(const syntax::Name& allele) {
  std::vector<std::string_view> known;
  for (const auto& [name, span] : names_) known.push_back(name);
  context_.sink.report(
      diagnostics::UnknownName.at(allele.span, Name(allele.text)).help(one_of(allele.text, known)));
}

void declare_gene(Context& context, SymbolId symbol, const syntax::Gene& gene, bool damaged) {
  context.names[symbol].index = GeneReader(context, gene, damaged).declare();
}

std::string diplotype_help(const runtime::Gene& gene) {
  if (gene.alleles.empty()) return "";
  const std::string& first = gene.alleles.front().name;
  if (gene.method == runtime::GeneMethod::AlleleStatus) {
    return fmt::format("write two alleles, as in `{0}/{0}`, or `{0} positive`", first);
  }
  const std::string& other = gene.alleles[std::min<std::size_t>(1, gene.alleles.size() - 1)].name;
  if (gene.pairs.empty() && !gene.alone.empty()) {
    return fmt::format("write one allele, as in `{}`", other);
  }
  return fmt::format("write two alleles, as in `{}/{}`", first, other);
}

std::string near_alleles(const runtime::Gene& gene, std::string_view name) {
  constexpr std::size_t MostShown = 6;
  std::vector<std::string_view> alleles;
  for (const runtime::Allele& it : gene.alleles) alleles.push_back(it.name);
  if (std::string help = suggestion(name, alleles); !help.empty()) return help;
  const std::size_t shown = std::min(alleles.size(), MostShown);
  const std::vector<std::string_view> first(alleles.begin(),
                                            alleles.begin() + static_cast<std::ptrdiff_t>(shown));
  const std::string more = alleles.size() > shown ? " and others" : "";
  return fmt::format("{} has `{}`{}", gene.name, fmt::join(first, "`, `"), more);
}

}  // namespace precis::check
