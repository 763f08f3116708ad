// Gene blocks.

#include "compiler/parse/build.h"

namespace precis::parse {

// The name is inside the token that opens the block: `gene CYP2C19 {`.
static syntax::Name gene_name(std::string_view opener, source::Span span) {
  constexpr std::string_view Blank = " \t\r\n";
  const std::size_t begin = opener.find_first_not_of(Blank, std::string_view("gene").size());
  const std::size_t end = opener.find_first_of(" \t\r\n{", begin);
  const auto begin_offset = span.begin + static_cast<std::uint32_t>(begin);
  const auto end_offset = span.begin + static_cast<std::uint32_t>(end);
  return {opener.substr(begin, end - begin), {span.file, begin_offset, end_offset}};
}

syntax::Gene Builder::gene(P::GeneContext& rule) {
  const source::Span opener = span(*rule.GENE());
  syntax::Gene gene{gene_name(tokens_.text(opener), opener), {}, {}, {}, {}, {}};
  for (P::GeneItemContext* item : rule.geneItem()) gene_item(*item, gene);
  return gene;
}

// Lists of a block are kept as far as they could be read.
void Builder::gene_item(P::GeneItemContext& rule, syntax::Gene& gene) {
  const auto replace = [&](auto& slot, auto value, std::string_view what) {
    if (slot.index() != 0) {
      given_twice(span(rule), what);
    } else {
      slot = std::move(value);
    }
  };
  if (auto* it = dynamic_cast<P::GeneSourceContext*>(&rule)) {
    if (!is_whole(it)) return;
    set_once(
        gene.source,
        syntax::GeneSource{name(*it->ID()), text(*it->TEXT(0)), text_after(it->URL(), it->TEXT(1))},
        span(rule), "source");
  } else if (auto* it = dynamic_cast<P::GeneHgncContext*>(&rule)) {
    if (is_whole(it)) set_once(gene.hgnc, text(*it->TEXT()), span(rule), "hgnc");
  } else if (auto* it = dynamic_cast<P::AllelesByFunctionContext*>(&rule)) {
    replace(gene.alleles, syntax::AllelesByFunction{function_alleles(it->functionAllele())},
            "alleles");
  } else if (auto* it = dynamic_cast<P::AllelesByValueContext*>(&rule)) {
    replace(gene.alleles, alleles_by_value(*it), "alleles");
  } else if (auto* it = dynamic_cast<P::AllelesAtPositionContext*>(&rule)) {
    if (it->ID() == nullptr) return;
    replace(gene.alleles,
            syntax::AllelesAtPosition{name(*it->ID()), function_alleles(it->functionAllele())},
            "alleles");
  } else if (auto* it = dynamic_cast<P::StatusOfAllelesContext*>(&rule)) {
    replace(gene.alleles, status_of_alleles(*it), "alleles");
  } else if (auto* it = dynamic_cast<P::CopiesContext*>(&rule)) {
    if (!gene.copies.empty()) return given_twice(span(rule), "copies");
    gene.copies = copies(*it);
  } else if (auto* it = dynamic_cast<P::PhenotypeByPairContext*>(&rule)) {
    replace(gene.phenotypes, syntax::PhenotypeByPair{pair_rows(it->pairRow()), false}, "phenotype");
  } else if (auto* it = dynamic_cast<P::PhenotypeByGenotypeContext*>(&rule)) {
    replace(gene.phenotypes, syntax::PhenotypeByPair{pair_rows(it->pairRow()), true}, "phenotype");
  } else if (auto* it = dynamic_cast<P::PhenotypeByScoreContext*>(&rule)) {
    replace(gene.phenotypes, syntax::PhenotypeByScore{score_rows(it->scoreRow()), false},
            "phenotype");
  } else if (auto* it = dynamic_cast<P::PhenotypeByLowestContext*>(&rule)) {
    replace(gene.phenotypes, syntax::PhenotypeByScore{score_rows(it->scoreRow()), true},
            "phenotype");
  } else if (auto* it = dynamic_cast<P::PhenotypeByVariantContext*>(&rule)) {
    replace(gene.phenotypes, phenotype_by_variant(*it), "phenotype");
  }
}

syntax::Name Builder::allele_name(P::AlleleContext& rule) const {
  if (rule.TEXT() == nullptr) return name(rule);
  const syntax::Text quoted = text(*rule.TEXT());
  return {quoted.text, quoted.span};
}

syntax::Allele Builder::allele(P::AlleleContext& rule, P::AlsoContext* also,
                               const Node* reference) const {
  syntax::Allele made{allele_name(rule), reference != nullptr, {}};
  if (is_whole(also)) {
    for (P::AlleleContext* it : also->allele()) made.also.push_back(allele_name(*it));
  }
  return made;
}

std::vector<syntax::FunctionAllele> Builder::function_alleles(
    const std::vector<P::FunctionAlleleContext*>& rules) const {
  std::vector<syntax::FunctionAllele> alleles;
  for (P::FunctionAlleleContext* it : rules) {
    if (!is_whole(it)) continue;
    alleles.push_back({allele(*it->allele(), it->also(), it->REFERENCE()), name(*it->ID())});
  }
  return alleles;
}

syntax::AllelesByValue Builder::alleles_by_value(P::AllelesByValueContext& rule) {
  syntax::AllelesByValue list;
  for (P::ValueAlleleContext* it : rule.valueAllele()) {
    if (!is_whole(it)) continue;
    std::optional<syntax::Number> value;
    if (it->number() != nullptr) value = number(*it->number());
    list.alleles.push_back({allele(*it->allele(), it->also(), it->REFERENCE()), value});
  }
  return list;
}

syntax::StatusOfAlleles Builder::status_of_alleles(P::StatusOfAllelesContext& rule) {
  syntax::StatusOfAlleles list;
  for (P::StatusAlleleContext* it : rule.statusAllele()) {
    if (is_whole(it)) list.alleles.push_back(allele(*it->allele(), it->also(), nullptr));
  }
  return list;
}

std::vector<syntax::CopyRule> Builder::copies(P::CopiesContext& rule) {
  std::vector<syntax::CopyRule> rules;
  for (P::CopyRuleContext* it : rule.copyRule()) {
    if (!is_whole(it)) continue;
    syntax::CopyRule copy{{}, number(*it->INTEGER(0)), std::nullopt};
    for (P::AlleleContext* one : it->allele()) copy.alleles.push_back(allele_name(*one));
    if (it->AT_LEAST() != nullptr) copy.at_least = number(*it->INTEGER(1));
    rules.push_back(std::move(copy));
  }
  return rules;
}

std::vector<syntax::PairRow> Builder::pair_rows(
    const std::vector<P::PairRowContext*>& rules) const {
  std::vector<syntax::PairRow> rows;
  for (P::PairRowContext* it : rules) {
    if (!is_whole(it)) continue;
    const bool has_second = it->ANY() == nullptr && it->ALONE() == nullptr;
    std::optional<syntax::Name> second;
    if (has_second) second = name(*it->ID(1));
    rows.push_back({name(*it->ID(0)), second, it->ALONE() != nullptr,
                    name(*it->ID(has_second ? 2 : 1)), text_after(it->TEXT(), it->TEXT()),
                    span(*it)});
  }
  return rows;
}

syntax::PhenotypeByVariant Builder::phenotype_by_variant(P::PhenotypeByVariantContext& rule) {
  syntax::PhenotypeByVariant rows;
  for (P::VariantRowContext* it : rule.variantRow()) {
    if (!is_whole(it)) continue;
    const bool is_any = it->ANY() != nullptr;
    std::optional<syntax::Name> function;
    if (is_any) function = name(*it->ID(0));
    rows.rows.push_back(
        {function, name(*it->ID(is_any ? 1 : 0)), text_after(it->TEXT(), it->TEXT()), span(*it)});
  }
  return rows;
}

std::vector<syntax::ScoreRow> Builder::score_rows(const std::vector<P::ScoreRowContext*>& rules) {
  std::vector<syntax::ScoreRow> rows;
  for (P::ScoreRowContext* it : rules) {
    if (!is_whole(it)) continue;
    P::ScoreCutContext& written = *it->scoreCut();
    syntax::ScoreCut cut = syntax::ScoreCut::Exactly;
    if (written.ABOVE() != nullptr) cut = syntax::ScoreCut::Above;
    if (written.FROM() != nullptr) cut = syntax::ScoreCut::From;
    if (written.UNASSIGNED() != nullptr) cut = syntax::ScoreCut::Unassigned;
    std::optional<syntax::Number> score;
    if (written.number() != nullptr) score = number(*written.number());
    rows.push_back({cut, score, name(*it->ID()), text_after(it->TEXT(), it->TEXT()), span(*it)});
  }
  return rows;
}

}  // namespace precis::parse
