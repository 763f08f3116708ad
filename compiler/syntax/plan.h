#pragma once

// Plans and overlays as written: which policies govern a request, how their decisions combine, and
// exceptions that a statute or a plan adds to named rules of policies.

#include <optional>
#include <vector>

#include "compiler/source/span.h"
#include "compiler/syntax/decl.h"
#include "compiler/syntax/name.h"
#include "compiler/syntax/policy.h"

namespace precis::syntax {

// `glp1.coverage`, `glp1.coverage.step`: a decision of a policy, or a rule of it.
struct Reference {
  std::vector<Name> names;
  source::Span span;
};

// `stage safety "Safety" by most severe { opioids.coverage, clopidogrel.coverage }`.
struct Stage {
  Name name;
  Text title;
  Combination combination;
  std::vector<Reference> decisions;
  source::Span span;
};

struct Plan {
  Name name;
  Text title;
  std::vector<Param> params;
  // The date after `at`.
  ExprId at;
  std::optional<Text> version;
  std::optional<Period> effective;
  std::vector<Source> sources;
  std::vector<Define> defines;
  std::vector<Guarantee> guarantees;
  std::vector<Stage> stages;
  // Decisions about money, given once coverage is.
  std::vector<Reference> cost;
  std::vector<Name> overlays;
  std::optional<Text> appeal;
  std::optional<Fallback> otherwise;
};

// Each exception is added to every exempted rule while `when` holds and the overlay is in force.
struct Overlay {
  Name name;
  Text title;
  std::vector<Param> params;
  ExprId at;
  std::optional<Text> version;
  std::optional<Period> effective;
  std::vector<Source> sources;
  std::vector<Define> defines;
  std::vector<Reference> exempts;
  std::optional<ExprId> when;
  std::vector<Exception> exceptions;
  std::vector<Citation> citations;
};

}  // namespace precis::syntax
