#include "compiler/check/head.h"

#include "compiler/check/expressions.h"
#include "compiler/check/sources.h"
#include "compiler/check/written.h"
#include "runtime/date.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;

namespace {

std::int32_t day_of(const syntax::DateLiteral& date) {
  return runtime::days_from_civil({date.year, date.month, date.day});
}

class HeadReader {
 public:
  HeadReader(Context& context, Schemas& schemas, std::size_t module, const WrittenHead& written,
             PolicyScope& scope)
      : context_(context), schemas_(schemas), module_(module), written_(written), scope_(scope) {}

  std::optional<Head> read() {
    if (!read_params() || !read_at()) return std::nullopt;
    read_header();
    read_sources();
    made_.defines = read_defines(context_, module_, written_.defines, scope_);
    return std::move(made_);
  }

 private:
  bool read_params() {
    std::optional<SymbolId> member;
    std::optional<SymbolId> request;
    std::string_view member_name;
    std::string_view request_name;
    for (const syntax::Param& param : written_.params) {
      const auto* named = std::get_if<syntax::NamedType>(&param.type.kind);
      if (named == nullptr) {
        if (!std::holds_alternative<syntax::Malformed>(param.type.kind)) {
          context_.sink.report(diagnostics::PolicyParams.at(param.type.span)
                                   .help("name a schema and a request: `(member : Member, request "
                                         ": CoverageRequest)`"));
        }
        return false;
      }
      const auto symbol = context_.names.resolve(
          module_, named->name, {SymbolKind::Schema, SymbolKind::Request}, "a schema or a request");
      if (!symbol) return false;
      if (context_.names[*symbol].kind == SymbolKind::Schema) {
        member = symbol;
        member_name = param.name.text;
      } else {
        request = symbol;
        request_name = param.name.text;
      }
    }
    if (!member || !request || written_.params.size() != 2) {
      if (!written_.damaged)
        context_.sink.report(diagnostics::PolicyParams.at(written_.name.span)
                                 .help("write `(member : Member, request : CoverageRequest)`"));
      return false;
    }
    scope_.member = member_name;
    scope_.request = request_name;
    scope_.schema = schemas_.instance({*member, *request, member_name, request_name});
    context_.schema_places[scope_.schema].member_symbol = member;
    context_.schema_places[scope_.schema].request_symbol = request;
    return true;
  }

  bool read_at() {
    const syntax::Expr& written = context_.modules[module_].exprs[written_.at];
    if (std::holds_alternative<syntax::Malformed>(written.kind)) return false;
    const typed::ExprId found = Expressions(context_, module_, &scope_, nullptr).value(written_.at);
    if (context_.is_poison(found)) return false;
    const auto* fact = std::get_if<typed::Fact>(&context_.program.exprs[found].kind);
    const runtime::Schema& schema = context_.program.schemas[scope_.schema];
    const runtime::Leaf* leaf = fact != nullptr ? &schema.leaves[fact->leaf] : nullptr;
    if (leaf == nullptr || leaf->type.form != runtime::Form::Date || leaf->optional ||
        leaf->approximate) {
      context_.sink.report(
          diagnostics::AtNotExact.at(written.span, Text(context_.sources.text(written.span)))
              .label("every answer is as of this day")
              .help("name a `Date` of the request that is neither `?` nor `approximate`"));
      return false;
    }
    scope_.schema = schemas_.with_at(scope_.schema, fact->leaf);
    scope_.at = found;
    return true;
  }

  void read_header() {
    const auto missing = [&](std::string_view what, std::string_view help) {
      if (written_.damaged) return;
      context_.sink.report(
          diagnostics::PolicyIncomplete.at(written_.name.span, Name(written_.name.text), Text(what))
              .help(std::string(help)));
    };
    if (written_.version) {
      made_.version = written_.version->text;
    } else {
      missing("version", "add `version \"2026.1\"`");
    }
    if (!written_.effective) {
      missing("effective period", "add `effective 2026-01-01 to 2026-12-31`");
      return;
    }
    made_.effective_from = day_of(written_.effective->from);
    made_.effective_to = day_of(written_.effective->to);
    scope_.effective_from = made_.effective_from;
    if (made_.effective_from > made_.effective_to) {
      context_.sink.report(diagnostics::PeriodReversed.at(written_.effective->span)
                               .label("ends before it begins")
                               .help("write the first day, then the last"));
    }
  }

  void read_sources() {
    std::map<std::string_view, source::Span> seen;
    for (const syntax::Source& it : written_.sources) {
      const auto [place, is_new] = seen.emplace(it.name.text, it.name.span);
      if (!is_new) {
        context_.sink.report(diagnostics::DuplicateName.at(it.name.span, Name(it.name.text))
                                 .label(place->second, "first declared here")
                                 .help(RenameOne));
      }
      made_.sources.push_back(source_of(it));
    }
  }

  Context& context_;
  Schemas& schemas_;
  std::size_t module_;
  const WrittenHead& written_;
  PolicyScope& scope_;
  Head made_;
};

}  // namespace

std::vector<typed::DefineId> read_defines(Context& context, std::size_t module,
                                          const std::vector<syntax::Define>& written,
                                          PolicyScope& scope) {
  std::map<std::string_view, source::Span> seen;
  for (const auto& [name, define] : scope.defines) seen.emplace(name, define->name.span);
  std::vector<const syntax::Define*> added;
  for (const syntax::Define& it : written) {
    if (it.name.text.empty()) continue;
    const auto [place, is_new] = seen.emplace(it.name.text, it.name.span);
    const bool is_param = it.name.text == scope.member || it.name.text == scope.request;
    if (!is_new || is_param) {
      auto report = diagnostics::DuplicateName.at(it.name.span, Name(it.name.text)).help(RenameOne);
      if (!is_new) report = std::move(report).label(place->second, "first declared here");
      context.sink.report(std::move(report));
      continue;
    }
    scope.defines.emplace(it.name.text, &it);
    added.push_back(&it);
  }
  std::vector<typed::DefineId> made;
  for (const syntax::Define* it : added) {
    if (const auto id = define(context, *it, module, &scope, it->name)) made.push_back(*id);
  }
  return made;
}

std::optional<Head> read_head(Context& context, Schemas& schemas, std::size_t module,
                              const WrittenHead& written, PolicyScope& scope) {
  return HeadReader(context, schemas, module, written, scope).read();
}

}  // namespace precis::check
