#include "compiler/check/lints.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "compiler/check/types.h"
#include "compiler/check/walk.h"
#include "compiler/check/written_lints.h"
#include "compiler/support/match.h"
#include "runtime/date.h"
#include "runtime/decimal.h"

namespace precis::check {

using diagnostics::Name;
using diagnostics::Text;
using typed::ExprId;
using typed::Relation;

namespace {

// Stored values, both ends included.
struct Range {
  std::int64_t low;
  std::int64_t high;
  bool empty() const { return low > high; }
};

std::optional<Range> range_of(const typed::Type& type) {
  if (const auto* it = std::get_if<typed::NumberType>(&type)) return Range{it->low, it->high};
  if (const auto* it = std::get_if<typed::MoneyType>(&type)) return Range{it->low, it->high};
  if (const auto* it = std::get_if<typed::DateType>(&type)) return Range{it->low, it->high};
  return std::nullopt;
}

// Whether a comparison comes out the same for all values of these ranges.
std::optional<bool> always(Relation relation, const Range& left, const Range& right) {
  const auto less = [](const Range& a, const Range& b) -> std::optional<bool> {
    if (a.high < b.low) return true;
    if (a.low >= b.high) return false;
    return std::nullopt;
  };
  const auto negated = [](std::optional<bool> it) { return it ? std::optional(!*it) : it; };
  switch (relation) {
    case Relation::Less:
      return less(left, right);
    case Relation::GreaterEqual:
      return negated(less(left, right));
    case Relation::Greater:
      return less(right, left);
    case Relation::LessEqual:
      return negated(less(right, left));
    case Relation::Equal:
    case Relation::NotEqual:
      if (left.high < right.low || right.high < left.low) return relation == Relation::NotEqual;
      return std::nullopt;
  }
  return std::nullopt;
}

// The values of `within` for which a comparison with `bound` comes out true, or the hull of them.
Range where_true(Relation relation, std::int64_t bound, Range within) {
  switch (relation) {
    case Relation::Less:
      return {within.low, std::min(within.high, bound - 1)};
    case Relation::LessEqual:
      return {within.low, std::min(within.high, bound)};
    case Relation::Greater:
      return {std::max(within.low, bound + 1), within.high};
    case Relation::GreaterEqual:
      return {std::max(within.low, bound), within.high};
    case Relation::Equal:
      return {std::max(within.low, bound), std::min(within.high, bound)};
    case Relation::NotEqual:
      return within;
  }
  return within;
}

Relation opposite(Relation relation) {
  switch (relation) {
    case Relation::Less:
      return Relation::GreaterEqual;
    case Relation::LessEqual:
      return Relation::Greater;
    case Relation::Greater:
      return Relation::LessEqual;
    case Relation::GreaterEqual:
      return Relation::Less;
    case Relation::Equal:
      return Relation::NotEqual;
    case Relation::NotEqual:
      return Relation::Equal;
  }
  return relation;
}

class Lints {
 public:
  explicit Lints(Context& context) : context_(context), program_(context.program) {}

  void run() {
    for (std::uint32_t i = 0; i < program_.policies.size(); ++i) policy(typed::PolicyId(i));
    for (std::uint32_t i = 0; i < program_.overlays.size(); ++i) overlay(typed::OverlayId(i));
    for (std::uint32_t i = 0; i < program_.plans.size(); ++i) plan(typed::PlanId(i));
    for (const typed::Guarantee& it : program_.guarantees) {
      owner_ = {it.of, it.schema};
      // What it promises may well be what the types promise already.
      look(it.when);
    }
  }

 private:
  // Whose condition is looked at: a policy, an overlay or a plan.
  struct Owner {
    std::string_view name;
    std::uint32_t schema;
  };

  void policy(typed::PolicyId id) {
    const typed::Policy& policy = program_.policies[id];
    owner_ = {policy.name, policy.schema};
    look(policy.governs);
    for (const typed::DefineId define : policy.defines) look(program_.defines[define].body);
    for (const typed::Phase& phase : policy.phases) look(phase.when);
    for (const typed::DecisionId decision : policy.decisions) {
      for (const typed::Rule& rule : program_.decisions[decision].rules) {
        look(rule.when);
        for (const typed::Exception& it : rule.exceptions) look(it.condition);
        look(rule.then);
      }
      if (program_.decisions[decision].otherwise)
        look(program_.decisions[decision].otherwise->then);
    }
  }

  void overlay(typed::OverlayId id) {
    const typed::Overlay& overlay = program_.overlays[id];
    owner_ = {overlay.name, overlay.schema};
    for (const typed::DefineId define : overlay.defines) look(program_.defines[define].body);
    look(overlay.when);
    for (const typed::Exception& it : overlay.exceptions) look(it.condition);
  }

  void plan(typed::PlanId id) {
    const typed::Plan& plan = program_.plans[id];
    owner_ = {plan.name, plan.schema};
    for (const typed::DefineId define : plan.defines) look(program_.defines[define].body);
    if (plan.otherwise) look(plan.otherwise->then);
  }

  void look(const std::optional<ExprId>& root) {
    if (root) look(*root);
  }
  void look(const typed::OutcomeValue& value) {
    for (const std::optional<ExprId>& it : value.payload) look(it);
  }

  // Every expression is looked at once, for the owner that reads it first.
  void look(ExprId root) {
    std::vector<ExprId> found;
    walk(program_, root, [&](ExprId id) { found.push_back(id); });
    for (const ExprId id : found) {
      if (seen_.insert(id.index()).second) look_at(id);
    }
  }

  void look_at(ExprId id) {
    const auto& kind = program_.exprs[id].kind;
    if (const auto* it = std::get_if<typed::Compare>(&kind)) {
      compare(id, *it);
      strict_age(id, *it);
      boundary(id, *it);
    }
    if (const auto* it = std::get_if<typed::Within>(&kind)) within(id, *it);
    if (const auto* it = std::get_if<typed::InMask>(&kind)) mask(id, *it);
    if (const auto* it = std::get_if<typed::And>(&kind)) operands(it->operands, true);
    if (const auto* it = std::get_if<typed::Or>(&kind)) operands(it->operands, false);
  }

  bool is_constant(ExprId id) const {
    return std::holds_alternative<typed::Constant>(program_.exprs[id].kind);
  }
  std::string text(ExprId id) const {
    return std::string(context_.sources.text(program_.exprs[id].span));
  }

  // A stored value in words: `18 years`, `$5.00`, `2026-01-31`.
  std::string shown(const typed::Type& type, std::int64_t value) const {
    if (const auto* it = std::get_if<typed::NumberType>(&type)) {
      const std::string digits = runtime::format_decimal(value, it->scale);
      return it->unit.empty() ? digits : fmt::format("{} {}", digits, it->unit);
    }
    if (const auto* it = std::get_if<typed::MoneyType>(&type)) {
      return fmt::format("${}", runtime::format_decimal(value, it->scale));
    }
    return runtime::format_date(static_cast<runtime::Day>(value));
  }

  void same_always(ExprId id, bool holds, ExprId subject) {
    const typed::Type& type = context_.type(subject);
    const Range range = *range_of(type);
    context_.sink.report(
        diagnostics::AlwaysSame
            .at(program_.exprs[id].span, Text(text(id)), Text(holds ? "true" : "false"))
            .label(program_.exprs[subject].span,
                   fmt::format("lies in {} to {}", shown(type, range.low), shown(type, range.high)))
            .help(holds ? "leave it out, or compare with a value inside that range"
                        : "compare with a value inside that range"));
  }

  void compare(ExprId id, const typed::Compare& it) {
    if (is_constant(it.left)) return;
    const auto left = range_of(context_.type(it.left));
    const auto right = range_of(context_.type(it.right));
    if (!left || !right) return;
    const auto answer = always(it.relation, *left, *right);
    if (answer) same_always(id, *answer, it.left);
  }

  // Definitions and a change of scale are seen through.
  bool is_age(ExprId id) const {
    const auto& kind = program_.exprs[id].kind;
    if (const auto* it = std::get_if<typed::DefinitionUse>(&kind)) {
      return is_age(program_.defines[it->define].body);
    }
    if (const auto* it = std::get_if<typed::Rescale>(&kind)) return is_age(it->operand);
    return std::holds_alternative<typed::Age>(kind);
  }

  // Published criteria that say "over 18" mean those of 18 years too.
  void strict_age(ExprId id, const typed::Compare& it) {
    if (it.relation != Relation::Greater || !is_constant(it.right) || !is_age(it.left)) return;
    const std::string age = text(it.right);
    context_.sink.report(
        diagnostics::StrictAge.at(program_.exprs[id].span, Text(age))
            .help(fmt::format("write `>= {}` when somebody of that age is meant too", age)));
  }

  void within(ExprId id, const typed::Within& it) {
    const auto subject = range_of(context_.type(it.subject));
    const auto first = range_of(context_.type(it.first));
    const auto last = range_of(context_.type(it.last));
    if (!subject || !first || !last || is_constant(it.subject)) return;
    if (subject->high < first->low || subject->low > last->high) same_always(id, false, it.subject);
    if (first->high <= subject->low && last->low >= subject->high) {
      same_always(id, true, it.subject);
    }
  }

  std::int64_t full_mask(ExprId subject) const {
    const auto& type = std::get<typed::EnumType>(context_.type(subject));
    const auto& members = program_.catalogue.enumerations[type.enumeration];
    const auto bits = members.members.size() + (members.has_untested ? 1 : 0);
    return static_cast<std::int64_t>((std::uint64_t{1} << bits) - 1);
  }

  void mask(ExprId id, const typed::InMask& it) {
    if (it.mask != full_mask(it.subject)) return;
    context_.sink.report(
        diagnostics::AlwaysSame
            .at(program_.exprs[id].span, Text(text(id)), Text(it.negated ? "false" : "true"))
            .label(it.set, "every member is named")
            .help("leave it out, or name fewer members"));
  }

  // --- several conditions side by side ---

  struct Asked {
    Range range;
    ExprId last;
  };
  struct Chosen {
    std::int64_t mask;
    ExprId last;
  };

  void operands(const std::vector<ExprId>& all, bool conjunction) {
    std::map<std::string, ExprId> said;
    std::map<std::string, Asked> ranges;
    std::map<std::string, Chosen> masks;
    for (const ExprId id : all) {
      const auto [first, is_new] = said.emplace(text(id), id);
      if (!is_new) {
        // What stands for several rules of a plan was written once.
        if (program_.exprs[id].span.begin == program_.exprs[first->second].span.begin) continue;
        context_.sink.report(diagnostics::SaidTwice.at(program_.exprs[id].span, Text(text(id)))
                                 .label(program_.exprs[first->second].span, "here already")
                                 .help("leave one of the two out"));
        continue;
      }
      const auto& kind = program_.exprs[id].kind;
      if (const auto* it = std::get_if<typed::Compare>(&kind)) {
        narrow(id, *it, conjunction, ranges);
      } else if (const auto* in = std::get_if<typed::InMask>(&kind)) {
        choose(id, *in, conjunction, masks);
      }
    }
  }

  // Of `and` the values that are left, of `or` those that no condition so far is true for.
  void narrow(ExprId id, const typed::Compare& it, bool conjunction,
              std::map<std::string, Asked>& ranges) {
    const auto range = range_of(context_.type(it.left));
    const auto* bound = std::get_if<typed::Constant>(&program_.exprs[it.right].kind);
    if (!range || bound == nullptr || is_constant(it.left)) return;
    const Relation relation = conjunction ? it.relation : opposite(it.relation);
    if (where_true(relation, bound->value, *range).empty()) return;  // reported alone
    const auto [place, is_new] = ranges.emplace(text(it.left), Asked{*range, id});
    const Range left = where_true(relation, bound->value, place->second.range);
    if (!is_new && left.empty() && !place->second.range.empty()) {
      exclude(place->second.last, id, conjunction);
    }
    place->second = {left, id};
  }

  void choose(ExprId id, const typed::InMask& it, bool conjunction,
              std::map<std::string, Chosen>& masks) {
    const std::int64_t full = full_mask(it.subject);
    const bool inverted = it.negated == conjunction;
    const std::int64_t mask = inverted ? full & ~it.mask : it.mask;
    if (mask == 0) return;
    const auto [place, is_new] = masks.emplace(text(it.subject), Chosen{full, id});
    const std::int64_t left = place->second.mask & mask;
    if (!is_new && left == 0 && place->second.mask != 0) {
      exclude(place->second.last, id, conjunction);
    }
    place->second = {left, id};
  }

  void exclude(ExprId earlier, ExprId id, bool conjunction) {
    const std::string_view word = conjunction ? "false" : "true";
    context_.sink.report(
        diagnostics::AlwaysTogether
            .at(program_.exprs[id].span, Text(text(id)), Text(text(earlier)), Text(word))
            .label(program_.exprs[earlier].span, conjunction
                                                     ? "where this holds, the other does not"
                                                     : "where this does not hold, the other does")
            .help(conjunction ? "write `or` if one of them is enough, or change a bound"
                              : "write `and` if both are meant, or change a bound"));
  }

  // --- one boundary, read in two ways ---

  struct Boundary {
    bool above;  // the value itself belongs to what is below
    ExprId at;
    std::string_view owner;
  };

  // The path of the fact that an expression is, or is the age of.
  std::optional<std::string> fact_of(ExprId id) const {
    const auto& kind = program_.exprs[id].kind;
    if (const auto* it = std::get_if<typed::DefinitionUse>(&kind)) {
      return fact_of(program_.defines[it->define].body);
    }
    if (const auto* it = std::get_if<typed::Rescale>(&kind)) return fact_of(it->operand);
    if (const auto* it = std::get_if<typed::Age>(&kind)) {
      const auto birth = fact_of(it->birth);
      return birth ? std::optional(fmt::format("age({})", *birth)) : std::nullopt;
    }
    const auto* fact = std::get_if<typed::Fact>(&kind);
    if (fact == nullptr) return std::nullopt;
    return program_.schemas[owner_.schema].leaves[fact->leaf].path;
  }

  void boundary(ExprId id, const typed::Compare& it) {
    const auto fact = fact_of(it.left);
    const auto* bound = std::get_if<typed::Constant>(&program_.exprs[it.right].kind);
    const bool is_equality = it.relation == Relation::Equal || it.relation == Relation::NotEqual;
    if (!fact || bound == nullptr || is_equality || !range_of(context_.type(it.right))) return;
    const bool above = it.relation == Relation::Greater || it.relation == Relation::LessEqual;
    const std::string value = shown(context_.type(it.right), bound->value);
    const auto [place, is_new] = boundaries_.emplace(std::pair(*fact, value),  //
                                                     Boundary{above, id, owner_.name});
    const Boundary& first = place->second;
    if (is_new || first.above == above || first.owner == owner_.name) return;
    context_.sink.report(
        diagnostics::BoundaryInTwoWays.at(program_.exprs[id].span, Text(value), Name(*fact))
            .label(above ? "here it counts as below" : "here it counts as above")
            .label(program_.exprs[first.at].span,
                   fmt::format("in `{}` as {}", first.owner, first.above ? "below" : "above"))
            .help("write both with `>=` and `<`, or both with `>` and `<=`"));
  }

  Context& context_;
  const typed::Program& program_;
  Owner owner_{};
  std::set<std::uint32_t> seen_;
  std::map<std::pair<std::string, std::string>, Boundary> boundaries_;
};

}  // namespace

void lint(Context& context) {
  Lints(context).run();
  lint_written(context);
}

}  // namespace precis::check
