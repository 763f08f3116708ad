#include "compiler/check/written.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "compiler/support/match.h"

namespace precis::check {

std::string how_to_write(const Context& context, const typed::Type& type, std::string_view text) {
  const bool quoted = text.starts_with('"');
  const bool digits = !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || c == '.';
  });
  const std::string inner(quoted && text.size() >= 2 ? text.substr(1, text.size() - 2) : text);
  return support::match(
      type,
      [&](const typed::NumberType&) {
        return quoted ? std::string("a number stands without quotes") : std::string();
      },
      [&](const typed::MoneyType&) {
        return digits ? fmt::format("money is written `${}`", text) : std::string();
      },
      [&](const typed::DateType&) {
        return quoted ? std::string("a date stands without quotes: `2026-01-31`") : std::string();
      },
      [&](const typed::CodeType& it) {
        const std::string& system = context.program.catalogue.systems[it.system].name;
        return quoted || digits ? fmt::format("name its system: `{} \"{}\"`", system, inner)
                                : std::string();
      },
      [&](const typed::TextType&) {
        return digits ? fmt::format("write it between quotes: `\"{}\"`", text) : std::string();
      },
      [](const typed::BoolType&) { return std::string(); },
      [](const typed::EnumType&) { return std::string(); },
      [](const typed::DiplotypeType&) { return std::string(); },
      [](const typed::CodeSetType&) { return std::string(); },
      [](const typed::ItemType&) { return std::string(); },
      [](const typed::PoisonType&) { return std::string(); });
}

// The first six are what nearly every policy uses of the library.
std::string_view instead_of(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 23> Words = {{
      {"Member", "write `use precis.member { Member }`"},
      {"CoverageRequest", "write `use precis.member { CoverageRequest }`"},
      {"Coverage", "write `use precis.benefit { Coverage }`"},
      {"RxNorm", "write `use precis.codes { RxNorm }`"},
      {"ICD10CM", "write `use precis.codes { ICD10CM }`"},
      {"LOINC", "write `use precis.codes { LOINC }`"},
      {"today", "the day of a policy is the one after `at`: `request.date`"},
      {"now", "the day of a policy is the one after `at`: `request.date`"},
      {"null", "`x is unknown` asks whether a fact is known"},
      {"none", "`x is unknown` asks whether a fact is known"},
      {"missing", "`x is unknown` asks whether a fact is known"},
      {"yes", "write `true`"},
      {"True", "write `true`"},
      {"False", "write `false`"},
      {"day", "a unit with a slash has no blanks: `1 each/day`"},
      {"days", "a unit with a slash has no blanks: `1 each/day`"},
      {"week", "a unit with a slash has no blanks: `10 mg/week`"},
      {"month", "a unit with a slash has no blanks: `4 each/month`"},
      {"kg", "a unit with a slash has no blanks: `5 mg/kg`"},
      {"average", "divide a sum by a count"},
      {"avg", "divide a sum by a count"},
      {"mean", "divide a sum by a count"},
      {"length", "count items: `count(x in ...)`"},
  }};
  for (const auto& [written, help] : Words) {
    if (written == word) return help;
  }
  return {};
}

}  // namespace precis::check
