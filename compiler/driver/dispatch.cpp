#include "compiler/driver/dispatch.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <numeric>
#include <utility>

namespace precis::driver {

using ir::Op;

// Beyond these, records that policies treat differently may stand together.
static constexpr std::size_t MostTests = 64;

Dispatch::Dispatch(const ir::Program& program, std::uint32_t schema) {
  for (const ir::Policy& policy : program.policies) {
    if (policy.schema == schema && policy.governs) {
      add_tests(program, program.occurrences[*policy.governs].node);
    }
  }
}

void Dispatch::add_tests(const ir::Program& program, ir::NodeId id) {
  const ir::Node& node = program.graph[id];
  if (node.op != Op::InValueSet && node.op != Op::InMask) {
    for (const ir::NodeId operand : node.operands) add_tests(program, operand);
    return;
  }
  const ir::Node& fact = program.graph[node.operands[0]];
  if (fact.op != Op::Fact || tests_.size() == MostTests) return;
  const Test test{node.op, static_cast<runtime::LeafIndex>(fact.a), node.a};
  if (std::find(tests_.begin(), tests_.end(), test) == tests_.end()) tests_.push_back(test);
}

std::uint64_t Dispatch::passed(const runtime::Record& record,
                               const runtime::Symbols& symbols) const {
  std::uint64_t bits = 0;
  for (const Test& test : tests_) {
    const runtime::Cell& cell = record.facts[test.leaf].cell;
    const bool may_pass = test.op == Op::InMask ? (cell.low & test.of) != 0
                          : cell.low != cell.high
                              ? true
                              : symbols.is_member(static_cast<runtime::Symbol>(cell.low),
                                                  static_cast<std::uint32_t>(test.of));
    bits = bits << 1 | static_cast<std::uint64_t>(may_pass);
  }
  return bits;
}

std::vector<std::uint32_t> Dispatch::order(const std::vector<runtime::Record>& records,
                                           const runtime::Symbols& symbols) const {
  std::vector<std::uint32_t> order(records.size());
  if (tests_.empty()) {
    std::iota(order.begin(), order.end(), 0);
    return order;
  }
  std::vector<std::uint64_t> keys;
  keys.reserve(records.size());
  std::map<std::uint64_t, std::uint32_t> places;
  for (const runtime::Record& record : records) {
    keys.push_back(passed(record, symbols));
    ++places[keys.back()];
  }
  std::uint32_t next = 0;
  for (auto& [key, place] : places) next += std::exchange(place, next);
  for (std::uint32_t i = 0; i < keys.size(); ++i) order[places[keys[i]]++] = i;
  return order;
}

}  // namespace precis::driver
