#include "compiler/explain/vocabulary.h"

#include <fmt/format.h>

namespace precis::explain {

const char* truth_word(Truth truth) {
  switch (truth) {
    case Truth::True:
      return "true";
    case Truth::False:
      return "false";
    case Truth::Either:
      return "may be either";
    case Truth::MayFault:
      return "may fault";
    case Truth::Fault:
      return "faults";
    case Truth::NotEvaluated:
      return "not evaluated";
  }
  return "";
}

const char* state_word(RuleState state) {
  switch (state) {
    case RuleState::Fired:
      return "fired";
    case RuleState::AlsoApplies:
      return "applies too";
    case RuleState::NotApplicable:
      return "not reached";
    case RuleState::OtherPhase:
      return "other phase";
    case RuleState::ConditionFalse:
      return "condition false";
    case RuleState::ExceptionMet:
      return "exception met";
    case RuleState::Live:
      return "may be either";
    case RuleState::Faulted:
      return "faulted";
    case RuleState::NotGoverned:
      return "not governed";
    case RuleState::Overruled:
      return "overruled";
  }
  return "";
}

const char* cause_word(runtime::Cause cause) {
  switch (cause) {
    case runtime::Cause::Known:
      return "known";
    case runtime::Cause::Absent:
      return "not on file";
    case runtime::Cause::NotObservable:
      return "outside the known part of the history";
    case runtime::Cause::Stale:
      return "too old";
    case runtime::Cause::Imprecise:
      return "not exact";
    case runtime::Cause::Conflicting:
      return "conflicting values on file";
    case runtime::Cause::WrongUnit:
      return "in a unit that cannot be converted";
    case runtime::Cause::EnteredInError:
      return "entered in error";
    case runtime::Cause::AmbiguousCall:
      return "ambiguous genotype call";
    case runtime::Cause::NotTested:
      return "not tested";
    case runtime::Cause::OtherCodeSystem:
      return "coded in another system";
    case runtime::Cause::UnknownAllele:
      return "an allele that the gene's table does not have";
    case runtime::Cause::NotInCatalog:
      return "not in the catalog";
    case runtime::Cause::EmptyInCatalog:
      return "left empty in the catalog";
  }
  return "";
}

const char* cause_code(runtime::Cause cause) {
  switch (cause) {
    case runtime::Cause::Known:
      return "known";
    case runtime::Cause::Absent:
      return "missing";
    case runtime::Cause::NotObservable:
      return "not-observable";
    case runtime::Cause::Stale:
      return "stale";
    case runtime::Cause::Imprecise:
      return "imprecise";
    case runtime::Cause::Conflicting:
      return "conflicting";
    case runtime::Cause::WrongUnit:
      return "wrong-unit";
    case runtime::Cause::EnteredInError:
      return "entered-in-error";
    case runtime::Cause::AmbiguousCall:
      return "ambiguous-call";
    case runtime::Cause::NotTested:
      return "not-tested";
    case runtime::Cause::OtherCodeSystem:
      return "other-code-system";
    case runtime::Cause::UnknownAllele:
      return "unknown-allele";
    case runtime::Cause::NotInCatalog:
      return "not-in-catalog";
    case runtime::Cause::EmptyInCatalog:
      return "empty-in-catalog";
  }
  return "";
}

const char* standing_word(ir::Standing standing) {
  switch (standing) {
    case ir::Standing::Favorable:
      return "favorable";
    case ir::Standing::Review:
      return "review";
    case ir::Standing::Adverse:
      return "adverse";
  }
  return "";
}

const char* answer_code(runtime::AnswerKind kind) {
  switch (kind) {
    case runtime::AnswerKind::Decided:
      return "decided";
    case runtime::AnswerKind::NeedsInformation:
      return "needs-information";
    case runtime::AnswerKind::Fault:
      return "fault";
    case runtime::AnswerKind::NotGoverned:
      return "not-governed";
    case runtime::AnswerKind::NotInForce:
      return "not-in-force";
  }
  return "";
}

std::string_view shape_code(ir::Shape shape) {
  switch (shape) {
    case ir::Shape::Constant:
      return "constant";
    case ir::Shape::Fact:
      return "fact";
    case ir::Shape::Definition:
      return "definition";
    case ir::Shape::AllOf:
      return "all-of";
    case ir::Shape::AnyOf:
      return "any-of";
    case ir::Shape::AtLeast:
      return "at-least";
    case ir::Shape::Not:
      return "not";
    case ir::Shape::Comparison:
      return "comparison";
    case ir::Shape::Membership:
      return "membership";
    case ir::Shape::Window:
      return "window";
    case ir::Shape::Quantifier:
      return "quantifier";
    case ir::Shape::Selection:
      return "selection";
    case ir::Shape::CountOf:
      return "count";
    case ir::Shape::Exposure:
      return "exposure";
    case ir::Shape::Table:
      return "table";
    case ir::Shape::Conditional:
      return "conditional";
    case ir::Shape::Arithmetic:
      return "arithmetic";
    case ir::Shape::Test:
      return "test";
    case ir::Shape::Assumption:
      return "assumption";
    case ir::Shape::LookUp:
      return "look-up";
    case ir::Shape::Parameter:
      return "parameter";
  }
  return "";
}

const char* precision_word(Precision precision) {
  switch (precision) {
    case Precision::Exact:
      return "exact";
    case Precision::Partial:
      return "partly known";
    case Precision::Unknown:
      return "unknown";
  }
  return "";
}

const char* kind_word(ir::RuleKind kind) {
  switch (kind) {
    case ir::RuleKind::Administrative:
      return "administrative";
    case ir::RuleKind::Clinical:
      return "clinical";
  }
  return "";
}

std::string_view truth_code(Truth truth) {
  switch (truth) {
    case Truth::True:
      return "true";
    case Truth::False:
      return "false";
    case Truth::Either:
      return "either";
    case Truth::MayFault:
      return "may-fault";
    case Truth::Fault:
      return "fault";
    case Truth::NotEvaluated:
      return "not-evaluated";
  }
  return "";
}

const char* state_code(RuleState state) {
  switch (state) {
    case RuleState::Fired:
      return "fired";
    case RuleState::AlsoApplies:
      return "also-applies";
    case RuleState::NotApplicable:
      return "not-applicable";
    case RuleState::OtherPhase:
      return "other-phase";
    case RuleState::ConditionFalse:
      return "condition-false";
    case RuleState::ExceptionMet:
      return "exception-met";
    case RuleState::Live:
      return "live";
    case RuleState::Faulted:
      return "faulted";
    case RuleState::NotGoverned:
      return "not-governed";
    case RuleState::Overruled:
      return "overruled";
  }
  return "";
}

const char* combination_code(ir::Combination combination) {
  switch (combination) {
    case ir::Combination::FirstMatch:
      return "first-match";
    case ir::Combination::Unique:
      return "unique";
    case ir::Combination::MostSevere:
      return "most-severe";
    case ir::Combination::Collect:
      return "collect";
  }
  return "";
}

const char* gap_code(Gap gap) {
  switch (gap) {
    case Gap::Missing:
      return "missing";
    case Gap::DateOutOfRange:
      return "date-out-of-range";
    case Gap::ValueOutOfRange:
      return "value-out-of-range";
    case Gap::CountOutOfRange:
      return "count-out-of-range";
    case Gap::NotObservable:
      return "not-observable";
    case Gap::WrongUnit:
      return "wrong-unit";
    case Gap::Ambiguous:
      return "ambiguous";
  }
  return "";
}

const char* precision_code(Precision precision) {
  switch (precision) {
    case Precision::Exact:
      return "exact";
    case Precision::Partial:
      return "partial";
    case Precision::Unknown:
      return "unknown";
  }
  return "";
}

const char* change_code(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::NewItem:
      return "new-item";
    case ChangeKind::OtherValue:
      return "other-value";
    case ChangeKind::LaterRequest:
      return "later-request";
  }
  return "";
}

const char* relation_code(Relation relation) {
  switch (relation) {
    case Relation::Is:
      return "is";
    case Relation::AtLeast:
      return "at-least";
    case Relation::AtMost:
      return "at-most";
    case Relation::Between:
      return "between";
    case Relation::OneOf:
      return "one-of";
  }
  return "";
}

std::string what_is_missing(const Explanation& it, std::size_t not_shown) {
  std::string paths;
  for (const MissingFact& fact : it.missing) paths += (paths.empty() ? "" : ", ") + fact.path;
  const std::size_t count = it.missing.size() + not_shown;
  if (not_shown > 0) {
    paths += fmt::format("{}{} not shown here", paths.empty() ? "" : ", and ",
                         not_shown == 1 ? "one that is" : fmt::format("{} that are", not_shown));
  }
  return fmt::format(
      "{} depends on {} not known: {}",
      it.combination == ir::Combination::Collect ? "what else applies" : "what the policy decides",
      count == 1 ? "a fact that is" : "facts that are", paths);
}

}  // namespace precis::explain
