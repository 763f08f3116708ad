#pragma once

// A checked program. Reference data and schemas are already in the runtime's form; policies, tables
// and definitions hold checked expressions. All modules are in one program: names that remain are
// for people.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "compiler/source/span.h"
#include "compiler/support/table.h"
#include "compiler/typed/expr.h"
#include "compiler/typed/facts.h"
#include "compiler/typed/type.h"
#include "runtime/catalogue.h"
#include "runtime/schema.h"

namespace precis::typed {

using PolicyId = support::Id<struct PolicyTag>;
using OverlayId = support::Id<struct OverlayTag>;

// --- definitions and tables ---

struct ParamDecl {
  std::string name;
  TypeId type;
  source::Span span;
};

// Invariant (acyclic): no definition uses itself, however indirectly.
struct Define {
  std::string name;
  std::vector<ParamDecl> params;
  ExprId body;
  source::Span span;  // of the name
  source::Span body_span;
};

struct Row {
  source::Span span;
  // Over Params, one for each input; absent where the cell is `any`. The row applies when all hold.
  std::vector<std::optional<ExprId>> conditions;
  std::vector<ExprId> outputs;
};
enum class HitPolicy : std::uint8_t { Unique, FirstMatch, MostSevere };

// Of a `unique` table at most one row applies. Of a `most severe` one the row whose first output is
// the most severe gives the outputs; members are written from mildest to most severe. Invariant
// (complete): some row applies, or `otherwise` is there.
struct DecisionTable {
  std::string name;
  std::vector<ParamDecl> inputs;
  struct Output {
    std::string name;  // the header's; outputs of one table have different names
    TypeId type;
  };
  std::vector<Output> outputs;
  // In the order in which they are tried: as written, or most severe first.
  std::vector<Row> rows;
  struct OtherwiseRow {
    source::Span span;
    std::vector<ExprId> outputs;
  };
  std::optional<OtherwiseRow> otherwise;
  HitPolicy hit_policy;
  source::Span span;
};

// --- parameters ---

struct Source {
  std::string name;
  std::string kind;  // guideline, label, plan, law, literature
  std::string title;
  std::string section;
  std::string edition;
  std::string doi;
  std::string url;
};
// What an entry of a parameter cites: its source is one of the module, not of a policy.
struct ParameterCitation {
  Source source;
  std::string section;
  std::string strength;
};
// Invariant (dated): entries begin on different days, in order; there is at least one.
struct Parameter {
  std::string name;
  std::vector<ParamDecl> params;
  TypeId type;
  struct Entry {
    std::int32_t from;  // days since 1970-01-01
    ExprId value;       // over Params, of the parameter's type
    std::vector<ParameterCitation> citations;
    source::Span span;
  };
  std::vector<Entry> entries;
  source::Span span;  // of the name
};

// --- outcomes ---

enum class Standing : std::uint8_t { Favorable, Review, Adverse };

struct Alternative {
  std::string name;
  Standing standing;
  bool administrative;
  struct Field {
    std::string name;
    TypeId type;
    bool optional;
  };
  std::vector<Field> fields;
};
struct OutcomeType {
  std::string name;
  std::vector<Alternative> alternatives;
};

// --- policies ---

struct Citation {
  std::uint32_t source;  // in Policy::sources
  std::string section;
  std::string strength;  // strong, moderate, optional, or empty
};
// Text, or a value. With `witness`, `value` is an `any` (or a definition that is one) and what is
// shown is that leaf of its witness.
struct TemplatePart {
  std::string text;
  std::optional<ExprId> value;
  std::optional<runtime::LeafIndex> witness;
};
// Payload is parallel to Alternative::fields, each already of the field's type.
struct OutcomeValue {
  std::uint32_t alternative;
  std::vector<std::optional<ExprId>> payload;
  source::Span span;
};
struct Exception {
  std::string name;
  std::string title;
  ExprId condition;
  source::Span span;
};
struct Rule {
  std::string name;
  std::string title;
  source::Span span;
  ExprId when;
  std::vector<Exception> exceptions;
  OutcomeValue then;
  std::vector<TemplatePart> because;
  std::vector<Citation> citations;
  bool clinical;  // depends on a clinical fact and is not marked administrative
  std::vector<std::string> justifications;
  std::optional<std::uint32_t> phase = {};  // in Policy::phases
  // The `otherwise` of a phase before the last; `when` is the phase's condition.
  bool is_fallback = false;
};
struct Fallback {
  source::Span span;
  OutcomeValue then;
  std::vector<TemplatePart> because;
  std::vector<Citation> citations;
};
enum class Combination : std::uint8_t { FirstMatch, Unique, MostSevere, Collect };

// `rules` are in the author's order, those of one phase after those of another.
struct Decision {
  std::string name;
  PolicyId policy;
  std::uint32_t outcome;  // in Program::outcomes
  std::vector<Rule> rules;
  // Absent where the rules leave nothing out, and of `collect` decisions.
  std::optional<Fallback> otherwise;
  source::Span span;
  Combination combination = Combination::FirstMatch;
};
// Only the last phase has no condition.
struct Phase {
  std::string name;
  std::string title;
  std::optional<ExprId> when;
  source::Span span;
};
struct Policy {
  std::string module;
  std::string name;
  std::string title;
  std::string version;
  std::int32_t effective_from;  // days since 1970-01-01, both inclusive
  std::int32_t effective_to;
  std::uint32_t schema;  // in Program::schemas
  ExprId at;             // the Fact of the schema's `at` leaf
  std::optional<ExprId> governs;
  std::vector<Source> sources;
  std::vector<DefineId> defines;  // in the order written
  std::vector<DecisionId> decisions;
  source::Span span;
  std::vector<Phase> phases = {};
};

// --- plans ---

// Exceptions that a statute or a plan adds to rules of policies, in the plans that name it.
struct Overlay {
  std::string name;
  std::string title;
  std::string version;
  std::int32_t effective_from;  // days since 1970-01-01, both inclusive
  std::int32_t effective_to;
  std::uint32_t schema;
  ExprId at;
  std::vector<Source> sources;
  std::vector<DefineId> defines;
  struct Exempted {
    DecisionId decision;
    std::uint32_t rule;
    source::Span span;
  };
  std::vector<Exempted> exempts;
  std::optional<ExprId> when;
  std::vector<Exception> exceptions;
  std::vector<Citation> citations;  // of Overlay::sources
  source::Span span;
};

struct Stage {
  std::string name;
  std::string title;
  bool most_severe;  // otherwise the first listed decides
  struct Listed {
    DecisionId decision;
    source::Span span;
  };
  std::vector<Listed> decisions;
};
// Which decisions govern a request, and how they combine: `plan_rules` of typed/plans.h. All give
// outcomes of one type and read one schema.
struct Plan {
  std::string module;
  std::string name;
  std::string title;
  std::string version;
  std::int32_t effective_from;
  std::int32_t effective_to;
  std::uint32_t schema;
  ExprId at;
  std::uint32_t outcome;  // in Program::outcomes
  std::string decision;   // what its answer is called: as that of the decision listed first
  std::vector<Source> sources;
  std::vector<DefineId> defines;
  std::vector<Stage> stages;
  std::vector<DecisionId> cost;
  // Those that a law demands first.
  std::vector<OverlayId> overlays;
  std::string appeal;
  // Absent: the plan does not govern what none of its policies governs.
  std::optional<Fallback> otherwise;
  source::Span span;
};

// What must hold of every record that `when` is true of.
struct Guarantee {
  std::string name;
  std::string title;
  std::string of;  // the policy or plan
  std::uint32_t schema;
  std::optional<ExprId> when;
  ExprId holds;
  source::Span span;
};

// --- tests ---

enum class ExpectationKind : std::uint8_t {
  Is,
  Collects,
  Needs,
  Rejects,
  Faults,
  NotGoverned,
  NotInForce
};

struct Expectation {
  std::variant<DecisionId, PlanId> of;
  ExpectationKind kind;
  std::optional<std::uint32_t> alternative;
  struct Field {
    std::uint32_t index;  // in Alternative::fields
    ExprId value;         // a Constant
    // Of Collects: the rule whose outcome has it.
    std::optional<std::uint32_t> rule = {};
  };
  std::vector<Field> fields;
  // Rules are numbers in the author's order; the one after the last is `otherwise`. Of a plan they
  // are numbers in `plan_rules`.
  std::vector<std::uint32_t> rules;     // Is: one of these; empty: any
  std::string by;                       // what was written of them
  std::vector<std::uint32_t> sure;      // Collects
  std::vector<std::uint32_t> possible;  // Collects
  std::vector<std::string> needs;
  std::vector<std::string> rejects;  // names of the plan's rules
  source::Span span;
};
struct Test {
  std::string title;
  std::uint32_t schema;
  // Absent: an empty record.
  std::optional<FactId> member;
  std::optional<FactId> request;
  std::vector<Expectation> expectations;
  source::Span span;
};

// --- the whole ---

struct Program {
  Types types;
  runtime::Catalogue catalogue;
  // One for each combination of member, request and `at` that policies have.
  std::vector<runtime::Schema> schemas;
  std::vector<OutcomeType> outcomes;
  support::Table<ExprTag, Expr> exprs;
  support::Table<QueryTag, Query> queries;
  support::Table<DefineTag, Define> defines;
  support::Table<TableTag, DecisionTable> tables;
  support::Table<ParameterTag, Parameter> parameters;
  support::Table<RowsTag, Rows> rows;
  support::Table<PolicyTag, Policy> policies;
  support::Table<DecisionTag, Decision> decisions;
  support::Table<OverlayTag, Overlay> overlays;
  support::Table<PlanTag, Plan> plans;
  std::vector<Guarantee> guarantees;
  support::Table<GivenFactTag, GivenFact> facts;
  std::vector<Test> tests;
  // The files of reference data that a file of the program names.
  struct DataFile {
    source::FileId named_in;
    source::FileId file;
  };
  std::vector<DataFile> data_files;
};

// What checking yields. `program` is present even when there were errors: the editor wants it, the
// back end cannot have it.
struct Checked {
  Program program;
  bool has_errors;
};

// A program the checker accepted. Lowering takes only this, so no later stage can meet an
// unresolved name or an ill-typed expression.
class SoundProgram {
 public:
  const Program& get() const { return program_; }

 private:
  friend std::optional<SoundProgram> seal(Checked checked);
  explicit SoundProgram(Program program) : program_(std::move(program)) {}
  Program program_;
};

// The only gate between front and back end.
std::optional<SoundProgram> seal(Checked checked);

}  // namespace precis::typed
