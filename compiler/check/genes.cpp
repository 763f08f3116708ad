// Gene blocks: alleles, copies, and the phenotype of a pair of functions or of a score.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "compiler/check/data.h"
#include "compiler/check/types.h"
#include "compiler/check/units.h"
#include "compiler/support/match.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;

namespace {

// Scores are kept in thousandths.
constexpr int ScoreScale = 3;

class GeneReader {
 public:
  GeneReader(Context& context, const syntax::Gene& tree, bool damaged)
      : context_(context), tree_(tree), damaged_(damaged) {
    gene_.name = tree.name.text;
    phenotypes_.name = fmt::format("{}.Phenotype", tree.name.text);
    phenotypes_.has_untested = true;
  }

  // Even a broken gene is declared, so that its users are checked.
  std::uint32_t declare() {
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
    read_phenotypes();
    runtime::Catalogue& catalogue = context_.program.catalogue;
    gene_.phenotypes = static_cast<std::uint32_t>(catalogue.enumerations.size());
    catalogue.enumerations.push_back(std::move(phenotypes_));
    catalogue.genes.push_back(std::move(gene_));
    return static_cast<std::uint32_t>(catalogue.genes.size() - 1);
  }

 private:
  void missing(std::string_view what, std::string help) {
    if (damaged_) return;
    context_.sink.report(
        diagnostics::GeneIncomplete.at(tree_.name.span, Name(tree_.name.text), Text(what))
            .help(std::move(help)));
  }

  bool is_new_allele(const syntax::Name& allele) {
    const auto [place, is_new] = alleles_.emplace(allele.text, allele.span);
    if (!is_new) {
      context_.sink.report(diagnostics::DuplicateName.at(allele.span, Name(allele.text))
                               .label(place->second, "first declared here"));
    }
    return is_new;
  }

  std::uint32_t function_index(std::string_view function) {
    const auto found = std::ranges::find(gene_.functions, function);
    if (found != gene_.functions.end()) {
      return static_cast<std::uint32_t>(found - gene_.functions.begin());
    }
    gene_.functions.emplace_back(function);
    return static_cast<std::uint32_t>(gene_.functions.size() - 1);
  }

  std::optional<std::int64_t> thousandths(const syntax::Number& number) {
    const auto written = written_number(number.digits, number.negative);
    const auto value = written ? stored(written->value, ScoreScale) : std::nullopt;
    if (!value) context_.sink.report(diagnostics::TooPrecise.at(number.span, Text(number.digits)));
    return value;
  }

  void read_alleles() {
    support::match(
        tree_.alleles,
        [&](const std::monostate&) {
          missing("alleles", "list them: `alleles by function { *1 normal }`");
        },
        [&](const syntax::AllelesByFunction& it) {
          gene_.method = runtime::GeneMethod::FunctionPair;
          for (const syntax::FunctionAllele& allele : it.alleles) {
            if (!is_new_allele(allele.allele)) continue;
            gene_.alleles.push_back(
                {std::string(allele.allele.text), function_index(allele.function.text), {}});
          }
        },
        [&](const syntax::AllelesByValue& it) {
          gene_.method = runtime::GeneMethod::ActivityScore;
          for (const syntax::ValueAllele& allele : it.alleles) {
            if (!is_new_allele(allele.allele)) continue;
            const auto value = allele.value ? thousandths(*allele.value) : std::nullopt;
            gene_.alleles.push_back({std::string(allele.allele.text), 0, value});
          }
        });
  }

  void read_copies() {
    for (const syntax::CopyRule& rule : tree_.copies) {
      const auto up_to = written_number(rule.up_to.digits, rule.up_to.negative);
      const auto at_least = rule.at_least
                                ? written_number(rule.at_least->digits, rule.at_least->negative)
                                : std::nullopt;
      if (!up_to || !up_to->value.is_integer()) continue;
      for (const syntax::Name& allele : rule.alleles) {
        if (!alleles_.contains(allele.text)) {
          unknown_allele(allele);
          continue;
        }
        runtime::CopyRule made{
            std::string(allele.text), static_cast<std::uint32_t>(up_to->value.numerator()), {}};
        if (at_least) made.at_least = static_cast<std::uint32_t>(at_least->value.numerator());
        gene_.copies.push_back(std::move(made));
      }
    }
  }

  void unknown_allele(const syntax::Name& allele) {
    std::vector<std::string_view> known;
    for (const auto& [name, span] : alleles_) known.push_back(name);
    context_.sink.report(diagnostics::UnknownName.at(allele.span, Name(allele.text))
                             .help(suggestion(allele.text, known)));
  }

  std::uint32_t phenotype(const syntax::Name& name, const std::optional<syntax::Text>& title) {
    const auto found = member_index(phenotypes_, name.text);
    if (found) {
      if (title) phenotypes_.members[*found].title = title->text;
      return *found;
    }
    phenotypes_.members.push_back(
        {std::string(name.text), std::string(title ? title->text : name.text), ""});
    return static_cast<std::uint32_t>(phenotypes_.members.size() - 1);
  }

  void read_phenotypes() {
    support::match(
        tree_.phenotypes,
        [&](const std::monostate&) {
          missing("phenotypes", "say what they are: `phenotype by function pair { ... }`");
        },
        [&](const syntax::PhenotypeByPair& it) { read_pairs(it); },
        [&](const syntax::PhenotypeByScore& it) { read_cuts(it); });
  }

  std::optional<std::uint32_t> known_function(const syntax::Name& name) {
    const auto found = std::ranges::find(gene_.functions, name.text);
    if (found != gene_.functions.end()) {
      return static_cast<std::uint32_t>(found - gene_.functions.begin());
    }
    std::vector<std::string_view> known(gene_.functions.begin(), gene_.functions.end());
    context_.sink.report(diagnostics::UnknownFunction.at(name.span, Name(name.text))
                             .help(suggestion(name.text, known)));
    return std::nullopt;
  }

  void read_pairs(const syntax::PhenotypeByPair& it) {
    if (std::holds_alternative<syntax::AllelesByValue>(tree_.alleles)) {
      missing("allele functions",
              "alleles have activity values: write `phenotype by activity score`");
      return;
    }
    struct Given {
      std::uint32_t phenotype;
      source::Span span;
    };
    std::map<std::pair<std::uint32_t, std::uint32_t>, Given> exact;
    std::map<std::pair<std::uint32_t, std::uint32_t>, Given> general;
    bool complete = !damaged_;
    for (const syntax::PairRow& row : it.rows) {
      const std::uint32_t result = phenotype(row.phenotype, row.title);
      const auto first = known_function(row.first);
      const auto second = row.second ? known_function(*row.second) : std::nullopt;
      if (!first || (row.second && !second)) {
        complete = false;
        continue;
      }
      const auto add = [&](auto& rules, std::uint32_t a, std::uint32_t b) {
        const auto [place, is_new] = rules.emplace(std::minmax(a, b), Given{result, row.span});
        if (!is_new && (second || place->second.phenotype != result)) {
          context_.sink.report(diagnostics::PairTwice
                                   .at(row.span, Name(gene_.functions[a]), Name(gene_.functions[b]))
                                   .label(place->second.span, "first given here"));
        }
      };
      if (second) {
        add(exact, *first, *second);
      } else {
        for (std::uint32_t f = 0; f < gene_.functions.size(); ++f) add(general, *first, f);
      }
    }
    for (std::uint32_t a = 0; a < gene_.functions.size(); ++a) {
      for (std::uint32_t b = a; b < gene_.functions.size(); ++b) {
        const auto found = exact.find({a, b});
        const auto fallback = general.find({a, b});
        if (found != exact.end()) {
          gene_.pairs.push_back({a, b, found->second.phenotype});
        } else if (fallback != general.end()) {
          gene_.pairs.push_back({a, b, fallback->second.phenotype});
        } else if (complete) {
          complete = false;
          context_.sink.report(
              diagnostics::PairMissing
                  .at(tree_.name.span, Name(gene_.functions[a]), Name(gene_.functions[b]))
                  .help(fmt::format("add a line `{}, {} : ...`", gene_.functions[a],
                                    gene_.functions[b])));
        }
      }
    }
  }

  void read_cuts(const syntax::PhenotypeByScore& it) {
    if (std::holds_alternative<syntax::AllelesByFunction>(tree_.alleles)) {
      missing("activity values", "alleles have functions: write `phenotype by function pair`");
      return;
    }
    for (const syntax::ScoreRow& row : it.rows) {
      const std::uint32_t result = phenotype(row.phenotype, row.title);
      if (row.cut == syntax::ScoreCut::Unassigned) {
        gene_.unassigned_phenotype = result;
        continue;
      }
      if (!row.score) continue;
      const auto bound = thousandths(*row.score);
      if (!bound) continue;
      const runtime::CutPoint cut{*bound, row.cut == syntax::ScoreCut::Above, result};
      if (!gene_.cut_points.empty()) {
        const runtime::CutPoint& last = gene_.cut_points.back();
        if (std::pair(last.bound, last.strictly_above) >=
            std::pair(cut.bound, cut.strictly_above)) {
          context_.sink.report(
              diagnostics::CutPointOrder.at(row.score->span, Text(row.score->digits))
                  .label("not above the line before")
                  .help("write the cut points from the lowest to the highest"));
          continue;
        }
      }
      gene_.cut_points.push_back(cut);
    }
    if (gene_.cut_points.empty()) {
      missing("phenotype of score 0", "begin with the line `0 : ...`");
    } else if (gene_.cut_points[0].bound != 0 || gene_.cut_points[0].strictly_above) {
      missing("phenotype of score 0", "begin with the line `0 : ...`");
    }
    const bool unassigned = std::ranges::any_of(
        gene_.alleles, [](const runtime::Allele& allele) { return !allele.value; });
    if (unassigned && !gene_.unassigned_phenotype) {
      missing("phenotype of unassigned scores", "add the line `unassigned : indeterminate`");
    }
  }

  Context& context_;
  const syntax::Gene& tree_;
  bool damaged_;
  runtime::Gene gene_;
  runtime::Enumeration phenotypes_;
  std::map<std::string_view, source::Span> alleles_;
};

}  // namespace

void declare_gene(Context& context, SymbolId symbol, const syntax::Gene& gene, bool damaged) {
  context.names[symbol].index = GeneReader(context, gene, damaged).declare();
}

}  // namespace precis::check
