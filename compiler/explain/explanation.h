#pragma once

// Why one decision came out as it did, for one record: the one value from which every text, JSON
// document and page is rendered. It is plain data and refers to nothing: no program, record or
// symbol table is needed to read it.
//
// Its readers may rely on:
//   words: every text is finished, in the author's words where there are any, and never escaped for
//     a medium. Dates are ISO, quantities carry their unit, members of enumerations their title.
//   order: rules stand in the author's order, missing facts by what is most worth asking, steps in
//   order of writing. settled: `missing` is empty unless the answer needs information. same bytes:
//   the value depends only on program, record and answer; no clock, no addresses.
//
// What policy and schema say is not copied: an explanation must not outlive its program. Texts that
// were made for it lie in `Explanation::texts`, which copies share.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/ir/program.h"
#include "runtime/answer.h"
#include "runtime/cell.h"

namespace precis::explain {

class Texts;

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
  std::string_view source;  // the policy's name for it: cpic
  std::string_view kind;    // guideline, label, plan, law, literature
  std::string_view title;
  std::string_view section;
  std::string_view edition;
  std::string_view strength;
  std::string_view doi;
  std::string_view url;
};

// What a source stands behind in this decision.
struct Cited {
  Citation citation;
  std::vector<std::string> by;  // rules that took part, as they are called; `otherwise`
};

// Why a condition is not met, or not surely, in the words of quality measurement.
enum class Gap : std::uint8_t {
  Missing,          // nothing on file
  DateOutOfRange,   // on file, outside the days asked about
  ValueOutOfRange,  // on file, and another value
  CountOutOfRange,  // too few, too many, or too few days
  NotObservable,    // outside the part of the history in which absence can be trusted
  WrongUnit,
  Ambiguous,  // several values may be meant, or it is known in part
};

// A value that a `because` shows: where in the text it stands, and the facts that it shows.
struct ValueShown {
  std::uint32_t begin = 0;  // in bytes
  std::uint32_t end = 0;
  std::vector<std::string_view> facts;  // their paths
};

// One construct of the author with its value, and what it rests on. `folded` steps did not matter
// for the value above them; they are kept, for who wants to see them.
struct Step {
  ir::Shape shape = ir::Shape::Constant;
  std::string_view text;       // what the author wrote
  std::string_view name;       // of the definition, value set or table, if any
  std::string_view label;      // what stands here when it is not the author's words: an item, a row
  std::optional<Truth> truth;  // of a condition
  std::optional<Gap> gap;      // of a condition that asks about facts and is not surely true
  std::string_view value;      // of anything else
  std::string_view note;       // both ends of a window, how many items were looked at, …
  std::span<const std::string_view> facts;  // paths of the facts read right here
  Place place;
  bool folded = false;
  std::span<const Step> steps;
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
  std::string_view name;
  std::string_view title;
  Truth truth = Truth::NotEvaluated;  // true: met
  Step condition;
  std::vector<Citation> citations;  // of an overlay
};

struct RuleConsidered {
  std::size_t number = 0;  // on the ladder, as `runtime::Answer::rule` counts
  std::string name;        // improved, renewal.improved; empty for `otherwise`
  std::string_view phase;
  std::string_view title;
  bool is_otherwise = false;
  ir::RuleKind kind = ir::RuleKind::Administrative;
  RuleState state = RuleState::NotApplicable;
  std::string detail;   // the operand that decided it, in words; empty when the state says it all
  Outcome outcome;      // what it gives, or would give
  std::string because;  // with the facts it shows, where the rule fired or is live; else empty
  std::vector<ValueShown> shown;  // in it, in order
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
  std::string title;  // of the field, in the schema's words; may be empty
  runtime::Cause cause = runtime::Cause::Absent;
  bool is_history = false;  // items may exist that are not on file
  std::string known;        // what is known of it, as text: "unknown", "between 55 and 62 kg"
  std::string asked;        // of a history: the window asked about
  std::string observed;     // of a history: the part in which absence can be trusted
  std::string why;          // the author's words of the smallest condition that asks for it
  std::vector<std::string> rules;     // that wait for it; `governs` for the policy's scope
  std::vector<std::string> outcomes;  // still possible until it is known
  bool actionable = false;
  bool clinical = false;
  // Of a fixed number of made-up cases that agree with the record, in percent: those that are
  // decided once this fact alone is known, and those that are not without it.
  std::uint32_t settles = 0;
  std::uint32_t matters = 0;
};

// What would lead to a better answer. Only facts that the schema calls actionable are changed, and
// the day of the request; never a gene's result, nor what is guarded or protected.
enum class ChangeKind : std::uint8_t {
  NewItem,       // of a list or history: a fill, a laboratory result
  OtherValue,    // of a fact that is not known, or has another value
  LaterRequest,  // the same request on a later day
};

// What one value has to be: every value that is allowed here leads to the outcome.
enum class Relation : std::uint8_t {
  Is,       // `low`
  AtLeast,  // `low`
  AtMost,   // `high`
  Between,  // `low` to `high`, both included
  OneOf,    // `values`
};
struct Wanted {
  std::string field;  // of a new item: value, date, drug; else empty
  Relation relation = Relation::Is;
  std::string low;   // as records are written: 70, 2026-01-05, true, a member's name, RxNorm 83367
  std::string high;  // likewise
  std::vector<std::string> values;  // likewise
  std::string unit;                 // of `low` and `high`: mg/dL
  std::string name;                 // of the value set or measurement that `values` make up
  std::string text;                 // 70 mg/dL or more
};

// One thing to do.
struct Alteration {
  ChangeKind kind = ChangeKind::OtherValue;
  std::string path;        // member.labs, request.attested.ecg_recorded, request.date
  std::string title;       // what it is about, in the author's words: LDL, ecg recorded
  std::vector<Wanted> to;  // of a new item a value for each field that matters
  std::string text;        // a LDL result: 70 mg/dL or more, dated 2025-09-02 to 2026-03-01
  std::string why;         // the author's words of the condition that it changes
};

// A set of alterations. Invariant (holds): made together in the record, with any values that they
// allow, they lead to this outcome; with one of them left out they lead to nothing better.
struct Change {
  std::vector<Alteration> alterations;
  Outcome outcome;   // less severe than what is decided now
  std::string rule;  // that gives it, or `otherwise`
};

// Fewest alterations first.
struct Changes {
  std::vector<Change> found;
  bool is_complete = true;  // false: the search gave up, and there may be more
  std::string note;         // what was not looked into, or why nothing was found
};

enum class Precision : std::uint8_t { Exact, Partial, Unknown };

struct FactUsed {
  std::string_view path;
  std::string_view value;
  Precision precision = Precision::Exact;
  runtime::Cause cause = runtime::Cause::Known;
  std::string_view source;       // Condition/123, claims.ndjson:17; empty when unknown
  std::string_view source_path;  // onsetDateTime
  std::string_view date;         // of the item it belongs to
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
  std::vector<std::string> model_scores_read;
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

// Drug utilization review, by NCPDP codes: why somebody looked, what was done and what came of it.
struct DurCode {
  std::string rule;     // that gives it
  std::string reason;   // for service: HC
  std::string service;  // professional service, as the request brings it: M0
  std::string result;   // of service, as the request brings it: 4C
};

// The elements of Da Vinci CRD's coverage-information, by its codes. Its invariants (crd-ci-q1 to
// q9) hold of every value. Empty parts are left out.
struct CoverageInformation {
  std::string covered;    // covered, not-covered, conditional, indeterminate
  std::string pa_needed;  // no-auth, auth-needed, satisfied, conditional, indeterminate
  std::vector<std::string> doc_needed;   // clinical, admin, patient
  std::vector<std::string> info_needed;  // timeframe, detail-code, OTH
  std::vector<std::string> reason;       // texts
  std::string questionnaire;             // that asks for what is missing, as `precis ask` prints it
  std::string date;                      // of the assertion: the policy's only clock
  std::string coverage_assertion_id;     // the decision's id
  std::string satisfied_pa_id;
  std::string expiry_date;  // of an approval that says how long it holds
};

struct Codes {
  std::vector<std::string> ncpdp;  // reject numbers, in the order of the rules that reject
  std::vector<DurCode> dur;
  // Of a decision about coverage that the policy governs and that is in force.
  std::optional<CoverageInformation> coverage;
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
  std::shared_ptr<const Texts> texts;  // what the views below lie in, if not in the program
  Audience audience = Audience::Reviewer;
  Identity identity;
  ir::Combination combination = ir::Combination::FirstMatch;
  runtime::AnswerKind answer = runtime::AnswerKind::NeedsInformation;
  std::string headline;             // the answer in one line
  std::optional<Outcome> outcome;   // Decided
  std::optional<std::size_t> rule;  // in `rules`: that decided or faulted
  std::string reason;  // its `because` with the facts it shows, or why there is no answer
  std::vector<ValueShown> shown;      // values in `reason`
  std::vector<Citation> citations;    // of the deciding rule
  std::vector<Cited> sources;         // of every rule that took part
  std::vector<std::string> possible;  // outcomes still possible, when information is needed
  std::optional<Step> governs;
  std::vector<PhaseConsidered> phases;
  std::vector<RuleConsidered> rules;  // `otherwise` is the last
  std::vector<MissingFact> missing;
  std::optional<Changes> changes;  // only where they were asked for: `change::find`
  std::vector<FactUsed> facts;
  std::vector<AssumptionMade> assumptions;
  std::optional<PlanConsidered> plan;
  Governance governance;
  Codes codes;
  Place policy_place;             // of the policy's name
  std::vector<Mark> marks;        // by begin, wider first
  std::vector<Passage> passages;  // none as it is made
};

}  // namespace precis::explain
