#include "compiler/check/policies.h"

#include <fmt/format.h>

#include <utility>

#include "compiler/check/expressions.h"
#include "compiler/check/governance.h"
#include "compiler/check/rules.h"
#include "compiler/support/match.h"
#include "runtime/date.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using diagnostics::TypeName;

namespace {

std::string_view kind_name(syntax::SourceKind kind) {
  switch (kind) {
    case syntax::SourceKind::Guideline:
      return "guideline";
    case syntax::SourceKind::Label:
      return "label";
    case syntax::SourceKind::Plan:
      return "plan";
    case syntax::SourceKind::Law:
      return "law";
    case syntax::SourceKind::Literature:
      return "literature";
  }
  return "";
}

std::int32_t day_of(const syntax::DateLiteral& date) {
  return runtime::days_from_civil({date.year, date.month, date.day});
}

class PolicyReader {
 public:
  PolicyReader(Context& context, Schemas& schemas, SymbolId symbol)
      : context_(context),
        schemas_(schemas),
        symbol_(symbol),
        module_(context.names[symbol].module),
        decl_(context.decl(context.names[symbol])),
        tree_(std::get<syntax::Policy>(decl_.kind)) {}

  void read() {
    if (!read_params() || !read_at()) return;
    made_.module = context_.names.scope(module_).path;
    made_.name = tree_.name.text;
    made_.title = tree_.title.text;
    made_.span = tree_.name.span;
    made_.schema = scope_.schema;
    made_.at = scope_.at;
    read_header();
    read_sources();
    read_defines();
    if (tree_.governs) {
      made_.governs = Expressions(context_, module_, &scope_, nullptr).condition(*tree_.governs);
    }
    read_decisions();
    const typed::PolicyId id = context_.program.policies.add(std::move(made_));
    context_.names[symbol_].index = id.index();
    check_governance(context_, id, tree_);
    report_unused(context_.program.policies[id]);
  }

 private:
  bool read_params() {
    std::optional<SymbolId> member;
    std::optional<SymbolId> request;
    std::string_view member_name;
    std::string_view request_name;
    for (const syntax::Param& param : tree_.params) {
      const auto* named = std::get_if<syntax::NamedType>(&param.type.kind);
      if (named == nullptr) {
        if (!std::holds_alternative<syntax::Malformed>(param.type.kind)) {
          context_.sink.report(diagnostics::PolicyParams.at(param.type.span));
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
    if (!member || !request || tree_.params.size() != 2) {
      if (!decl_.damaged)
        context_.sink.report(diagnostics::PolicyParams.at(tree_.name.span)
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
    const syntax::Expr& written = context_.modules[module_].exprs[tree_.at];
    if (std::holds_alternative<syntax::Malformed>(written.kind)) return false;
    const typed::ExprId found = Expressions(context_, module_, &scope_, nullptr).value(tree_.at);
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
      if (decl_.damaged) return;
      context_.sink.report(
          diagnostics::PolicyIncomplete.at(tree_.name.span, Name(tree_.name.text), Text(what))
              .help(std::string(help)));
    };
    if (tree_.version) {
      made_.version = tree_.version->text;
    } else {
      missing("version", "add `version \"2026.1\"`");
    }
    if (!tree_.effective) {
      missing("effective period", "add `effective 2026-01-01 to 2026-12-31`");
      return;
    }
    made_.effective_from = day_of(tree_.effective->from);
    made_.effective_to = day_of(tree_.effective->to);
    if (made_.effective_from > made_.effective_to) {
      context_.sink.report(diagnostics::PeriodReversed.at(tree_.effective->span)
                               .label("ends before it begins")
                               .help("write the first day, then the last"));
    }
  }

  void read_sources() {
    std::map<std::string_view, source::Span> seen;
    for (const syntax::Source& it : tree_.sources) {
      const auto [place, is_new] = seen.emplace(it.name.text, it.name.span);
      if (!is_new) {
        context_.sink.report(diagnostics::DuplicateName.at(it.name.span, Name(it.name.text))
                                 .label(place->second, "first declared here"));
      }
      const auto text = [](const std::optional<syntax::Text>& part) {
        return part ? std::string(part->text) : std::string();
      };
      made_.sources.push_back({std::string(it.name.text), std::string(kind_name(it.kind)),
                               std::string(it.title.text), text(it.section), text(it.edition),
                               text(it.doi), text(it.url)});
    }
  }

  void read_defines() {
    std::map<std::string_view, source::Span> seen;
    for (const syntax::Define& it : tree_.defines) {
      if (it.name.text.empty()) continue;
      const auto [place, is_new] = seen.emplace(it.name.text, it.name.span);
      const bool is_param = it.name.text == scope_.member || it.name.text == scope_.request;
      if (!is_new || is_param) {
        auto report = diagnostics::DuplicateName.at(it.name.span, Name(it.name.text));
        if (!is_new) report = std::move(report).label(place->second, "first declared here");
        context_.sink.report(std::move(report));
        continue;
      }
      scope_.defines.emplace(it.name.text, &it);
    }
    for (const syntax::Define& it : tree_.defines) {
      if (scope_.defines.contains(it.name.text)) {
        const auto id = define(context_, it, module_, &scope_, it.name);
        if (id) made_.defines.push_back(*id);
      }
    }
  }

  void read_decisions() {
    const typed::PolicyId policy(static_cast<std::uint32_t>(context_.program.policies.size()));
    std::map<std::string_view, source::Span> seen;
    for (const syntax::Decision& it : tree_.decisions) {
      const auto [place, is_new] = seen.emplace(it.name.text, it.name.span);
      if (!is_new) {
        context_.sink.report(diagnostics::DuplicateName.at(it.name.span, Name(it.name.text))
                                 .label(place->second, "first declared here"));
        continue;
      }
      const auto made = read_decision(context_, module_, scope_, made_, policy, it);
      if (made) made_.decisions.push_back(*made);
    }
    if (tree_.decisions.empty() && !decl_.damaged) {
      context_.sink.report(
          diagnostics::PolicyIncomplete.at(tree_.name.span, Name(tree_.name.text), Text("decision"))
              .help("add `decision coverage : Coverage by first match { ... }`"));
    }
  }

  void report_unused(const typed::Policy& policy) {
    // A broken place may have been the one that needs it.
    if (context_.sink.has_errors()) return;
    for (const typed::DefineId id : policy.defines) {
      if (context_.used_defines[id.index()]) continue;
      const typed::Define& it = context_.program.defines[id];
      context_.sink.report(diagnostics::UnusedDefinition.at(it.span, Name(it.name))
                               .help("remove it, or use it in a rule"));
    }
    std::vector<bool> cited(policy.sources.size());
    for (const syntax::Decision& decision : tree_.decisions) {
      const auto mark = [&](const std::vector<syntax::Citation>& citations) {
        for (const syntax::Citation& citation : citations) {
          for (std::size_t i = 0; i < policy.sources.size(); ++i) {
            if (policy.sources[i].name == citation.source.text) cited[i] = true;
          }
        }
      };
      for (const syntax::Rule& rule : decision.rules) mark(rule.citations);
      if (decision.otherwise) mark(decision.otherwise->citations);
    }
    for (std::size_t i = 0; i < tree_.sources.size(); ++i) {
      if (cited[i]) continue;
      const syntax::Name& name = tree_.sources[i].name;
      context_.sink.report(diagnostics::UnusedSource.at(name.span, Name(name.text))
                               .help("cite it in a rule, or remove it"));
    }
  }

  Context& context_;
  Schemas& schemas_;
  SymbolId symbol_;
  std::size_t module_;
  const syntax::Decl& decl_;
  const syntax::Policy& tree_;
  PolicyScope scope_{0, {}, {}, {}, typed::ExprId(0)};
  typed::Policy made_{
      {}, {}, {}, {}, 0, 0, 0, typed::ExprId(0), {}, {}, {}, {}, {source::FileId(0), 0, 0}};
};

// Reported at the version that begins later.
void check_periods(Context& context) {
  const auto& policies = context.program.policies;
  for (std::uint32_t j = 0; j < policies.size(); ++j) {
    for (std::uint32_t i = 0; i < j; ++i) {
      const typed::Policy* a = &policies[typed::PolicyId(i)];
      const typed::Policy* b = &policies[typed::PolicyId(j)];
      if (a->effective_from > b->effective_from) std::swap(a, b);
      if (a->name != b->name || b->effective_from > a->effective_to) continue;
      context.sink.report(
          diagnostics::PeriodsOverlap.at(b->span, Name(b->name))
              .label(a->span,
                     fmt::format("in force from {} to {}", runtime::format_date(a->effective_from),
                                 runtime::format_date(a->effective_to)))
              .help("let the earlier version end the day before the later one begins"));
    }
  }
}

}  // namespace

void check_policies(Context& context, Schemas& schemas) {
  for (std::uint32_t i = 0; i < context.names.size(); ++i) {
    const Symbol& symbol = context.names[SymbolId(i)];
    if (!symbol.decl || symbol.kind != SymbolKind::Policy) continue;
    PolicyReader(context, schemas, SymbolId(i)).read();
  }
  check_periods(context);
}

}  // namespace precis::check
