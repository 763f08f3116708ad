#include "compiler/codegen/ladder.h"

#include <algorithm>
#include <bit>

#include "compiler/codegen/facts.h"
#include "compiler/codegen/outcomes.h"
#include "runtime/answer.h"

namespace precis::codegen {

using ir::NodeId;
using llvm::Value;
using runtime::AnswerKind;

std::vector<NodeId> ladder_nodes(const ir::Program& program, ir::DecisionId id) {
  const ir::Decision& decision = program.decisions[id];
  std::vector<NodeId> nodes;
  if (const auto& governs = program.policies[decision.policy].governs) {
    nodes.push_back(program.occurrences[*governs].node);
  }
  for (const ir::Rule& rule : decision.rules) nodes.push_back(rule.applies);
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
  Value* rule;     // i32
  Value* outcome;  // i32, a class number
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
  if (c.exact) return {c.can_true, c.can_false, bit(b, false), bit(b, false), bit(b, false)};
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
static Rung own_rung(Frame& frame, const Nodes& nodes, const OutcomeClass& outcome,
                     std::size_t rule, std::size_t value_count) {
  Builder& b = frame.code();
  Rung rung{bit(b, true),
            bit(b, false),
            b.getInt32(static_cast<std::uint32_t>(rule)),
            b.getInt32(outcome.number),
            {}};
  for (NodeId node : outcome.payload) {
    const runtime::Form form = frame.graph().type(node).form;
    rung.decided = b.CreateAnd(rung.decided, is_single(b, nodes[node], form));
    rung.fault = b.CreateOr(rung.fault, as_lane(b, nodes[node]).no_value);
  }
  for (NodeId node : outcome.compared) rung.values.push_back(as_lane(b, nodes[node]).low);
  rung.values.resize(value_count, number(b, 0));
  return rung;
}

static Value* same_outcome(Builder& b, const Rung& x, const Rung& y) {
  Value* same = b.CreateICmpEQ(x.outcome, y.outcome);
  for (std::size_t i = 0; i < x.values.size(); ++i) {
    same = b.CreateAnd(same, b.CreateICmpEQ(x.values[i], y.values[i]));
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
            b.CreateSelect(b.CreateOr(c.sure, c.only_fault), own.rule, below.rule),
            b.CreateSelect(c.sure, own.outcome, below.outcome),
            {}};
  for (std::size_t i = 0; i < own.values.size(); ++i) {
    rung.values.push_back(b.CreateSelect(c.sure, own.values[i], below.values[i]));
  }
  return rung;
}

static Rung rungs(Frame& frame, const Nodes& nodes) {
  const ir::Decision& decision = frame.decision();
  const std::vector<OutcomeClass> outcomes = classify(frame.program(), decision);
  std::size_t value_count = 0;
  for (const OutcomeClass& outcome : outcomes) {
    value_count = std::max(value_count, outcome.compared.size());
  }
  std::size_t i = outcomes.size() - 1;
  Rung rung = own_rung(frame, nodes, outcomes[i], i, value_count);
  while (i-- > 0) {
    const Rung own = own_rung(frame, nodes, outcomes[i], i, value_count);
    rung = climb(frame.code(), as_truth(nodes[decision.rules[i].applies]), own, rung);
  }
  return rung;
}

static Value* kind_of(Builder& b, AnswerKind kind) {
  return b.getInt32(static_cast<std::uint32_t>(kind));
}

// Kind and rule in one word, as `runtime::Answer` lies in memory.
static void store_answer(Frame& frame, Value* kind, Value* rule) {
  static_assert(std::endian::native == std::endian::little);
  static_assert(offsetof(runtime::Answer, kind) == 0 && offsetof(runtime::Answer, rule) == 2);
  Builder& b = frame.code();
  Value* const position = b.CreateSub(frame.record(), frame.argument(parameter::Begin));
  b.CreateStore(b.CreateOr(kind, b.CreateShl(rule, 16)),
                b.CreateGEP(b.getInt32Ty(), frame.argument(parameter::Answers), position));
}

// What is given when the policy surely governs the record and is in force.
struct Verdict {
  Value* kind;
  Value* rule;
  std::vector<Value*> sure;      // words of bits; of a decision that collects
  std::vector<Value*> possible;  // the same
};

static Verdict of_ladder(Frame& frame, const Nodes& nodes) {
  Builder& b = frame.code();
  const Rung first = rungs(frame, nodes);
  Value* const kind = b.CreateSelect(first.decided, kind_of(b, AnswerKind::Decided),
                                     b.CreateSelect(first.fault, kind_of(b, AnswerKind::Fault),
                                                    kind_of(b, AnswerKind::NeedsInformation)));
  Value* const rule = b.CreateSelect(b.CreateOr(first.decided, first.fault), first.rule,
                                     b.getInt32(runtime::NoRule));
  return {kind, rule, {}, {}};
}

static void add_bit(Builder& b, std::vector<Value*>& words, std::size_t rule, Value* is_set) {
  Value* const mask = b.CreateShl(b.CreateZExt(is_set, b.getInt64Ty()), rule % 64);
  words[rule / 64] = b.CreateOr(words[rule / 64], mask);
}

static Verdict of_collection(Frame& frame, const Nodes& nodes) {
  Builder& b = frame.code();
  const ir::Decision& decision = frame.decision();
  const std::vector<OutcomeClass> outcomes = classify(frame.program(), decision);
  const std::vector<Value*> none(ir::collected_words(decision), number(b, 0));
  Verdict verdict{nullptr, b.getInt32(runtime::NoRule), none, none};
  Value* faults = bit(b, false);
  Value* is_open = bit(b, false);
  for (std::size_t i = decision.rules.size(); i-- > 0;) {
    const Cases c = cases_of(b, as_truth(nodes[decision.rules[i].applies]));
    const Rung own = own_rung(frame, nodes, outcomes[i], i, outcomes[i].compared.size());
    Value* const sure = b.CreateAnd(c.sure, own.decided);
    Value* const fault = b.CreateOr(c.only_fault, b.CreateAnd(c.sure, own.fault));
    Value* const possible = b.CreateNot(b.CreateOr(b.CreateOr(sure, fault), c.never));
    add_bit(b, verdict.sure, i, sure);
    add_bit(b, verdict.possible, i, possible);
    faults = b.CreateOr(faults, fault);
    is_open = b.CreateOr(is_open, possible);
    verdict.rule = b.CreateSelect(fault, own.rule, verdict.rule);
  }
  verdict.kind = b.CreateSelect(faults, kind_of(b, AnswerKind::Fault),
                                b.CreateSelect(is_open, kind_of(b, AnswerKind::NeedsInformation),
                                               kind_of(b, AnswerKind::Decided)));
  return verdict;
}

static void store_collected(Frame& frame, const Verdict& verdict) {
  Builder& b = frame.code();
  const std::size_t count = verdict.sure.size();
  if (count == 0) return;
  Value* const position = b.CreateSub(frame.record(), frame.argument(parameter::Begin));
  Value* const first = b.CreateMul(position, number(b, static_cast<std::int64_t>(2 * count)));
  const auto store = [&](Value* word, std::size_t place) {
    Value* const index = b.CreateAdd(first, number(b, static_cast<std::int64_t>(place)));
    b.CreateStore(word, b.CreateGEP(b.getInt64Ty(), frame.argument(parameter::Collected), index));
  };
  for (std::size_t i = 0; i < count; ++i) {
    store(verdict.sure[i], i);
    store(verdict.possible[i], count + i);
  }
}

// Keeps the sets where `governs` is sure; where it may hold, what would be sure is possible.
static void govern_collected(Builder& b, const Cases& governs, Verdict& verdict) {
  Value* const nothing = b.CreateOr(governs.never, governs.only_fault);
  for (std::size_t i = 0; i < verdict.sure.size(); ++i) {
    Value* const sure = verdict.sure[i];
    Value* const open = b.CreateOr(sure, verdict.possible[i]);
    verdict.sure[i] = b.CreateSelect(governs.sure, sure, number(b, 0));
    verdict.possible[i] = b.CreateSelect(governs.sure, verdict.possible[i],
                                         b.CreateSelect(nothing, number(b, 0), open));
  }
}

void emit_ladder(Frame& frame, const Nodes& nodes) {
  Builder& b = frame.code();
  const bool collects = frame.decision().combination == ir::Combination::Collect;
  Verdict verdict = collects ? of_collection(frame, nodes) : of_ladder(frame, nodes);
  Value* const no_rule = b.getInt32(runtime::NoRule);
  Value* not_governed = bit(b, false);
  if (const auto& governs = frame.policy().governs) {
    const Truth& c = as_truth(nodes[frame.program().occurrences[*governs].node]);
    const Cases cases = cases_of(b, c);
    not_governed = cases.never;
    Value* const otherwise = b.CreateSelect(cases.only_fault, kind_of(b, AnswerKind::Fault),
                                            kind_of(b, AnswerKind::NeedsInformation));
    verdict.kind = b.CreateSelect(cases.sure, verdict.kind, otherwise);
    verdict.rule = b.CreateSelect(cases.sure, verdict.rule, no_rule);
    govern_collected(b, cases, verdict);
  }
  const Lane at =
      std::get<Lane>(load_fact(frame, frame.schema().at, frame.record(), ir::Precision::Exact));
  const ir::Policy& policy = frame.policy();
  Value* const in_force = b.CreateAnd(b.CreateICmpSGE(at.low, number(b, policy.effective_from)),
                                      b.CreateICmpSLE(at.low, number(b, policy.effective_to)));
  Value* kind = b.CreateSelect(in_force, verdict.kind, kind_of(b, AnswerKind::NotInForce));
  Value* rule = b.CreateSelect(in_force, verdict.rule, no_rule);
  kind = b.CreateSelect(not_governed, kind_of(b, AnswerKind::NotGoverned), kind);
  rule = b.CreateSelect(not_governed, no_rule, rule);
  for (std::vector<Value*>* words : {&verdict.sure, &verdict.possible}) {
    for (Value*& word : *words) word = b.CreateSelect(in_force, word, number(b, 0));
  }
  store_answer(frame, kind, rule);
  store_collected(frame, verdict);
}

}  // namespace precis::codegen
