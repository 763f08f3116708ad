#include "compiler/check/same.h"

#include <fmt/format.h>

#include "compiler/check/walk.h"
#include "compiler/support/match.h"

namespace precis::check {

using typed::ExprId;

bool Same::is_negated(const typed::Expr& expr) {
  if (const auto* it = std::get_if<typed::Quantifier>(&expr.kind)) {
    return it->quantity == typed::Quantity::No;
  }
  if (const auto* it = std::get_if<typed::RowQuantifier>(&expr.kind)) {
    return it->quantity == typed::Quantity::No;
  }
  if (const auto* it = std::get_if<typed::Known>(&expr.kind)) return it->negated;
  if (const auto* it = std::get_if<typed::SameMember>(&expr.kind)) return it->negated;
  return false;
}

std::uint32_t Same::key(const std::string& text) {
  return keys_.emplace(text, static_cast<std::uint32_t>(keys_.size())).first->second;
}

std::uint32_t Same::arguments(const std::vector<ExprId>& written, std::uint32_t outer) {
  if (written.empty()) return NoArguments;
  std::vector<std::uint32_t> keys;
  for (const ExprId id : written) keys.push_back(key(id, outer));
  const auto next = static_cast<std::uint32_t>(arguments_.size());
  const auto [place, is_new] = argument_ids_.emplace(keys, next);
  if (is_new) arguments_.push_back(std::move(keys));
  return place->second;
}

std::uint32_t Same::key(ExprId id, std::uint32_t arguments) {
  const std::uint32_t positive = positive_key(id, arguments);
  if (!is_negated(program_.exprs[id])) return positive;
  return key(fmt::format("not {}", positive));
}

std::uint32_t Same::positive_key(ExprId id, std::uint32_t arguments) {
  const typed::Expr& expr = program_.exprs[id];
  if (const auto* it = std::get_if<typed::Param>(&expr.kind)) {
    if (arguments != NoArguments) return arguments_[arguments][it->index];
  }
  if (const auto* it = std::get_if<typed::DefinitionUse>(&expr.kind)) {
    return key(program_.defines[it->define].body, this->arguments(it->arguments, arguments));
  }
  // Its entries are read with arguments of their own: who asks does not matter for them.
  if (const auto* it = std::get_if<typed::ParameterUse>(&expr.kind)) {
    return key(fmt::format("parameter {} {} {}", it->parameter.index(),
                           this->arguments(it->arguments, arguments), key(it->date, arguments)));
  }
  std::vector<std::uint32_t> around;
  for (const typed::QueryId query : open_) around.push_back(query.index());
  const auto place = std::tuple(id.index(), arguments, around);
  if (const auto found = known_.find(place); found != known_.end()) return found->second;
  const auto query = query_of(expr);
  if (query) open_.push_back(*query);
  std::string text = fmt::format("{} {}", expr.kind.index(), immediates(expr));
  for (const ExprId part : parts_of(program_, id)) {
    text += fmt::format(" {}", key(part, arguments));
  }
  if (query) open_.pop_back();
  return known_[place] = key(text);
}

// What tells an expression from another with the same parts.
std::string Same::immediates(const typed::Expr& expr) const {
  const auto number = [](auto value) { return fmt::format("{}", value); };
  const auto relation = [](typed::Relation it) { return fmt::format("{}", static_cast<int>(it)); };
  const auto asked = [&](typed::QueryId id) {
    const typed::Query& query = program_.queries[id];
    return fmt::format("{} {} {}", query.list, query.measured.has_value(), query.where.has_value());
  };
  return support::match(
      expr.kind,
      [&](const typed::Constant& it) { return fmt::format("{}:{}", expr.type.index(), it.value); },
      [&](const typed::Fact& it) { return number(it.leaf); },
      [&](const typed::ItemFact& it) {
        std::size_t level = 0;
        while (level < open_.size() && open_[level] != it.query) ++level;
        return fmt::format("{} {}", level, it.leaf);
      },
      [&](const typed::Param& it) { return number(it.index); },
      [&](const typed::Diplotype& it) { return number(it.slot); },
      [&](const typed::DefinitionUse& it) { return number(it.define.index()); },
      [&](const typed::TableUse& it) { return fmt::format("{} {}", it.table.index(), it.output); },
      [&](const typed::ParameterUse& it) { return number(it.parameter.index()); },
      [&](const typed::LookUp& it) { return fmt::format("{} {}", it.catalog, it.column); },
      [&](const typed::RowValue& it) {
        return fmt::format("{} {}", it.rows.index(), it.column.value_or(-1));
      },
      [](const typed::And&) { return std::string(); },
      [](const typed::Or&) { return std::string(); },
      [](const typed::Not&) { return std::string(); },
      [&](const typed::AtLeast& it) { return number(it.count); },
      [](const typed::If&) { return std::string(); },
      [&](const typed::Compare& it) { return relation(it.relation); },
      [&](const typed::CompareQuotient& it) {
        return fmt::format("{} {}", relation(it.relation), it.shift);
      },
      [&](const typed::InMask& it) { return fmt::format("{} {}", it.mask, it.negated); },
      [](const typed::SameMember&) { return std::string(); },
      [&](const typed::InValueSet& it) { return fmt::format("{} {}", it.value_set, it.negated); },
      [](const typed::Within&) { return std::string(); },
      [](const typed::Add&) { return std::string(); },
      [](const typed::Subtract&) { return std::string(); },
      [&](const typed::Multiply& it) {
        return fmt::format("{} {}", it.dropped, static_cast<int>(it.rounding));
      },
      [&](const typed::Divide& it) {
        return fmt::format("{} {}", it.gained, static_cast<int>(it.rounding));
      },
      [&](const typed::Rescale& it) { return number(it.power); },
      [&](const typed::Extreme& it) { return number(it.greatest); },
      [&](const typed::Function& it) { return number(static_cast<int>(it.function)); },
      [](const typed::Power&) { return std::string(); },
      [&](const typed::AddMonths& it) { return fmt::format("{} {}", it.months, it.refuses); },
      [](const typed::Age&) { return std::string(); },
      [](const typed::Known&) { return std::string(); },
      [](const typed::Otherwise&) { return std::string(); },
      [&](const typed::OnFile& it) { return asked(it.query); },
      [&](const typed::Quantifier& it) {
        return fmt::format("{} {}", it.quantity == typed::Quantity::All, asked(it.query));
      },
      [&](const typed::Count& it) { return asked(it.query); },
      [&](const typed::CountDistinct& it) { return asked(it.query); },
      // What ranges over rows is the same only where it is written once.
      [&](const typed::RowQuantifier& it) {
        return fmt::format("{} {}", it.quantity == typed::Quantity::All, it.rows.index());
      },
      [&](const typed::RowCount& it) { return number(it.rows.index()); },
      [&](const typed::RowTotal& it) { return number(it.rows.index()); },
      [&](const typed::RowCountDistinct& it) { return number(it.rows.index()); },
      [&](const typed::Total& it) {
        return fmt::format("{} {}", static_cast<int>(it.kind), asked(it.query));
      },
      [&](const typed::Select& it) {
        return fmt::format("{} {}", static_cast<int>(it.selector), asked(it.query));
      },
      [&](const typed::SelectItem& it) {
        return fmt::format("{} {}", static_cast<int>(it.selector), asked(it.query));
      },
      [&](const typed::DaysCovered& it) {
        return fmt::format("{} {}", it.of.carry_in, asked(it.of.query));
      },
      [&](const typed::LongestRun& it) {
        return fmt::format("{} {}", it.of.carry_in, asked(it.of.query));
      },
      [&](const typed::OnHand& it) { return asked(it.query); },
      [&](const typed::OutcomeIs& it) {
        const std::uint32_t of = support::match(
            it.of, [](typed::DecisionId id) -> std::uint32_t { return id.index(); },
            [](typed::PlanId id) -> std::uint32_t { return id.index(); });
        return fmt::format("{} {} {} {}", it.of.index(), of, it.mask, it.negated);
      },
      // Nothing is known of what could not be checked, not even that it is the same.
      [&](const typed::Poison&) { return fmt::format("{}", expr.span.begin); });
}

}  // namespace precis::check
