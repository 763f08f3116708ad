#include "compiler/codegen/outcomes.h"

#include <map>
#include <set>
#include <utility>

namespace precis::codegen {

using ir::NodeId;

using Fields = std::vector<std::optional<NodeId>>;

struct Outcome {
  std::uint32_t alternative;
  Fields fields;
};

static std::vector<Outcome> outcomes_of(const ir::Program& program, const ir::Decision& decision) {
  std::vector<Outcome> outcomes;
  auto add = [&](const ir::OutcomeValue& value) {
    Fields fields;
    for (const std::optional<ir::OccurrenceId>& field : value.payload) {
      if (field) {
        fields.push_back(program.occurrences[*field].node);
      } else {
        fields.push_back(std::nullopt);
      }
    }
    outcomes.push_back({value.alternative, std::move(fields)});
  };
  for (const ir::Rule& rule : decision.rules) add(rule.then);
  if (decision.otherwise) add(decision.otherwise->then);
  return outcomes;
}

std::vector<OutcomeClass> classify(const ir::Program& program, const ir::Decision& decision) {
  const std::vector<Outcome> outcomes = outcomes_of(program, decision);
  using Column = std::pair<std::uint32_t, std::size_t>;  // alternative, field
  std::set<Column> computed;
  for (const Outcome& outcome : outcomes) {
    for (std::size_t i = 0; i < outcome.fields.size(); ++i) {
      const std::optional<NodeId>& field = outcome.fields[i];
      if (field && program.graph[*field].op != ir::Op::Constant) {
        computed.insert({outcome.alternative, i});
      }
    }
  }
  // What is fixed: per field whether it is there and, unless it is computed, its value.
  using Fixed = std::pair<std::uint32_t, std::vector<std::pair<bool, std::int64_t>>>;
  std::map<Fixed, std::uint32_t> numbers;
  std::vector<OutcomeClass> classes;
  for (const Outcome& outcome : outcomes) {
    Fixed fixed{outcome.alternative, {}};
    OutcomeClass found{0, {}, {}};
    for (std::size_t i = 0; i < outcome.fields.size(); ++i) {
      const std::optional<NodeId>& field = outcome.fields[i];
      const bool by_value = field && computed.contains({outcome.alternative, i});
      fixed.second.push_back({field.has_value(), field && !by_value ? program.graph[*field].a : 0});
      if (field) found.payload.push_back(*field);
      if (by_value) found.compared.push_back(*field);
    }
    const auto next = static_cast<std::uint32_t>(numbers.size());
    found.number = numbers.try_emplace(fixed, next).first->second;
    classes.push_back(std::move(found));
  }
  return classes;
}

}  // namespace precis::codegen
