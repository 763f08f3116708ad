#pragma once

// What all parts of the checker share: the written modules, the program that is being built, the
// names, and what is known about declarations beyond what the program keeps.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "compiler/check/names.h"
#include "compiler/diagnostics/diagnostic.h"
#include "compiler/source/map.h"
#include "compiler/syntax/tree.h"
#include "compiler/typed/program.h"

namespace precis::check {

// What a path of a schema instance leads to. Paths are written `member.fills`,
// `member.genome.CYP2C19`, and `member.fills[].date` for fields of items.
struct SchemaPlace {
  enum class Kind { Record, Leaf, List, Genome, Gene } kind;
  std::uint32_t index = 0;  // Leaf, List, Gene: in the runtime schema
  std::string type_name;    // for messages: Member, Attestations, Fill
  std::optional<source::Span> declared = {};
};

// Beside each of Program::schemas.
struct SchemaPlaces {
  std::map<std::string, SchemaPlace, std::less<>> places;
  std::string member_type;
  std::string request_type;
  std::optional<SymbolId> member_symbol = {};
  std::optional<SymbolId> request_symbol = {};
};

// Where the body of a definition, a rule or a row is read: which names mean what.
struct PolicyScope;

enum class Progress { Untouched, Running, Done };

struct DefineState {
  Progress progress = Progress::Untouched;
  std::optional<typed::DefineId> id;  // none: broken, already reported
  // Nested quantifiers in its body.
  int depth = 0;
  // Bytes of its text, those of the definitions it uses put in their place; and how many levels of
  // them there are.
  std::size_t size = 0;
  std::size_t levels = 0;
};

struct TableState {
  Progress progress = Progress::Untouched;
  std::optional<typed::TableId> id;
};

struct ParameterState {
  Progress progress = Progress::Untouched;
  std::optional<typed::ParameterId> id;  // none: broken, already reported
};
// A decision whose answer a guarantee may ask about.
struct Answer {
  std::variant<typed::DecisionId, typed::PlanId> of;
  std::uint32_t outcome;  // in Program::outcomes
};
using Answers = std::map<std::string_view, Answer>;

// A policy's own names. Lives as long as its policy is checked.
struct PolicyScope {
  std::uint32_t schema;
  std::string_view member;
  std::string_view request;
  std::map<std::string_view, const syntax::Define*> defines;
  typed::ExprId at;
  // `month ends refuse`
  bool month_ends_refuse = false;
  // The first day on which the policy is in force.
  std::optional<std::int32_t> effective_from = {};
  // While a guarantee is read.
  const Answers* answers = nullptr;
};

struct Context {
  const std::vector<syntax::Module>& modules;
  const source::Map& sources;
  diagnostics::Sink& sink;
  typed::Program& program;
  Names& names;
  // Beside Program::schemas.
  std::vector<SchemaPlaces> schema_places = {};
  std::unordered_map<const syntax::Define*, DefineState> defines = {};
  // Definitions that are being checked, each because the one before uses it.
  std::size_t open_defines = 0;
  // One chain of definitions that is too long has many that are too deep in it.
  bool told_depth = false;
  std::unordered_map<std::uint32_t, TableState> tables = {};  // by symbol
  // Where a Catalogue value set was declared; written sets have no name.
  std::vector<source::Span> value_set_spans = {};
  // Beside Catalogue::catalogs: the types of the columns, and the name of the key's.
  std::vector<std::vector<typed::TypeId>> column_types = {};
  std::vector<std::string> key_columns = {};
  // The symbols of Catalogue::named_codes.
  std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> named_codes = {};
  std::unordered_map<std::uint32_t, ParameterState> parameters = {};  // by symbol
  // Beside Program::queries: the measurement a binder was given.
  std::vector<std::optional<std::uint32_t>> query_measurements = {};
  // Beside Program::defines: those that something uses.
  std::vector<bool> used_defines = {};

  const syntax::Decl& decl(const Symbol& symbol) const {
    return modules[symbol.module].decls[*symbol.decl];
  }

  typed::ExprId add(source::Span span, typed::TypeId type, decltype(typed::Expr::kind) kind) {
    return program.exprs.add({span, type, std::move(kind)});
  }
  typed::TypeId intern(const typed::Type& type) { return program.types.intern(type); }
  typed::TypeId boolean() { return intern(typed::BoolType{}); }
  typed::ExprId poison(source::Span span) {
    return add(span, intern(typed::PoisonType{}), typed::Poison{});
  }
  typed::TypeId type_id(typed::ExprId id) const { return program.exprs[id].type; }
  const typed::Type& type(typed::ExprId id) const { return program.types[program.exprs[id].type]; }
  bool is_poison(typed::ExprId id) const {
    return std::holds_alternative<typed::PoisonType>(type(id));
  }
};

// "kg", "Sex", "Date": a type in words an author wrote.
std::string type_name(const Context& context, const typed::Type& type);

// Whether an outcome's declaration could be read in part only: what it lacks may have been written.
bool is_damaged_outcome(const Context& context, std::uint32_t outcome);

// The member a name stands for, or none.
std::optional<std::uint32_t> member_index(const runtime::Enumeration& enumeration,
                                          std::string_view name);

// Reports that an enumeration has no such member.
void unknown_member(Context& context, const runtime::Enumeration& enumeration,
                    const syntax::Name& name);

}  // namespace precis::check
