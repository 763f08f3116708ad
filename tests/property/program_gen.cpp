#include "tests/property/program_gen.h"

#include <algorithm>
#include <string>

#include "compiler/ir/trace_layout.h"
#include "compiler/support/check.h"
#include "runtime/builtins.h"
#include "runtime/date.h"

namespace precis::property {

using ir::NodeId;
using ir::Op;
using runtime::Form;
using runtime::ValueType;

namespace {

// The condition on a list's items, whether the days it asks about are observed, and its occurrence.
struct Body {
  NodeId condition;
  NodeId observed;
  ir::OccurrenceId occurrence;
};

// The lists whose items the enclosing list operations stand at.
using Levels = std::vector<runtime::ListIndex>;

constexpr std::int64_t Wide = 1'000'000'000;

class Generator {
 public:
  Generator(const World& world, ir::Program& program, Random& random)
      : w_(world), program_(program), graph_(program.graph), random_(random) {
    bool_ = type({Form::Bool, 0, 0, "", 0, 0});
    date_ =
        type({Form::Date, 0, 0, "", runtime::first_supported_day(), runtime::last_supported_day()});
    whole_ = type({Form::Number, 0, 0, "", -Wide, Wide});
    tenths_ = type({Form::Number, 0, 1, "", -Wide, Wide});
    days_ = type({Form::Number, 0, 0, "days", 0, 400});
    colour_ = type({Form::Enum, 0, 0, "", 0, 0});
    eighths_ = type({Form::Number, 0, 8, "", INT64_MIN, INT64_MAX});
    sums_ = type({Form::Number, 0, 0, "days", 0, Wide});
    counts_ = type({Form::Number, 0, 0, "", 0, 1000});
    code_ = type({Form::Code, 0, 0, "", 0, 0});
  }

  NodeId boolean(int depth, const Levels& levels);
  NodeId whole(int depth, const Levels& levels);
  NodeId tenths(int depth, const Levels& levels);
  NodeId date(int depth, const Levels& levels);
  NodeId colour(int depth, const Levels& levels);
  NodeId code(int depth, const Levels& levels);
  // In the world's catalog.
  NodeId look_up(ir::TypeId type, std::int64_t column, int depth, const Levels& levels);

  // The occurrence of a finished root, above those of the list operations generated for it.
  ir::OccurrenceId occurrence(NodeId root) {
    const std::vector<ir::OccurrenceId> children = std::move(frames_.back());
    frames_.back().clear();
    return occur(root, ir::Shape::AllOf, children);
  }

  ir::TypeId colour_type() const { return colour_; }
  ir::TypeId tenths_type() const { return tenths_; }
  NodeId colour_constant() { return constant(colour_, std::int64_t{1} << random_.between(0, 3)); }

 private:
  ir::TypeId type(const ValueType& t) { return graph_.intern(t); }

  // Scope is the join of the operands' scopes, less the level a list operation binds.
  NodeId add(Op op, ir::TypeId type, std::vector<NodeId> operands, std::int64_t a = 0,
             std::int64_t b = 0) {
    ir::Scope scope;
    for (NodeId operand : operands) {
      ir::Scope of = graph_[operand].scope;
      if (ir::is_list_op(op) && of.depth == b + 1) {
        --of.depth;
        of.lists[of.depth] = 0;
      }
      if (of.depth > scope.depth) scope = of;
    }
    return graph_.add(op, type, std::move(operands), a, b, scope);
  }
  NodeId constant(ir::TypeId type, std::int64_t value) {
    return graph_.add(Op::Constant, type, {}, value, value, {});
  }
  NodeId truth(bool value) {
    return constant(bool_, value ? runtime::CanBeTrue : runtime::CanBeFalse);
  }
  NodeId fact(runtime::LeafIndex leaf) {
    const runtime::Leaf& it = w_.schema.leaves[leaf];
    return graph_.add(Op::Fact, type(it.type), {}, leaf, 0, {}, precision(it));
  }
  NodeId item(runtime::LeafIndex leaf, const Levels& levels) {
    const runtime::Leaf& it = w_.schema.leaves[leaf];
    const std::size_t level = level_of(*it.list, levels);
    ir::Scope scope;
    scope.depth = static_cast<std::uint8_t>(level + 1);
    for (std::size_t k = 0; k <= level; ++k) scope.lists[k] = levels[k];
    return graph_.add(Op::ItemFact, type(it.type), {}, leaf, static_cast<std::int64_t>(level),
                      scope, precision(it));
  }
  static ir::Precision precision(const runtime::Leaf& leaf) {
    const bool exact = !leaf.optional && !leaf.approximate && leaf.type.form != Form::Code;
    return exact ? ir::Precision::Exact : ir::Precision::Partial;
  }
  // The innermost level that stands at `list`.
  static std::size_t level_of(runtime::ListIndex list, const Levels& levels) {
    for (std::size_t k = levels.size(); k-- > 0;) {
      if (levels[k] == list) return k;
    }
    CHECK(false, "no enclosing list operation stands at this list");
    return 0;
  }
  static bool inside(runtime::ListIndex list, const Levels& levels) {
    return std::find(levels.begin(), levels.end(), list) != levels.end();
  }

  ir::OccurrenceId occur(NodeId node, ir::Shape shape, std::vector<ir::OccurrenceId> children) {
    return program_.occurrences.add({node,
                                     shape,
                                     {source::FileId(0), 0, 0},
                                     "generated",
                                     "",
                                     std::move(children),
                                     std::nullopt,
                                     0,
                                     std::nullopt});
  }
  // A list operation as an author's construct: its where-condition below it, and what it observes.
  void occur_list(NodeId node, ir::Shape shape, const Body& body, runtime::ListIndex list,
                  std::size_t level);

  NodeId boolean_leaf(const Levels& levels);
  NodeId comparison(int depth, const Levels& levels);
  NodeId quantifier(int depth, const Levels& levels);
  NodeId on_file(int depth, const Levels& levels);
  NodeId candidate(const Levels& levels);
  NodeId choice(ir::TypeId type, const std::vector<NodeId>& values, int depth,
                const Levels& levels);
  NodeId selection(ir::TypeId type, runtime::LeafIndex value, int depth, const Levels& levels);
  NodeId exposure(const Levels& levels);
  NodeId total(Op op, ir::TypeId type, runtime::LeafIndex value, ir::Side side,
               const Levels& levels);
  NodeId elementary(int depth, const Levels& levels);
  std::int64_t rounding() { return random_.chance(50) ? 0 : random_.between(1, 3); }

  NodeId window_start();
  Body body_of(runtime::ListIndex list, int depth, const Levels& inner);

  const World& w_;
  ir::Program& program_;
  ir::Graph& graph_;
  Random& random_;
  // Occurrences waiting for the one above them: of the root, and of each body being generated.
  std::vector<std::vector<ir::OccurrenceId>> frames_{1};
  ir::TypeId bool_{0}, date_{0}, whole_{0}, tenths_{0}, eighths_{0}, days_{0}, sums_{0}, counts_{0},
      colour_{0}, code_{0};
};

NodeId Generator::boolean_leaf(const Levels& levels) {
  if (inside(w_.allergies, levels) && random_.chance(40)) return item(w_.allergy_severe, levels);
  switch (random_.between(0, 4)) {
    case 0:
      return fact(w_.flag);
    case 1:
      return add(Op::InMask, bool_, {colour(0, levels)}, random_.between(1, 14));
    case 2:
      return add(Op::InMask, bool_, {fact(w_.phenotype)}, random_.between(1, 31));
    case 3:
      return add(Op::InValueSet, bool_, {code(0, levels)}, random_.between(0, 2));
    default:
      return comparison(0, levels);
  }
}

NodeId Generator::comparison(int depth, const Levels& levels) {
  const Op op = random_.chance(50) ? Op::Less : random_.chance(80) ? Op::LessEqual : Op::Equal;
  switch (random_.between(0, 6)) {
    case 0: {
      NodeId x = whole(depth, levels);
      if (random_.chance(20)) {
        x = add(random_.chance(50) ? Op::Minimum : Op::Maximum, whole_, {x, whole(0, levels)});
      }
      return add(op, bool_, {x, constant(whole_, random_.between(-5, 60))});
    }
    case 1:
      return add(op, bool_, {constant(tenths_, random_.between(0, 300)), tenths(depth, levels)});
    case 2:
      return add(op, bool_, {tenths(depth, levels), tenths(depth, levels)});
    case 3:
      return add(op, bool_, {date(depth, levels), date(depth, levels)});
    case 4:
      return add(Op::Equal, bool_, {code(depth, levels), code(depth, levels)});
    case 5:
      return add(Op::SameMember, bool_, {colour(depth, levels), colour(depth, levels)});
    default:
      return add(
          Op::CompareQuotient, bool_,
          {tenths(depth, levels), whole(depth, levels), constant(tenths_, random_.between(0, 40))},
          random_.between(0, 5), random_.between(-1, 2));
  }
}

NodeId Generator::boolean(int depth, const Levels& levels) {
  if (depth <= 0) return boolean_leaf(levels);
  auto operands = [&] {
    std::vector<NodeId> result;
    for (std::int64_t n = random_.between(2, 3); n > 0; --n) {
      result.push_back(boolean(depth - 1, levels));
    }
    return result;
  };
  const std::int64_t kind = random_.between(0, 11);
  if (kind <= 1) return add(Op::And, bool_, operands());
  if (kind <= 3) return add(Op::Or, bool_, operands());
  if (kind == 4) return add(Op::Not, bool_, {boolean(depth - 1, levels)});
  if (kind == 5) return add(Op::AtLeast, bool_, operands(), random_.between(1, 2));
  if (kind == 6) {
    return choice(bool_, {boolean(depth - 1, levels), boolean_leaf(levels)}, depth, levels);
  }
  if (kind == 7) return random_.chance(50) ? candidate(levels) : fact(w_.tested);
  if (kind == 8 && random_.chance(50)) return add(Op::Known, bool_, {fact(w_.weight)});
  if (kind == 9) return comparison(depth - 1, levels);
  if (levels.size() == 2) return comparison(depth - 1, levels);
  return random_.chance(85) ? quantifier(depth, levels) : on_file(depth, levels);
}

NodeId Generator::choice(ir::TypeId type, const std::vector<NodeId>& values, int depth,
                         const Levels& levels) {
  std::vector<NodeId> operands;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool last = i + 1 == values.size();
    operands.push_back(last ? truth(true) : boolean(depth - 1, levels));
    operands.push_back(values[i]);
  }
  return add(Op::Choose, type, operands);
}

NodeId Generator::window_start() {
  if (random_.chance(50)) {
    return add(Op::AddMonths, date_, {fact(w_.at)}, -random_.between(1, 8), random_.chance(10));
  }
  return add(Op::Subtract, date_, {fact(w_.at), constant(days_, random_.between(20, 200))});
}

Body Generator::body_of(runtime::ListIndex list, int depth, const Levels& inner) {
  frames_.emplace_back();
  std::vector<NodeId> conjuncts;
  NodeId observed = truth(true);
  if (list == w_.fills || list == w_.labs) {
    const NodeId day = item(list == w_.fills ? w_.fill_date : w_.lab_date, inner);
    conjuncts.push_back(add(Op::LessEqual, bool_, {day, fact(w_.at)}));
    observed = list == w_.labs
                   ? truth(false)
                   : add(Op::LessEqual, bool_,
                         {fact(w_.enrolled_from), constant(date_, runtime::first_supported_day())});
    if (random_.chance(70)) {
      const NodeId first = window_start();
      conjuncts.push_back(add(Op::LessEqual, bool_, {first, day}));
      if (list == w_.fills) {
        observed = add(Op::LessEqual, bool_, {fact(w_.enrolled_from), first});
      }
    }
  }
  if (list == w_.fills && random_.chance(60)) {
    conjuncts.push_back(
        add(Op::InValueSet, bool_, {item(w_.fill_drug, inner)}, random_.between(0, 2)));
  }
  if (list == w_.labs && random_.chance(60)) {
    conjuncts.push_back(add(
        Op::Less, bool_, {constant(tenths_, random_.between(50, 400)), item(w_.lab_value, inner)}));
  }
  if (conjuncts.empty() || random_.chance(50)) conjuncts.push_back(boolean(depth - 1, inner));
  const NodeId condition = add(Op::And, bool_, conjuncts);
  const std::vector<ir::OccurrenceId> below = std::move(frames_.back());
  frames_.pop_back();
  return {condition, observed, occur(condition, ir::Shape::AllOf, below)};
}

void Generator::occur_list(NodeId node, ir::Shape shape, const Body& body, runtime::ListIndex list,
                           std::size_t level) {
  const ir::OccurrenceId id = occur(node, shape, {body.occurrence});
  ir::Occurrence& it = program_.occurrences[id];
  it.list = list;
  it.level = static_cast<std::uint8_t>(level);
  if (list != w_.allergies) it.observed = body.observed;
  frames_.back().push_back(id);
}

NodeId Generator::quantifier(int depth, const Levels& levels) {
  if (random_.chance(6)) {
    const NodeId sum = total(Op::Sum, sums_, w_.fill_days, ir::Side::High, levels);
    return add(Op::Less, bool_, {constant(sums_, random_.between(1, 90)), sum});
  }
  if (random_.chance(6)) {
    const NodeId kinds =
        total(Op::CountDistinct, counts_, random_.chance(50) ? w_.fill_drug : w_.fill_kind,
              ir::Side::High, levels);
    return add(Op::LessEqual, bool_, {constant(counts_, random_.between(1, 3)), kinds});
  }
  const runtime::ListIndex list =
      random_.pick(std::vector<runtime::ListIndex>{w_.fills, w_.fills, w_.labs, w_.allergies});
  Levels inner = levels;
  inner.push_back(list);
  const auto level = static_cast<std::int64_t>(levels.size());
  const Body it = body_of(list, depth, inner);
  const std::int64_t may_fault = ir::can_fault(graph_, it.condition);
  if (random_.chance(70)) {
    NodeId result = add(Op::Any, bool_, {it.condition}, list, level);
    if (list != w_.allergies) {
      result = add(Op::Or, bool_, {result, add(Op::Unseen, bool_, {it.observed}, may_fault)});
    }
    occur_list(result, ir::Shape::Quantifier, it, list, levels.size());
    return random_.chance(30) ? add(Op::Not, bool_, {result}) : result;
  }
  NodeId count = add(Op::Count, whole_, {it.condition}, list, level);
  if (list != w_.allergies) count = add(Op::Widen, whole_, {count, it.observed}, may_fault);
  occur_list(count, ir::Shape::CountOf, it, list, levels.size());
  return add(Op::LessEqual, bool_, {constant(whole_, random_.between(1, 3)), count});
}

NodeId Generator::on_file(int depth, const Levels& levels) {
  Levels inner = levels;
  inner.push_back(w_.labs);
  const Body it = body_of(w_.labs, std::min(depth, 1), inner);
  return add(Op::OnFile, bool_, {it.condition}, w_.labs, static_cast<std::int64_t>(levels.size()));
}

NodeId Generator::candidate(const Levels& levels) {
  if (levels.size() == 2) return fact(w_.tested);
  Levels inner = levels;
  inner.push_back(w_.candidates);
  const NodeId body = add(Op::InValueSet, bool_, {item(w_.candidate_name, inner)}, 3);
  return add(Op::Possible, bool_, {body}, w_.candidates, static_cast<std::int64_t>(levels.size()));
}

NodeId Generator::selection(ir::TypeId type, runtime::LeafIndex value, int depth,
                            const Levels& levels) {
  const runtime::ListIndex list = *w_.schema.leaves[value].list;
  Levels inner = levels;
  inner.push_back(list);
  const Body it = body_of(list, std::min(depth, 1), inner);
  const runtime::LeafIndex day = list == w_.fills ? w_.fill_date : w_.lab_date;
  const NodeId key =
      list == w_.labs && random_.chance(30) ? item(w_.lab_value, inner) : item(day, inner);
  return add(random_.chance(60) ? Op::SelectLast : Op::SelectFirst, type,
             {it.condition, key, item(value, inner)}, list,
             static_cast<std::int64_t>(levels.size()));
}

NodeId Generator::exposure(const Levels& levels) {
  Levels inner = levels;
  inner.push_back(w_.fills);
  // Lowering never counts the days of a condition that may fault on an unseen item: see lower.
  Body it = body_of(w_.fills, 0, inner);
  while (ir::can_fault(graph_, it.condition)) it = body_of(w_.fills, 0, inner);
  const std::vector<NodeId> leaves{it.condition, item(w_.fill_drug, inner),
                                   item(w_.fill_date, inner), item(w_.fill_days, inner)};
  const NodeId known_from = fact(w_.enrolled_from);
  const NodeId known_to = constant(date_, runtime::last_supported_day());
  std::vector<NodeId> operands = leaves;
  const auto level = static_cast<std::int64_t>(levels.size());
  if (random_.chance(38)) {
    operands.insert(operands.end(), {fact(w_.at), known_from, known_to});
    return add(Op::OnHand, days_, operands, w_.fills, level);
  }
  const NodeId yesterday = add(Op::Subtract, date_, {fact(w_.at), constant(days_, 1)});
  operands.insert(operands.end(),
                  {window_start(), yesterday, known_from, known_to, truth(random_.chance(30))});
  if (random_.chance(50)) {
    operands.push_back(constant(days_, random_.between(0, 20)));
    return add(Op::LongestRun, days_, operands, w_.fills, level);
  }
  return add(Op::DaysCovered, days_, operands, w_.fills, level);
}

// A total over the list of `value`, over all of which absence is trusted as far as it is observed.
NodeId Generator::total(Op op, ir::TypeId type, runtime::LeafIndex value, ir::Side side,
                        const Levels& levels) {
  const runtime::ListIndex list = *w_.schema.leaves[value].list;
  Levels inner = levels;
  inner.push_back(list);
  const Body it = body_of(list, 1, inner);
  const NodeId node = add(op, type, {it.condition, item(value, inner)}, list,
                          static_cast<std::int64_t>(levels.size()));
  const NodeId widened = add(Op::Widen, type, {node, it.observed},
                             ir::can_fault(graph_, it.condition), static_cast<std::int64_t>(side));
  occur_list(widened, ir::Shape::CountOf, it, list, levels.size());
  return widened;
}

// A root, exponential, logarithm or power, brought back to tenths.
NodeId Generator::elementary(int depth, const Levels& levels) {
  const NodeId x = tenths(depth, levels);
  NodeId found = x;
  if (random_.chance(60)) {
    found = add(Op::Function, eighths_, {x}, random_.between(0, 2), 1);
  } else {
    const NodeId y =
        random_.chance(50) ? constant(tenths_, random_.between(-2, 5) * 5) : tenths(0, levels);
    found = add(Op::Power, eighths_, {x, y}, 1, 1);
  }
  return add(Op::Multiply, tenths_, {found, constant(whole_, 1)}, 7, rounding());
}

NodeId Generator::whole(int depth, const Levels& levels) {
  if (inside(w_.fills, levels) && random_.chance(50)) return item(w_.fill_days, levels);
  if (depth <= 0) {
    switch (random_.between(0, 3)) {
      case 0:
        return fact(w_.quantity);
      case 1:
        return add(Op::Age, whole_, {fact(w_.birth), fact(w_.at)});
      case 2:
        return constant(whole_, random_.between(-3, 30));
      default:
        return fact(w_.count);
    }
  }
  switch (random_.between(0, 7)) {
    case 6:
      return add(random_.chance(50) ? Op::Minimum : Op::Maximum, whole_,
                 {whole(depth - 1, levels), whole(0, levels)});
    case 7:
      if (levels.size() == 2) return whole(0, levels);
      if (random_.chance(50)) {
        return total(Op::Sum, sums_, w_.fill_days, ir::Side::High, levels);
      }
      return total(Op::CountDistinct, counts_,
                   random_.pick(std::vector{w_.fill_drug, w_.fill_kind, w_.lab_date}),
                   ir::Side::High, levels);
    case 0:
      return add(Op::Add, whole_, {whole(depth - 1, levels), whole(depth - 1, levels)});
    case 1:
      return add(Op::Subtract, whole_, {whole(depth - 1, levels), whole(depth - 1, levels)});
    case 2:
      return add(Op::Multiply, whole_, {whole(depth - 1, levels), whole(0, levels)});
    case 3:
      return levels.size() < 2 ? exposure(levels) : whole(0, levels);
    case 4:
      return choice(whole_, {whole(depth - 1, levels), whole(0, levels)}, depth, levels);
    default:
      return add(Op::Subtract, whole_, {date(0, levels), date(0, levels)});
  }
}

NodeId Generator::tenths(int depth, const Levels& levels) {
  if (inside(w_.labs, levels) && random_.chance(50)) return item(w_.lab_value, levels);
  if (depth <= 0) {
    return random_.chance(50)   ? fact(w_.amount)
           : random_.chance(60) ? fact(w_.estimate)
                                : constant(tenths_, random_.between(0, 300));
  }
  switch (random_.between(-2, 8)) {
    case -2:
      return look_up(tenths_, GoodsAmount, depth, levels);
    case -1:
    case 0:
      return add(Op::Rescale, tenths_, {whole(depth - 1, levels)}, 1);
    case 1:
      return add(Op::Divide, tenths_, {whole(depth - 1, levels), whole(0, levels)}, 1, rounding());
    case 2:
      return add(Op::Multiply, tenths_, {tenths(depth - 1, levels), tenths(0, levels)}, 1,
                 rounding());
    case 7:
      return elementary(depth - 1, levels);
    case 8:
      return levels.size() < 2 ? total(Op::Greatest, tenths_, w_.lab_value, ir::Side::High, levels)
                               : tenths(0, levels);
    case 3:
      return levels.size() < 2 ? selection(tenths_, w_.lab_value, depth, levels)
                               : tenths(0, levels);
    case 4:
      return add(Op::Otherwise, tenths_, {fact(w_.weight), constant(tenths_, 700)});
    case 5:
      return choice(tenths_, {tenths(depth - 1, levels), tenths(0, levels)}, depth, levels);
    default:
      return add(Op::Add, tenths_, {tenths(depth - 1, levels), tenths(0, levels)});
  }
}

NodeId Generator::date(int depth, const Levels& levels) {
  if (inside(w_.fills, levels) && random_.chance(50)) return item(w_.fill_date, levels);
  if (inside(w_.labs, levels) && random_.chance(50)) return item(w_.lab_date, levels);
  if (depth > 0 && levels.size() < 2 && random_.chance(40)) {
    return selection(date_, random_.chance(50) ? w_.fill_date : w_.lab_date, depth, levels);
  }
  if (depth > 0 && levels.size() < 2 && random_.chance(30)) {
    return total(Op::Least, date_, random_.chance(70) ? w_.fill_date : w_.lab_date, ir::Side::Low,
                 levels);
  }
  switch (random_.between(0, 3)) {
    case 0:
      return fact(w_.birth);
    case 1:
      return add(Op::AddMonths, date_, {fact(w_.birth)}, random_.between(100, 600),
                 random_.chance(30));
    case 2:
      return window_start();
    default:
      return constant(date_, AtDay - random_.between(0, 200));
  }
}

NodeId Generator::colour(int depth, const Levels& levels) {
  if (inside(w_.fills, levels) && random_.chance(60)) return item(w_.fill_kind, levels);
  if (depth > 0 && levels.size() < 2 && random_.chance(40)) {
    return selection(colour_, w_.fill_kind, depth, levels);
  }
  if (random_.chance(15)) return look_up(colour_, GoodsColour, depth, levels);
  if (depth > 0 && random_.chance(50)) {
    return choice(colour_, {colour(depth - 1, levels), colour_constant(), colour(0, levels)}, depth,
                  levels);
  }
  return random_.chance(80) ? fact(w_.colour) : colour_constant();
}

NodeId Generator::code(int depth, const Levels& levels) {
  if (inside(w_.fills, levels) && random_.chance(60)) return item(w_.fill_drug, levels);
  if (inside(w_.allergies, levels) && random_.chance(60)) return item(w_.allergy_code, levels);
  if (depth > 0 && levels.size() < 2 && random_.chance(40)) {
    return selection(code_, w_.fill_drug, depth, levels);
  }
  if (depth > 0 && random_.chance(25)) return look_up(code_, GoodsLike, depth, levels);
  return fact(w_.code);
}

NodeId Generator::look_up(ir::TypeId type, std::int64_t column, int depth, const Levels& levels) {
  return add(Op::LookUp, type, {code(std::max(depth - 1, 0), levels)}, 0, column);
}

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
  Generator generator_;
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
