#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "compiler/book/prose.h"
#include "compiler/html/html.h"
#include "compiler/support/match.h"
#include "runtime/cell.h"
#include "runtime/date.h"
#include "runtime/decimal.h"
#include "runtime/diplotype.h"

namespace precis::book {

using html::escaped;
using typed::ExprId;

template <class Id>
static void mention(std::vector<Id>& list, Id id) {
  if (std::ranges::find(list, id) == list.end()) list.push_back(id);
}

std::string words_of(const std::string& name) {
  std::string made;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto c = static_cast<unsigned char>(name[i]);
    const bool begins =
        i > 0 && std::isupper(c) && std::islower(static_cast<unsigned char>(name[i - 1]));
    const bool is_word = begins || (i == 0 && name.size() > 1 && std::isupper(c) &&
                                    std::islower(static_cast<unsigned char>(name[1])));
    if (begins) made += ' ';
    made += name[i] == '_' || name[i] == '.' ? ' '
            : is_word                        ? static_cast<char>(std::tolower(c))
                                             : name[i];
  }
  return made;
}

bool Prose::is_date(ExprId id) const {
  return std::holds_alternative<typed::DateType>(p_.types[expr(id).type]);
}
bool Prose::is_condition(ExprId id) const {
  return std::holds_alternative<typed::BoolType>(p_.types[expr(id).type]);
}

// "each/days" is read "each/day", "1 days" "1 day".
static std::string with_unit(const std::string& digits, std::string unit) {
  if (unit.empty()) return digits;
  const std::size_t slash = unit.find('/');
  const std::string last = slash == std::string::npos ? unit : unit.substr(slash + 1);
  const bool is_plural = last == "days" || last == "weeks" || last == "months" || last == "years";
  if (is_plural && (slash != std::string::npos || digits == "1")) unit.pop_back();
  return digits + " " + unit;
}

std::string Prose::members(std::int64_t mask, typed::TypeId type, const char* last) const {
  const auto* of = std::get_if<typed::EnumType>(&p_.types[type]);
  if (of == nullptr) return {};
  const runtime::Enumeration& enumeration = p_.catalogue.enumerations[of->enumeration];
  std::vector<std::string> titles;
  for (std::size_t i = 0; i < enumeration.members.size(); ++i) {
    const runtime::EnumMember& it = enumeration.members[i];
    if (mask >> i & 1) titles.push_back(escaped(it.title.empty() ? words_of(it.name) : it.title));
  }
  if (enumeration.has_untested && (mask >> enumeration.members.size() & 1)) {
    titles.emplace_back("not tested");
  }
  return fmt::format("{}", fmt::join(titles, last));
}

std::string Prose::constant(std::int64_t stored, typed::TypeId type) const {
  return support::match(
      p_.types[type],
      [&](const typed::BoolType&) -> std::string {
        return stored == runtime::CanBeTrue ? "true" : "false";
      },
      [&](const typed::NumberType& it) {
        return escaped(with_unit(runtime::format_decimal(stored, it.scale), it.unit));
      },
      [&](const typed::MoneyType& it) {
        const std::string digits = runtime::format_fixed(stored, it.scale);
        return it.currency == "USD" ? "$" + digits : digits + " " + escaped(it.currency);
      },
      [&](const typed::DateType&) {
        return runtime::format_date(static_cast<runtime::Day>(stored));
      },
      [&](const typed::EnumType&) { return members(stored, type, " or "); },
      [&](const typed::CodeType& it) {
        const auto& code = p_.catalogue.named_codes[static_cast<std::size_t>(stored) - 1].code;
        return escaped(p_.catalogue.systems[it.system].name + " " + code);
      },
      [&](const typed::DiplotypeType&) { return std::to_string(stored); },
      [&](const typed::TextType&) {
        const bool is_named =
            stored > 0 && static_cast<std::size_t>(stored) <= p_.catalogue.named_codes.size();
        return is_named
                   ? "“" +
                         escaped(
                             p_.catalogue.named_codes[static_cast<std::size_t>(stored) - 1].code) +
                         "”"
                   : std::to_string(stored);
      },
      [&](const typed::CodeSetType&) {
        std::vector<std::string> names;
        for (const std::uint32_t set : p_.catalogue.code_sets[static_cast<std::size_t>(stored)]) {
          const runtime::ValueSet& it = p_.catalogue.value_sets[set];
          if (!it.version.empty()) mention(mentioned_.value_sets, set);
          const bool has_display =
              it.version.empty() && !it.entries.empty() && !it.entries[0].display.empty();
          names.push_back(escaped(has_display ? it.entries[0].display : it.name));
        }
        return names.empty() ? std::string("none") : fmt::format("{}", fmt::join(names, ", "));
      },
      [](const typed::ItemType&) -> std::string { return "an item"; },
      [](const typed::PoisonType&) -> std::string { return ""; });
}

// `member.genome.CYP2C19.phenotype`: the member's genome CYP2C19 phenotype.
std::string Prose::fact(runtime::LeafIndex index) const {
  const runtime::Leaf& leaf = schema().leaves[index];
  const std::size_t dot = leaf.path.find('.');
  const std::string root = leaf.path.substr(0, dot);
  const std::string rest = dot == std::string::npos ? "" : leaf.path.substr(dot + 1);
  return fmt::format("<span class=\"fact\" title=\"{}\">the {}’s {}</span>", escaped(leaf.path),
                     escaped(root), escaped(words_of(rest)));
}

std::string Prose::arguments(const std::vector<ExprId>& ids) {
  std::string text;
  for (const ExprId id : ids) {
    if (!text.empty()) text += ", ";
    text += is_condition(id) && !std::holds_alternative<typed::DefinitionUse>(expr(id).kind) &&
                    !std::holds_alternative<typed::Fact>(expr(id).kind)
                ? "whether " + inline_text(condition(id))
                : value(id);
  }
  return text;
}

std::string Prose::definition(const typed::DefinitionUse& it) {
  mention(mentioned_.defines, it.define);
  const typed::Define& define = p_.defines[it.define];
  std::string text = fmt::format("<a class=\"term\" href=\"#define-{}\">{}</a>",
                                 html::anchor(define.name), escaped(words_of(define.name)));
  if (!it.arguments.empty()) text += " of (" + arguments(it.arguments) + ")";
  return text;
}

std::string Prose::table(const typed::TableUse& it) {
  mention(mentioned_.tables, it.table);
  const typed::DecisionTable& table = p_.tables[it.table];
  const std::string what =
      table.outputs.size() > 1
          ? "the " + escaped(words_of(table.outputs[it.output].name)) + " that "
          : "what ";
  return fmt::format("{}the table <a class=\"term\" href=\"#table-{}\">{}</a> gives for ({})", what,
                     html::anchor(table.name), escaped(words_of(table.name)),
                     arguments(it.arguments));
}

std::string Prose::parameter(const typed::ParameterUse& it) {
  mention(mentioned_.parameters, it.parameter);
  const typed::Parameter& parameter = p_.parameters[it.parameter];
  std::string text = fmt::format("the dated value <a class=\"term\" href=\"#parameter-{}\">{}</a>",
                                 html::anchor(parameter.name), escaped(words_of(parameter.name)));
  if (!it.arguments.empty()) text += " of (" + arguments(it.arguments) + ")";
  return text + " on " + value(it.date);
}

std::string Prose::look_up(const typed::LookUp& it) {
  mention(mentioned_.catalogs, it.catalog);
  const runtime::CatalogTable& catalog = p_.catalogue.catalogs[it.catalog];
  return fmt::format("the {} of {} in the catalog <a class=\"term\" href=\"#catalog-{}\">{}</a>",
                     escaped(words_of(catalog.columns[it.column].name)), value(it.key),
                     html::anchor(catalog.name), escaped(catalog.name));
}

static std::string function_words(runtime::Function function) {
  switch (function) {
    case runtime::Function::SquareRoot:
      return "the square root of ";
    case runtime::Function::Exponential:
      return "e to the power of ";
    case runtime::Function::Logarithm:
      return "the natural logarithm of ";
  }
  return {};
}

static std::string rounded(runtime::Rounding rounding) {
  switch (rounding) {
    case runtime::Rounding::HalfEven:
      return "";
    case runtime::Rounding::HalfUp:
      return ", rounded half up";
    case runtime::Rounding::Up:
      return ", rounded up";
    case runtime::Rounding::Down:
      return ", rounded down";
  }
  return "";
}

static const char* selector_text(typed::Selector selector) {
  switch (selector) {
    case typed::Selector::Latest:
      return "the latest ";
    case typed::Selector::Earliest:
      return "the earliest ";
    case typed::Selector::Lowest:
      return "the lowest ";
    case typed::Selector::Highest:
      return "the highest ";
  }
  return "";
}

static const char* total_text(typed::TotalKind kind) {
  switch (kind) {
    case typed::TotalKind::Sum:
      return "the sum";
    case typed::TotalKind::Least:
      return "the least";
    case typed::TotalKind::Greatest:
      return "the greatest";
  }
  return "";
}

std::string Prose::value(ExprId id) {
  const typed::Expr& e = expr(id);
  const auto asked = [&] { return "whether " + inline_text(condition(id)); };
  const auto sum = [&](ExprId left, const char* sign, ExprId right) {
    return "(" + value(left) + sign + value(right) + ")";
  };
  return support::match(
      e.kind, [&](const typed::Constant& it) { return constant(it.value, e.type); },
      [&](const typed::Fact& it) { return fact(it.leaf); },
      [&](const typed::ItemFact& it) { return item_fact(it); },
      [&](const typed::Param& it) -> std::string {
        const bool is_named = params_ != nullptr && it.index < params_->size();
        return is_named ? "<em>" + escaped(words_of((*params_)[it.index].name)) + "</em>"
                        : "<em>it</em>";
      },
      [&](const typed::Diplotype& it) {
        const std::uint32_t gene = schema().genes[it.slot].gene;
        return "the " + escaped(runtime::gene_symbol(p_.catalogue.genes[gene])) + " result";
      },
      [&](const typed::DefinitionUse& it) { return definition(it); },
      [&](const typed::TableUse& it) { return table(it); },
      [&](const typed::ParameterUse& it) { return parameter(it); },
      [&](const typed::LookUp& it) { return look_up(it); },
      [&](const typed::RowValue& it) { return row_value(it); },
      [&](const typed::And&) { return asked(); }, [&](const typed::Or&) { return asked(); },
      [&](const typed::Not&) { return asked(); }, [&](const typed::AtLeast&) { return asked(); },
      [&](const typed::If& it) {
        return fmt::format("({} where {}, otherwise {})", value(it.then),
                           inline_text(condition(it.condition)), value(it.otherwise));
      },
      [&](const typed::Compare&) { return asked(); },
      [&](const typed::CompareQuotient&) { return asked(); },
      [&](const typed::InMask&) { return asked(); },
      [&](const typed::SameMember&) { return asked(); },
      [&](const typed::InValueSet&) { return asked(); },
      [&](const typed::Within&) { return asked(); },
      [&](const typed::Add& it) {
        return is_date(it.left) ? value(it.right) + " after " + value(it.left)
                                : sum(it.left, " + ", it.right);
      },
      [&](const typed::Subtract& it) {
        if (!is_date(it.left)) return sum(it.left, " − ", it.right);
        return is_date(it.right) ? "the days from " + value(it.right) + " to " + value(it.left)
                                 : value(it.right) + " before " + value(it.left);
      },
      [&](const typed::Multiply& it) {
        return sum(it.left, " × ", it.right) + rounded(it.rounding);
      },
      [&](const typed::Divide& it) { return sum(it.left, " ÷ ", it.right) + rounded(it.rounding); },
      [&](const typed::Rescale& it) { return value(it.operand); },
      [&](const typed::Extreme& it) {
        return fmt::format("the {} of {} and {}", it.greatest ? "greater" : "lesser",
                           value(it.left), value(it.right));
      },
      [&](const typed::Function& it) { return function_words(it.function) + value(it.operand); },
      [&](const typed::Power& it) {
        return value(it.base) + " to the power of " + value(it.exponent);
      },
      [&](const typed::AddMonths& it) {
        const std::int64_t months = it.months < 0 ? -it.months : it.months;
        const bool is_years = months % 12 == 0 && months > 12;
        const std::int64_t count = is_years ? months / 12 : months;
        return fmt::format("{} {}{} {} {}", count, is_years ? "year" : "month",
                           count == 1 ? "" : "s", it.months < 0 ? "before" : "after",
                           value(it.date));
      },
      [&](const typed::Age& it) { return "the completed years of age since " + value(it.birth); },
      [&](const typed::Known&) { return asked(); },
      [&](const typed::Otherwise& it) {
        return fmt::format("({}, or {} where that is not known)", value(it.value),
                           value(it.fallback));
      },
      [&](const typed::OnFile&) { return asked(); },
      [&](const typed::Quantifier&) { return asked(); },
      [&](const typed::Count& it) { return "the number of " + items(it.query, nullptr); },
      [&](const typed::CountDistinct& it) {
        open_.push_back({it.query});
        const std::string of = value(it.value);
        open_.pop_back();
        return "how many different values " + of + " has over " + items(it.query, nullptr);
      },
      [&](const typed::Total& it) {
        open_.push_back({it.query});
        const std::string of = value(it.value);
        open_.pop_back();
        return fmt::format("{} of {} over {}", total_text(it.kind), of, items(it.query, nullptr));
      },
      [&](const typed::RowQuantifier&) { return asked(); },
      [&](const typed::RowCount& it) { return "the number of " + rows(it.rows); },
      [&](const typed::RowTotal& it) {
        return fmt::format("{} of {} over {}", total_text(it.kind), value(it.value), rows(it.rows));
      },
      [&](const typed::RowCountDistinct& it) {
        return "how many different values " + value(it.value) + " has over " + rows(it.rows);
      },
      [&](const typed::Select& it) {
        open_.push_back({it.query});
        std::string of = value(it.value);
        open_.pop_back();
        if (of.starts_with("its ")) of = "the " + of.substr(4);
        return of + " of " + selector_text(it.selector) + items(it.query, "");
      },
      [&](const typed::SelectItem& it) { return selector_text(it.selector) + items(it.query, ""); },
      [&](const typed::DaysCovered& it) { return "the number of days " + covered(it.of); },
      [&](const typed::LongestRun& it) {
        return fmt::format("the longest run of days {} (gaps of at most {} count)", covered(it.of),
                           value(it.gap));
      },
      [&](const typed::OnHand& it) {
        return fmt::format("the days of supply on hand on {} from {}", value(it.day),
                           items(it.query, nullptr));
      },
      [&](const typed::OutcomeIs&) -> std::string { return "the answer"; },
      [](const typed::Poison&) -> std::string { return ""; });
}

std::string Prose::outcome(const typed::OutcomeType& type, const typed::OutcomeValue& it) {
  const typed::Alternative& alternative = type.alternatives[it.alternative];
  std::string text = "<strong>" + escaped(words_of(alternative.name)) + "</strong>";
  bool is_first = true;
  for (std::size_t i = 0; i < it.payload.size(); ++i) {
    if (!it.payload[i]) continue;
    text += fmt::format("{} {} {}", is_first ? ":" : ",",
                        escaped(words_of(alternative.fields[i].name)), value(*it.payload[i]));
    is_first = false;
  }
  return text;
}

std::string Prose::because(const std::vector<typed::TemplatePart>& parts) {
  std::string text;
  for (const typed::TemplatePart& part : parts) {
    if (!part.value) {
      text += escaped(part.text);
    } else if (part.witness) {
      text += "‹" + escaped(words_of(schema().leaves[*part.witness].name)) + " of what " +
              value(*part.value) + " found›";
    } else {
      text += "‹" + value(*part.value) + "›";
    }
  }
  return text;
}

}  // namespace precis::book
