#include "compiler/check/diplotypes.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "compiler/check/names.h"

namespace precis::check {

namespace {

enum class Known { Yes, OnlyWithoutCopies, No };

Known known(const runtime::Gene& gene, std::string_view side) {
  const auto listed = [&](std::string_view name) {
    return std::ranges::any_of(gene.alleles, [&](const auto& it) { return it.name == name; });
  };
  if (listed(side)) return Known::Yes;
  // `*1x2`, `*1x≥3`, `*1xN`.
  const std::size_t x = side.rfind('x');
  if (x == side.npos || !listed(side.substr(0, x))) return Known::No;
  return gene.copies.empty() ? Known::OnlyWithoutCopies : Known::Yes;
}

}  // namespace

std::optional<ForeignAllele> foreign_allele(const runtime::Gene& gene, std::string_view canonical) {
  // Names may contain a slash: of the ways to cut, the one that knows most is meant.
  std::optional<ForeignAllele> found;
  for (std::size_t at = canonical.find('/'); at != canonical.npos;
       at = canonical.find('/', at + 1)) {
    const std::string_view sides[] = {canonical.substr(0, at), canonical.substr(at + 1)};
    std::optional<ForeignAllele> foreign;
    int unknown = 0;
    for (const std::string_view side : sides) {
      const Known how = known(gene, side);
      if (how == Known::Yes) continue;
      ++unknown;
      if (!foreign) foreign = {std::string(side), how == Known::OnlyWithoutCopies};
    }
    if (!foreign) return std::nullopt;
    if (!found || unknown == 1) found = std::move(foreign);
  }
  return found;
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
