#include "compiler/explain/gaps.h"

#include <algorithm>

#include "compiler/explain/list_steps.h"
#include "compiler/explain/selection.h"

namespace precis::explain {

using ir::Occurrence;
using ir::OccurrenceId;
using ir::Shape;
using runtime::Cause;

static std::optional<Gap> gap_of_cause(Cause cause) {
  switch (cause) {
    case Cause::Known:
      return std::nullopt;
    case Cause::Absent:
    case Cause::EnteredInError:
    case Cause::NotTested:
    case Cause::NotInCatalog:
    case Cause::EmptyInCatalog:
      return Gap::Missing;
    case Cause::NotObservable:
      return Gap::NotObservable;
    case Cause::Stale:
      return Gap::DateOutOfRange;
    case Cause::WrongUnit:
      return Gap::WrongUnit;
    case Cause::Imprecise:
    case Cause::Conflicting:
    case Cause::AmbiguousCall:
    case Cause::OtherCodeSystem:
    case Cause::UnknownAllele:
      return Gap::Ambiguous;
  }
  return std::nullopt;
}

// Whether the construct below counts: items, days of supply, conditions that hold.
static bool counts(const View& view, const Occurrence& it) {
  if (it.shape == Shape::CountOf || it.shape == Shape::Exposure) return true;
  const bool passes_on = it.shape == Shape::Definition || it.shape == Shape::Arithmetic ||
                         it.shape == Shape::Comparison;
  return passes_on && std::ranges::any_of(it.children, [&](OccurrenceId child) {
           return counts(view, view.occurrence(child));
         });
}

static bool is_about_dates(const View& view, const Occurrence& it) {
  return std::ranges::any_of(it.children, [&](OccurrenceId child) {
    return view.type(view.occurrence(child).node).form == runtime::Form::Date;
  });
}

// Of a selection that found nothing, or of what reads a history further than it is known.
static std::optional<Gap> gap_of_list(const View& view, const Occurrence& it, const Row& row) {
  if (view.gene_of(*it.list) != nullptr) return std::nullopt;
  if (it.shape == Shape::Selection) {
    if (view.is_settled(it.node, row)) return std::nullopt;
    if (view.items(*it.list) == 0 || it.children.empty()) return Gap::Missing;
    return stale_item(view, it, row) ? Gap::DateOutOfRange : Gap::Missing;
  }
  const bool is_observed = it.shape == Shape::Exposure
                               ? exposure_is_observed(view, view.node(it.node), row)
                               : !it.observed || view.truth(*it.observed, row) == Truth::True;
  return is_observed ? std::nullopt : std::optional(Gap::NotObservable);
}

// What leaves it unsettled, in the order of writing.
static std::optional<Gap> open_gap(const View& view, const Occurrence& it, const Row& row) {
  const auto cell = view.find(it.node, row);
  const ir::Node& node = view.node(it.node);
  const bool is_fact = node.op == ir::Op::Fact || node.op == ir::Op::ItemFact;
  if (is_fact && cell && !view.is_settled(it.node, row)) {
    return gap_of_cause(view.fact(node, row).cause).value_or(Gap::Ambiguous);
  }
  if (it.list) {
    if (const auto gap = gap_of_list(view, it, row)) return gap;
    for (std::size_t item = 0; item < view.items(*it.list); ++item) {
      for (const OccurrenceId child : it.children) {
        const Row here = view.at_item(row, it.level, item);
        if (const auto gap = open_gap(view, view.occurrence(child), here)) return gap;
      }
    }
    return std::nullopt;
  }
  for (const OccurrenceId child : it.children) {
    if (const auto gap = open_gap(view, view.occurrence(child), row)) return gap;
  }
  return std::nullopt;
}

// A quantifier that found nothing: is there something that comes near?
static std::optional<Gap> nothing_found(const View& view, const Occurrence& it, const Row& row) {
  const bool looks_for_one = view.node(it.node).op == ir::Op::Any || it.children.size() == 1;
  if (!it.list || it.children.empty() || !looks_for_one) return std::nullopt;
  const OccurrenceId where = it.children[0];
  const std::size_t count = view.items(*it.list);
  for (std::size_t item = 0; item < count; ++item) {
    const Row here = view.at_item(row, it.level, item);
    // What it must not find is there.
    if (view.truth(view.occurrence(where).node, here) == Truth::True) return std::nullopt;
  }
  if (count == 0) return Gap::Missing;
  return stale_item(view, it, row) ? Gap::DateOutOfRange : Gap::ValueOutOfRange;
}

static std::optional<Gap> false_gap(const View& view, const Occurrence& it, const Row& row) {
  switch (it.shape) {
    case Shape::Window:
      return Gap::DateOutOfRange;
    case Shape::Comparison:
      if (counts(view, it)) return Gap::CountOutOfRange;
      return is_about_dates(view, it) ? Gap::DateOutOfRange : Gap::ValueOutOfRange;
    case Shape::Membership:
      return Gap::ValueOutOfRange;
    case Shape::AtLeast:
    case Shape::CountOf:
    case Shape::Exposure:
      return Gap::CountOutOfRange;
    case Shape::Quantifier:
      return nothing_found(view, it, row);
    case Shape::Test:
      return Gap::Missing;
    case Shape::Fact:
      return Gap::ValueOutOfRange;
    case Shape::Constant:
    case Shape::Definition:
    case Shape::AllOf:
    case Shape::AnyOf:
    case Shape::Not:
    case Shape::Selection:
    case Shape::Table:
    case Shape::Conditional:
    case Shape::Arithmetic:
    case Shape::Assumption:
    case Shape::LookUp:
    case Shape::Parameter:
      return std::nullopt;
  }
  return std::nullopt;
}

static bool joins_others(Shape shape) {
  return shape == Shape::AllOf || shape == Shape::AnyOf || shape == Shape::Not ||
         shape == Shape::Definition || shape == Shape::Conditional;
}

std::optional<Gap> gap_of(const View& view, const Occurrence& it, const Row& row) {
  if (view.type(it.node).form != runtime::Form::Bool || joins_others(it.shape)) return std::nullopt;
  switch (view.truth(it.node, row)) {
    case Truth::True:
    case Truth::Fault:
    case Truth::NotEvaluated:
      return std::nullopt;
    case Truth::False:
      return false_gap(view, it, row);
    case Truth::Either:
    case Truth::MayFault:
      return open_gap(view, it, row);
  }
  return std::nullopt;
}

}  // namespace precis::explain
