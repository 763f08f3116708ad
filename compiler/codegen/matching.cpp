#include "compiler/codegen/matching.h"

#include <llvm/IR/Constants.h>
#include <llvm/IR/GlobalVariable.h>
#include <llvm/IR/Module.h>

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "compiler/codegen/outcomes.h"

namespace precis::codegen {

using ir::Node;
using ir::NodeId;
using ir::Op;
using llvm::Value;
using runtime::MatchedTest;
using Kind = MatchedTest::Kind;

// Fewer rules are faster as code.
static constexpr std::size_t Many = 32;

namespace {

// A comparison, with its field as a leaf.
struct Test {
  runtime::LeafIndex leaf;
  Kind kind;
  std::vector<std::int64_t> values;

  friend auto operator<=>(const Test&, const Test&) = default;
};

class Recognizer {
 public:
  Recognizer(const ir::Program& program, ir::DecisionId decision)
      : program_(program),
        schema_(program.schemas[program.policies[program.decisions[decision].policy].schema]) {}

  // The tests of a conjunction, or nothing where some part of it is no such test.
  std::optional<std::vector<Test>> conjunction(NodeId id) const {
    const Node& node = program_.graph[id];
    std::vector<NodeId> parts{id};
    if (node.op == Op::And) parts = {node.operands.begin(), node.operands.end()};
    std::vector<Test> tests;
    for (NodeId part : parts) {
      std::optional<Test> test = any_of(part);
      if (!test || !is_open(*test)) return std::nullopt;
      tests.push_back(std::move(*test));
    }
    return tests;
  }

 private:
  // A comparison, or several of one field with values.
  std::optional<Test> any_of(NodeId id) const {
    const Node& node = program_.graph[id];
    if (node.op != Op::Or) return comparison(node);
    std::optional<Test> all;
    for (NodeId operand : node.operands) {
      const std::optional<Test> one = comparison(program_.graph[operand]);
      if (!one || one->kind != Kind::OneOf) return std::nullopt;
      if (all && all->leaf != one->leaf) return std::nullopt;
      if (!all) {
        all = one;
      } else {
        all->values.push_back(one->values[0]);
      }
    }
    if (all) std::sort(all->values.begin(), all->values.end());
    return all;
  }

  std::optional<Test> comparison(const Node& node) const {
    if (node.op != Op::Less && node.op != Op::LessEqual && node.op != Op::Equal) {
      return std::nullopt;
    }
    const auto x = field(node.operands[0]);
    const auto y = field(node.operands[1]);
    const auto low = constant(node.operands[0]);
    const auto high = constant(node.operands[1]);
    const std::int64_t more = node.op == Op::LessEqual ? 1 : 0;
    if (node.op == Op::Equal) {
      if (x && high) return Test{*x, Kind::OneOf, {*high}};
      if (low && y) return Test{*y, Kind::OneOf, {*low}};
      return std::nullopt;
    }
    if (x && high) return Test{*x, Kind::Below, {*high + more}};
    if (low && y) return Test{*y, Kind::From, {*low + 1 - more}};
    return std::nullopt;
  }

  // Within the int32 that tables hold, so that nothing beside it overflows either.
  static bool is_small(std::int64_t value) {
    return value > std::numeric_limits<std::int32_t>::min() &&
           value < std::numeric_limits<std::int32_t>::max();
  }

  std::optional<runtime::LeafIndex> field(NodeId id) const {
    const Node& node = program_.graph[id];
    if (node.op != Op::Fact) return std::nullopt;
    const auto leaf = static_cast<runtime::LeafIndex>(node.a);
    const runtime::ValueType& type = schema_.leaves[leaf].type;
    const bool is_number = type.form == runtime::Form::Number ||
                           type.form == runtime::Form::Money || type.form == runtime::Form::Date;
    if (!is_number || !is_small(type.low) || !is_small(type.high)) return std::nullopt;
    if (type.high - type.low >= runtime::MatchedValues) return std::nullopt;
    const runtime::Storage storage =
        runtime::column_shape(schema_.leaves[leaf], program_.catalogue.enumerations).storage;
    if (storage != runtime::Storage::Exact && storage != runtime::Storage::Nullable) {
      return std::nullopt;
    }
    return leaf;
  }

  std::optional<std::int64_t> constant(NodeId id) const {
    const Node& node = program_.graph[id];
    if (node.op != Op::Constant || node.a != node.b || !is_small(node.a)) return std::nullopt;
    return node.a;
  }

  // Whether an unknown number may pass and may fail.
  bool is_open(const Test& test) const {
    const runtime::ValueType& type = schema_.leaves[test.leaf].type;
    if (type.low == type.high) return false;
    return std::all_of(test.values.begin(), test.values.end(), [&](std::int64_t value) {
      return value >= type.low + (test.kind == Kind::OneOf ? 0 : 1) && value <= type.high;
    });
  }

  const ir::Program& program_;
  const runtime::Schema& schema_;
};

// Numbers fields and tests in the order in which they come.
class Tables {
 public:
  Tables(const ir::Program& program, const runtime::Schema& schema, runtime::Matcher& matcher)
      : program_(program), schema_(schema), matcher_(matcher) {}

  std::uint32_t test(const Test& test) {
    const auto next = static_cast<std::uint32_t>(matcher_.tests.size());
    const auto [found, is_new] = tests_.try_emplace(test, next);
    if (is_new) matcher_.tests.push_back({test.kind, field(test.leaf), test.values});
    return found->second;
  }

 private:
  std::uint32_t field(runtime::LeafIndex leaf) {
    const auto next = static_cast<std::uint32_t>(matcher_.fields.size());
    const auto [found, is_new] = fields_.try_emplace(leaf, next);
    if (is_new) {
      const runtime::Leaf& of = schema_.leaves[leaf];
      matcher_.fields.push_back({leaf, runtime::column_shape(of, program_.catalogue.enumerations),
                                 of.type.low, of.type.high});
    }
    return found->second;
  }

  const ir::Program& program_;
  const runtime::Schema& schema_;
  runtime::Matcher& matcher_;
  std::map<Test, std::uint32_t> tests_;
  std::map<runtime::LeafIndex, std::uint32_t> fields_;
};

}  // namespace

std::optional<Matching> Matching::of(const ir::Program& program, ir::DecisionId id,
                                     Flavour flavour) {
  const ir::Decision& decision = program.decisions[id];
  const bool collects = decision.combination == ir::Combination::Collect;
  if (flavour != Flavour::Batch || !collects || decision.rules.size() < Many) return std::nullopt;
  const Recognizer recognizer(program, id);
  Matching matching;
  matching.rules_.assign(decision.rules.size(), false);
  Tables tables(program, program.schemas[program.policies[decision.policy].schema],
                matching.matcher_);
  const std::vector<OutcomeClass> outcomes = classify(program, decision);
  for (std::uint32_t i = 0; i < decision.rules.size(); ++i) {
    const auto tests = recognizer.conjunction(decision.rules[i].applies);
    const bool is_constant =
        std::all_of(outcomes[i].payload.begin(), outcomes[i].payload.end(),
                    [&](NodeId node) { return program.graph[node].op == Op::Constant; });
    if (!tests || !is_constant) continue;
    matching.rules_[i] = true;
    runtime::MatchedRule rule{i, {}};
    for (const Test& test : *tests) rule.tests.push_back(tables.test(test));
    matching.matcher_.rules.push_back(std::move(rule));
  }
  if (matching.matcher_.rules.size() < Many) return std::nullopt;
  return matching;
}

template <class T>
static Value* table(Frame& frame, const std::vector<T>& numbers, const char* name) {
  llvm::Module& module = frame.module();
  llvm::Constant* const data = llvm::ConstantDataArray::get(module.getContext(), numbers);
  return new llvm::GlobalVariable(module, data->getType(), true, llvm::GlobalValue::PrivateLinkage,
                                  data, name);
}

Value* Matching::emit(Frame& frame, Value* governed, Value* maybe) const {
  Builder& b = frame.code();
  const runtime::MatchTables tables = runtime::match_tables(matcher_);
  const std::vector<std::uint32_t> numbers(tables.numbers.begin(), tables.numbers.end());
  Value* const open = frame.reserve(b.getInt64Ty());
  const auto rule_count = static_cast<std::int64_t>(rules_.size());
  frame.call("precis_match",
             Frame::Values{frame.workspace(0), frame.argument(parameter::Batch),
                           table(frame, numbers, "matching"),
                           table(frame, tables.classes, "matching.classes"), frame.record(),
                           b.index(rule_count), governed, maybe, collected_words(frame), open});
  return b.CreateLoad(b.getInt64Ty(), open);
}

Value* collected_words(Frame& frame) {
  Builder& b = frame.code();
  const auto count = static_cast<std::int64_t>(frame.decision().rules.size());
  Value* const position = b.CreateSub(frame.record(), frame.argument(parameter::Begin));
  Value* const block = b.CreateUDiv(position, b.index(runtime::BlockRecords));
  return b.CreateGEP(b.getInt64Ty(), frame.argument(parameter::Collected),
                     b.CreateMul(block, b.index(2 * count)));
}

}  // namespace precis::codegen
