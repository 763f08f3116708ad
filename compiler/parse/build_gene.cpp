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
    replace(gene.alleles, alleles_by_function(*it), "alleles");
  } else if (auto* it = dynamic_cast<P::AllelesByValueContext*>(&rule)) {
    replace(gene.alleles, alleles_by_value(*it), "alleles");
  } else if (auto* it = dynamic_cast<P::CopiesContext*>(&rule)) {
    if (!gene.copies.empty()) return given_twice(span(rule), "copies");
    gene.copies = copies(*it);
  } else if (auto* it = dynamic_cast<P::PhenotypeByPairContext*>(&rule)) {
    replace(gene.phenotypes, phenotype_by_pair(*it), "phenotype");
  } else if (auto* it = dynamic_cast<P::PhenotypeByScoreContext*>(&rule)) {
    replace(gene.phenotypes, phenotype_by_score(*it), "phenotype");
  }
}

syntax::Name Builder::allele(P::AlleleContext& rule) const {
  if (rule.TEXT() == nullptr) return name(rule);
  const syntax::Text quoted = text(*rule.TEXT());
  return {quoted.text, quoted.span};
}

syntax::AllelesByFunction Builder::alleles_by_function(P::AllelesByFunctionContext& rule) {
  syntax::AllelesByFunction list;
  for (P::FunctionAlleleContext* it : rule.functionAllele()) {
    if (is_whole(it)) list.alleles.push_back({allele(*it->allele()), name(*it->ID())});
  }
  return list;
}

syntax::AllelesByValue Builder::alleles_by_value(P::AllelesByValueContext& rule) {
  syntax::AllelesByValue list;
  for (P::ValueAlleleContext* it : rule.valueAllele()) {
    if (!is_whole(it)) continue;
    std::optional<syntax::Number> value;
    if (it->number() != nullptr) value = number(*it->number());
    list.alleles.push_back({allele(*it->allele()), value});
  }
  return list;
}

std::vector<syntax::CopyRule> Builder::copies(P::CopiesContext& rule) {
  std::vector<syntax::CopyRule> rules;
  for (P::CopyRuleContext* it : rule.copyRule()) {
    if (!is_whole(it)) continue;
    syntax::CopyRule copy{{}, number(*it->INTEGER(0)), std::nullopt};
    for (P::AlleleContext* one : it->allele()) copy.alleles.push_back(allele(*one));
    if (it->AT_LEAST() != nullptr) copy.at_least = number(*it->INTEGER(1));
    rules.push_back(std::move(copy));
  }
  return rules;
}

syntax::PhenotypeByPair Builder::phenotype_by_pair(P::PhenotypeByPairContext& rule) {
  syntax::PhenotypeByPair rows;
  for (P::PairRowContext* it : rule.pairRow()) {
    if (!is_whole(it)) continue;
    const bool any = it->ANY() != nullptr;
    std::optional<syntax::Name> second;
    if (!any) second = name(*it->ID(1));
    rows.rows.push_back({name(*it->ID(0)), second, name(*it->ID(any ? 1 : 2)),
                         text_after(it->TEXT(), it->TEXT()), span(*it)});
  }
  return rows;
}

syntax::PhenotypeByScore Builder::phenotype_by_score(P::PhenotypeByScoreContext& rule) {
  syntax::PhenotypeByScore rows;
  for (P::ScoreRowContext* it : rule.scoreRow()) {
    if (!is_whole(it)) continue;
    P::ScoreCutContext& written = *it->scoreCut();
    syntax::ScoreCut cut = syntax::ScoreCut::Exactly;
    if (written.ABOVE() != nullptr) cut = syntax::ScoreCut::Above;
    if (written.FROM() != nullptr) cut = syntax::ScoreCut::From;
    if (written.UNASSIGNED() != nullptr) cut = syntax::ScoreCut::Unassigned;
    std::optional<syntax::Number> score;
    if (written.number() != nullptr) score = number(*written.number());
    rows.rows.push_back(
        {cut, score, name(*it->ID()), text_after(it->TEXT(), it->TEXT()), span(*it)});
  }
  return rows;
}

}  // namespace precis::parse
