// Mutants of decision tables.

#include "compiler/mutate/maker.h"
#include "compiler/mutate/text.h"
#include "compiler/support/match.h"

namespace precis::mutate {

static std::string row_place(const syntax::Table& table, std::size_t row) {
  return std::string(table.name.text) + " row " + std::to_string(row + 1);
}

void Maker::table(const syntax::Table& it) {
  for (std::size_t i = 0; i < it.rows.size(); ++i) {
    const syntax::Row& row = it.rows[i];
    const std::string place = row_place(it, i);
    clause_ = row.span;
    leave_out(place, "it", row.span);
    made_.back().mutated = "(nothing)";
    for (const syntax::Cell& each : row.inputs) cell(each, place);
    const bool is_last = i + 1 == it.rows.size();
    if (is_last && !it.otherwise) continue;
    const std::string other = is_last ? "otherwise" : "row " + std::to_string(i + 2);
    swap_outputs(row, is_last ? it.otherwise->outputs : it.rows[i + 1].outputs, place, other);
    if (is_last || it.hit_policy != syntax::HitPolicy::FirstMatch) continue;
    clause_ = {row.span.file, row.span.begin, it.rows[i + 1].span.end};
    swap(place, "after " + other, row.span, it.rows[i + 1].span);
  }
}

void Maker::cell(const syntax::Cell& it, const std::string& place) {
  for (const syntax::CellTest& test : it.tests) {
    support::match(
        test.kind, [&](const syntax::EqualsTest& each) { walk(each.value, place); },
        [&](const syntax::CompareTest& each) {
          const source::Span op =
              gap({test.span.file, test.span.begin, test.span.begin}, span(each.value));
          const std::string written = folded(text(op));
          const bool has_equal = written.ends_with('=');
          const std::string other = has_equal ? written.substr(0, 1) : written + "=";
          add(place, written + " to " + other, {{op, other + " "}});
          walk(each.value, place);
        },
        [&](const syntax::RangeTest& each) {
          walk(each.low, place);
          walk(each.high, place);
        },
        [](const syntax::NotTested&) {});
  }
}

void Maker::swap_outputs(const syntax::Row& row, const std::vector<syntax::ExprId>& outputs,
                         const std::string& place, const std::string& other) {
  for (std::size_t i = 0; i < row.outputs.size() && i < outputs.size(); ++i) {
    const source::Span here = span(row.outputs[i]);
    const source::Span there = span(outputs[i]);
    if (text(here) == text(there)) continue;
    clause_ = {here.file, row.span.begin, there.end};
    const std::string change =
        std::string(text(here)) + " and " + std::string(text(there)) + " of " + other + " swapped";
    swap(place, folded(change), here, there);
  }
}

}  // namespace precis::mutate
