#include "compiler/check/conditions.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "runtime/date.h"
#include "runtime/decimal.h"

namespace precis::check {

using typed::ExprId;
using typed::Relation;

Conditions::Conditions(const Context& context, const std::vector<ExprId>& roots)
    : context_(context), same_(context.program) {
  for (const ExprId root : roots) collect(root, Same::NoArguments);
  for (auto& [key, subject] : subjects_) {
    if (!subject.firsts.empty()) close_numbers(subject);
    if (!subject.sets.empty()) close_codes(subject);
  }
}

// ---- what is asked

static std::vector<ExprId> operands_of(const typed::Expr& expr) {
  if (const auto* it = std::get_if<typed::And>(&expr.kind)) return it->operands;
  if (const auto* it = std::get_if<typed::Or>(&expr.kind)) return it->operands;
  if (const auto* it = std::get_if<typed::Not>(&expr.kind)) return {it->operand};
  if (const auto* it = std::get_if<typed::If>(&expr.kind)) {
    return {it->condition, it->then, it->otherwise};
  }
  return {};
}

void Conditions::collect(ExprId id, std::uint32_t arguments) {
  const typed::Expr& expr = context_.program.exprs[id];
  for (const ExprId operand : operands_of(expr)) collect(operand, arguments);
  if (const auto* use = std::get_if<typed::DefinitionUse>(&expr.kind)) {
    collect(context_.program.defines[use->define].body, same_.arguments(use->arguments, arguments));
  }
  if (const auto* in = std::get_if<typed::InValueSet>(&expr.kind)) {
    const auto place = subjects_.try_emplace(codes_key(*in, arguments), Subject{in->subject}).first;
    std::vector<std::uint32_t>& sets = place->second.sets;
    if (std::ranges::find(sets, in->value_set) == sets.end()) sets.push_back(in->value_set);
  }
  for (const Ordered& it : comparisons(id, arguments)) {
    const auto place = subjects_.try_emplace(it.key, Subject{it.subject, it.other}).first;
    std::vector<std::int64_t>& firsts = place->second.firsts;
    firsts.push_back(it.bound);
    if (it.bound < std::numeric_limits<std::int64_t>::max()) firsts.push_back(it.bound + 1);
  }
}

std::uint32_t Conditions::codes_key(const typed::InValueSet& it, std::uint32_t arguments) {
  return same_.key(fmt::format("code {}", same_.key(it.subject, arguments)));
}

std::optional<std::int64_t> Conditions::constant_of(ExprId id) const {
  const auto* value = std::get_if<typed::Constant>(&context_.program.exprs[id].kind);
  if (value == nullptr) return std::nullopt;
  return value->value;
}

static bool is_ordered(const typed::Type& type) {
  return std::holds_alternative<typed::NumberType>(type) ||
         std::holds_alternative<typed::MoneyType>(type) ||
         std::holds_alternative<typed::DateType>(type);
}

static Relation mirrored(Relation relation) {
  switch (relation) {
    case Relation::Less:
      return Relation::Greater;
    case Relation::LessEqual:
      return Relation::GreaterEqual;
    case Relation::Greater:
      return Relation::Less;
    case Relation::GreaterEqual:
      return Relation::LessEqual;
    case Relation::Equal:
    case Relation::NotEqual:
      return relation;
  }
  return relation;
}

Conditions::Ordered Conditions::ordered(Relation relation, ExprId left, ExprId right,
                                        std::uint32_t arguments) {
  if (const auto bound = constant_of(right)) {
    const std::uint32_t key = same_.key(fmt::format("number {}", same_.key(left, arguments)));
    return {key, left, std::nullopt, relation, *bound};
  }
  if (constant_of(left)) return ordered(mirrored(relation), right, left, arguments);
  const std::uint32_t a = same_.key(left, arguments);
  const std::uint32_t b = same_.key(right, arguments);
  if (b < a) return ordered(mirrored(relation), right, left, arguments);
  return {same_.key(fmt::format("difference {} {}", a, b)), left, right, relation, 0};
}

std::vector<Conditions::Ordered> Conditions::comparisons(ExprId id, std::uint32_t arguments) {
  const typed::Expr& expr = context_.program.exprs[id];
  if (const auto* it = std::get_if<typed::Compare>(&expr.kind)) {
    if (!is_ordered(context_.type(it->left))) return {};
    return {ordered(it->relation, it->left, it->right, arguments)};
  }
  if (const auto* it = std::get_if<typed::Within>(&expr.kind)) {
    return {ordered(Relation::GreaterEqual, it->subject, it->first, arguments),
            ordered(Relation::LessEqual, it->subject, it->last, arguments)};
  }
  if (const auto* it = std::get_if<typed::CompareQuotient>(&expr.kind)) {
    const auto bound = constant_of(it->threshold);
    if (!bound) return {};
    const std::uint32_t key =
        same_.key(fmt::format("quotient {} {} {}", same_.key(it->dividend, arguments),
                              same_.key(it->divisor, arguments), it->shift));
    return {{key, id, std::nullopt, it->relation, *bound}};
  }
  return {};
}

// ---- the cases

// A comparison of two values tells only below, equal and above; of a quotient the range is not
// looked into.
void Conditions::close_numbers(Subject& subject) const {
  std::int64_t low = std::numeric_limits<std::int64_t>::min();
  std::int64_t high = std::numeric_limits<std::int64_t>::max();
  const typed::Type& type = context_.type(subject.expr);
  const auto range = [&](const auto& it) {
    low = it.low;
    high = it.high;
  };
  if (subject.other) {
    low = -1;
    high = 1;
  } else if (const auto* number = std::get_if<typed::NumberType>(&type)) {
    range(*number);
  } else if (const auto* money = std::get_if<typed::MoneyType>(&type)) {
    range(*money);
  } else if (const auto* date = std::get_if<typed::DateType>(&type)) {
    range(*date);
  }
  std::vector<std::int64_t> firsts{low};
  std::ranges::sort(subject.firsts);
  for (const std::int64_t first : subject.firsts) {
    if (first > firsts.back() && first <= high) firsts.push_back(first);
  }
  subject.firsts = std::move(firsts);
  for (const std::int64_t first : subject.firsts) {
    subject.names.push_back(number_text(subject.expr, first));
  }
  if (subject.other) subject.names = {"<", "is", ">"};
}

// Codes that are in the same of the sets are one case; what is in none of them is the last.
void Conditions::close_codes(Subject& subject) const {
  using Sets = std::vector<bool>;
  const std::size_t count = subject.sets.size();
  std::unordered_map<std::string, Sets> exact;
  std::unordered_map<std::string, Sets> prefixes;
  const auto name = [](std::uint32_t system, std::string_view code) {
    return fmt::format("{}|{}", system, code);
  };
  const auto entries = [&](std::size_t i) -> const std::vector<runtime::ValueSetEntry>& {
    return context_.program.catalogue.value_sets[subject.sets[i]].entries;
  };
  for (std::size_t i = 0; i < count; ++i) {
    for (const runtime::ValueSetEntry& it : entries(i)) {
      Sets& sets = (it.prefix ? prefixes : exact)
                       .try_emplace(name(it.system, it.code), Sets(count))
                       .first->second;
      sets[i] = true;
    }
  }
  std::unordered_set<Sets> seen;
  const auto add = [&](const Sets& sets, std::string text) {
    if (!seen.insert(sets).second) return;
    subject.memberships.push_back(sets);
    subject.names.push_back(std::move(text));
  };
  for (std::size_t i = 0; i < count; ++i) {
    for (const runtime::ValueSetEntry& it : entries(i)) {
      Sets in(count);
      const auto join = [&](const std::unordered_map<std::string, Sets>& from,
                            std::string_view code) {
        const auto found = from.find(name(it.system, code));
        if (found == from.end()) return;
        for (std::size_t s = 0; s < count; ++s) in[s] = in[s] || found->second[s];
      };
      if (!it.prefix) join(exact, it.code);
      const std::string_view code = it.code;
      for (std::size_t length = 0; length <= code.size() && !prefixes.empty(); ++length) {
        join(prefixes, code.substr(0, length));
      }
      add(in, fmt::format("\"{}{}\"", it.code, it.prefix ? "*" : ""));
    }
  }
  add(Sets(count), "any other");
}

// ---- formulas

FormulaId Conditions::where(Subject& subject, const Test& test) {
  if (!subject.variable) subject.variable = logic_.variable(subject.names.size());
  Values values(subject.names.size());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = test(i);
  return logic_.one_of(*subject.variable, std::move(values));
}

FormulaId Conditions::members(const typed::InMask& it, std::uint32_t arguments) {
  const std::uint32_t key = same_.key(fmt::format("member {}", same_.key(it.subject, arguments)));
  const auto [place, is_new] = subjects_.try_emplace(key, Subject{it.subject});
  if (is_new) {
    const auto& type = std::get<typed::EnumType>(context_.type(it.subject));
    const runtime::Enumeration& members = context_.program.catalogue.enumerations[type.enumeration];
    for (const runtime::EnumMember& member : members.members) {
      place->second.names.push_back(member.name);
    }
    if (members.has_untested) place->second.names.push_back("not tested");
  }
  return where(place->second, [&](std::size_t i) { return (it.mask >> i & 1) != it.negated; });
}

FormulaId Conditions::codes(const typed::InValueSet& it, std::uint32_t arguments) {
  Subject& subject = subjects_.at(codes_key(it, arguments));
  const auto set = static_cast<std::size_t>(std::ranges::find(subject.sets, it.value_set) -
                                            subject.sets.begin());
  return where(subject, [&](std::size_t i) { return subject.memberships[i][set] != it.negated; });
}

static bool holds(Relation relation, std::int64_t x, std::int64_t bound) {
  switch (relation) {
    case Relation::Less:
      return x < bound;
    case Relation::LessEqual:
      return x <= bound;
    case Relation::Greater:
      return x > bound;
    case Relation::GreaterEqual:
      return x >= bound;
    case Relation::Equal:
      return x == bound;
    case Relation::NotEqual:
      return x != bound;
  }
  return false;
}

FormulaId Conditions::order(const Ordered& it) {
  Subject& subject = subjects_.at(it.key);
  return where(subject,
               [&](std::size_t i) { return holds(it.relation, subject.firsts[i], it.bound); });
}

// A question that is not looked into: true or false.
FormulaId Conditions::whole(ExprId id, std::uint32_t arguments) {
  const bool is_negated = Same::is_negated(context_.program.exprs[id]);
  const std::uint32_t key = same_.key(fmt::format("whole {}", same_.positive_key(id, arguments)));
  const auto [place, is_new] = subjects_.try_emplace(key, Subject{id});
  if (is_new) {
    place->second.names = {"true", "false"};
    if (is_negated) place->second.names = {"false", "true"};
  }
  return where(place->second, [&](std::size_t i) { return (i == 0) != is_negated; });
}

FormulaId Conditions::formula(ExprId id, std::uint32_t arguments) {
  const typed::Expr& expr = context_.program.exprs[id];
  std::vector<FormulaId> parts;
  for (const ExprId operand : operands_of(expr)) parts.push_back(formula(operand, arguments));
  if (std::holds_alternative<typed::And>(expr.kind)) return logic_.all_of(std::move(parts));
  if (std::holds_alternative<typed::Or>(expr.kind)) return logic_.any_of(std::move(parts));
  if (std::holds_alternative<typed::Not>(expr.kind)) return logic_.negation(parts[0]);
  if (std::holds_alternative<typed::If>(expr.kind)) {
    const FormulaId otherwise = logic_.negation(parts[0]);
    return logic_.any_of(
        {logic_.all_of({parts[0], parts[1]}), logic_.all_of({otherwise, parts[2]})});
  }
  if (const auto* use = std::get_if<typed::DefinitionUse>(&expr.kind)) {
    return formula(context_.program.defines[use->define].body,
                   same_.arguments(use->arguments, arguments));
  }
  if (const auto value = constant_of(id)) {
    return *value == runtime::CanBeTrue ? logic_.all_of({}) : logic_.any_of({});
  }
  if (const auto* in = std::get_if<typed::InMask>(&expr.kind)) return members(*in, arguments);
  if (const auto* in = std::get_if<typed::InValueSet>(&expr.kind)) return codes(*in, arguments);
  const std::vector<Ordered> compared = comparisons(id, arguments);
  if (compared.empty()) return whole(id, arguments);
  for (const Ordered& it : compared) parts.push_back(order(it));
  return logic_.all_of(std::move(parts));
}

// ---- words

std::string Conditions::number_text(ExprId subject, std::int64_t value) const {
  const typed::Type& type = context_.type(subject);
  if (const auto* number = std::get_if<typed::NumberType>(&type)) {
    return fmt::format("{}{}{}", runtime::format_decimal(value, number->scale),
                       number->unit.empty() ? "" : " ", number->unit);
  }
  if (const auto* money = std::get_if<typed::MoneyType>(&type)) {
    return fmt::format("${}", runtime::format_fixed(value, money->scale));
  }
  if (std::holds_alternative<typed::DateType>(type)) {
    return runtime::format_date(static_cast<runtime::Day>(value));
  }
  return "either";
}

std::string Conditions::subject_text(ExprId id) const {
  std::string text;
  for (const char c : context_.sources.text(context_.program.exprs[id].span)) {
    const bool is_space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!is_space || (!text.empty() && text.back() != ' ')) text += is_space ? ' ' : c;
  }
  return text;
}

std::string Conditions::example(const std::vector<Values>& values) const {
  std::string text;
  for (const auto& [key, subject] : subjects_) {
    if (!subject.variable || *subject.variable >= values.size()) continue;
    const Values& left = values[*subject.variable];
    if (std::ranges::find(left, false) == left.end()) continue;
    const auto first = static_cast<std::size_t>(std::ranges::find(left, true) - left.begin());
    if (!text.empty()) text += ", ";
    text += fmt::format("`{}` {}", subject_text(subject.expr), subject.names[first]);
    if (subject.other) text += fmt::format(" `{}`", subject_text(*subject.other));
  }
  return text;
}

}  // namespace precis::check
