#include "compiler/sample/aims.h"

#include <cstdlib>

#include "runtime/date.h"
#include "runtime/decimal.h"

namespace precis::sample {

using ir::Node;
using ir::NodeId;
using ir::Op;
using runtime::Form;
using runtime::LeafIndex;

namespace {

// The facts, constants and shifts below one side of a comparison.
struct Side {
  std::map<LeafIndex, ir::TypeId> leaves;
  std::vector<NodeId> constants;
  std::set<std::int64_t> months;
  std::set<runtime::ListIndex> supplies;
  bool is_age = false;
};

class Collector {
 public:
  explicit Collector(const ir::Program& program) : program_(program) {}

  Aims collect(const std::vector<NodeId>& roots) {
    std::vector<bool> seen(program_.graph.size(), false);
    std::vector<NodeId> open = roots;
    while (!open.empty()) {
      const NodeId id = open.back();
      open.pop_back();
      if (seen[id.index()]) continue;
      seen[id.index()] = true;
      const Node& node = program_.graph[id];
      visit(node);
      open.insert(open.end(), node.operands.begin(), node.operands.end());
    }
    return std::move(aims_);
  }

 private:
  void visit(const Node& node) {
    if (node.op == Op::InValueSet) {
      for (const auto& [leaf, type] : side(node.operands[0]).leaves) {
        aims_.value_sets[leaf].insert(static_cast<std::uint32_t>(node.a));
      }
    }
    if (node.op == Op::LookUp) {
      const std::uint32_t keys =
          program_.catalogue.catalogs[static_cast<std::size_t>(node.a)].value_set;
      for (const auto& [leaf, type] : side(node.operands[0]).leaves) {
        aims_.value_sets[leaf].insert(keys);
      }
    }
    if (node.op == Op::CompareQuotient) ratio(node);
    if (node.op == Op::Divide) {
      for (const auto& [leaf, type] : side(node.operands[1]).leaves) aims_.values[leaf].insert(0);
    }
    if (node.op != Op::Less && node.op != Op::LessEqual && node.op != Op::Equal) return;
    const Side x = side(node.operands[0]);
    const Side y = side(node.operands[1]);
    compare(x, y);
    compare(y, x);
  }

  Side side(NodeId id) const {
    Side found;
    std::vector<NodeId> open{id};
    while (!open.empty()) {
      const NodeId next = open.back();
      open.pop_back();
      const Node& node = program_.graph[next];
      if (node.op == Op::Constant) found.constants.push_back(next);
      if (node.op == Op::Fact || node.op == Op::ItemFact) {
        found.leaves.emplace(static_cast<LeafIndex>(node.a), node.type);
      }
      if (node.op == Op::AddMonths) found.months.insert(node.a);
      if (node.op == Op::Age) found.is_age = true;
      if (node.op == Op::DaysCovered || node.op == Op::LongestRun || node.op == Op::OnHand) {
        found.supplies.insert(static_cast<runtime::ListIndex>(node.a));
      }
      open.insert(open.end(), node.operands.begin(), node.operands.end());
    }
    return found;
  }

  void ratio(const Node& node) {
    const Side dividend = side(node.operands[0]);
    const Side divisor = side(node.operands[1]);
    for (const auto& [leaf, type] : divisor.leaves) aims_.values[leaf].insert(0);
    const Node& threshold = program_.graph[node.operands[2]];
    if (threshold.op != Op::Constant) return;
    for (const auto& [x, x_type] : dividend.leaves) {
      for (const auto& [y, y_type] : divisor.leaves) {
        aims_.ratios[x].insert({y, threshold.a, node.b});
      }
    }
  }

  // Facts of one side against constants of both: a shift may stand on either.
  void compare(const Side& facts, const Side& other) {
    for (const runtime::ListIndex list : facts.supplies) {
      for (const NodeId id : other.constants) aims_.supplies[list].insert(program_.graph[id].a);
    }
    for (const auto& [leaf, type_id] : facts.leaves) {
      const runtime::ValueType& type = program_.graph.type(type_id);
      if (type.form == Form::Date) {
        date(leaf, facts, facts.is_age ? other : facts);
        date(leaf, facts, other);
      } else if (type.form == Form::Number || type.form == Form::Money) {
        for (const NodeId id : facts.constants) number(leaf, type, id);
        for (const NodeId id : other.constants) number(leaf, type, id);
      }
    }
  }

  void number(LeafIndex leaf, const runtime::ValueType& type, NodeId constant) {
    const runtime::ValueType& written = program_.graph.type(constant);
    if (written.form != type.form) return;
    const auto value = runtime::rescale(program_.graph[constant].a, written.scale, type.scale);
    if (value) aims_.values[leaf].insert(*value);
  }

  void date(LeafIndex leaf, const Side& facts, const Side& other) {
    constexpr std::int64_t MostDays = 40000;
    for (const NodeId id : other.constants) {
      const std::int64_t value = program_.graph[id].a;
      const Form form = program_.graph.type(id).form;
      // Always and never are days that no record can have.
      const bool is_day =
          value >= runtime::first_supported_day() && value <= runtime::last_supported_day();
      if (form == Form::Date && is_day) aims_.values[leaf].insert(value);
      if (form != Form::Number || std::llabs(value) > MostDays) continue;
      const int days = static_cast<int>(value);
      if (facts.is_age) {
        aims_.offsets[leaf].insert({-12 * days, 0});
      } else {
        aims_.offsets[leaf].insert({0, -days});
        aims_.offsets[leaf].insert({0, days});
      }
    }
    for (const std::int64_t months : other.months) {
      aims_.offsets[leaf].insert({static_cast<int>(months), 0});
      aims_.offsets[leaf].insert({static_cast<int>(-months), 0});
    }
  }

  const ir::Program& program_;
  Aims aims_;
};

}  // namespace

Aims aims_of(const ir::Program& program, const std::vector<NodeId>& roots) {
  return Collector(program).collect(roots);
}

}  // namespace precis::sample
