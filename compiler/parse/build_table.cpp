// Decision tables.

#include <fmt/format.h>

#include <algorithm>

#include "compiler/parse/build.h"

namespace precis::parse {

syntax::Table Builder::table(P::TableContext& rule) {
  syntax::Table table{name(*rule.ident()),
                      params(rule.params()),
                      std::vector<syntax::Param>{},
                      syntax::HitPolicy::Unique,
                      {},
                      {},
                      {},
                      std::nullopt};
  if (P::GivesContext* gives = rule.gives(); is_whole(gives)) {
    if (gives->params() != nullptr) {
      table.gives = params(gives->params());
    } else {
      table.gives = type(gives->type());
    }
  }
  if (P::HitPolicyContext* hit = rule.hitPolicy(); is_whole(hit)) {
    if (hit->FIRST() != nullptr) table.hit_policy = syntax::HitPolicy::FirstMatch;
    if (hit->MOST() != nullptr) table.hit_policy = syntax::HitPolicy::MostSevere;
  }
  const auto headers = [&](P::HeadersContext* it) {
    std::vector<syntax::Name> names;
    if (!is_whole(it)) return names;
    for (P::IdentContext* ident : it->ident()) names.push_back(name(*ident));
    return names;
  };
  table.input_headers = headers(rule.headers(0));
  table.output_headers = headers(rule.headers(1));
  for (P::TableLineContext* line : rule.tableLine()) {
    if (is_whole(line->row())) row(*line->row(), table);
  }
  return table;
}

void Builder::row(P::RowContext& rule, syntax::Table& table) {
  if (auto* it = dynamic_cast<P::OtherwiseRowContext*>(&rule)) {
    set_once(table.otherwise, syntax::OtherwiseRow{span(rule), outputs(*it->outputs())}, span(rule),
             "otherwise");
    return;
  }
  auto& ordinary = dynamic_cast<P::OrdinaryRowContext&>(rule);
  syntax::Row row{span(rule), {}, outputs(*ordinary.outputs())};
  for (P::CellContext* it : ordinary.cell()) row.inputs.push_back(cell(*it));
  table.rows.push_back(std::move(row));
}

std::vector<syntax::ExprId> Builder::outputs(P::OutputsContext& rule) {
  std::vector<syntax::ExprId> outputs;
  for (P::LiteralContext* it : rule.literal()) outputs.push_back(literal(*it));
  return outputs;
}

static bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// `<= 1,000 each`: two cell tests, where a number was meant.
std::optional<diagnostics::Diagnostic> Builder::parted_number(P::CellContext& rule) const {
  for (std::size_t i = 0; i + 1 < rule.cellTest().size(); ++i) {
    const source::Span before = span(*rule.cellTest(i));
    const source::Span after = span(*rule.cellTest(i + 1));
    const std::string_view head = tokens_.text(before);
    const std::string_view tail = tokens_.text(after);
    const std::string_view thousands = tail.substr(0, tail.find(' '));
    const bool is_parted = before.end + 1 == after.begin && is_number(thousands) &&
                           thousands.size() == 3 && is_number(head.substr(head.size() - 1));
    if (!is_parted) continue;
    const source::Span comma{before.file, before.end, after.begin};
    return diagnostics::UnexpectedToken
        .at(comma, diagnostics::TokenSet("a number without commas"), diagnostics::Text("`,`"))
        .help(fmt::format("a number has no commas: `{}{}`", head, tail));
  }
  return std::nullopt;
}

syntax::Cell Builder::cell(P::CellContext& rule) {
  syntax::Cell cell{span(rule), {}};
  if (const auto parted = parted_number(rule)) {
    sink_.report(*parted);
    cell.tests.push_back({cell.span, syntax::EqualsTest{malformed(cell.span)}});
    return cell;
  }
  for (P::CellTestContext* it : rule.cellTest()) cell.tests.push_back(cell_test(*it));
  return cell;
}

syntax::CellTest Builder::cell_test(P::CellTestContext& rule) {
  if (dynamic_cast<P::NotTestedContext*>(&rule) != nullptr) {
    return {span(rule), syntax::NotTested{}};
  }
  if (auto* it = dynamic_cast<P::CompareTestContext*>(&rule)) {
    return {span(rule), syntax::CompareTest{order(*it->order()), literal(*it->literal())}};
  }
  auto& it = dynamic_cast<P::ValueTestContext&>(rule);
  const syntax::ExprId low = literal(*it.literal(0));
  if (it.literal(1) == nullptr) return {span(rule), syntax::EqualsTest{low}};
  return {span(rule), syntax::RangeTest{low, literal(*it.literal(1))}};
}

}  // namespace precis::parse
