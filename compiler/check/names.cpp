#include "compiler/check/names.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "compiler/check/written.h"
#include "compiler/diagnostics/nearest.h"
#include "compiler/support/match.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;

std::string_view kind_text(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::CodeSystem:
      return "a code system";
    case SymbolKind::CodeType:
      return "a kind of code";
    case SymbolKind::ValueSet:
      return "a value set";
    case SymbolKind::Measurement:
      return "a measurement";
    case SymbolKind::Enumeration:
      return "a type";
    case SymbolKind::Record:
      return "a record";
    case SymbolKind::Schema:
      return "a schema";
    case SymbolKind::Request:
      return "a request";
    case SymbolKind::Gene:
      return "a gene";
    case SymbolKind::Outcome:
      return "an outcome";
    case SymbolKind::Define:
      return "a definition";
    case SymbolKind::Table:
      return "a table";
    case SymbolKind::Parameter:
      return "a parameter";
    case SymbolKind::Catalog:
      return "a catalog";
    case SymbolKind::Policy:
      return "a policy";
    case SymbolKind::Overlay:
      return "an overlay";
    case SymbolKind::Plan:
      return "a plan";
    case SymbolKind::Source:
      return "a source";
    case SymbolKind::Unreadable:
      return "something unreadable";
  }
  return "";
}

std::string suggestion(std::string_view name, const std::vector<std::string_view>& candidates) {
  const std::optional<std::string_view> nearest = diagnostics::nearest_name(name, candidates);
  return nearest ? fmt::format("did you mean `{}`?", *nearest) : "";
}

std::string one_of(std::string_view name, std::vector<std::string_view> candidates) {
  constexpr std::size_t MostNamed = 8;
  std::string help = suggestion(name, candidates);
  if (!help.empty() || candidates.empty()) return help;
  // A gene with a status for each allele stands there once for each.
  candidates.erase(std::ranges::unique(candidates).begin(), candidates.end());
  const std::size_t named = std::min(candidates.size(), MostNamed);
  const bool all = named == candidates.size();
  help = "write ";
  for (std::size_t i = 0; i < named; ++i) {
    const bool is_last = all && i + 1 == named;
    help += fmt::format("{}`{}`", i == 0 ? "" : (is_last ? " or " : ", "), candidates[i]);
  }
  return all ? help : help + ", …";
}

namespace {

// Of so many errors more are not made easier by a suggestion each, and each has a cost.
constexpr std::size_t MostSuggestions = 100;

constexpr const char* DeclareOrUse = "declare it in this file, or list it in a `use` line";

std::string path_text(const syntax::ModulePath& path) {
  std::string text;
  for (const syntax::Name& part : path.parts) {
    if (!text.empty()) text += '.';
    text += part.text;
  }
  return text;
}

std::optional<std::pair<SymbolKind, syntax::Name>> declared(const syntax::Decl& decl) {
  using Found = std::optional<std::pair<SymbolKind, syntax::Name>>;
  return support::match(
      decl.kind,
      [](const syntax::CodeSystem& it) -> Found { return {{SymbolKind::CodeSystem, it.name}}; },
      [](const syntax::CodeType& it) -> Found { return {{SymbolKind::CodeType, it.name}}; },
      [](const syntax::ValueSet& it) -> Found { return {{SymbolKind::ValueSet, it.name}}; },
      [](const syntax::Measurement& it) -> Found { return {{SymbolKind::Measurement, it.name}}; },
      [](const syntax::Enumeration& it) -> Found { return {{SymbolKind::Enumeration, it.name}}; },
      [](const syntax::Record& it) -> Found {
        switch (it.kind) {
          case syntax::RecordKind::Record:
            return {{SymbolKind::Record, it.name}};
          case syntax::RecordKind::Schema:
            return {{SymbolKind::Schema, it.name}};
          case syntax::RecordKind::Request:
            return {{SymbolKind::Request, it.name}};
        }
        return std::nullopt;
      },
      [](const syntax::Gene& it) -> Found { return {{SymbolKind::Gene, it.name}}; },
      [](const syntax::OutcomeType& it) -> Found { return {{SymbolKind::Outcome, it.name}}; },
      [](const syntax::Define& it) -> Found { return {{SymbolKind::Define, it.name}}; },
      [](const syntax::Table& it) -> Found { return {{SymbolKind::Table, it.name}}; },
      [](const syntax::Parameter& it) -> Found { return {{SymbolKind::Parameter, it.name}}; },
      [](const syntax::Catalog& it) -> Found { return {{SymbolKind::Catalog, it.name}}; },
      [](const syntax::Policy& it) -> Found { return {{SymbolKind::Policy, it.name}}; },
      [](const syntax::Overlay& it) -> Found { return {{SymbolKind::Overlay, it.name}}; },
      [](const syntax::Plan& it) -> Found { return {{SymbolKind::Plan, it.name}}; },
      [](const syntax::Source& it) -> Found { return {{SymbolKind::Source, it.name}}; },
      [](const syntax::Test&) -> Found { return std::nullopt; },
      [](const syntax::AcceptedMutant&) -> Found { return std::nullopt; });
}

}  // namespace

Names::Names(const std::vector<syntax::Module>& modules, diagnostics::Sink& sink)
    : modules_(modules), sink_(sink), scopes_(modules.size()), uses_(modules.size()) {
  for (const diagnostics::Diagnostic& report : sink.all()) {
    for (std::size_t m = 0; m < modules.size(); ++m) {
      if (report.severity == diagnostics::Severity::Error && report.primary &&
          report.primary->file == modules[m].file) {
        scopes_[m].incomplete = true;
      }
    }
  }
  for (std::size_t m = 0; m < modules.size(); ++m) declare(m);
  for (std::size_t m = 0; m < modules.size(); ++m) use(m);
  find_cycles(uses_);
}

void Names::declare(std::size_t module) {
  ModuleScope& scope = scopes_[module];
  const syntax::Module& tree = modules_[module];
  if (tree.path) {
    scope.path = path_text(*tree.path);
    // Several policies of one name (its versions) live in files of their own; modules do not.
    if (!by_path_.emplace(scope.path, module).second) {
      sink_.report(diagnostics::DuplicateName.at(tree.path->span, Name(scope.path))
                       .label("another file is this module")
                       .help("give each file a module name of its own"));
    }
  }
  for (std::uint32_t i = 0; i < tree.decls.size(); ++i) {
    const syntax::DeclId id(i);
    const auto found = declared(tree.decls[id]);
    if (!found || found->second.text.empty()) continue;
    const SymbolId symbol = symbols_.add({found->first, found->second, module, id});
    const auto [place, is_new] = scope.names.emplace(found->second.text, symbol);
    if (is_new) continue;
    sink_.report(diagnostics::DuplicateName.at(found->second.span, Name(found->second.text))
                     .label(symbols_[place->second].name.span, "first declared here")
                     .help("rename one of the two"));
  }
}

void Names::use(std::size_t module) {
  for (const syntax::Use& line : modules_[module].uses) {
    const std::string path = path_text(line.module);
    const auto target = by_path_.find(path);
    if (target != by_path_.end()) {
      uses_[module].push_back(target->second);
      if (target->second != module) use_names(module, line, target->second);
      continue;
    }
    std::vector<std::string_view> known;
    for (const auto& [name, index] : by_path_) known.push_back(name);
    std::string help = suggestion(path, known);
    if (help.empty()) help = "name its file on the command line too, or the folder that holds both";
    sink_.report(diagnostics::UnknownModule.at(line.module.span, Name(path)).help(help));
    for (const syntax::Name& name : line.names) {
      scopes_[module].names.emplace(
          name.text, symbols_.add({SymbolKind::Unreadable, name, module, std::nullopt}));
    }
  }
}

void Names::use_names(std::size_t module, const syntax::Use& line, std::size_t target) {
  ModuleScope& scope = scopes_[module];
  std::vector<std::string_view> meant_by_none;
  for (const syntax::Name& name : line.names) {
    const auto found = scopes_[target].names.find(name.text);
    // Only what the other module declares itself can be used from it.
    const bool own = found != scopes_[target].names.end() &&
                     symbols_[found->second].module == target &&
                     symbols_[found->second].kind != SymbolKind::Unreadable;
    SymbolId symbol(0);
    if (own) {
      symbol = found->second;
    } else {
      symbol = symbols_.add({SymbolKind::Unreadable, name, module, std::nullopt});
      if (!scopes_[target].incomplete) {
        std::vector<std::string_view> known;
        for (const auto& [text, id] : scopes_[target].names) {
          if (symbols_[id].module == target) known.push_back(text);
        }
        sink_.report(
            diagnostics::NotDeclaredThere.at(name.span, Name(scopes_[target].path), Name(name.text))
                .help(one_of(name.text, known)));
        // What was meant is reported here, and not again where it is used.
        if (const auto meant = diagnostics::nearest_name(name.text, known)) {
          scope.names.emplace(*meant, symbol);
        } else {
          meant_by_none.insert(meant_by_none.end(), known.begin(), known.end());
        }
      }
    }
    const auto [place, is_new] = scope.names.emplace(name.text, symbol);
    if (is_new) {
      if (own) scope.used.emplace(name.text, name.span);
    } else {
      const auto earlier = scope.used.find(name.text);
      const source::Span first =
          earlier != scope.used.end() ? earlier->second : symbols_[place->second].name.span;
      sink_.report(diagnostics::DuplicateName.at(name.span, Name(name.text))
                       .label(first, "first declared here")
                       .help(RenameOne));
    }
  }
  // Any of them may have been meant by the name that was not found.
  for (const std::string_view name : meant_by_none) {
    const syntax::Name any{name, line.module.span};
    scope.names.emplace(name, symbols_.add({SymbolKind::Unreadable, any, module, std::nullopt}));
  }
}

void Names::find_cycles(const std::vector<std::vector<std::size_t>>& uses) {
  // A module is on a cycle when it reaches itself. One report for each cycle: at its first module.
  std::set<std::size_t> reported;
  for (std::size_t start = 0; start < uses.size(); ++start) {
    if (reported.contains(start)) continue;
    std::vector<std::size_t> open = uses[start];
    std::set<std::size_t> reached(open.begin(), open.end());
    while (!open.empty()) {
      const std::size_t next = open.back();
      open.pop_back();
      for (const std::size_t target : uses[next]) {
        if (reached.insert(target).second) open.push_back(target);
      }
    }
    if (!reached.contains(start) || !modules_[start].path) continue;
    for (const syntax::Use& line : modules_[start].uses) {
      const auto target = by_path_.find(path_text(line.module));
      if (target == by_path_.end() || !reached.contains(target->second)) continue;
      sink_.report(diagnostics::ModuleCycle.at(line.module.span, Name(scopes_[start].path))
                       .help("move what both need to a third module"));
      break;
    }
    reported.insert(reached.begin(), reached.end());
  }
}

std::optional<SymbolId> Names::find(std::size_t module, std::string_view name) {
  const auto found = scopes_[module].names.find(name);
  if (found == scopes_[module].names.end()) return std::nullopt;
  needed_.emplace(module, found->first);
  return found->second;
}

std::vector<std::string_view> Names::named(std::size_t module,
                                           std::initializer_list<SymbolKind> kinds) const {
  std::vector<std::string_view> found;
  for (const auto& [text, id] : scopes_[module].names) {
    if (std::ranges::find(kinds, symbols_[id].kind) != kinds.end()) found.push_back(text);
  }
  return found;
}

std::optional<SymbolId> Names::resolve(std::size_t module, const syntax::Name& name,
                                       std::initializer_list<SymbolKind> wanted,
                                       std::string_view what) {
  if (name.text.empty()) return std::nullopt;
  const std::optional<SymbolId> found = find(module, name.text);
  if (!found) {
    unknown(module, name, named(module, wanted));
    return std::nullopt;
  }
  const Symbol& symbol = symbols_[*found];
  if (symbol.kind == SymbolKind::Unreadable) return std::nullopt;
  if (std::ranges::find(wanted, symbol.kind) != wanted.end()) return found;
  const std::string help = suggestion(name.text, named(module, wanted));
  sink_.report(diagnostics::WrongKind
                   .at(name.span, Name(name.text), Text(kind_text(symbol.kind)), Text(what))
                   .label(symbol.name.span, "declared here")
                   .help(help.empty() ? fmt::format("name {} here", what) : help));
  return std::nullopt;
}

void Names::unknown(std::size_t module, const syntax::Name& name,
                    const std::vector<std::string_view>& more) {
  if (name.text.empty() || scopes_[module].incomplete) return;
  if (sink_.all().size() >= MostSuggestions) {
    return sink_.report(diagnostics::UnknownName.at(name.span, Name(name.text)).help(DeclareOrUse));
  }
  std::string help = suggestion(name.text, more);
  if (help.empty() && more.empty()) {
    std::vector<std::string_view> seen;
    for (const auto& [text, id] : scopes_[module].names) seen.push_back(text);
    help = suggestion(name.text, seen);
  }
  if (help.empty()) {
    for (const ModuleScope& other : scopes_) {
      const auto found = other.names.find(name.text);
      if (found == other.names.end() || other.path.empty() || &other == &scopes_[module]) continue;
      if (symbols_[found->second].module != by_path_.find(other.path)->second) continue;
      help = fmt::format("write `use {} {{ {} }}`", other.path, name.text);
    }
  }
  if (const std::string_view other = instead_of(name.text); !other.empty()) help = other;
  if (help.empty()) help = DeclareOrUse;
  sink_.report(diagnostics::UnknownName.at(name.span, Name(name.text)).help(std::move(help)));
}

void Names::report_unused() {
  for (std::size_t m = 0; m < scopes_.size(); ++m) {
    if (scopes_[m].incomplete) continue;
    for (const auto& [name, span] : scopes_[m].used) {
      if (needed_.contains({m, name})) continue;
      sink_.report(diagnostics::UnusedUse.at(span, Name(name)).help("remove it from this line"));
    }
    report_unused_declarations(m);
  }
}

static bool is_for_use(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::ValueSet:
    case SymbolKind::Measurement:
    case SymbolKind::Define:
    case SymbolKind::Table:
    case SymbolKind::Parameter:
    case SymbolKind::Catalog:
      return true;
    case SymbolKind::CodeSystem:
    case SymbolKind::CodeType:
    case SymbolKind::Enumeration:
    case SymbolKind::Record:
    case SymbolKind::Schema:
    case SymbolKind::Request:
    case SymbolKind::Gene:
    case SymbolKind::Outcome:
    case SymbolKind::Policy:
    case SymbolKind::Overlay:
    case SymbolKind::Plan:
    case SymbolKind::Source:
    case SymbolKind::Unreadable:
      return false;
  }
  return false;
}

void Names::report_unused_declarations(std::size_t module) {
  std::set<SymbolId> needed;
  for (const auto& [user, name] : needed_) {
    const auto found = scopes_[user].names.find(name);
    if (found != scopes_[user].names.end()) needed.insert(found->second);
  }
  bool has_policy = false;
  for (const auto& [name, id] : scopes_[module].names) {
    has_policy =
        has_policy || (symbols_[id].kind == SymbolKind::Policy && symbols_[id].module == module);
  }
  if (!has_policy) return;
  for (const auto& [name, id] : scopes_[module].names) {
    const Symbol& symbol = symbols_[id];
    if (symbol.module != module || !is_for_use(symbol.kind) || needed.contains(id)) continue;
    sink_.report(diagnostics::UnusedDefinition.at(symbol.name.span, Name(name))
                     .help("remove it, or use it in a rule"));
  }
}

}  // namespace precis::check
