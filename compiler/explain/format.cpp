#include "compiler/explain/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <vector>

#include "compiler/support/check.h"
#include "runtime/date.h"
#include "runtime/decimal.h"
#include "runtime/diplotype.h"

namespace precis::explain {

using runtime::Cell;
using runtime::Form;
using runtime::ValueType;

static std::string joined(const std::vector<std::string>& parts, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? last : std::string_view(", ");
    text += parts[i];
  }
  return text;
}

static std::string_view bool_text(const Cell& cell) {
  switch (cell.low & runtime::CanBeEither) {
    case runtime::CanBeTrue:
      return "true";
    case runtime::CanBeFalse:
      return "false";
    default:
      return "unknown";
  }
}

// A member's title, or that nothing is known; empty for anything else.
static std::string_view member_text(const runtime::Enumeration& enumeration, std::int64_t members) {
  const auto mask = static_cast<std::uint64_t>(members);
  if (!std::has_single_bit(mask)) return members == enumeration.all_members() ? "unknown" : "";
  const auto index = static_cast<std::size_t>(std::countr_zero(mask));
  if (index >= enumeration.members.size()) return {};
  const runtime::EnumMember& member = enumeration.members[index];
  return member.title.empty() ? member.name : member.title;
}

static std::string enum_text(const runtime::Enumeration& enumeration, std::int64_t members) {
  const std::string_view told = member_text(enumeration, members);
  if (!told.empty()) return std::string(told);
  std::vector<std::string> titles;
  for (std::size_t i = 0; i < enumeration.members.size(); ++i) {
    if ((members >> i & 1) == 0) continue;
    const runtime::EnumMember& member = enumeration.members[i];
    titles.push_back(member.title.empty() ? member.name : member.title);
  }
  if (enumeration.has_untested && (members >> enumeration.members.size() & 1) != 0) {
    titles.emplace_back("not tested");
  }
  return joined(titles, " or ");
}

static std::string grouped(std::string digits) {
  const std::size_t point = std::min(digits.find('.'), digits.size());
  const std::size_t first = digits[0] == '-' ? 1 : 0;
  for (std::size_t i = point; i > first + 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

static std::string money_text(const ValueType& type, std::int64_t value) {
  const std::string digits = grouped(runtime::format_fixed(value, type.scale));
  if (type.unit != "USD" && !type.unit.empty()) return digits + " " + type.unit;
  return digits[0] == '-' ? "-$" + digits.substr(1) : "$" + digits;
}

// "each/days" is read "each/day".
static std::string singular_below(std::string unit) {
  const std::size_t slash = unit.find('/');
  for (const char* plural : {"days", "weeks", "months", "years"}) {
    if (slash != std::string::npos && unit.substr(slash + 1) == plural) unit.pop_back();
  }
  return unit;
}

static std::string unit_of(const ValueType& type, const std::string& number) {
  if (type.unit.empty()) return "";
  for (const char* plural : {"days", "weeks", "months", "years"}) {
    if (type.unit == plural && number == "1") {
      return " " + type.unit.substr(0, type.unit.size() - 1);
    }
  }
  return " " + singular_below(type.unit);
}

static std::string number_text(const ValueType& type, std::int64_t value) {
  const std::string digits = runtime::format_decimal(value, type.scale);
  return digits + unit_of(type, digits);
}

static std::string single_text(const ValueType& type, std::int64_t value) {
  if (type.form == Form::Money) return money_text(type, value);
  if (type.form == Form::Date) return date_text(value);
  return number_text(type, value);
}

static std::string range_text(const ValueType& type, std::int64_t low, std::int64_t high) {
  if (low == high) return single_text(type, low);
  const bool from_bottom = low <= type.low;
  const bool to_top = high >= type.high;
  if (from_bottom && to_top) return "unknown";
  if (type.form == Form::Date) {
    const std::string text = runtime::format_date_range(
        {static_cast<runtime::Day>(low), static_cast<runtime::Day>(high)});
    if (text.size() <= 7) return "some day in " + text;
    if (to_top) return "on or after " + date_text(low);
    if (from_bottom) return "on or before " + date_text(high);
    return "between " + date_text(low) + " and " + date_text(high);
  }
  if (to_top) return "at least " + single_text(type, low);
  if (from_bottom) return "at most " + single_text(type, high);
  if (type.form == Form::Money) {
    return "between " + money_text(type, low) + " and " + money_text(type, high);
  }
  return "between " + runtime::format_decimal(low, type.scale) + " and " + number_text(type, high);
}

static std::string code_text(const ir::Program& program, std::int64_t value,
                             const runtime::Symbols& symbols) {
  if (value <= 0 || static_cast<std::size_t>(value) >= symbols.size()) return "unknown";
  const auto symbol = static_cast<runtime::Symbol>(value);
  const std::string& code = symbols.code(symbol);
  const std::uint32_t system = symbols.system(symbol);
  if (system == runtime::TextSystem) return code;
  if (system >= runtime::GeneSystemBase) {
    const std::size_t gene = system - runtime::GeneSystemBase;
    return gene < program.catalogue.genes.size()
               ? runtime::gene_symbol(program.catalogue.genes[gene]) + " " + code
               : code;
  }
  const std::string& system_name = program.catalogue.systems[system].name;
  const std::string_view display = symbols.display(symbol);
  if (display.empty()) return system_name + " " + code;
  return fmt::format("{} ({} {})", display, system_name, code);
}

static std::string set_text(const ir::Program& program, std::int64_t index) {
  const auto& sets = program.catalogue.code_sets;
  CHECK(index >= 0 && static_cast<std::size_t>(index) < sets.size(), "a code set out of range");
  std::vector<std::string> names;
  for (const std::uint32_t set : sets[static_cast<std::size_t>(index)]) {
    const runtime::ValueSet& value_set = program.catalogue.value_sets[set];
    const bool is_literal = value_set.entries.size() == 1 && value_set.name.empty();
    names.push_back(is_literal ? value_set.entries[0].display : value_set.name);
    if (names.back().empty()) names.back() = value_set.entries[0].code;
  }
  return names.empty() ? "none" : joined(names, ", ");
}

static std::string plain_text(const ir::Program& program, const ValueType& type, const Cell& cell,
                              const runtime::Symbols& symbols) {
  switch (type.form) {
    case Form::Bool:
      return std::string(bool_text(cell));
    case Form::Enum:
      return enum_text(program.catalogue.enumerations[type.enumeration], cell.low);
    case Form::Number:
    case Form::Money:
    case Form::Date:
      return range_text(type, cell.low, cell.high);
    case Form::Code:
    case Form::Text:
      return cell.low == cell.high ? code_text(program, cell.low, symbols) : "unknown";
    case Form::CodeSet:
      return cell.low == cell.high ? set_text(program, cell.low) : "one of several sets";
  }
  return {};
}

std::string_view told_text(const ir::Program& program, const ValueType& type, const Cell& cell) {
  if (cell.no_value != 0) return "a fault";
  if (cell.may_fault != 0) return {};
  if (type.form == Form::Bool) return bool_text(cell);
  if (type.form != Form::Enum) return {};
  return member_text(program.catalogue.enumerations[type.enumeration], cell.low);
}

std::string value_text(const ir::Program& program, const ValueType& type, const Cell& cell,
                       const runtime::Symbols& symbols) {
  if (cell.no_value != 0) return "a fault";
  std::string text = plain_text(program, type, cell, symbols);
  if (cell.may_fault != 0) text += ", or a fault";
  return text;
}

std::string value_text(const ir::Program& program, ir::TypeId type, const Cell& cell,
                       const runtime::Symbols& symbols) {
  return value_text(program, program.graph.type(type), cell, symbols);
}

std::string spoken_text(const ir::Program& program, const ValueType& type, const Cell& cell,
                        const runtime::Symbols& symbols) {
  if (type.form == Form::Code && exact(type, cell) && cell.low > 0) {
    const std::string_view display = symbols.display(static_cast<runtime::Symbol>(cell.low));
    if (!display.empty()) return std::string(display);
  }
  return value_text(program, type, cell, symbols);
}

bool exact(const ValueType& type, const Cell& cell) {
  if (cell.no_value != 0 || cell.may_fault != 0) return false;
  if (type.form == Form::Bool || type.form == Form::Enum) {
    return std::has_single_bit(static_cast<std::uint64_t>(cell.low));
  }
  return cell.low == cell.high;
}

bool settled(const ValueType& type, const Cell& cell) {
  return cell.no_value != 0 || exact(type, cell);
}

std::string date_text(std::int64_t day) {
  constexpr std::int64_t Low = std::numeric_limits<runtime::Day>::min();
  constexpr std::int64_t High = std::numeric_limits<runtime::Day>::max();
  return runtime::format_date(static_cast<runtime::Day>(std::clamp(day, Low, High)));
}

std::string counted(std::size_t count, const char* noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace precis::explain
