#include "compiler/codegen/regions.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>

#include "compiler/codegen/outcomes.h"

namespace precis::codegen {

using ir::NodeId;

namespace {

// A bit for each policy of the plan whose rules read a node.
using Readers = std::uint64_t;
constexpr Readers Always = ~Readers{0};
constexpr std::size_t MostPolicies = 63;

class Readership {
 public:
  Readership(const ir::Program& program, ir::DecisionId id, const std::vector<NodeId>& nodes)
      : program_(program), decision_(program.decisions[id]), read_by_(program.graph.size(), 0) {
    read_by_rules();
    for (std::size_t i = nodes.size(); i-- > 0;) {
      for (NodeId operand : program.graph[nodes[i]].operands) {
        read_by_[operand.index()] |= read_by_[nodes[i].index()];
      }
    }
  }

  Readers operator[](NodeId node) const { return read_by_[node.index()]; }
  std::vector<std::vector<NodeId>> policies(Readers readers) const {
    if (readers == Always) return {};
    std::vector<std::vector<NodeId>> found;
    for (std::size_t i = 0; i < policies_.size(); ++i) {
      if ((readers >> i & 1) != 0) found.push_back(policies_[i]);
    }
    return found;
  }

 private:
  void read_by_rules() {
    const std::vector<OutcomeClass> outcomes = classify(program_, decision_);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const Readers reader = i < decision_.rules.size() ? reader_of(decision_.rules[i]) : Always;
      for (NodeId node : outcomes[i].payload) read_by_[node.index()] |= reader;
      if (i < decision_.rules.size()) read_by_[decision_.rules[i].applies.index()] |= reader;
    }
    for (const std::vector<NodeId>& policy : policies_) {
      for (NodeId node : policy) read_by_[node.index()] = Always;
    }
    if (const auto& governs = program_.policies[decision_.policy].governs) {
      read_by_[program_.occurrences[*governs].node.index()] = Always;
    }
  }

  Readers reader_of(const ir::Rule& rule) {
    std::vector<NodeId> scope;
    if (rule.planned) {
      for (const ir::Premise& premise : rule.planned->premises) {
        if (premise.kind != ir::Premise::Kind::NotBefore) scope.push_back(premise.node);
      }
    }
    if (scope.empty()) return Always;
    const auto place = std::find(policies_.begin(), policies_.end(), scope);
    const auto number = static_cast<std::size_t>(place - policies_.begin());
    if (number >= MostPolicies) return Always;
    if (place == policies_.end()) policies_.push_back(std::move(scope));
    return Readers{1} << number;
  }

  const ir::Program& program_;
  const ir::Decision& decision_;
  std::vector<std::vector<NodeId>> policies_;
  std::vector<Readers> read_by_;
};

// What more policies read stands before what fewer of them do.
struct MoreReaders {
  bool operator()(Readers x, Readers y) const {
    return std::popcount(x) != std::popcount(y) ? std::popcount(x) > std::popcount(y) : x < y;
  }
};

}  // namespace

// Items are looked at where a list operation is: who reads what they read is not followed.
static std::vector<bool> read_elsewhere(const ir::Program& program, const Readership& readers,
                                        const std::vector<NodeId>& nodes) {
  std::vector<bool> found(program.graph.size(), false);
  for (NodeId id : nodes) {
    const ir::Node& node = program.graph[id];
    for (NodeId operand : node.operands) {
      if (node.scope.depth > 0 || readers[operand] != readers[id]) found[operand.index()] = true;
    }
  }
  return found;
}

std::vector<Region> regions_of(const ir::Program& program, ir::DecisionId id,
                               const std::vector<NodeId>& nodes) {
  const ir::Decision& decision = program.decisions[id];
  if (!program.policies[decision.policy].plan) return {{{}, nodes, {}}};
  const Readership readers(program, id, nodes);
  std::vector<bool> given = read_elsewhere(program, readers, nodes);
  for (const ir::Rule& rule : decision.rules) given[rule.applies.index()] = true;
  for (const OutcomeClass& outcome : classify(program, decision)) {
    for (NodeId node : outcome.payload) given[node.index()] = true;
  }
  std::map<Readers, Region, MoreReaders> regions;
  for (NodeId node : nodes) {
    Region& region = regions[readers[node]];
    region.nodes.push_back(node);
    if (given[node.index()] && program.graph[node].scope.depth == 0) region.given.push_back(node);
  }
  std::vector<Region> ordered;
  for (auto& [of, region] : regions) {
    region.policies = readers.policies(of);
    ordered.push_back(std::move(region));
  }
  return ordered;
}

}  // namespace precis::codegen
