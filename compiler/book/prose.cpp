#include "compiler/book/prose.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/html/html.h"
#include "compiler/support/match.h"

namespace precis::book {

using html::escaped;
using typed::ExprId;

// ---- clauses

static std::string lead_of(const Clause& it) {
  switch (it.join) {
    case Join::None:
      return "";
    case Join::All:
      return "all of these hold:";
    case Join::Any:
      return "at least one of these holds:";
    case Join::AtLeast:
      return fmt::format("at least {} of these hold:", it.count);
    case Join::Not:
      return "this does not hold:";
  }
  return "";
}

std::string block(const Clause& it) {
  std::string html = it.text;
  if (it.parts.empty()) return html;
  if (!html.empty() && it.join != Join::None) html += " ";
  html += lead_of(it) + "\n<ul>\n";
  for (const Clause& part : it.parts) html += "<li>" + block(part) + "</li>\n";
  return html + "</ul>\n";
}

std::string inline_text(const Clause& it) {
  std::string html = it.text;
  if (it.parts.empty()) return html;
  if (!html.empty()) html += " ";
  if (it.join == Join::Not) return html + "it is not so that " + inline_text(it.parts[0]);
  if (it.join == Join::AtLeast) html += fmt::format("at least {} of ", it.count);
  html += "(";
  for (std::size_t i = 0; i < it.parts.size(); ++i) {
    if (i > 0) html += it.join == Join::All ? ", and " : it.join == Join::Any ? ", or " : "; ";
    html += inline_text(it.parts[i]);
  }
  return html + ")";
}

// ---- comparisons

static const char* relation_text(typed::Relation relation, bool is_date) {
  switch (relation) {
    case typed::Relation::Less:
      return is_date ? "is before" : "is less than";
    case typed::Relation::LessEqual:
      return is_date ? "is on or before" : "is at most";
    case typed::Relation::Greater:
      return is_date ? "is after" : "is more than";
    case typed::Relation::GreaterEqual:
      return is_date ? "is on or after" : "is at least";
    case typed::Relation::Equal:
      return "is";
    case typed::Relation::NotEqual:
      return "is not";
  }
  return "";
}

std::string Prose::compared(typed::Relation relation, ExprId left, ExprId right) {
  return value(left) + " " + relation_text(relation, is_date(left)) + " " + value(right);
}

std::string Prose::in_mask(const typed::InMask& it, bool negated) {
  const bool is_not = it.negated != negated;
  const std::string subject = value(it.subject);
  return subject + (is_not ? " is not " : " is ") +
         members(it.mask, expr(it.subject).type, is_not ? " and not " : " or ");
}

// A set that is written in place is its codes; another one is its name.
std::string Prose::set_name(std::uint32_t index) {
  const runtime::ValueSet& set = p_.catalogue.value_sets[index];
  const bool is_written = set.version.empty();
  if (!is_written) {
    if (std::ranges::find(mentioned_.value_sets, index) == mentioned_.value_sets.end()) {
      mentioned_.value_sets.push_back(index);
    }
    return fmt::format("<a href=\"#set-{}\">{}</a>", html::anchor(set.name), escaped(set.name));
  }
  std::string text;
  for (const runtime::ValueSetEntry& entry : set.entries) {
    if (!text.empty()) text += " or ";
    const std::string code = entry.code + (entry.prefix ? "*" : "");
    text +=
        entry.display.empty() ? escaped(code) : escaped(entry.display) + " (" + escaped(code) + ")";
  }
  return text.empty() ? escaped(set.name) : text;
}

std::string Prose::in_set(const typed::InValueSet& it, bool negated) {
  const bool is_not = it.negated != negated;
  const bool is_written = p_.catalogue.value_sets[it.value_set].version.empty();
  const std::string subject = value(it.subject);
  const char* verb = is_written ? (is_not ? " is not " : " is ")
                                : (is_not ? " is not in the set " : " is in the set ");
  return subject + verb + set_name(it.value_set);
}

// ---- conditions

Clause Prose::both(Join join, const std::vector<ExprId>& ids, std::uint32_t count) {
  Clause made{"", join, count};
  for (const ExprId id : ids) made.parts.push_back(condition(id));
  return made;
}

// What is true or false by itself, said of a noun phrase.
static Clause holds(std::string noun, bool negated) {
  return {std::move(noun) + (negated ? " is not true" : " is true")};
}

Clause Prose::negated(ExprId id) {
  const Clause plain{"", Join::Not};
  const auto wrapped = [&] {
    Clause made = plain;
    made.parts.push_back(condition(id));
    return made;
  };
  const typed::Expr& it = expr(id);
  if (const auto* mask = std::get_if<typed::InMask>(&it.kind)) return {in_mask(*mask, true)};
  if (const auto* set = std::get_if<typed::InValueSet>(&it.kind)) return {in_set(*set, true)};
  if (const auto* asks = std::get_if<typed::Quantifier>(&it.kind)) return quantifier(*asks, true);
  if (const auto* rows = std::get_if<typed::RowQuantifier>(&it.kind)) {
    return row_quantifier(*rows, true);
  }
  if (const auto* not_it = std::get_if<typed::Not>(&it.kind)) return condition(not_it->operand);
  if (const auto* known = std::get_if<typed::Known>(&it.kind)) {
    return {value(known->subject) + (known->negated ? " is known" : " is not known")};
  }
  if (const auto* on_file = std::get_if<typed::OnFile>(&it.kind)) {
    return {"no " + items(on_file->query, nullptr) + " is on file"};
  }
  const bool is_named = std::holds_alternative<typed::Fact>(it.kind) ||
                        std::holds_alternative<typed::ItemFact>(it.kind) ||
                        std::holds_alternative<typed::Param>(it.kind) ||
                        std::holds_alternative<typed::LookUp>(it.kind) ||
                        std::holds_alternative<typed::RowValue>(it.kind) ||
                        std::holds_alternative<typed::DefinitionUse>(it.kind);
  return is_named ? holds(value(id), true) : wrapped();
}

Clause Prose::condition(ExprId id) {
  const typed::Expr& e = expr(id);
  const auto named = [&] { return holds(value(id), false); };
  return support::match(
      e.kind, [&](const typed::Constant& it) -> Clause { return {constant(it.value, e.type)}; },
      [&](const typed::Fact&) { return named(); }, [&](const typed::ItemFact&) { return named(); },
      [&](const typed::Param&) { return named(); },
      [&](const typed::Diplotype&) { return named(); },
      [&](const typed::DefinitionUse&) { return named(); },
      [&](const typed::TableUse&) { return named(); },
      [&](const typed::ParameterUse&) { return named(); },
      [&](const typed::LookUp&) { return named(); },
      [&](const typed::RowValue&) { return named(); },
      [&](const typed::And& it) { return both(Join::All, it.operands); },
      [&](const typed::Or& it) { return both(Join::Any, it.operands); },
      [&](const typed::Not& it) { return negated(it.operand); },
      [&](const typed::AtLeast& it) { return both(Join::AtLeast, it.conditions, it.count); },
      [&](const typed::If& it) -> Clause {
        return {fmt::format("where {}, {}; otherwise {}", inline_text(condition(it.condition)),
                            inline_text(condition(it.then)), inline_text(condition(it.otherwise)))};
      },
      [&](const typed::Compare& it) -> Clause {
        return {compared(it.relation, it.left, it.right)};
      },
      [&](const typed::CompareQuotient& it) -> Clause {
        return {fmt::format("{} divided by {} {} {}", value(it.dividend), value(it.divisor),
                            relation_text(it.relation, false), value(it.threshold))};
      },
      [&](const typed::InMask& it) -> Clause { return {in_mask(it, false)}; },
      [&](const typed::SameMember& it) -> Clause {
        return {value(it.left) + (it.negated ? " is not " : " is ") + value(it.right)};
      },
      [&](const typed::InValueSet& it) -> Clause { return {in_set(it, false)}; },
      [&](const typed::Within& it) -> Clause {
        return {fmt::format("{} lies from {} to {}{}", value(it.subject), value(it.first),
                            value(it.last), is_date(it.subject) ? ", both days included" : "")};
      },
      [&](const typed::Add&) { return named(); }, [&](const typed::Subtract&) { return named(); },
      [&](const typed::Multiply&) { return named(); },
      [&](const typed::Divide&) { return named(); }, [&](const typed::Rescale&) { return named(); },
      [&](const typed::Extreme&) { return named(); },
      [&](const typed::Function&) { return named(); }, [&](const typed::Power&) { return named(); },
      [&](const typed::AddMonths&) { return named(); }, [&](const typed::Age&) { return named(); },
      [&](const typed::Known& it) -> Clause {
        return {value(it.subject) + (it.negated ? " is not known" : " is known")};
      },
      [&](const typed::Otherwise&) { return named(); },
      [&](const typed::OnFile& it) -> Clause { return {items(it.query, "a") + " is on file"}; },
      [&](const typed::Quantifier& it) { return quantifier(it, false); },
      [&](const typed::Count&) { return named(); },
      [&](const typed::CountDistinct&) { return named(); },
      [&](const typed::Total&) { return named(); },
      [&](const typed::RowQuantifier& it) { return row_quantifier(it, false); },
      [&](const typed::RowCount&) { return named(); },
      [&](const typed::RowTotal&) { return named(); },
      [&](const typed::RowCountDistinct&) { return named(); },
      [&](const typed::Select&) { return named(); },
      [&](const typed::SelectItem&) { return named(); },
      [&](const typed::DaysCovered&) { return named(); },
      [&](const typed::LongestRun&) { return named(); },
      [&](const typed::OnHand&) { return named(); },
      [&](const typed::OutcomeIs&) { return named(); },
      [](const typed::Poison&) -> Clause { return {}; });
}

// A cell says of its input what stands after the verb.
std::string Prose::cell(ExprId id) {
  if (std::holds_alternative<typed::Param>(expr(id).kind)) return "yes";
  const auto* not_it = std::get_if<typed::Not>(&expr(id).kind);
  if (not_it && std::holds_alternative<typed::Param>(expr(not_it->operand).kind)) return "no";
  std::string text = inline_text(condition(id));
  const std::string subject = "<em>it</em> is ";
  for (std::size_t at = text.find(subject); at != std::string::npos; at = text.find(subject)) {
    text.erase(at, subject.size());
  }
  return text;
}

}  // namespace precis::book
