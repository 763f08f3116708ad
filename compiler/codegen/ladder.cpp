#include "compiler/codegen/ladder.h"

#include <algorithm>
#include <cstddef>

#include "compiler/codegen/facts.h"
#include "compiler/codegen/outcomes.h"
#include "compiler/codegen/planes.h"
#include "runtime/answers.h"
#include "runtime/batch.h"

namespace precis::codegen {

using ir::NodeId;
using llvm::Value;
using runtime::AnswerKind;

static bool is_matched(const Matching* matching, std::size_t rule) {
  return matching != nullptr && matching->has(rule);
}

std::optional<NodeId> governing_node(const ir::Program& program, ir::DecisionId decision) {
  const auto& governs = program.policies[program.decisions[decision].policy].governs;
  return governs ? std::optional(program.occurrences[*governs].node) : std::nullopt;
}

std::vector<NodeId> ladder_nodes(const ir::Program& program, ir::DecisionId id,
                                 const Matching* matching) {
  const ir::Decision& decision = program.decisions[id];
  std::vector<NodeId> nodes;
  if (const auto governs = governing_node(program, id)) nodes.push_back(*governs);
  for (std::size_t i = 0; i < decision.rules.size(); ++i) {
    if (!is_matched(matching, i)) nodes.push_back(decision.rules[i].applies);
  }
  for (const OutcomeClass& outcome : classify(program, decision)) {
    nodes.insert(nodes.end(), outcome.payload.begin(), outcome.payload.end());
  }
  return nodes;
}

// R(i): neither decided nor fault means that information is needed; the rest counts only where
// decided, `rule` also where fault.
struct Rung {
  Value* decided;
  Value* fault;
  Planes rule;
  Planes outcome;  // a class number
  std::vector<Value*> values;
};

// What a truth can be, all of it: one of these holds, or none where X is mixed with T.
struct Cases {
  Value* sure;
  Value* never;
  Value* either;
  Value* only_fault;
  Value* never_or_fault;
};

static Cases cases_of(Builder& b, const Truth& c) {
  if (c.exact) return {c.can_true, c.can_false, b.flag(false), b.flag(false), b.flag(false)};
  Value* const not_true = b.CreateNot(c.can_true);
  Value* const not_false = b.CreateNot(c.can_false);
  Value* const no_fault = b.CreateNot(c.may_fault);
  Value* const false_only = b.CreateAnd(not_true, c.can_false);
  return {is_sure(b, c), b.CreateAnd(false_only, no_fault),
          b.CreateAnd(b.CreateAnd(c.can_true, c.can_false), no_fault),
          b.CreateAnd(b.CreateAnd(not_true, not_false), c.may_fault),
          b.CreateAnd(false_only, c.may_fault)};
}

// A rule's own outcome, as if its condition were sure.
static Rung own_rung(Frame& frame, Nodes& nodes, const OutcomeClass& outcome, std::size_t rule,
                     std::size_t value_count) {
  Builder& b = frame.code();
  Rung rung{b.flag(true), b.flag(false), planes_of(b, rule), planes_of(b, outcome.number), {}};
  for (NodeId node : outcome.payload) {
    const runtime::Form form = frame.graph().type(node).form;
    rung.decided = b.CreateAnd(rung.decided, is_single(b, nodes[node], form));
    rung.fault = b.CreateOr(rung.fault, has_no_value(b, nodes[node]));
  }
  for (NodeId node : outcome.compared) rung.values.push_back(as_lane(b, nodes[node]).low);
  rung.values.resize(value_count, b.number(0, b.bits_for({0, 0})));
  return rung;
}

static Value* same_outcome(Builder& b, const Rung& x, const Rung& y) {
  Value* same = are_equal(b, x.outcome, y.outcome);
  for (std::size_t i = 0; i < x.values.size(); ++i) {
    const unsigned bits = std::max(Builder::bits_of(x.values[i]), Builder::bits_of(y.values[i]));
    Value* const equal =
        b.compare(llvm::CmpInst::ICMP_EQ, b.resize(x.values[i], bits), b.resize(y.values[i], bits));
    same = b.CreateAnd(same, equal);
  }
  return same;
}

static Rung climb(Builder& b, const Truth& applies, const Rung& own, const Rung& below) {
  const Cases c = cases_of(b, applies);
  auto both = [&](Value* x, Value* y) { return b.CreateAnd(x, y); };
  auto one_of = [&](Value* x, Value* y, Value* z) { return b.CreateOr(b.CreateOr(x, y), z); };
  Value* const agreed =
      both(both(c.either, own.decided), both(below.decided, same_outcome(b, own, below)));
  Rung rung{one_of(both(c.sure, own.decided), both(c.never, below.decided), agreed),
            one_of(both(c.sure, own.fault), c.only_fault,
                   both(b.CreateOr(c.never, c.never_or_fault), below.fault)),
            pick_planes(b, b.CreateOr(c.sure, c.only_fault), own.rule, below.rule),
            pick_planes(b, c.sure, own.outcome, below.outcome),
            {}};
  for (std::size_t i = 0; i < own.values.size(); ++i) {
    const unsigned bits =
        std::max(Builder::bits_of(own.values[i]), Builder::bits_of(below.values[i]));
    rung.values.push_back(
        b.pick(c.sure, b.resize(own.values[i], bits), b.resize(below.values[i], bits)));
  }
  return rung;
}

// In the function that is being written.
static Rung here(Frame& frame, const Rung& rung) {
  const auto all = [&](std::vector<Value*> values) {
    for (Value*& value : values) value = frame.here(value);
    return values;
  };
  return {frame.here(rung.decided), frame.here(rung.fault), all(rung.rule), all(rung.outcome),
          all(rung.values)};
}

static Rung rungs(Frame& frame, Nodes& nodes) {
  const ir::Decision& decision = frame.decision();
  const std::vector<OutcomeClass> outcomes = classify(frame.program(), decision);
  std::size_t value_count = 0;
  for (const OutcomeClass& outcome : outcomes) {
    value_count = std::max(value_count, outcome.compared.size());
  }
  std::size_t i = outcomes.size() - 1;
  Rung rung = own_rung(frame, nodes, outcomes[i], i, value_count);
  while (i-- > 0) {
    if (nodes.cut_if_long()) rung = here(frame, rung);
    const Rung own = own_rung(frame, nodes, outcomes[i], i, value_count);
    rung = climb(frame.code(), as_truth(nodes[decision.rules[i].applies]), own, rung);
  }
  return rung;
}

// What is given when the policy surely governs the record and is in force: one of the first two,
// or information is needed. `has_rule`: where the rule says something.
struct Verdict {
  Value* decided;
  Value* fault;
  Value* has_rule;
  Planes rule;
};

static Governing here(Frame& frame, const Governing& g) {
  return {frame.here(g.sure), frame.here(g.never), frame.here(g.only_fault), frame.here(g.counts)};
}

static Verdict of_ladder(Frame& frame, Nodes& nodes) {
  const Rung first = rungs(frame, nodes);
  return {first.decided, first.fault, frame.code().CreateOr(first.decided, first.fault),
          first.rule};
}

// The words of a rule: of a single record, their lowest bits. Where it is not sure that the policy
// governs, what would be sure is possible.
static void store_collected(Frame& frame, const Governing& g, Value* words, std::size_t rule,
                            Value* sure, Value* possible) {
  Builder& b = frame.code();
  const std::size_t count = frame.decision().rules.size();
  const auto store = [&](Value* flag, std::size_t place) {
    b.CreateStore(b.CreateZExt(b.CreateAnd(flag, g.counts), b.getInt64Ty()),
                  b.CreateGEP(b.getInt64Ty(), words, b.index(static_cast<std::int64_t>(place))));
  };
  Value* const may_govern = b.CreateNot(b.CreateOr(g.never, g.only_fault));
  store(b.CreateAnd(g.sure, sure), rule);
  store(b.pick_flag(g.sure, possible, b.CreateAnd(may_govern, b.CreateOr(sure, possible))),
        count + rule);
}

// Writes the sets of rules, too.
static Verdict of_collection(Frame& frame, Nodes& nodes, const Matching* matching,
                             Governing governing) {
  Builder& b = frame.code();
  const ir::Decision& decision = frame.decision();
  const std::vector<OutcomeClass> outcomes = classify(frame.program(), decision);
  Value* words = collected_words(frame);
  Rung open{b.flag(true), b.flag(false), {}, {}, {}};
  for (std::size_t i = decision.rules.size(); i-- > 0;) {
    if (is_matched(matching, i)) continue;
    if (nodes.cut_if_long()) {
      governing = here(frame, governing);
      words = frame.here(words);
      open = here(frame, open);
    }
    const Cases c = cases_of(b, as_truth(nodes[decision.rules[i].applies]));
    const Rung own = own_rung(frame, nodes, outcomes[i], i, outcomes[i].compared.size());
    Value* const sure = b.CreateAnd(c.sure, own.decided);
    Value* const fault = b.CreateOr(c.only_fault, b.CreateAnd(c.sure, own.fault));
    Value* const possible = b.CreateNot(b.CreateOr(b.CreateOr(sure, fault), c.never));
    store_collected(frame, governing, words, i, sure, possible);
    open.decided = b.CreateAnd(open.decided, b.CreateNot(b.CreateOr(possible, fault)));
    open.fault = b.CreateOr(open.fault, fault);
    open.rule = pick_planes(b, fault, own.rule, open.rule);
  }
  return {open.decided, open.fault, open.fault, open.rule};
}

// Where it governs, the verdict counts.
static void govern(Builder& b, const Governing& governing, Verdict& verdict) {
  verdict.decided = b.CreateAnd(governing.sure, verdict.decided);
  verdict.fault = b.CreateOr(governing.only_fault, b.CreateAnd(governing.sure, verdict.fault));
  verdict.has_rule = b.CreateAnd(governing.sure, verdict.has_rule);
}

static Value* is_date_in_force(Frame& frame) {
  Builder& b = frame.code();
  const ir::Policy& policy = frame.policy();
  const Lane at =
      std::get<Lane>(load_fact(frame, frame.schema().at, frame.record(), ir::Precision::Exact));
  const auto limit = [&](std::int64_t day) { return b.number(day, b.bits_for({day, day})); };
  return b.CreateAnd(b.relate(llvm::CmpInst::ICMP_SGE, at.low, limit(policy.effective_from)),
                     b.relate(llvm::CmpInst::ICMP_SLE, at.low, limit(policy.effective_to)));
}

// A batch whose first and last dates are in force need not be asked for each.
static Value* is_in_force(Frame& frame) {
  Builder& b = frame.code();
  if (b.width() == Width::One) return is_date_in_force(frame);
  const ir::Policy& policy = frame.policy();
  Value* const first = frame.batch_number(offsetof(runtime::BatchView, first_at));
  Value* const last = frame.batch_number(offsetof(runtime::BatchView, last_at));
  Value* const all = b.CreateAnd(b.CreateICmpSGE(first, b.index(policy.effective_from)),
                                 b.CreateICmpSLE(last, b.index(policy.effective_to)));
  using Inside = Frame::Inside;
  return frame
      .only_where(b.CreateNot(all),
                  [&] { return std::vector{Inside{is_date_in_force(frame), true}}; })
      .front();
}

Governing emit_governing(Frame& frame, Nodes& nodes) {
  Builder& b = frame.code();
  Governing governing{b.flag(true), b.flag(false), b.flag(false), nullptr};
  if (const auto governs = governing_node(frame.program(), frame.decision_id())) {
    const Cases cases = cases_of(b, as_truth(nodes[*governs]));
    governing = {cases.sure, cases.never, cases.only_fault, nullptr};
  }
  governing.counts = b.CreateAnd(is_in_force(frame), b.CreateNot(governing.never));
  return governing;
}

// The answer as it is stored.
static Value* code_of(Frame& frame, const Verdict& verdict, const Governing& governing) {
  Builder& b = frame.code();
  const runtime::AnswerShape shape = answer_shape(frame.decision());
  const unsigned bits = b.width() == Width::One ? 64 : 8 * shape.width;
  Value* const not_governed = governing.never;
  Value* const counts = governing.counts;
  Value* const not_in_force = b.CreateNot(b.CreateOr(not_governed, counts));
  Value* const decided = b.CreateAnd(counts, verdict.decided);
  Value* const fault =
      b.CreateAnd(counts, b.CreateAnd(verdict.fault, b.CreateNot(verdict.decided)));
  Value* const needs =
      b.CreateNot(b.CreateOr(b.CreateOr(decided, fault), b.CreateOr(not_governed, not_in_force)));
  Value* code = b.number(0, bits);
  // Of bits that are added no two are the same; bytes can be added under a mask, and not or-ed.
  const auto add = [&](Value* flag, std::uint64_t number) {
    Value* const here = b.number(static_cast<std::int64_t>(number), bits);
    code = b.CreateAdd(code, b.pick(flag, here, b.number(0, bits)));
  };
  add(needs, static_cast<std::uint64_t>(AnswerKind::NeedsInformation));
  add(fault, static_cast<std::uint64_t>(AnswerKind::Fault));
  add(not_governed, static_cast<std::uint64_t>(AnswerKind::NotGoverned));
  add(not_in_force, static_cast<std::uint64_t>(AnswerKind::NotInForce));
  Value* const has_rule = b.CreateAnd(counts, verdict.has_rule);
  for (std::size_t i = 0; i < verdict.rule.size(); ++i) {
    add(b.CreateAnd(has_rule, verdict.rule[i]), std::uint64_t{1} << (i + runtime::AnswerKindBits));
  }
  const std::uint64_t all = (std::uint64_t{1} << (8 * shape.width)) - 1;
  const std::uint64_t kinds = (std::uint64_t{1} << runtime::AnswerKindBits) - 1;
  add(b.CreateNot(has_rule), all & ~kinds);
  return code;
}

static void store_code(Frame& frame, Value* code) {
  Builder& b = frame.code();
  const runtime::AnswerShape shape = answer_shape(frame.decision());
  llvm::Type* const stored = b.getIntNTy(8 * shape.width);
  Value* const position = b.CreateSub(frame.record(), frame.argument(parameter::Begin));
  Value* const place = b.CreateGEP(stored, frame.argument(parameter::Answers), position);
  b.CreateAlignedStore(b.resize(code, 8 * shape.width, false), place, llvm::Align(shape.width));
}

// No rule is sure or possible.
static void clear_collected(Frame& frame) {
  Builder& b = frame.code();
  const std::size_t words = 2 * answer_shape(frame.decision()).collectable;
  if (words == 0) return;
  b.CreateMemSet(collected_words(frame), b.getInt8(0), words * sizeof(std::uint64_t),
                 llvm::Align(sizeof(std::uint64_t)));
}

void leave_where_nothing_counts(Frame& frame, const Governing& governing) {
  Builder& b = frame.code();
  Value* const some = b.CreateAnd(governing.counts, frame.live());
  frame.leave_records(b.CreateICmpEQ(some, b.flag(false)), [&] {
    Value* const none = b.flag(false);
    store_code(frame, code_of(frame, {none, none, none, {}}, {none, governing.never, none, none}));
    clear_collected(frame);
  });
}

void emit_ladder(Frame& frame, Nodes& nodes, const Matching* matching, Governing governing) {
  Builder& b = frame.code();
  const bool collects = frame.decision().combination == ir::Combination::Collect;
  governing = here(frame, governing);
  Verdict verdict =
      collects ? of_collection(frame, nodes, matching, governing) : of_ladder(frame, nodes);
  governing = here(frame, governing);
  govern(b, governing, verdict);
  if (matching != nullptr) {
    Value* const settled =
        b.CreateOr(b.CreateOr(governing.sure, governing.never), governing.only_fault);
    Value* const open = matching->emit(frame, b.CreateAnd(governing.sure, governing.counts),
                                       b.CreateAnd(b.CreateNot(settled), governing.counts));
    verdict.decided = b.CreateAnd(verdict.decided, b.CreateNot(open));
  }
  store_code(frame, code_of(frame, verdict, governing));
}

}  // namespace precis::codegen
