#include "compiler/check/written.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "compiler/check/names.h"
#include "compiler/check/units.h"
#include "compiler/support/match.h"

namespace precis::check {

// A member near to `text`, or the first members.
static std::string member_help(const runtime::Enumeration& enumeration, const std::string& text) {
  std::vector<std::string_view> members;
  for (const runtime::EnumMember& member : enumeration.members) members.push_back(member.name);
  return one_of(text, members);
}

std::string how_to_write(const Context& context, const typed::Type& type, std::string_view text) {
  const bool quoted = text.starts_with('"');
  const bool digits = !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || c == '.';
  });
  const std::string inner(quoted && text.size() >= 2 ? text.substr(1, text.size() - 2) : text);
  return support::match(
      type,
      [&](const typed::NumberType& it) {
        if (quoted) return std::string("a number stands without quotes");
        if (it.unit.empty()) return std::string("write a number without a unit");
        return fmt::format("write a number of its unit: `10 {}`", written_unit(it.unit));
      },
      [&](const typed::MoneyType&) {
        return digits ? fmt::format("money is written `${}`", text)
                      : std::string("write an amount of money: `$5.00`");
      },
      [&](const typed::DateType&) {
        return quoted ? std::string("a date stands without quotes: `2026-01-31`")
                      : std::string("write a date, `2026-01-31`, or name a field that is one");
      },
      [&](const typed::CodeType& it) {
        const std::string& system = context.program.catalogue.systems[it.system].name;
        return quoted || digits ? fmt::format("name its system: `{} \"{}\"`", system, inner)
                                : fmt::format("write a code: `{} \"...\"`", system);
      },
      [&](const typed::TextType&) {
        return digits ? fmt::format("write it between quotes: `\"{}\"`", text)
                      : std::string("write a text between quotes");
      },
      [](const typed::BoolType&) { return std::string("write a condition, `true` or `false`"); },
      [&](const typed::EnumType& it) {
        return member_help(context.program.catalogue.enumerations[it.enumeration], inner);
      },
      [&](const typed::DiplotypeType& it) {
        return fmt::format("write a genotype of this gene: `{} \"...\"`",
                           context.program.catalogue.genes[it.gene].name);
      },
      [](const typed::CodeSetType&) { return std::string("write a set: `{ ... }`"); },
      [](const typed::ItemType&) { return std::string("name one of its fields"); },
      [](const typed::PoisonType&) { return std::string(); });
}

std::string in_that_unit(std::string_view wanted, std::string_view found, std::string_view text) {
  if (found.empty() && !text.empty()) {
    return fmt::format("write the unit: `{} {}`", text, written_unit(wanted));
  }
  if (wanted.empty() && found == "%") return "write it as a plain number: `0.8` for `80 %`";
  if (wanted.empty()) {
    return fmt::format("leave the unit out, or divide by `1 {}`", written_unit(found));
  }
  const bool is_time = calendar_duration(runtime::Rational(1), wanted) &&
                       calendar_duration(runtime::Rational(1), found);
  if (is_time) {
    return fmt::format("a month or a year is no fixed number of days: write it in {}", wanted);
  }
  return fmt::format("write it in {}", written_unit(wanted));
}

std::string with_decimals(int scale) {
  if (scale == 0) return "write a whole number, or give the range decimals: `0.0 to 10.0`";
  return fmt::format("write at most {} decimal{}", scale, scale == 1 ? "" : "s");
}

// The first six are what nearly every policy uses of the library.
std::string_view instead_of(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 25> Words = {{
      {"Member", "write `use precis.member { Member }`"},
      {"CoverageRequest", "write `use precis.member { CoverageRequest }`"},
      {"Coverage", "write `use precis.benefit { Coverage }`"},
      {"RxNorm", "write `use precis.codes { RxNorm }`"},
      {"ICD10CM", "write `use precis.codes { ICD10CM }`"},
      {"LOINC", "write `use precis.codes { LOINC }`"},
      {"older", "write `>= 18 years`, with the age to compare on the left"},
      {"younger", "write `< 18 years`, with the age to compare on the left"},
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
