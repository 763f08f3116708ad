#include "compiler/check/schema.h"

#include <fmt/format.h>

#include "compiler/check/flatten.h"
#include "compiler/check/types.h"
#include "compiler/check/written.h"
#include "compiler/support/match.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;

Schemas::Schemas(Context& context) : context_(context) {
  for (std::uint32_t i = 0; i < context.names.size(); ++i) {
    const Symbol& symbol = context.names[SymbolId(i)];
    if (!symbol.decl) continue;
    if (std::holds_alternative<syntax::Record>(context.decl(symbol).kind)) {
      check_record(SymbolId(i));
    }
  }
}

const syntax::Record& Schemas::tree(SymbolId id) const {
  return std::get<syntax::Record>(context_.decl(context_.names[id]).kind);
}

void Schemas::check_record(SymbolId id) {
  std::map<std::string_view, source::Span> seen;
  for (const syntax::Field& field : tree(id).fields) {
    const auto [place, is_new] = seen.emplace(field.name.text, field.name.span);
    if (!is_new) {
      context_.sink.report(diagnostics::DuplicateName.at(field.name.span, Name(field.name.text))
                               .label(place->second, "first declared here")
                               .help(RenameOne));
    }
    meanings_.emplace(&field, is_new ? check_field(id, field) : FieldMeaning(BrokenField{}));
  }
}

namespace {

const syntax::Field* field_named(const syntax::Record& record, std::string_view name) {
  for (const syntax::Field& field : record.fields) {
    if (field.name.text == name) return &field;
  }
  return nullptr;
}

std::vector<std::string_view> field_names(const syntax::Record& record) {
  std::vector<std::string_view> names;
  for (const syntax::Field& field : record.fields) names.push_back(field.name.text);
  return names;
}

bool is_date(const syntax::Field& field) {
  const auto* named = std::get_if<syntax::NamedType>(&field.type.kind);
  return named != nullptr && named->name.text == "Date";
}

}  // namespace

FieldMeaning Schemas::check_field(SymbolId record, const syntax::Field& field) {
  const std::size_t module = context_.names[record].module;
  const syntax::Record& owner = tree(record);
  const auto value = [&]() -> FieldMeaning {
    const auto type = written_type(context_, module, field.type, TypePlace::Field);
    if (!type) return BrokenField{};
    return ValueField{*type};
  };
  const auto misplaced = [&](std::string_view what, std::string_view help) -> FieldMeaning {
    context_.sink.report(
        diagnostics::MisplacedType.at(field.type.span, Name(what)).help(std::string(help)));
    return BrokenField{};
  };
  return support::match(
      field.type.kind,
      [&](const syntax::NamedType& it) -> FieldMeaning {
        const auto symbol = context_.names.find(module, it.name.text);
        if (!symbol || context_.names[*symbol].kind != SymbolKind::Record) return value();
        if (owner.kind == syntax::RecordKind::Record) {
          return misplaced(it.name.text, "records are nested one level deep");
        }
        return RecordField{*symbol};
      },
      [&](const syntax::IntegerType&) { return value(); },
      [&](const syntax::DecimalType&) { return value(); },
      [&](const syntax::QuantityType&) { return value(); },
      [&](const syntax::MemberType&) -> FieldMeaning {
        return misplaced("a gene's type", "a schema has `Genome of { ... }`");
      },
      [&](const syntax::GenomeType& it) -> FieldMeaning {
        if (owner.kind != syntax::RecordKind::Schema) {
          return misplaced("Genome", "put it in the schema");
        }
        GenomeField genome;
        for (const syntax::Name& gene : it.genes) {
          const auto symbol = context_.names.resolve(module, gene, {SymbolKind::Gene}, "a gene");
          if (symbol && context_.names[*symbol].index) {
            genome.genes.push_back(*context_.names[*symbol].index);
          }
        }
        return genome;
      },
      [&](const syntax::MeasuredType&) -> FieldMeaning {
        if (owner.kind != syntax::RecordKind::Record) {
          return misplaced("measured", "put it in a record that has a code and a date");
        }
        return MeasuredField{};
      },
      [&](const syntax::SetType&) { return value(); },
      [&](const syntax::ListType& it) { return check_list(record, field, it.element, nullptr); },
      [&](const syntax::HistoryType& it) { return check_list(record, field, it.element, &it); },
      [](const syntax::Malformed&) -> FieldMeaning { return BrokenField{}; });
}

FieldMeaning Schemas::check_list(SymbolId record, const syntax::Field& field,
                                 const syntax::Name& element, const syntax::HistoryType* history) {
  const syntax::Record& owner = tree(record);
  const std::size_t module = context_.names[record].module;
  const auto symbol = context_.names.resolve(module, element, {SymbolKind::Record}, "a record");
  if (!symbol) return BrokenField{};
  if (owner.kind == syntax::RecordKind::Record) {
    context_.sink.report(diagnostics::MisplacedType.at(field.type.span, Name("list"))
                             .help("lists are fields of a schema or a request"));
    return BrokenField{};
  }
  ListField list{*symbol, runtime::Absence::Complete, {}, {}, {}};
  if (history == nullptr) return list;
  const syntax::Record& item = tree(*symbol);
  const syntax::Field* by = field_named(item, history->by.text);
  if (by == nullptr || !is_date(*by)) {
    if (history->by.text.empty() || context_.decl(context_.names[*symbol]).damaged) {
      return BrokenField{};
    }
    if (by == nullptr) {
      context_.sink.report(diagnostics::UnknownField
                               .at(history->by.span, TypeName(element.text), Name(history->by.text))
                               .help(one_of(history->by.text, field_names(item))));
    } else {
      context_.sink.report(
          diagnostics::TypeMismatch.at(history->by.span, TypeName("Date"), TypeName(by->name.text))
              .label(by->name.span, "a history is in the order of a date")
              .help("name a field that is a date"));
    }
    return BrokenField{};
  }
  list.by = by->name.text;
  const auto exact_date = [&](const syntax::Name& name) {
    const syntax::Field* found = field_named(owner, name.text);
    if (found == nullptr) {
      if (!name.text.empty()) {
        context_.sink.report(
            diagnostics::UnknownField.at(name.span, TypeName(owner.name.text), Name(name.text))
                .help(one_of(name.text, field_names(owner))));
      }
      return false;
    }
    if (!is_date(*found)) {
      context_.sink.report(
          diagnostics::TypeMismatch.at(name.span, TypeName("Date"), TypeName(name.text))
              .label(found->name.span, "not a date")
              .help("name a field that is a date"));
      return false;
    }
    for (const syntax::WrittenMark& mark : found->marks) {
      const bool is_approximate = mark.mark == syntax::FieldMark::Approximate;
      if (!is_approximate && mark.mark != syntax::FieldMark::Optional) continue;
      context_.sink.report(
          diagnostics::TypeMismatch
              .at(name.span, TypeName("Date"),
                  TypeName(is_approximate ? "Date approximate" : "Date ?"))
              .label(found->name.span, "what is known begins and ends on a day that is recorded")
              .help("name a field that is an exact `Date`"));
      return false;
    }
    return true;
  };
  const bool sound = support::match(
      history->observed, [&](const syntax::Complete&) { return true; },
      [&](const syntax::Open&) {
        list.absence = runtime::Absence::Open;
        return true;
      },
      [&](const syntax::KnownFrom& it) {
        list.absence = runtime::Absence::KnownWithin;
        list.known_from = it.from.text;
        if (it.to) list.known_to = it.to->text;
        return exact_date(it.from) && (!it.to || exact_date(*it.to));
      },
      [](const syntax::Malformed&) { return false; });
  if (!sound) return BrokenField{};
  return list;
}

std::uint32_t Schemas::instance(const Request& request) {
  for (const auto& [made, index] : instances_) {
    if (made.member_type == request.member_type && made.request_type == request.request_type &&
        made.member == request.member && made.request == request.request) {
      return index;
    }
  }
  Flattened flat = flatten(context_, *this, request);
  context_.program.schemas.push_back(std::move(flat.schema));
  context_.schema_places.push_back(std::move(flat.places));
  has_at_.push_back(false);
  const auto index = static_cast<std::uint32_t>(context_.program.schemas.size() - 1);
  instances_.emplace_back(request, index);
  return index;
}

std::uint32_t Schemas::with_at(std::uint32_t schema, runtime::LeafIndex at) {
  if (!has_at_[schema]) {
    has_at_[schema] = true;
    context_.program.schemas[schema].at = at;
    return schema;
  }
  for (std::uint32_t i = 0; i < context_.program.schemas.size(); ++i) {
    const runtime::Schema& other = context_.program.schemas[i];
    const runtime::Schema& same = context_.program.schemas[schema];
    if (has_at_[i] && other.name == same.name && other.request_name == same.request_name &&
        other.member_root == same.member_root && other.request_root == same.request_root &&
        other.leaves.size() == same.leaves.size() && other.at == at) {
      return i;
    }
  }
  runtime::Schema copy = context_.program.schemas[schema];
  copy.at = at;
  context_.program.schemas.push_back(std::move(copy));
  context_.schema_places.push_back(context_.schema_places[schema]);
  has_at_.push_back(true);
  return static_cast<std::uint32_t>(context_.program.schemas.size() - 1);
}

}  // namespace precis::check
