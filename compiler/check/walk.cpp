#include "compiler/check/walk.h"

#include <set>
#include <variant>
#include <vector>

#include "compiler/support/match.h"

namespace precis::check {

namespace {

using typed::ExprId;

void add_query(const typed::Program& program, typed::QueryId id, std::vector<ExprId>& below) {
  const typed::Query& query = program.queries[id];
  for (const auto& part : {query.visible, query.measured, query.where}) {
    if (part) below.push_back(*part);
  }
}

}  // namespace

std::vector<ExprId> parts_of(const typed::Program& program, ExprId id) {
  std::vector<ExprId> found;
  const auto add = [&](std::initializer_list<ExprId> ids) {
    found.insert(found.end(), ids.begin(), ids.end());
  };
  const auto add_all = [&](const std::vector<ExprId>& ids) {
    found.insert(found.end(), ids.begin(), ids.end());
  };
  const auto add_rows = [&](typed::RowsId rows) {
    if (program.rows[rows].where) add({*program.rows[rows].where});
  };
  const auto add_exposure = [&](const typed::Exposure& it) {
    add_query(program, it.query, found);
    add({it.supply.drug, it.supply.date, it.supply.days, it.first, it.last});
  };
  support::match(
      program.exprs[id].kind, [](const typed::Constant&) {}, [](const typed::Fact&) {},
      [](const typed::ItemFact&) {}, [](const typed::Param&) {}, [](const typed::Diplotype&) {},
      [&](const typed::DefinitionUse& it) { add_all(it.arguments); },
      [&](const typed::TableUse& it) { add_all(it.arguments); },
      [&](const typed::ParameterUse& it) {
        add_all(it.arguments);
        add({it.date});
        for (const auto& entry : program.parameters[it.parameter].entries) add({entry.value});
      },
      [&](const typed::LookUp& it) { add({it.key}); }, [](const typed::RowValue&) {},
      [&](const typed::And& it) { add_all(it.operands); },
      [&](const typed::Or& it) { add_all(it.operands); },
      [&](const typed::Not& it) { add({it.operand}); },
      [&](const typed::AtLeast& it) { add_all(it.conditions); },
      [&](const typed::If& it) { add({it.condition, it.then, it.otherwise}); },
      [&](const typed::Compare& it) { add({it.left, it.right}); },
      [&](const typed::CompareQuotient& it) { add({it.dividend, it.divisor, it.threshold}); },
      [&](const typed::InMask& it) { add({it.subject}); },
      [&](const typed::SameMember& it) { add({it.left, it.right}); },
      [&](const typed::InValueSet& it) { add({it.subject}); },
      [&](const typed::Within& it) { add({it.subject, it.first, it.last}); },
      [&](const typed::Add& it) { add({it.left, it.right}); },
      [&](const typed::Subtract& it) { add({it.left, it.right}); },
      [&](const typed::Multiply& it) { add({it.left, it.right}); },
      [&](const typed::Divide& it) { add({it.left, it.right}); },
      [&](const typed::Rescale& it) { add({it.operand}); },
      [&](const typed::Extreme& it) { add({it.left, it.right}); },
      [&](const typed::Function& it) { add({it.operand}); },
      [&](const typed::Power& it) { add({it.base, it.exponent}); },
      [&](const typed::AddMonths& it) { add({it.date}); },
      [&](const typed::Age& it) { add({it.birth}); },
      [&](const typed::Known& it) { add({it.subject}); },
      [&](const typed::Otherwise& it) { add({it.value, it.fallback}); },
      [&](const typed::OnFile& it) { add_query(program, it.query, found); },
      [&](const typed::Quantifier& it) {
        add_query(program, it.query, found);
        if (it.satisfy) add({*it.satisfy});
      },
      [&](const typed::RowQuantifier& it) {
        add_rows(it.rows);
        if (it.satisfy) add({*it.satisfy});
      },
      [&](const typed::RowCount& it) { add_rows(it.rows); },
      [&](const typed::RowTotal& it) {
        add_rows(it.rows);
        add({it.value});
      },
      [&](const typed::RowCountDistinct& it) {
        add_rows(it.rows);
        add({it.value});
      },
      [&](const typed::Count& it) { add_query(program, it.query, found); },
      [&](const typed::CountDistinct& it) {
        add_query(program, it.query, found);
        add({it.value});
      },
      [&](const typed::Total& it) {
        add_query(program, it.query, found);
        add({it.value});
      },
      [&](const typed::Select& it) {
        add_query(program, it.query, found);
        add({it.key, it.value});
      },
      [&](const typed::SelectItem& it) {
        add_query(program, it.query, found);
        add({it.key});
      },
      [&](const typed::DaysCovered& it) { add_exposure(it.of); },
      [&](const typed::LongestRun& it) {
        add_exposure(it.of);
        add({it.gap});
      },
      [&](const typed::OnHand& it) {
        add_query(program, it.query, found);
        add({it.supply.drug, it.supply.date, it.supply.days, it.day});
      },
      [](const typed::OutcomeIs&) {}, [](const typed::Poison&) {});
  return found;
}

std::optional<typed::QueryId> query_of(const typed::Expr& expr) {
  if (const auto* it = std::get_if<typed::Quantifier>(&expr.kind)) return it->query;
  if (const auto* it = std::get_if<typed::Count>(&expr.kind)) return it->query;
  if (const auto* it = std::get_if<typed::Select>(&expr.kind)) return it->query;
  if (const auto* it = std::get_if<typed::SelectItem>(&expr.kind)) return it->query;
  if (const auto* it = std::get_if<typed::CountDistinct>(&expr.kind)) return it->query;
  if (const auto* it = std::get_if<typed::Total>(&expr.kind)) return it->query;
  if (const auto* it = std::get_if<typed::DaysCovered>(&expr.kind)) return it->of.query;
  if (const auto* it = std::get_if<typed::LongestRun>(&expr.kind)) return it->of.query;
  if (const auto* it = std::get_if<typed::OnHand>(&expr.kind)) return it->query;
  if (const auto* it = std::get_if<typed::OnFile>(&expr.kind)) return it->query;
  return std::nullopt;
}

void walk(const typed::Program& program, typed::ExprId id, const Visit& visit) {
  std::set<typed::DefineId> seen;
  std::vector<ExprId> open{id};
  while (!open.empty()) {
    const ExprId next = open.back();
    open.pop_back();
    visit(next);
    for (const ExprId part : parts_of(program, next)) open.push_back(part);
    const auto* use = std::get_if<typed::DefinitionUse>(&program.exprs[next].kind);
    if (use != nullptr && seen.insert(use->define).second) {
      open.push_back(program.defines[use->define].body);
    }
  }
}

}  // namespace precis::check
