#include "runtime/ingest/nearest.h"

#include <fmt/format.h>

#include <algorithm>

namespace precis::runtime::ingest {

static char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

// Levenshtein's distance, in which two neighbours exchanged count as two edits.
static std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

std::string name_list(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) {
    out += fmt::format("{}`{}`", out.empty() ? "" : ", ", name);
  }
  return out;
}

std::string name_hint(std::string_view wrong, const std::vector<std::string>& names) {
  const std::string* best = nullptr;
  std::size_t best_distance = std::max<std::size_t>(2, wrong.size() / 3) + 1;
  // A hostile name is not worth the work.
  for (const std::string& name : names) {
    if (wrong.size() > 100) break;
    const std::size_t d = distance(wrong, name);
    if (d < best_distance && d < wrong.size()) {
      best = &name;
      best_distance = d;
    }
  }
  if (best) return fmt::format("did you mean `{}`?", *best);
  return names.empty() ? "" : "it has " + name_list(names);
}

}  // namespace precis::runtime::ingest
