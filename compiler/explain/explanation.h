#pragma once

// Why one decision came out as it did, for one record: the one value from which every text, JSON
// document and page is rendered. It is plain data and refers to nothing: no program, record or
// symbol table is needed to read it.
//
// Its readers may rely on:
//   words: every text is finished, in the author's words where there are any, and never escaped for
//     a medium. Dates are ISO, quantities carry their unit, members of enumerations their title.
//   order: rules stand in the author's order, missing facts in schema order, steps in order of
//   writing. settled: `missing` is empty unless the answer needs information. same bytes: the value
//   depends only on program, record and answer; no clock, no addresses.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/ir/program.h"
#include "runtime/answer.h"
#include "runtime/cell.h"

namespace precis::explain {

// What is needed to find the decision again and to replay it.
struct Identity {
  std::string decision_id;  // hash of everything below and of the answer, 32 hex digits
  std::string policy;
  std::string policy_title;
  std::string decision;
  std::string version;
  std::string effective_from;  // ISO, inclusive
  std::string effective_to;
  std::string content_hash;  // of everything that could change a decision
  std::string compiler_version;
  std::string schema;
  std::string at;           // the policy's only clock, ISO
  std::string input_hash;   // over the facts of the record, 32 hex digits
  std::string record;       // where the record came from: file:line
  std::string member;       // its id, if the schema has one
  std::string source_path;  // of the policy, if the caller said so
};

// The value of a condition: in every completion of the record the same, or not.
enum class Truth : std::uint8_t { True, False, Either, MayFault, Fault, NotEvaluated };

// Bytes of the policy's source file.
struct Place {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct Payload {
  std::string name;   // copay
  std::string value;  // $5.00
  bool exact = true;
};

struct Outcome {
  std::string alternative;  // approve
  ir::Standing standing = ir::Standing::Favorable;
  bool administrative = false;
  std::vector<Payload> payload;  // only the fields that are there
  std::string text;              // approve: tier 1, copay $5.00, for 12 months
};

struct Citation {
  std::string source;  // the policy's name for it: cpic
  std::string kind;    // guideline, label, plan, law, literature
  std::string title;
  std::string section;
  std::string edition;
  std::string strength;
  std::string doi;
  std::string url;
};

// One construct of the author with its value, and what it rests on. `folded` steps did not matter
// for the value above them; they are kept, for who wants to see them.
struct Step {
  ir::Shape shape = ir::Shape::Constant;
  std::string text;   // what the author wrote
  std::string name;   // of the definition, value set or table, if any
  std::string label;  // what stands here when it is not the author's words: an item, a table row
  std::optional<Truth> truth;      // of a condition
  std::string value;               // of anything else
  std::string note;                // both ends of a window, how many items were looked at, …
  std::vector<std::string> facts;  // paths of the facts read right here
  Place place;
  bool folded = false;
  std::vector<Step> steps;
};

enum class RuleState : std::uint8_t {
  Fired,          // it gave the outcome, or is among what was collected
  AlsoApplies,    // most severe: it surely applies and gives the same alternative
  NotApplicable,  // the decision was made before it
  OtherPhase,     // the request is surely in another phase
  ConditionFalse,
  ExceptionMet,
  Live,     // may or may not apply
  Faulted,  // computing it surely faults
  // Of a plan:
  NotGoverned,  // its policy does not govern the request, or is not in force
  Overruled,    // another rule of its policy applies
};

struct ExceptionConsidered {
  std::string name;
  std::string title;
  Truth truth = Truth::NotEvaluated;  // true: met
  Step condition;
  std::vector<Citation> citations;  // of an overlay
};

struct RuleConsidered {
  std::size_t number = 0;  // on the ladder, as `runtime::Answer::rule` counts
  std::string name;        // improved, renewal.improved; empty for `otherwise`
  std::string phase;
  std::string title;
  bool is_otherwise = false;
  ir::RuleKind kind = ir::RuleKind::Administrative;
  RuleState state = RuleState::NotApplicable;
  std::string detail;   // the operand that decided it, in words; empty when the state says it all
  Outcome outcome;      // what it gives, or would give
  std::string because;  // with the facts it shows, where the rule fired or is live; else empty
  std::vector<Citation> citations;
  std::vector<std::string> justifications;
  std::optional<Step> condition;  // absent for `otherwise`; of a phase's own, its condition
  std::vector<ExceptionConsidered> exceptions;
  Place place;  // of its name; of `otherwise` the whole clause
};

struct PhaseConsidered {
  std::string name;
  std::string title;
  Truth truth = Truth::NotEvaluated;
  std::optional<Step> condition;  // the last phase has none
};

// A fact that would matter and is not, or not exactly, known.
struct MissingFact {
  std::string
      path;  // member.genome.CYP2C19; of an item member.labs[2].value; of a history member.fills
  runtime::Cause cause = runtime::Cause::Absent;
  bool is_history = false;  // items may exist that are not on file
  std::string known;        // what is known of it, as text: "unknown", "between 55 and 62 kg"
  std::string asked;        // of a history: the window asked about
  std::string observed;     // of a history: the part in which absence can be trusted
  std::string why;          // the author's words of the smallest condition that asks for it
  std::vector<std::string> rules;     // that wait for it; `governs` for the policy's scope
  std::vector<std::string> outcomes;  // still possible until it is known
  bool actionable = false;
};

enum class Precision : std::uint8_t { Exact, Partial, Unknown };

struct FactUsed {
  std::string path;
  std::string value;
  Precision precision = Precision::Exact;
  runtime::Cause cause = runtime::Cause::Known;
  std::string source;       // Condition/123, claims.ndjson:17; empty when unknown
  std::string source_path;  // onsetDateTime
  std::string date;         // of the item it belongs to
  bool clinical = false;
  bool guarded = false;  // age, sex: readable, listed
  bool is_protected = false;
};

// `x otherwise y` where x is not known, so that y was taken.
struct AssumptionMade {
  std::string text;     // member.weight otherwise 70 kg
  std::string value;    // 70 kg
  std::string because;  // no member.weight on file
};

struct Governance {
  ir::RuleKind kind = ir::RuleKind::Administrative;  // of the deciding rule
  // Whether software alone may conclude this: not when a person is to review, nor while undecided.
  bool software_may_conclude = false;
  std::vector<std::string> protected_read;  // fact paths that the decision can read
  std::vector<std::string> guarded_read;
  std::vector<std::string> justifications;  // of the deciding rule
};

// What one decision of a plan comes to by itself, with the plan's overlays.
struct PartConsidered {
  std::string decision;  // glp1.coverage
  std::string answer;    // what it gives, or why it gives nothing
  std::string rule;      // that gives it, as the plan names it
  bool decides = false;  // the plan's answer is its
};
struct StageConsidered {
  std::string name;
  std::string title;
  bool most_severe = false;
  std::vector<PartConsidered> parts;
};
// An adverse rule that surely applies, whatever decides the plan's answer.
struct Reject {
  std::string rule;
  std::string stage;
  std::string title;
  std::string outcome;
  std::vector<std::string> codes;  // NCPDP
  std::string because;
};
struct PlanConsidered {
  std::vector<StageConsidered> stages;
  std::vector<Reject> rejects;  // in the order of stages
  std::string appeal;           // of an answer that is not favorable
};

// Who reads it. A reviewer is shown the value as it is made, an auditor all of it unfolded, the
// others less: `compiler/explain/audience.h`.
enum class Audience : std::uint8_t { Member, Prescriber, Reviewer, Auditor };

// What one audience is told in words of its own.
struct Passage {
  std::string title;
  std::vector<std::string> lines;
};

// A clause of the policy and its value here, for marking the source.
struct Mark {
  Place place;
  Truth truth = Truth::NotEvaluated;
};

struct Explanation {
  Audience audience = Audience::Reviewer;
  Identity identity;
  ir::Combination combination = ir::Combination::FirstMatch;
  runtime::AnswerKind answer = runtime::AnswerKind::NeedsInformation;
  std::string headline;             // the answer in one line
  std::optional<Outcome> outcome;   // Decided
  std::optional<std::size_t> rule;  // in `rules`: that decided or faulted
  std::string reason;  // its `because` with the facts it shows, or why there is no answer
  std::vector<Citation> citations;    // of the deciding rule
  std::vector<std::string> possible;  // outcomes still possible, when information is needed
  std::optional<Step> governs;
  std::vector<PhaseConsidered> phases;
  std::vector<RuleConsidered> rules;  // `otherwise` is the last
  std::vector<MissingFact> missing;
  std::vector<FactUsed> facts;
  std::vector<AssumptionMade> assumptions;
  std::optional<PlanConsidered> plan;
  Governance governance;
  Place policy_place;             // of the policy's name
  std::vector<Mark> marks;        // by begin, wider first
  std::vector<Passage> passages;  // none as it is made
};

}  // namespace precis::explain
