#include "tests/property/program_gen.h"

#include <algorithm>
#include <string>

#include "compiler/ir/trace_layout.h"
#include "tests/property/expression_gen.h"

namespace precis::property {

namespace {

// Rules, payloads and the ladder around the generated conditions.
class PolicyGenerator {
 public:
  PolicyGenerator(const World& world, ir::Program& program, Random& random)
      : program_(program), random_(random), generator_(world, program, random) {}

  ir::DecisionId policy() {
    program_.outcomes = {
        {"Outcome",
         {{"approve", ir::Standing::Favorable, false, {{"limit", generator_.tenths_type(), true}}},
          {"refer", ir::Standing::Review, false, {}},
          {"deny", ir::Standing::Adverse, true, {{"why", generator_.colour_type(), false}}}}}};
    ir::Decision decision{
        "coverage", ir::PolicyId(0), 0, {}, ir::Otherwise{span(), outcome(), {}, {}}, span()};
    const std::int64_t combination = random_.between(0, 9);
    if (combination >= 7) decision.combination = ir::Combination::MostSevere;
    if (combination == 9) decision.combination = ir::Combination::Collect;
    for (std::int64_t n = random_.between(2, 4), i = 0; i < n; ++i) {
      decision.rules.push_back(rule("r" + std::to_string(i)));
      decision.rules.back().written = static_cast<std::uint32_t>(i);
    }
    if (decision.combination == ir::Combination::MostSevere) {
      std::stable_sort(decision.rules.begin(), decision.rules.end(),
                       [](const ir::Rule& a, const ir::Rule& b) {
                         return a.then.alternative > b.then.alternative;
                       });
    }
    if (decision.combination == ir::Combination::Collect) decision.otherwise.reset();
    std::optional<ir::OccurrenceId> governs;
    if (random_.chance(15)) governs = occurrence(generator_.boolean(1, {}));
    const ir::Policy policy{"generated", "Generated",         "1", 0,     40000, 0, governs,
                            {},          {ir::DecisionId(0)}, "",  span()};
    program_.policies.add(policy);
    return program_.decisions.add(decision);
  }

 private:
  static source::Span span() { return {source::FileId(0), 0, 0}; }

  ir::OccurrenceId occurrence(NodeId root) { return generator_.occurrence(root); }

  // Few outcomes, so that live rules often agree; now and then one with a computed payload.
  ir::OutcomeValue outcome() {
    switch (random_.between(0, 9)) {
      case 0:
        return {0, {occurrence(generator_.tenths(1, {}))}};
      case 1:
      case 2:
      case 3:
        return {0, {std::nullopt}};
      case 4:
      case 5:
      case 6:
        return {1, {}};
      case 7:
        return {2, {occurrence(generator_.colour(1, {}))}};
      default:
        return {2, {occurrence(generator_.colour_constant())}};
    }
  }

  ir::Rule rule(const std::string& name) {
    const NodeId when = generator_.boolean(static_cast<int>(random_.between(1, 3)), {});
    ir::Rule rule{name, name,      span(), when, occurrence(when),
                  {},   outcome(), {},     {},   ir::RuleKind::Administrative,
                  {}};
    if (random_.chance(30)) {
      const NodeId exception = generator_.boolean(1, {});
      rule.exceptions.push_back({"e", "e", occurrence(exception), span()});
      const ir::TypeId type = program_.graph[when].type;
      const NodeId carved = program_.graph.add(Op::Not, type, {exception}, 0, 0, {});
      rule.applies = program_.graph.add(Op::And, type, {when, carved}, 0, 0, {});
    }
    return rule;
  }

  ir::Program& program_;
  Random& random_;
  ExpressionGenerator generator_;
};

}  // namespace

GeneratedProgram generate_program(const World& world, std::uint64_t seed) {
  Random random(seed);
  GeneratedProgram result;
  result.program.catalogue = world.catalogue;
  result.program.schemas = {world.schema};
  result.decision = PolicyGenerator(world, result.program, random).policy();
  const std::string broken = ir::verify(result.program);
  CHECK(broken.empty(), broken);
  return result;
}

static void collect_facts(const ir::Graph& graph, NodeId node, std::set<runtime::LeafIndex>& out) {
  const ir::Node& it = graph[node];
  if (it.op == Op::Fact || it.op == Op::ItemFact) {
    out.insert(static_cast<runtime::LeafIndex>(it.a));
  }
  for (NodeId operand : it.operands) collect_facts(graph, operand, out);
}

Untouchable untouchable(const ir::Program& program, ir::DecisionId decision) {
  Untouchable result;
  for (NodeId id : ir::reachable(program, decision)) {
    const ir::Node& node = program.graph[id];
    switch (node.op) {
      case Op::Known:
      case Op::Otherwise:
        collect_facts(program.graph, node.operands[0], result.leaves);
        break;
      case Op::OnFile:
        collect_facts(program.graph, id, result.leaves);
        result.lists.insert(static_cast<runtime::ListIndex>(node.a));
        break;
      case Op::SelectLast:
      case Op::SelectFirst:
        result.lists.insert(static_cast<runtime::ListIndex>(node.a));
        break;
      default:
        break;
    }
  }
  return result;
}

}  // namespace precis::property
