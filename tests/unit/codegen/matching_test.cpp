// Decisions with so many rules that those which are conjunctions of comparisons become tables.
// Every kind of comparison, limits at the edges of a range and beyond it, rules that stay code,
// records that may not be governed, and blocks that are not full: as the interpreter has it.

#include <algorithm>
#include <utility>
#include <vector>

#include "compiler/support/random.h"
#include "tests/support/compiled.h"
#include "tests/support/ir_builder.h"

namespace precis::testing {

using ir::NodeId;
using ir::Op;
using runtime::LeafIndex;

namespace {

class Rules {
 public:
  Rules() {
    for (const auto& [low, high] :
         {std::pair(0, 7), std::pair(-100, 27), std::pair(-20'000, 20'000), std::pair(0, 65'535),
          std::pair(0, 1'000'000)}) {
      for (const Sureness sureness :
           {Sureness::Required, Sureness::Optional, Sureness::Approximate}) {
        fields_.push_back(builder_.leaf(whole(low, high), sureness));
        types_.push_back(whole(low, high));
      }
    }
    flag_ = builder_.leaf(boolean(), Sureness::Optional);
  }

  ir::Program make(std::size_t rules, bool is_governed) {
    builder_.collects();
    for (std::size_t i = 0; i < rules; ++i) {
      std::vector<NodeId> conditions;
      is_plain_ = below(4) != 0;
      for (std::uint64_t k = 0; k <= below(5); ++k) conditions.push_back(condition());
      if (!is_plain_ && below(2) == 0) conditions.push_back(builder_.fact(flag_));
      builder_.rule(
          conditions.size() == 1 ? conditions[0] : builder_.truth(Op::And, std::move(conditions)),
          0, {});
    }
    if (is_governed) builder_.governs(builder_.fact(flag_));
    return builder_.finish();
  }

  runtime::Record record(const ir::Program& program) {
    runtime::Record made = IrBuilder::record(program);
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      const runtime::ValueType& type = types_[i];
      const bool is_required = program.schemas[0].leaves[fields_[i]].optional == false;
      const bool is_known = is_required || below(3) != 0;
      IrBuilder::set(
          made, fields_[i],
          is_known ? runtime::exact(value_of(type)) : runtime::between(type.low, type.high));
    }
    IrBuilder::set(made, flag_, runtime::mask(1 + static_cast<std::int64_t>(below(3))));
    return made;
  }

 private:
  std::uint64_t below(std::uint64_t bound) { return random_.next() % bound; }

  // 0 .. one less than the highest above the lowest.
  std::int64_t below_range(const runtime::ValueType& type) {
    return static_cast<std::int64_t>(below(static_cast<std::uint64_t>(type.high - type.low)));
  }

  // Often one of the bounds, or beside them.
  std::int64_t value_of(const runtime::ValueType& type) {
    const auto range = static_cast<std::uint64_t>(type.high - type.low + 1);
    switch (below(4)) {
      case 0:
        return type.low;
      case 1:
        return type.high;
      default:
        return type.low + static_cast<std::int64_t>(below(range));
    }
  }

  NodeId condition() {
    // The first twelve fields are of four ranges; every third is approximate.
    std::size_t i = below(fields_.size());
    while (is_plain_ && (i >= 12 || i % 3 == 2)) i = below(fields_.size());
    const NodeId fact = builder_.fact(fields_[i]);
    const auto constant = [&] {
      if (is_plain_)
        return builder_.constant(types_[i], types_[i].low + 1 + below_range(types_[i]));
      const auto beside = static_cast<std::int64_t>(below(3)) - 1;
      return builder_.constant(types_[i], value_of(types_[i]) + beside);
    };
    switch (below(6)) {
      case 0:
        return builder_.truth(Op::Less, {fact, constant()});
      case 1:
        return builder_.truth(Op::Less, {constant(), fact});
      case 2:
        return builder_.truth(Op::LessEqual, {fact, constant()});
      case 3:
        return builder_.truth(Op::LessEqual, {constant(), fact});
      case 4:
        return builder_.truth(Op::Equal, {fact, constant()});
      default:
        return builder_.truth(Op::Or, {builder_.truth(Op::Equal, {fact, constant()}),
                                       builder_.truth(Op::Equal, {constant(), fact}),
                                       builder_.truth(Op::Equal, {fact, constant()})});
    }
  }

  IrBuilder builder_;
  support::Random random_{11};
  std::vector<LeafIndex> fields_;
  std::vector<runtime::ValueType> types_;
  LeafIndex flag_ = 0;
  bool is_plain_ = true;  // of the rule being made: whether it can be a table
};

// Returns how many rules were sure, and how many possible.
std::pair<std::size_t, std::size_t> run(std::size_t rules, bool is_governed, std::size_t records) {
  Rules made;
  const ir::Program program = made.make(rules, is_governed);
  const bool has_tables =
      jit::llvm_text(program, Compiled::Decision).find("@precis_match") != std::string::npos;
  EXPECT_EQ(has_tables, rules > 32);
  Compiled compiled(program);
  for (std::size_t i = 0; i < records; ++i) compiled.add(made.record(program));
  compiled.run();
  std::pair<std::size_t, std::size_t> found{0, 0};
  for (std::size_t i = 0; i < records; ++i) {
    for (std::size_t rule = 0; rule < rules; ++rule) {
      found.first += runtime::has_rule(compiled.collected(i).sure, rule) ? 1 : 0;
      found.second += runtime::has_rule(compiled.collected(i).possible, rule) ? 1 : 0;
    }
  }
  return found;
}

}  // namespace

TEST(Matching, ManyRules) {
  for (const bool is_governed : {false, true}) {
    for (const std::size_t records : {1u, 64u, 130u}) {
      const auto [sure, possible] = run(80, is_governed, records);
      EXPECT_GT(sure + possible, records);
      if (records > 60) {
        EXPECT_GT(std::min(sure, possible), records);
      }
    }
  }
}

TEST(Matching, RulesThatAreFewAreCode) {
  const auto [sure, possible] = run(20, false, 130);
  EXPECT_GT(std::min(sure, possible), 0u);
}

}  // namespace precis::testing
