#pragma once

// Policies and their rules as written.

#include <optional>
#include <variant>
#include <vector>

#include "compiler/source/span.h"
#include "compiler/syntax/decl.h"
#include "compiler/syntax/expr.h"
#include "compiler/syntax/name.h"

namespace precis::syntax {

enum class SourceKind { Guideline, Label, Plan, Law, Literature };

// `source cpic = guideline "..." doi "10.1002/cpt.2526"`.
struct Source {
  Name name;
  SourceKind kind;
  Text title;
  std::optional<Text> section;
  std::optional<Text> doi;
  std::optional<Text> url;
  std::optional<Text> edition;
  source::Span span;
};

// `reason contraindicated`.
struct PayloadValue {
  Name name;
  ExprId value;
};
// `refer to pharmacist, reason contraindicated`.
struct Outcome {
  Name alternative;
  std::vector<PayloadValue> payloads;
  source::Span span;
};

enum class Strength { Strong, Moderate, Optional };

struct Citation {
  Name source;
  std::optional<Text> section;
  std::optional<Strength> strength;
  source::Span span;
};

// `justified by "..."`, `administrative justified by "..."`.
struct Justification {
  bool administrative;
  Text text;
  source::Span span;
};

// `unless stable "taken for 330 of the last 365 days" { EXPR }`.
struct Exception {
  Name name;
  Text title;
  ExprId condition;
  source::Span span;
};

struct Rule {
  Name name;
  Text title;
  ExprId when;
  // Malformed when it could not be read.
  std::variant<Outcome, Malformed> then;
  std::vector<Exception> exceptions;
  std::optional<Template> because;
  std::vector<Citation> citations;
  std::vector<Justification> justifications;
  source::Span span;
  // Some of its lines could not be read: say nothing about what is missing.
  bool damaged;
};

// `otherwise approve tier 1`.
struct Fallback {
  std::variant<Outcome, Malformed> outcome;
  std::optional<Template> because;
  std::vector<Citation> citations;
  source::Span span;
};

enum class Combination { FirstMatch, Unique, MostSevere, Collect };

struct Decision {
  Name name;
  Name outcome;
  Combination combination;
  std::vector<Rule> rules;
  std::optional<Fallback> otherwise;
  source::Span span;
  bool damaged;
};

// `effective 2026-01-01 to 2026-12-31`, both days included.
struct Period {
  DateLiteral from;
  DateLiteral to;
  source::Span span;
};

// `phase renewal "Renewal" { when COND decision ... }`: rules of the policy's decisions that hold
// while the condition does. Without `when`: always.
struct Phase {
  Name name;
  Text title;
  std::optional<ExprId> when;
  std::vector<Define> defines;
  std::vector<Decision> decisions;
  source::Span span;
  bool damaged;
};

// `guarantee parts_sum "..." when COND { COND }`.
struct Guarantee {
  Name name;
  Text title;
  std::optional<ExprId> when;
  ExprId holds;
  source::Span span;
};

// `parameter name (params) : Type { from 2026-01-01 : value cite source }`.
struct ParameterEntry {
  DateLiteral from;
  ExprId value;
  std::vector<Citation> citations;
  source::Span span;
};
struct Parameter {
  Name name;
  std::vector<Param> params;
  Type type;
  std::vector<ParameterEntry> entries;
};

struct Policy {
  Name name;
  Text title;
  std::vector<Param> params;
  // The date after `at`.
  ExprId at;
  std::optional<Text> version;
  std::optional<Period> effective;
  std::optional<ExprId> governs;
  std::vector<Source> sources;
  std::vector<Define> defines;
  std::vector<Decision> decisions;
  // In the order written; a policy has decisions or phases.
  std::vector<Phase> phases;
  std::vector<Guarantee> guarantees;
  // `month ends refuse`.
  std::optional<source::Span> month_ends_refuse;
};

}  // namespace precis::syntax
