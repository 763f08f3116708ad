#pragma once

// Who is called what: the declarations of every module and the names each module sees.

#include <cstddef>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/support/table.h"
#include "compiler/syntax/tree.h"

namespace precis::check {

using SymbolId = support::Id<struct SymbolTag>;

// Unreadable stands for a name that a broken `use` or declaration would have given: whoever meets
// it stays silent.
enum class SymbolKind {
  CodeSystem,
  CodeType,
  ValueSet,
  Measurement,
  Enumeration,
  Record,
  Schema,
  Request,
  Gene,
  Outcome,
  Define,
  Parameter,
  Catalog,
  Table,
  Policy,
  Overlay,
  Plan,
  Source,
  Unreadable,
};

// "a value set": for messages.
std::string_view kind_text(SymbolKind kind);

struct Symbol {
  SymbolKind kind;
  syntax::Name name;
  std::size_t module;
  std::optional<syntax::DeclId> decl;
  // Where its meaning is, once declared: in the catalogue's table of its kind; for a code type the
  // system; for outcomes, definitions, tables and policies the typed program's.
  std::optional<std::uint32_t> index = {};
};

struct ModuleScope {
  std::string path;
  std::map<std::string_view, SymbolId> names;
  // Names that came by `use`, and where.
  std::map<std::string_view, source::Span> used;
  // It could not be read to the end, so names may be missing.
  bool incomplete = false;
};

class Names {
 public:
  // Reports duplicates, unknown modules and cycles of modules. `sink` holds the errors of parsing.
  Names(const std::vector<syntax::Module>& modules, diagnostics::Sink& sink);

  // The symbol a name means in a module, or none. Marks it as used; never reports.
  std::optional<SymbolId> find(std::size_t module, std::string_view name);

  // The same; reports a name that is unknown or means something of another kind than `wanted`.
  // `what` names the wanted kind ("a code system").
  std::optional<SymbolId> resolve(std::size_t module, const syntax::Name& name,
                                  std::initializer_list<SymbolKind> wanted, std::string_view what);

  // Reports an unknown name, with the nearest of `more` and of what the module sees.
  void unknown(std::size_t module, const syntax::Name& name,
               const std::vector<std::string_view>& more = {});

  // Reports names of `use` lines that nothing needed, and what a module with a policy declares for
  // nobody. A module without one is there for others.
  void report_unused();

  Symbol& operator[](SymbolId id) { return symbols_[id]; }
  const Symbol& operator[](SymbolId id) const { return symbols_[id]; }
  std::size_t size() const { return symbols_.size(); }
  const ModuleScope& scope(std::size_t module) const { return scopes_[module]; }

 private:
  // What of these kinds can be named in a module.
  std::vector<std::string_view> named(std::size_t module,
                                      std::initializer_list<SymbolKind> kinds) const;
  void declare(std::size_t module);
  void use(std::size_t module);
  void use_names(std::size_t module, const syntax::Use& line, std::size_t target);
  void report_unused_declarations(std::size_t module);
  void find_cycles(const std::vector<std::vector<std::size_t>>& uses);

  const std::vector<syntax::Module>& modules_;
  diagnostics::Sink& sink_;
  support::Table<SymbolTag, Symbol> symbols_;
  std::vector<ModuleScope> scopes_;
  std::map<std::string, std::size_t, std::less<>> by_path_;
  std::vector<std::vector<std::size_t>> uses_;
  std::set<std::pair<std::size_t, std::string_view>> needed_;
};

// "did you mean `x`?", or empty.
std::string suggestion(std::string_view name, const std::vector<std::string_view>& candidates);

// The same, or where none is near the first of those that there are: "write `a`, `b` or `c`".
std::string one_of(std::string_view name, std::vector<std::string_view> candidates);

}  // namespace precis::check
