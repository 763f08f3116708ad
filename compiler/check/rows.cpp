// Look-ups in catalogs, parameters of a day, and questions about the rows of catalogs and value
// sets.

#include <fmt/format.h>

#include <algorithm>

#include "compiler/check/data.h"
#include "compiler/check/expressions.h"
#include "compiler/check/parameters.h"
#include "compiler/check/walk.h"
#include "compiler/check/written.h"
#include "runtime/builtins.h"
#include "runtime/date.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;

namespace {

// Each row becomes a part of the condition, so that more would make programs slow to compile.
constexpr std::size_t MostRowsWritten = 4000;

std::vector<std::string_view> column_names(const runtime::CatalogTable& catalog) {
  std::vector<std::string_view> names;
  for (const auto& column : catalog.columns) names.push_back(column.name);
  return names;
}

}  // namespace

// ---- parameters

Thing Expressions::at_date(const syntax::AtDate& it, source::Span span) {
  const syntax::Expr& written = tree(peeled(it.parameter));
  const auto* name = std::get_if<syntax::NameRef>(&written.kind);
  const auto* call = std::get_if<syntax::Call>(&written.kind);
  if (name == nullptr && call == nullptr) {
    if (!std::holds_alternative<syntax::Malformed>(written.kind)) {
      context_.sink.report(
          diagnostics::NotAParameter.at(written.span, Text(context_.sources.text(written.span)))
              .help("`at` stands after the name of a parameter"));
    }
    return BrokenThing{};
  }
  const syntax::Name& called = name != nullptr ? name->name : call->callee;
  const auto symbol =
      context_.names.resolve(module_, called, {SymbolKind::Parameter}, "a parameter");
  const typed::ExprId day = date(it.date);
  if (!symbol || !context_.names[*symbol].decl) return BrokenThing{};
  const auto id = parameter(context_, *symbol, called);
  if (!id) return BrokenThing{};
  const std::vector<typed::ParamDecl> params = context_.program.parameters[*id].params;
  bool sound = !context_.is_poison(day);
  std::vector<typed::ExprId> given = arguments(
      call != nullptr ? call->arguments : std::vector<syntax::ExprId>{}, params, called, sound);
  if (!sound) return BrokenThing{};
  const auto covered = covers(*id, day, span);
  if (!covered) return BrokenThing{};
  return ValueThing{context_.add(span, context_.program.parameters[*id].type,
                                 typed::ParameterUse{*id, std::move(given), day, *covered})};
}

void Expressions::without_date(const syntax::Name& parameter, source::Span use) {
  const std::string day =
      policy_ == nullptr
          ? std::string("D")
          : std::string(context_.sources.text(context_.program.exprs[policy_->at].span));
  context_.sink.report(
      diagnostics::ParameterWithoutDate.at(parameter.span, Name(parameter.text))
          .help(fmt::format("say which day: `{} at {}`", context_.sources.text(use), day)));
}

std::optional<bool> Expressions::covers(typed::ParameterId id, typed::ExprId day,
                                        source::Span span) {
  const typed::Parameter& parameter = context_.program.parameters[id];
  const typed::Parameter::Entry& first = parameter.entries.front();
  std::optional<std::int64_t> earliest;
  std::string label;
  if (const auto* written = std::get_if<typed::Constant>(&context_.program.exprs[day].kind)) {
    earliest = written->value;
    label = "an earlier day";
  }
  const auto* fact = std::get_if<typed::Fact>(&context_.program.exprs[day].kind);
  if (policy_ != nullptr && fact != nullptr && fact->leaf == schema().at) {
    earliest = policy_->effective_from;
    if (earliest) {
      label = fmt::format("the policy is in force from {}",
                          runtime::format_date(static_cast<runtime::Day>(*earliest)));
    }
  }
  if (!earliest) return false;
  if (*earliest >= first.from) return true;
  context_.sink.report(diagnostics::BeforeFirstEntry
                           .at(span, Name(parameter.name), Text(runtime::format_date(first.from)))
                           .label(context_.program.exprs[day].span, label)
                           .help("add an entry that begins earlier, with its source"));
  return std::nullopt;
}

// ---- look-ups

Thing Expressions::look_up(const syntax::Lookup& it, source::Span span) {
  const auto symbol =
      context_.names.resolve(module_, it.catalog, {SymbolKind::Catalog}, "a catalog");
  if (!symbol || !context_.names[*symbol].index) {
    value(it.key);
    return BrokenThing{};
  }
  const std::uint32_t catalog = *context_.names[*symbol].index;
  const runtime::CatalogTable& table = context_.program.catalogue.catalogs[catalog];
  const std::uint32_t system =
      context_.program.catalogue.value_sets[table.value_set].entries.front().system;
  const typed::TypeId wanted = context_.intern(typed::CodeType{system});
  if (std::holds_alternative<syntax::CodedLiteral>(tree(peeled(it.key)).kind)) {
    const auto entries = coded(it.key, typed::CodeType{system});
    if (!entries) return BrokenThing{};
    const std::uint32_t code = named_code(context_, system, entries->front().code);
    return EntryThing{catalog, context_.add(span, wanted, typed::Constant{code})};
  }
  const typed::ExprId key = value_as(it.key, wanted);
  if (context_.is_poison(key)) return BrokenThing{};
  return EntryThing{catalog, key};
}

std::optional<std::uint32_t> Expressions::column(std::uint32_t catalog, const syntax::Name& field) {
  const runtime::CatalogTable& table = context_.program.catalogue.catalogs[catalog];
  for (std::uint32_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].name == field.text) return i;
  }
  no_field(table.name, field, column_names(table));
  return std::nullopt;
}

typed::TypeId Expressions::column_type(std::uint32_t catalog, std::uint32_t column) {
  return context_.column_types[catalog][column];
}

Thing Expressions::entry_field(const EntryThing& entry, const syntax::Name& field,
                               source::Span span) {
  const auto found = column(entry.catalog, field);
  if (!found) return BrokenThing{};
  return ValueThing{context_.add(span, column_type(entry.catalog, *found),
                                 typed::LookUp{entry.catalog, *found, entry.key})};
}

Thing Expressions::row_field(const RowThing& row, const syntax::Name& field, source::Span span) {
  const std::uint32_t catalog = *context_.program.rows[row.rows].catalog;
  if (field.text == context_.key_columns[catalog]) return row_key(row.rows, span);
  const auto found = column(catalog, field);
  if (!found) return BrokenThing{};
  return ValueThing{
      context_.add(span, column_type(catalog, *found), typed::RowValue{row.rows, *found})};
}

Thing Expressions::row_key(typed::RowsId id, source::Span span) {
  const std::uint32_t symbol = context_.program.rows[id].keys.front();
  const std::uint32_t system = context_.program.catalogue.named_codes[symbol - 1].system;
  return ValueThing{context_.add(span, context_.intern(typed::CodeType{system}),
                                 typed::RowValue{id, std::nullopt})};
}

// ---- row by row

// The catalog or value set that a question is about; none when it is about something else.
std::optional<SymbolId> Expressions::asked_rows(const syntax::Query& query) {
  const auto* name = std::get_if<syntax::NameRef>(&tree(peeled(query.list)).kind);
  if (name == nullptr) return std::nullopt;
  const bool is_local = policy_ != nullptr && policy_->defines.contains(name->name.text);
  const auto symbol = is_local ? std::nullopt : context_.names.find(module_, name->name.text);
  if (!symbol) return std::nullopt;
  const SymbolKind kind = context_.names[*symbol].kind;
  const bool has_rows = kind == SymbolKind::Catalog || kind == SymbolKind::ValueSet;
  return has_rows ? symbol : std::nullopt;
}

std::optional<std::vector<std::uint32_t>> Expressions::codes_of(std::uint32_t value_set,
                                                                source::Span span) {
  const runtime::ValueSet& set = context_.program.catalogue.value_sets[value_set];
  const auto& systems = context_.program.catalogue.systems;
  std::vector<std::uint32_t> codes;
  for (const runtime::ValueSetEntry& entry : set.entries) {
    if (entry.prefix) {
      context_.sink.report(
          diagnostics::RangeOverPrefix.at(span, Name(set.name), Text(entry.code + "*"))
              .help("ask with `in`, or list whole codes"));
      return std::nullopt;
    }
    if (entry.system != set.entries.front().system) {
      context_.sink.report(diagnostics::RangeOverSystems
                               .at(span, Name(set.name),
                                   Name(systems[set.entries.front().system].name),
                                   Name(systems[entry.system].name))
                               .help("ask about a value set of one system"));
      return std::nullopt;
    }
    codes.push_back(named_code(context_, entry.system, entry.code));
  }
  return codes;
}

void Expressions::too_many_rows(std::size_t rows, source::Span span) {
  context_.sink.report(
      diagnostics::TooManyRows
          .at(span, Text(std::to_string(rows)), Text(std::to_string(MostRowsWritten)))
          .help("look the code up, as in `Product[request.drug]`, or ask about a smaller catalog"));
}

std::optional<typed::RowsId> Expressions::open_rows(SymbolId symbol, const syntax::Query& it) {
  if (!context_.names[symbol].index) return std::nullopt;
  const source::Span name = tree(it.list).span;
  const bool is_catalog = context_.names[symbol].kind == SymbolKind::Catalog;
  const std::uint32_t index = *context_.names[symbol].index;
  if (it.binder.measurement) {
    context_.sink.report(diagnostics::NoCodeField
                             .at(it.binder.measurement->span, TypeName(context_.sources.text(name)))
                             .help("leave the measurement out: rows of a catalog hold no levels"));
    return std::nullopt;
  }
  typed::Rows rows{it.span, std::string(it.binder.name.text), {}, {}, {}};
  if (is_catalog) {
    rows.catalog = index;
    rows.keys = context_.program.catalogue.catalogs[index].keys;
  } else {
    auto codes = codes_of(index, name);
    if (!codes) return std::nullopt;
    rows.keys = std::move(*codes);
  }
  std::size_t written = rows.keys.size();
  for (const OpenRows& outer : open_rows_) {
    written *= context_.program.rows[outer.id].keys.size();
    if (outer.binder != it.binder.name.text) continue;
    context_.sink.report(
        diagnostics::DuplicateName.at(it.binder.name.span, Name(it.binder.name.text))
            .label(context_.program.rows[outer.id].span, "the row of this question")
            .help(RenameOne));
    return std::nullopt;
  }
  if (written > MostRowsWritten) {
    too_many_rows(written, name);
    return std::nullopt;
  }
  const typed::RowsId id = context_.program.rows.add(std::move(rows));
  open_rows_.push_back({id, it.binder.name.text});
  bool sound = true;
  if (it.where) {
    const typed::ExprId where = condition(*it.where);
    sound = !context_.is_poison(where);
    context_.program.rows[id].where = where;
  }
  if (sound) return id;
  open_rows_.pop_back();
  return std::nullopt;
}

typed::ExprId Expressions::row_quantifier(typed::Quantity quantity, SymbolId symbol,
                                          const syntax::Query& query, const syntax::ExprId* satisfy,
                                          source::Span span) {
  const auto id = open_rows(symbol, query);
  if (!id) return context_.poison(span);
  std::optional<typed::ExprId> wanted;
  if (satisfy != nullptr) wanted = condition(*satisfy);
  open_rows_.pop_back();
  if (wanted && context_.is_poison(*wanted)) return context_.poison(span);
  return context_.add(span, context_.boolean(), typed::RowQuantifier{quantity, *id, wanted});
}

typed::ExprId Expressions::row_count(SymbolId symbol, const syntax::Query& query,
                                     source::Span span) {
  const auto id = open_rows(symbol, query);
  if (!id) return context_.poison(span);
  open_rows_.pop_back();
  const auto most = static_cast<std::int64_t>(context_.program.rows[*id].keys.size());
  return context_.add(span, context_.intern(typed::NumberType{"", 0, 0, most}),
                      typed::RowCount{*id});
}

std::optional<Expressions::RowValues> Expressions::row_values(SymbolId symbol,
                                                              const syntax::Query& query,
                                                              syntax::ExprId written) {
  const auto id = open_rows(symbol, query);
  if (!id) return std::nullopt;
  const typed::ExprId each = value(written);
  open_rows_.pop_back();
  if (context_.is_poison(each) || score_may_be_unassigned(each, {})) return std::nullopt;
  return RowValues{*id, each};
}

// How many rows have a value that is not known when the policy is checked: empty cells, and all
// rows where it is no column.
std::size_t Expressions::open_values(const RowValues& of) const {
  const typed::Rows& rows = context_.program.rows[of.rows];
  const auto* cell = std::get_if<typed::RowValue>(&context_.program.exprs[behind(of.each)].kind);
  if (cell == nullptr || cell->rows != of.rows) return rows.keys.size();
  if (!cell->column) return 0;
  const auto& column = context_.program.catalogue.catalogs[*rows.catalog].columns[*cell->column];
  return static_cast<std::size_t>(std::ranges::count_if(column.cells, [&](const auto& it) {
    const bool is_mask = runtime::joining_of(column.type.form) == runtime::Joining::Mask;
    return is_mask ? (it.low & (it.low - 1)) != 0 : it.low != it.high;
  }));
}

// A known value counts once, and any other is compared with that of every other row.
typed::ExprId Expressions::row_count_distinct(SymbolId symbol, const syntax::CountDistinct& it,
                                              source::Span span) {
  const auto found = row_values(symbol, it.query, it.value);
  if (!found) return context_.poison(span);
  const std::size_t rows = context_.program.rows[found->rows].keys.size();
  if (const std::size_t pairs = open_values(*found) * rows; pairs > MostRowsWritten) {
    too_many_rows(pairs, tree(it.query.list).span);
    return context_.poison(span);
  }
  const auto most = static_cast<std::int64_t>(rows);
  return context_.add(span, context_.intern(typed::NumberType{"", 0, 0, most}),
                      typed::RowCountDistinct{found->rows, found->each});
}

}  // namespace precis::check
