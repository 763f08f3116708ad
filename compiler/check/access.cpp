// Names and fields: what a path means.

#include <fmt/format.h>

#include <algorithm>

#include "compiler/check/expressions.h"
#include "compiler/check/leaf_type.h"
#include "compiler/support/match.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;

Expressions::Expressions(Context& context, std::size_t module, PolicyScope* policy,
                         const std::vector<typed::ParamDecl>* params)
    : context_(context), module_(module), policy_(policy), params_(params) {}

const syntax::Expr& Expressions::tree(syntax::ExprId id) const {
  return context_.modules[module_].exprs[id];
}

syntax::ExprId Expressions::peeled(syntax::ExprId id) const {
  while (const auto* paren = std::get_if<syntax::Paren>(&tree(id).kind)) id = paren->inner;
  return id;
}

typed::ExprId Expressions::behind(typed::ExprId id) const {
  while (const auto* use = std::get_if<typed::DefinitionUse>(&context_.program.exprs[id].kind)) {
    if (!use->arguments.empty()) break;
    id = context_.program.defines[use->define].body;
  }
  return id;
}

std::vector<std::string_view> Expressions::visible_names() const {
  std::vector<std::string_view> names;
  for (const OpenQuery& query : open_) names.push_back(query.binder);
  for (const OpenRows& rows : open_rows_) names.push_back(rows.binder);
  if (params_ != nullptr) {
    for (const typed::ParamDecl& param : *params_) names.push_back(param.name);
  }
  if (policy_ != nullptr) {
    names.push_back(policy_->member);
    names.push_back(policy_->request);
    for (const auto& [name, define] : policy_->defines) names.push_back(name);
  }
  for (const auto& [name, id] : context_.names.scope(module_).names) {
    const SymbolKind kind = context_.names[id].kind;
    if (kind == SymbolKind::Define || kind == SymbolKind::Table) names.push_back(name);
  }
  return names;
}

Thing Expressions::name(const syntax::Name& name) {
  for (std::size_t i = open_.size(); i-- > 0;) {
    if (open_[i].binder != name.text) continue;
    const runtime::ListIndex list = context_.program.queries[open_[i].id].list;
    return RecordThing{schema().lists[list].path + "[]", open_[i].id};
  }
  for (const OpenRows& rows : open_rows_) {
    if (rows.binder != name.text) continue;
    if (context_.program.rows[rows.id].catalog) return RowThing{rows.id};
    return row_key(rows.id, name.span);
  }
  if (params_ != nullptr) {
    for (std::uint32_t i = 0; i < params_->size(); ++i) {
      const typed::ParamDecl& param = (*params_)[i];
      if (param.name == name.text) {
        return ValueThing{context_.add(name.span, param.type, typed::Param{i})};
      }
    }
  }
  if (policy_ != nullptr) {
    if (name.text == policy_->member || name.text == policy_->request) {
      return RecordThing{std::string(name.text), std::nullopt};
    }
    const auto local = policy_->defines.find(name.text);
    if (local != policy_->defines.end()) {
      return definition(*local->second, module_, policy_, {}, name, name.span);
    }
  }
  const auto symbol = context_.names.find(module_, name.text);
  if (!symbol) {
    context_.names.unknown(module_, name, visible_names());
    return BrokenThing{};
  }
  const Symbol& found = context_.names[*symbol];
  if (found.kind == SymbolKind::Unreadable) return BrokenThing{};
  if (found.kind == SymbolKind::Define) {
    const auto& define = std::get<syntax::Define>(context_.decl(found).kind);
    return definition(define, found.module, nullptr, {}, name, name.span);
  }
  if (found.kind == SymbolKind::Parameter) {
    without_date(name, name.span);
  } else {
    context_.names.resolve(module_, name, {SymbolKind::Define}, "a value");
  }
  return BrokenThing{};
}

Thing Expressions::definition(const syntax::Define& tree, std::size_t module, PolicyScope* policy,
                              const std::vector<syntax::ExprId>& written, const syntax::Name& name,
                              source::Span span) {
  const auto id = define(context_, tree, module, policy, name);
  std::vector<std::string_view> names;
  for (const syntax::Param& param : tree.params) names.push_back(param.name.text);
  if (!argument_count(name, names, written.size()) || !id) return BrokenThing{};
  context_.used_defines[id->index()] = true;
  const std::vector<typed::ParamDecl> params = context_.program.defines[*id].params;
  bool sound = true;
  std::vector<typed::ExprId> given = arguments(written, params, name, sound);
  const typed::ExprId body = context_.program.defines[*id].body;
  if (!sound || context_.is_poison(body)) return BrokenThing{};
  const DefineState& state = context_.defines[&tree];
  used_size_ += state.size;
  used_levels_ = std::max(used_levels_, state.levels);
  if (std::holds_alternative<typed::SelectItem>(context_.program.exprs[body].kind)) {
    return SelectionThing{body};
  }
  // A body that is given an item joins its lists with those around it.
  const int nested = static_cast<int>(open_.size()) + context_.defines[&tree].depth;
  if (std::ranges::any_of(given, [&](typed::ExprId it) { return reads_items(it); })) {
    deepest_ = std::max(deepest_, nested);
    if (nested > MostNested) {
      context_.sink.report(diagnostics::ThreeQuantifiers.at(span).help(
          "ask two of them at a time, and join the answers with `and` or `or`"));
      return BrokenThing{};
    }
  }
  return ValueThing{
      context_.add(span, context_.type_id(body), typed::DefinitionUse{*id, std::move(given)})};
}

void Expressions::no_field(std::string_view type, const syntax::Name& field,
                           const std::vector<std::string_view>& known) {
  if (field.text.empty()) return;
  context_.sink.report(diagnostics::UnknownField.at(field.span, TypeName(type), Name(field.text))
                           .help(known.empty() ? "it is one value: name it without a field"
                                               : one_of(field.text, known)));
}

typed::ExprId Expressions::leaf(runtime::LeafIndex index,
                                const std::optional<typed::QueryId>& query, source::Span span) {
  const typed::TypeId type = context_.intern(leaf_type(schema().leaves[index]));
  if (query) return context_.add(span, type, typed::ItemFact{*query, index});
  return context_.add(span, type, typed::Fact{index});
}

Thing Expressions::record_field(const RecordThing& record, const syntax::Name& field,
                                source::Span span) {
  const auto& places = context_.schema_places[policy_->schema].places;
  const std::string path = fmt::format("{}.{}", record.path, field.text);
  const auto found = places.find(path);
  if (found == places.end()) {
    std::vector<std::string_view> known;
    const std::string prefix = record.path + ".";
    for (const auto& [text, place] : places) {
      const std::string_view rest = std::string_view(text).substr(0, prefix.size()) == prefix
                                        ? std::string_view(text).substr(prefix.size())
                                        : std::string_view();
      if (!rest.empty() && rest.find_first_of(".[") == std::string_view::npos) {
        known.push_back(rest);
      }
    }
    const auto owner = places.find(record.path);
    no_field(owner->second.type_name, field, known);
    return BrokenThing{};
  }
  const SchemaPlace& place = found->second;
  switch (place.kind) {
    case SchemaPlace::Kind::Record:
      return RecordThing{path, record.query};
    case SchemaPlace::Kind::List:
      return ListThing{place.index};
    case SchemaPlace::Kind::Genome:
      return GenomeThing{path};
    case SchemaPlace::Kind::Gene:
      return GeneThing{place.index};
    case SchemaPlace::Kind::Leaf:
      break;
  }
  if (!schema().leaves[place.index].measured) {
    return ValueThing{leaf(place.index, record.query, span)};
  }
  const auto measurement =
      record.query ? context_.query_measurements[record.query->index()] : std::nullopt;
  if (!measurement) {
    context_.sink.report(
        diagnostics::MeasurementNeeded.at(field.span, Name(field.text))
            .help("say which measurement the items are: `lab : LDL in member.labs`"));
    return BrokenThing{};
  }
  const runtime::ValueType& type = context_.program.catalogue.measurements[*measurement].type;
  return ValueThing{context_.add(
      span, context_.intern(typed::NumberType{type.unit, type.scale, type.low, type.high}),
      typed::ItemFact{*record.query, place.index})};
}

Thing Expressions::gene_field(const GeneThing& gene, const syntax::Name& field, source::Span span) {
  const runtime::GeneSlot& slot = schema().genes[gene.slot];
  const runtime::Gene& table = context_.program.catalogue.genes[slot.gene];
  if (table.method == runtime::GeneMethod::AlleleStatus) {
    if (!field.text.empty()) is_unnamed_allele({gene.slot}, span);
    return BrokenThing{};
  }
  if (field.text == "phenotype") return ValueThing{leaf(slot.phenotype, std::nullopt, span)};
  if (field.text == "diplotype") {
    return ValueThing{context_.add(span, context_.intern(typed::DiplotypeType{slot.gene}),
                                   typed::Diplotype{gene.slot})};
  }
  const bool scored = !table.cut_points.empty();
  if (field.text == "score" && scored) return ValueThing{leaf(slot.score, std::nullopt, span)};
  std::vector<std::string_view> known{"phenotype", "diplotype"};
  if (scored) known.push_back("score");
  no_field(table.name, field, known);
  return BrokenThing{};
}

Thing Expressions::selection_field(const SelectionThing& selection, const syntax::Name& field,
                                   source::Span span) {
  const auto item = std::get<typed::SelectItem>(context_.program.exprs[selection.item].kind);
  const runtime::ListIndex list = context_.program.queries[item.query].list;
  const Thing value =
      record_field(RecordThing{schema().lists[list].path + "[]", item.query}, field, span);
  const auto* found = std::get_if<ValueThing>(&value);
  if (found == nullptr) return BrokenThing{};
  return ValueThing{context_.add(span, context_.type_id(found->expr),
                                 typed::Select{item.selector, item.query, item.key, found->expr})};
}

Thing Expressions::field(const syntax::FieldAccess& it, source::Span span) {
  const Thing object = thing(it.object);
  return support::match(
      object,
      [&](const ValueThing& value) -> Thing {
        // A table with several outputs: `advice(...).strength`.
        const auto* use = std::get_if<typed::TableUse>(&context_.program.exprs[value.expr].kind);
        if (use == nullptr || !value.is_table) {
          if (!context_.is_poison(value.expr)) {
            no_field(type_name(context_, context_.type(value.expr)), it.field, {});
          }
          return BrokenThing{};
        }
        const typed::TableUse found = *use;
        const auto& outputs = context_.program.tables[found.table].outputs;
        std::vector<std::string_view> known;
        for (std::uint32_t i = 0; i < outputs.size(); ++i) {
          known.push_back(outputs[i].name);
          if (outputs[i].name != it.field.text) continue;
          return ValueThing{context_.add(span, outputs[i].type,
                                         typed::TableUse{found.table, found.arguments, i})};
        }
        no_field(context_.program.tables[found.table].name, it.field, known);
        return BrokenThing{};
      },
      [&](const Literal&) -> Thing {
        no_field("number", it.field, {});
        return BrokenThing{};
      },
      [&](const RecordThing& record) { return record_field(record, it.field, span); },
      [&](const ListThing& list) -> Thing {
        context_.sink.report(
            diagnostics::UnknownField
                .at(it.field.span, TypeName(schema().lists[list.list].path), Name(it.field.text))
                .help("a list has items: ask about them with `any`, `no`, `all`, `count` or "
                      "`latest`"));
        return BrokenThing{};
      },
      [&](const GenomeThing& genome) -> Thing {
        const auto& places = context_.schema_places[policy_->schema].places;
        const auto found = places.find(fmt::format("{}.{}", genome.path, it.field.text));
        if (found != places.end()) return GeneThing{found->second.index};
        std::vector<std::string_view> known;
        for (const runtime::GeneSlot& slot : schema().genes) {
          known.push_back(context_.program.catalogue.genes[slot.gene].name);
        }
        no_field("Genome", it.field, known);
        return BrokenThing{};
      },
      [&](const GeneThing& gene) { return gene_field(gene, it.field, span); },
      [&](const SelectionThing& selection) { return selection_field(selection, it.field, span); },
      [&](const EntryThing& entry) { return entry_field(entry, it.field, span); },
      [&](const RowThing& row) { return row_field(row, it.field, span); },
      [](const BrokenThing&) -> Thing { return BrokenThing{}; });
}

Operand Expressions::operand_of(const Thing& thing, source::Span span) {
  const auto not_a_value = [&](std::string_view what, std::string_view help) -> Operand {
    context_.sink.report(diagnostics::NotAValue.at(span, Text(what)).help(std::string(help)));
    return {};
  };
  return support::match(
      thing,
      [&](const ValueThing& it) -> Operand {
        if (context_.is_poison(it.expr)) return {};
        if (it.is_table) {
          const auto& use = std::get<typed::TableUse>(context_.program.exprs[it.expr].kind);
          std::vector<std::string_view> outputs;
          for (const auto& output : context_.program.tables[use.table].outputs) {
            outputs.push_back(output.name);
          }
          if (outputs.size() > 1) {
            return not_a_value("a table's row", fmt::format("name one of its outputs: `.{}`",
                                                            fmt::join(outputs, "`, `.")));
          }
        }
        return {it.expr, {}};
      },
      [](const Literal& it) -> Operand { return {{}, it}; },
      [&](const RecordThing&) { return not_a_value("a record", "name one of its fields"); },
      [&](const ListThing&) {
        return not_a_value("a list", "ask about its items: `any x in ... where ...`");
      },
      [&](const GenomeThing&) { return not_a_value("a genome", "name one of its genes"); },
      [&](const GeneThing& it) -> Operand {
        if (is_unnamed_allele(it, span)) return {};
        if (it.is_status) return {leaf(schema().genes[it.slot].phenotype, std::nullopt, span), {}};
        return not_a_value("a gene", "name what you ask: `.phenotype` or `.diplotype`");
      },
      [&](const SelectionThing&) {
        return not_a_value("an item", "name one of its fields: `(latest ...).value`");
      },
      [&](const EntryThing& it) {
        const std::string& catalog = context_.program.catalogue.catalogs[it.catalog].name;
        return not_a_value(
            "a row of a catalog",
            fmt::format("name one of its fields, or give its code a name and look it "
                        "up where it is used: `{}[code].field`",
                        catalog));
      },
      [&](const RowThing&) { return not_a_value("a row of a catalog", "name one of its fields"); },
      [](const BrokenThing&) -> Operand { return {}; });
}

Operand Expressions::operand(syntax::ExprId id) {
  return operand_of(thing(id), tree(id).span);
}

}  // namespace precis::check
