// Gene blocks: which phenotype follows from functions, scores and variants.

#include <fmt/format.h>

#include <algorithm>

#include "compiler/check/gene_reader.h"
#include "compiler/check/types.h"
#include "compiler/check/written.h"
#include "compiler/support/match.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;

// The lines of a pair table: what each pair or single function gives, and where that is written.
struct GeneReader::PairLines {
  struct Given {
    std::uint32_t phenotype;
    source::Span span;
  };
  using Pair = std::pair<std::uint32_t, std::uint32_t>;
  std::map<Pair, Given> exact;
  std::map<Pair, Given> general;  // by `any`
  std::map<std::uint32_t, Given> alone;
  // Whether a missing line is the author's omission, not the consequence of another error.
  bool complete;
};

std::uint32_t GeneReader::phenotype(const syntax::Name& name,
                                    const std::optional<syntax::Text>& title) {
  const auto found = member_index(phenotypes_, name.text);
  if (found) {
    if (title) phenotypes_.members[*found].title = title->text;
    return *found;
  }
  phenotypes_.members.push_back(
      {std::string(name.text), std::string(title ? title->text : name.text), ""});
  return static_cast<std::uint32_t>(phenotypes_.members.size() - 1);
}

void GeneReader::read_phenotypes() {
  support::match(
      tree_.phenotypes,
      [&](const std::monostate&) {
        missing("phenotypes", "say what they are: `phenotype by function pair { ... }`");
      },
      [&](const syntax::PhenotypeByPair& it) { read_pairs(it); },
      [&](const syntax::PhenotypeByScore& it) { read_cuts(it); },
      [&](const syntax::PhenotypeByVariant& it) { read_variants(it); });
}

std::optional<std::uint32_t> GeneReader::known_function(const syntax::Name& name) {
  const auto found = std::ranges::find(gene_.functions, name.text);
  if (found != gene_.functions.end()) {
    return static_cast<std::uint32_t>(found - gene_.functions.begin());
  }
  std::vector<std::string_view> known(gene_.functions.begin(), gene_.functions.end());
  context_.sink.report(
      diagnostics::UnknownFunction.at(name.span, Name(name.text)).help(one_of(name.text, known)));
  return std::nullopt;
}

bool GeneReader::has_functions(std::string_view instead) {
  if (!std::holds_alternative<syntax::AllelesByValue>(tree_.alleles)) return true;
  missing("allele functions", fmt::format("alleles have activity values: write `{}`", instead));
  return false;
}

bool GeneReader::needs_reference(std::string_view help) {
  if (!gene_.reference) missing("reference", std::string(help));
  return gene_.reference.has_value();
}

// ---- pairs of functions, and functions alone

void GeneReader::read_pair_row(const syntax::PairRow& row, PairLines& lines) {
  const std::uint32_t result = phenotype(row.phenotype, row.title);
  const auto first = known_function(row.first);
  const auto second = row.second ? known_function(*row.second) : std::nullopt;
  if (!first || (row.second && !second)) {
    lines.complete = false;
    return;
  }
  if (row.is_alone) {
    const auto [place, is_new] = lines.alone.emplace(*first, PairLines::Given{result, row.span});
    if (!is_new) {
      context_.sink.report(diagnostics::GivenTwice.at(row.span, Name(row.first.text))
                               .label(place->second.span, "first given here")
                               .help(LeaveOneOut));
    }
    return;
  }
  const auto add = [&](auto& rules, std::uint32_t a, std::uint32_t b) {
    const auto [place, is_new] =
        rules.emplace(std::minmax(a, b), PairLines::Given{result, row.span});
    if (!is_new && (second || place->second.phenotype != result)) {
      context_.sink.report(
          diagnostics::PairTwice.at(row.span, Name(gene_.functions[a]), Name(gene_.functions[b]))
              .label(place->second.span, "first given here")
              .help(LeaveOneOut));
    }
  };
  if (second) {
    add(lines.exact, *first, *second);
  } else {
    for (std::uint32_t f = 0; f < gene_.functions.size(); ++f) add(lines.general, *first, f);
  }
}

void GeneReader::read_pairs(const syntax::PhenotypeByPair& it) {
  if (!has_functions("phenotype by activity score")) return;
  PairLines lines{{}, {}, {}, !damaged_};
  for (const syntax::PairRow& row : it.rows) read_pair_row(row, lines);
  const bool only_alone = !lines.alone.empty() && lines.exact.empty() && lines.general.empty();
  if (!only_alone) complete_pairs(lines);
  if (!lines.alone.empty()) complete_alone(lines);
}

void GeneReader::complete_pairs(const PairLines& lines) {
  bool complete = lines.complete;
  for (std::uint32_t a = 0; a < gene_.functions.size(); ++a) {
    for (std::uint32_t b = a; b < gene_.functions.size(); ++b) {
      const auto found = lines.exact.find({a, b});
      const auto fallback = lines.general.find({a, b});
      if (found != lines.exact.end()) {
        gene_.pairs.push_back({a, b, found->second.phenotype});
      } else if (fallback != lines.general.end()) {
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

void GeneReader::complete_alone(const PairLines& lines) {
  bool complete = lines.complete;
  for (std::uint32_t f = 0; f < gene_.functions.size(); ++f) {
    const auto found = lines.alone.find(f);
    if (found != lines.alone.end()) {
      gene_.alone.push_back({f, found->second.phenotype});
    } else if (complete) {
      complete = false;
      context_.sink.report(
          diagnostics::AloneMissing.at(tree_.name.span, Name(gene_.functions[f]))
              .help(fmt::format("add a line `{} alone : ...`", gene_.functions[f])));
    }
  }
}

// ---- scores

void GeneReader::read_cuts(const syntax::PhenotypeByScore& it) {
  if (!std::holds_alternative<syntax::AllelesByValue>(tree_.alleles) &&
      !std::holds_alternative<std::monostate>(tree_.alleles)) {
    missing("activity values", "alleles have functions: write `phenotype by function pair`");
    return;
  }
  if (it.of_lowest_two) {
    gene_.method = runtime::GeneMethod::LowestTwoValues;
    needs_reference("mark the allele without a variant: `reference \"Reference\" 1.0`");
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
      if (std::pair(last.bound, last.strictly_above) >= std::pair(cut.bound, cut.strictly_above)) {
        context_.sink.report(diagnostics::CutPointOrder.at(row.score->span, Text(row.score->digits))
                                 .label("not above the line before")
                                 .help("write the cut points from the lowest to the highest"));
        continue;
      }
    }
    gene_.cut_points.push_back(cut);
  }
  if (gene_.cut_points.empty() || gene_.cut_points[0].bound != 0 ||
      gene_.cut_points[0].strictly_above) {
    missing("phenotype of score 0", "begin with the line `0 : ...`");
  }
  const bool unassigned = std::ranges::any_of(
      gene_.alleles, [](const runtime::Allele& allele) { return !allele.value; });
  if (unassigned && !gene_.unassigned_phenotype) {
    missing("phenotype of unassigned scores", "add the line `unassigned : indeterminate`");
  }
}

// ---- any variant

void GeneReader::read_variants(const syntax::PhenotypeByVariant& it) {
  if (!has_functions("phenotype by lowest two values")) return;
  gene_.method = runtime::GeneMethod::AnyVariant;
  needs_reference("mark the allele without a variant: `reference \"Reference\" normal`");
  bool sound = !damaged_;
  for (const syntax::VariantRow& row : it.rows) {
    const std::uint32_t result = phenotype(row.phenotype, row.title);
    const auto function = row.function ? known_function(*row.function) : std::nullopt;
    sound = sound && (function || !row.function);
    const bool repeated =
        function && std::ranges::any_of(gene_.variants, [&](const runtime::AloneRule& rule) {
          return rule.function == *function;
        });
    if (repeated || gene_.otherwise_phenotype) {
      context_.sink.report(diagnostics::UnreachableRow.at(row.span).help(
          "leave it out: a line above it holds whenever this one does"));
    } else if (function) {
      gene_.variants.push_back({*function, result});
    } else if (!row.function) {
      gene_.otherwise_phenotype = result;
    }
  }
  if (sound && !gene_.otherwise_phenotype) {
    missing("phenotype otherwise", "end with the line `otherwise : ...`");
  }
}

}  // namespace precis::check
