#pragma once

// A lowered program: the graph, the patient schemas and reference data, and for each policy the
// ladder of its decisions. Occurrences tie nodes to what the author wrote, so that a shared node is
// explained in each policy's own words.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/ir/graph.h"
#include "compiler/source/span.h"
#include "compiler/support/id.h"
#include "compiler/support/table.h"
#include "runtime/catalogue.h"
#include "runtime/schema.h"

namespace precis::ir {

using OccurrenceId = support::Id<struct OccurrenceTag>;
using PolicyId = support::Id<struct PolicyTag>;
using DecisionId = support::Id<struct DecisionTag>;

// The author's construct, which decides how an explanation draws it. Children by shape:
enum class Shape : std::uint8_t {
  Constant,     // none
  Fact,         // none; the node is Fact or ItemFact
  Definition,   // its body; `name` is the definition
  AllOf,        // the conjuncts
  AnyOf,        // the disjuncts
  AtLeast,      // the conditions
  Not,          // the operand
  Comparison,   // left, right (of a quotient: the division as left)
  Membership,   // the tested value; `name` is the value set or the written set
  Window,       // the tested date, first day, last day (either may be missing: see `name`)
  Quantifier,   // where-condition [, satisfy-condition]; `observed` says whether absence counts
  Selection,    // where-condition, key, value
  CountOf,      // where-condition [, value]: of a count, a sum, a least, ...
  Exposure,     // where-condition, first day, last day
  Table,        // the inputs, then for each row its condition and value alternating
  Conditional,  // condition, then, else
  Arithmetic,   // the operands
  Test,         // `is known`, `is on file`, `is tested`: the tested thing
  Assumption,   // `x otherwise y`: x, y
  LookUp,       // `Product[x].tier`: x
  Parameter,    // as Table: arguments and date, then the entries
};

// Invariant (children): children belong to nodes of the same scope or, below a list shape, one
// deeper.
struct Occurrence {
  NodeId node;
  Shape shape;
  source::Span span;
  std::string text;  // what the author wrote, white space folded
  std::string name;
  std::vector<OccurrenceId> children;
  std::optional<runtime::ListIndex> list;  // Quantifier, Selection, CountOf, Exposure, candidates
  std::uint8_t level = 0;                  // the level that the list shape binds
  std::optional<NodeId> observed;          // a Bool: the asked window lies inside the known one
};

struct Program;

// How many of a table's children are its inputs; conditions and values of the rows follow.
std::size_t table_inputs(const Program& program, const Occurrence& table);

struct Source {
  std::string name;  // cpic
  std::string kind;  // guideline, label, plan, law, literature
  std::string title;
  std::string section;
  std::string edition;
  std::string doi;
  std::string url;
};

struct Citation {
  std::uint32_t source;  // in Policy::sources
  std::string section;
  std::string strength;
};

// A piece of a `because` text: literal text, or a value. A witness part shows leaf `witness_leaf`
// of the latest surely matching item of the quantifier `value`.
struct TemplatePart {
  std::string text;
  std::optional<OccurrenceId> value;
  std::optional<runtime::LeafIndex> witness_leaf;
};

enum class Standing : std::uint8_t { Favorable, Review, Adverse };

struct Alternative {
  std::string name;  // approve
  Standing standing;
  bool administrative = false;
  struct Field {
    std::string name;
    TypeId type;
    bool optional;
  };
  std::vector<Field> fields;
};

struct OutcomeType {
  std::string name;  // Coverage
  std::vector<Alternative> alternatives;
};

struct OutcomeValue {
  std::uint32_t alternative;
  std::vector<std::optional<OccurrenceId>> payload;  // parallel to Alternative::fields
};

struct Exception {
  std::string name;  // of an overlay: step_exception.tried
  std::string title;
  OccurrenceId condition;
  source::Span span;
  // Of an overlay, its authority; those of a policy's own rules have none.
  std::vector<Citation> citations = {};
};

enum class RuleKind : std::uint8_t { Administrative, Clinical };

// A part of a policy with rules of its own, in the order written: a request is in the first phase
// whose condition holds. The last has no condition.
struct Phase {
  std::string name;
  std::string title;
  std::optional<OccurrenceId> when;
  source::Span span;
};

// What has to hold before a rule of a plan counts: its policy governs the request and is in force,
// and no rule applies that stands before it in its policy but not in the plan.
struct Premise {
  enum class Kind : std::uint8_t { Governs, InForce, NotBefore } kind;
  NodeId node;  // a Bool
  // The author's constructs below which the node's words stand.
  std::vector<OccurrenceId> words;
};

// Of a rule of a plan: the rule of a policy that it is.
struct Planned {
  std::uint32_t stage;  // in Plan::stages
  DecisionId decision;
  // In its policy, with the exceptions of the plan's overlays.
  NodeId applies;
  std::vector<Premise> premises;
  // Conditions of its policy's phases that are part of `applies`.
  std::vector<OccurrenceId> phases = {};
  // Of an adverse rule: whether the claim is rejected by it too, whatever decides first.
  std::optional<NodeId> rejects;
};

// Invariant (applies): `applies` is the conjunction of
//   - in a `collect` decision, Not(condition) of each phase before the rule's own;
//   - the condition of the rule's phase, if any; `when`; and Not(exception) for each exception;
//   - of all but the first of a phase that may be unknown, Or(Known(phase), none before applies).
// Of a phase's `otherwise`, `when` is the phase's condition. Of the last rule of a decision that
// needs no `otherwise`, `applies` is the constant true. Of a rule of a plan: And(premise...,
// Planned::applies), and that is these with Not(exception) for each exception of an overlay too,
// of the rule and of those before it.
struct Rule {
  std::string name;
  std::string title;
  source::Span span;
  NodeId applies;
  OccurrenceId when;
  std::vector<Exception> exceptions;
  OutcomeValue then;
  std::vector<TemplatePart> because;
  std::vector<Citation> citations;
  RuleKind kind = RuleKind::Administrative;
  std::vector<std::string> justifications;
  std::uint32_t written = 0;                // its place among the rules in the author's order
  std::optional<std::uint32_t> phase = {};  // in Policy::phases
  bool is_fallback = false;                 // the `otherwise` of a phase before the last
  std::optional<Planned> planned = {};
};

// What happens when no rule applies; no condition of its own.
struct Otherwise {
  source::Span span;
  OutcomeValue then;
  std::vector<TemplatePart> because;
  std::vector<Citation> citations;
};

enum class Combination : std::uint8_t { FirstMatch, Unique, MostSevere, Collect };

// Decisions that give one outcome are ladders: the first rule that applies gives it. Of `collect`
// decisions each rule is on its own. Invariant (order): rules of earlier phases come first; within
// a phase they stand in the author's order, or in a `most severe` decision the most severe first
// (alternatives are written from mildest to most severe), ties in the author's order.
struct Decision {
  std::string name;
  PolicyId policy;
  std::uint32_t outcome;  // in Program::outcomes
  std::vector<Rule> rules;
  // Absent where the rules leave nothing out, and of `collect` decisions.
  std::optional<Otherwise> otherwise;
  source::Span span;
  Combination combination = Combination::FirstMatch;
};

// How a plan's ladder came about. Its rules are `Decision::rules`.
struct Stage {
  std::string name;
  std::string title;
  bool most_severe;
  struct Listed {
    DecisionId decision;
    // In the plan's ladder, in the order of the decision; `otherwise` is last.
    std::vector<std::uint32_t> rules;
  };
  std::vector<Listed> decisions;
};
struct Plan {
  std::vector<Stage> stages;
  std::vector<DecisionId> cost;  // to be shown when the answer is favorable
  std::string appeal;
};

// A plan is a policy too: of the decisions it lists, it makes one.
struct Policy {
  std::string name;
  std::string title;
  std::string version;
  std::int32_t effective_from;  // days since 1970-01-01, inclusive
  std::int32_t effective_to;
  std::uint32_t schema;                 // in Program::schemas
  std::optional<OccurrenceId> governs;  // absent: governs every request
  std::vector<Source> sources;
  std::vector<DecisionId> decisions;
  std::string content_hash;  // of everything that could change a decision, 32 hex digits
  source::Span span;
  std::vector<Phase> phases = {};
  std::optional<Plan> plan = {};
};

// What must hold of every record that `when` is true of.
struct Guarantee {
  std::string name;
  std::string title;
  std::string of;  // the policy or plan
  std::uint32_t schema;
  std::optional<OccurrenceId> when;
  OccurrenceId holds;
  source::Span span;
};

// `expect` of an in-language test. The record is in the schema's own JSON shape.
struct Expectation {
  DecisionId decision;
  enum class Kind : std::uint8_t {
    Is,
    Collects,
    Needs,
    Rejects,
    Faults,
    NotGoverned,
    NotInForce
  } kind;
  std::optional<std::uint32_t> alternative;  // Is
  struct Field {
    std::uint32_t index;  // in Alternative::fields
    NodeId value;         // a Constant
    std::string text;
    std::optional<std::uint32_t> rule = {};  // Collects: whose outcome has it
  };
  std::vector<Field> fields;  // Is and Collects, with
  // Is: any of these rules may have decided (rules.size() = otherwise); empty when it says nothing
  // about the rule. `by` is what was written of it: "rule improved of phase renewal".
  std::vector<std::uint32_t> rules;
  std::string by;
  std::vector<std::uint32_t> sure;      // Collects: exactly these rules surely apply
  std::vector<std::uint32_t> possible;  // Collects: exactly these possibly
  std::vector<std::string> needs;       // fact paths, exactly these
  std::vector<std::string> rejects;     // rules of a plan, exactly these
  source::Span span;
};

struct Test {
  std::string title;
  std::uint32_t schema;
  std::string record_json;  // {"member": {...}, "request": {...}}
  std::vector<Expectation> expectations;
  source::Span span;
};

struct Program {
  Graph graph;
  runtime::Catalogue catalogue;
  std::vector<runtime::Schema> schemas;
  std::vector<OutcomeType> outcomes;
  support::Table<OccurrenceTag, Occurrence> occurrences;
  support::Table<PolicyTag, Policy> policies;
  support::Table<DecisionTag, Decision> decisions;
  std::vector<Guarantee> guarantees;
  std::vector<Test> tests;
};

// By ladder number, where the number after the last rule is `otherwise`.
const OutcomeValue& outcome_of(const Decision& decision, std::size_t index);
// What a rule is called in its policy: improved, renewal.improved, renewal.otherwise, otherwise.
std::string rule_name(const Program& program, const Decision& decision, std::size_t index);
// How many rungs the ladder has: its rules, and `otherwise` if it has one.
std::size_t rung_count(const Decision& decision);
// Ladder numbers in the author's order.
std::vector<std::size_t> in_written_order(const Decision& decision);
// How many words each of the two sets of a `collect` decision has: see runtime::Collected.
std::size_t collected_words(const Decision& decision);

// The first broken invariant, named, or empty.
std::string verify(const Program& program);

// The dump that `precis dump --ir` prints: every policy's ladder, then the nodes it reaches.
std::string to_text(const Program& program);
std::string to_text(const Program& program, PolicyId policy);

}  // namespace precis::ir
