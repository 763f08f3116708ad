#include "compiler/diagnostics/nearest.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace precis::diagnostics {

// Distances are in half edits, so that a difference of case can cost less than another letter.
static constexpr std::size_t Edit = 2;

// Nobody slips in so long a name, and comparing it takes long.
static constexpr std::size_t LongestName = 100;

static char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

static std::size_t substitution(char a, char b) {
  if (a == b) return 0;
  return lower(a) == lower(b) ? Edit / 2 : Edit;
}

// Optimal string alignment: Damerau-Levenshtein in which no letter is edited twice.
static std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), previous(b.size() + 1), current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j * Edit;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i * Edit;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      current[j] = std::min({previous[j] + Edit, current[j - 1] + Edit,
                             previous[j - 1] + substitution(a[i - 1], b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        current[j] = std::min(current[j], before[j - 2] + Edit);
      }
    }
    std::swap(before, previous);
    std::swap(previous, current);
  }
  return previous[b.size()];
}

// `poor` is meant for `poor_metabolizer` when nothing else begins so.
static std::optional<std::string_view> only_longer(std::string_view name,
                                                   std::span<const std::string_view> candidates) {
  constexpr std::size_t ShortestStem = 4;
  std::optional<std::string_view> found;
  for (const std::string_view candidate : candidates) {
    if (name.size() < ShortestStem || !candidate.starts_with(name)) continue;
    if (found && *found != candidate) return std::nullopt;
    found = candidate;
  }
  return found;
}

std::optional<std::string_view> nearest_name(std::string_view name,
                                             std::span<const std::string_view> candidates) {
  if (name.size() > LongestName) return std::nullopt;
  std::optional<std::string_view> best;
  std::size_t best_distance = std::max<std::size_t>(1, name.size() / 3) * Edit + 1;
  for (std::string_view candidate : candidates) {
    const std::size_t longer = std::max(name.size(), candidate.size());
    const std::size_t shorter = std::min(name.size(), candidate.size());
    if ((longer - shorter) * Edit >= best_distance) continue;
    const std::size_t d = distance(name, candidate);
    if (d >= best_distance || d >= name.size() * Edit) continue;
    best = candidate;
    best_distance = d;
  }
  return best ? best : only_longer(name, candidates);
}

}  // namespace precis::diagnostics
