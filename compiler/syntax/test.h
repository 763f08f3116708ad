#pragma once

// Tests as written: facts in, an expected answer out.

#include <optional>
#include <variant>
#include <vector>

#include "compiler/source/span.h"
#include "compiler/syntax/expr.h"
#include "compiler/syntax/name.h"
#include "compiler/syntax/policy.h"

namespace precis::syntax {

// --- facts ---

struct FieldValue {
  Name name;
  ValueId value;
};
// `{ code: ICD10CM "I21.4", onset: 2026-02-01 }`. What is left out is missing.
struct RecordValue {
  std::vector<FieldValue> fields;
};
// `[ {...}, {...} ]`.
struct ListValue {
  std::vector<ValueId> items;
};
// `5 to 10 'mg/dL'`: somewhere from low to high.
struct IntervalValue {
  ExprId low;
  ExprId high;
};
// `< 5`: the operator is never Is or IsNot.
struct BoundValue {
  ComparisonOp op;
  ExprId bound;
};
// A literal, or the name of an enumeration member or of a value set.
struct ScalarValue {
  ExprId expr;
};

struct Value {
  source::Span span;
  std::variant<RecordValue, ListValue, IntervalValue, BoundValue, ScalarValue, Malformed> kind;
};

// `given member { ... }`.
struct Given {
  Name name;
  ValueId value;
  source::Span span;
};

// --- expectations ---

// `member.genome.CYP2C19`, or the names of a rule.
struct FactPath {
  std::vector<Name> names;
  source::Span span;
};

// `by rule poor_response`; of a plan `by rule glp1.step`.
struct ByRule {
  std::vector<Name> rule;
  source::Span span;
};
// `by otherwise`.
struct ByOtherwise {};

// `is refer with reason safer_alternative by rule poor_response`. Payloads not named may be
// anything; without `by`, so may the rule.
struct ExpectOutcome {
  Name alternative;
  std::vector<PayloadValue> payloads;
  std::variant<std::monostate, ByRule, ByOtherwise> by;
  // `of phase renewal`.
  std::optional<Name> phase;
};
// A rule of a list, and what its outcome carries: `dose with mme 120`. Payloads not named may be
// anything.
struct CollectedRule {
  FactPath rule;
  std::vector<PayloadValue> payloads;
};
// `collects { a, b with x 1 } maybe { c }`: rules that surely and that possibly apply.
struct ExpectCollected {
  std::vector<CollectedRule> sure;
  std::vector<CollectedRule> possible;
};
// `rejects { glp1.quantity, refill.too_soon }`.
struct ExpectRejects {
  std::vector<FactPath> rules;
};
// `needs { member.genome.CYP2C19 }`: exactly these, in any order.
struct ExpectNeeds {
  std::vector<FactPath> facts;
};
struct ExpectFault {};
struct ExpectNotGoverned {};
struct ExpectNotInForce {};

// `expect clopidogrel.coverage ...`.
struct Expectation {
  Name policy;
  Name decision;
  std::variant<ExpectOutcome, ExpectNeeds, ExpectCollected, ExpectRejects, ExpectFault,
               ExpectNotGoverned, ExpectNotInForce, Malformed>
      answer;
  source::Span span;
};

// `accept mutant "..." justified by "..."`: a change of a policy that no test has to notice.
struct AcceptedMutant {
  Text mutant;
  Text reason;
};

struct Test {
  Text title;
  std::vector<Given> givens;
  std::vector<Expectation> expectations;
};

}  // namespace precis::syntax
