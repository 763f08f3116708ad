#include "tests/property/expression_gen.h"

#include <algorithm>

#include "compiler/ir/trace_layout.h"

namespace precis::property {

NodeId ExpressionGenerator::boolean_leaf(const Levels& levels) {
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

NodeId ExpressionGenerator::comparison(int depth, const Levels& levels) {
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

NodeId ExpressionGenerator::boolean(int depth, const Levels& levels) {
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

NodeId ExpressionGenerator::choice(ir::TypeId type, const std::vector<NodeId>& values, int depth,
                                   const Levels& levels) {
  std::vector<NodeId> operands;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool last = i + 1 == values.size();
    operands.push_back(last ? truth(true) : boolean(depth - 1, levels));
    operands.push_back(values[i]);
  }
  return add(Op::Choose, type, operands);
}

NodeId ExpressionGenerator::window_start() {
  if (random_.chance(50)) {
    return add(Op::AddMonths, date_, {fact(w_.at)}, -random_.between(1, 8), random_.chance(10));
  }
  return add(Op::Subtract, date_, {fact(w_.at), constant(days_, random_.between(20, 200))});
}

Body ExpressionGenerator::body_of(runtime::ListIndex list, int depth, const Levels& inner) {
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

void ExpressionGenerator::occur_list(NodeId node, ir::Shape shape, const Body& body,
                                     runtime::ListIndex list, std::size_t level) {
  const ir::OccurrenceId id = occur(node, shape, {body.occurrence});
  ir::Occurrence& it = program_.occurrences[id];
  it.list = list;
  it.level = static_cast<std::uint8_t>(level);
  if (list != w_.allergies) it.observed = body.observed;
  frames_.back().push_back(id);
}

NodeId ExpressionGenerator::quantifier(int depth, const Levels& levels) {
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

NodeId ExpressionGenerator::on_file(int depth, const Levels& levels) {
  Levels inner = levels;
  inner.push_back(w_.labs);
  const Body it = body_of(w_.labs, std::min(depth, 1), inner);
  return add(Op::OnFile, bool_, {it.condition}, w_.labs, static_cast<std::int64_t>(levels.size()));
}

NodeId ExpressionGenerator::candidate(const Levels& levels) {
  if (levels.size() == 2) return fact(w_.tested);
  Levels inner = levels;
  inner.push_back(w_.candidates);
  const NodeId body = add(Op::InValueSet, bool_, {item(w_.candidate_name, inner)}, 3);
  return add(Op::Possible, bool_, {body}, w_.candidates, static_cast<std::int64_t>(levels.size()));
}

NodeId ExpressionGenerator::selection(ir::TypeId type, runtime::LeafIndex value, int depth,
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

NodeId ExpressionGenerator::exposure(const Levels& levels) {
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
NodeId ExpressionGenerator::total(Op op, ir::TypeId type, runtime::LeafIndex value, ir::Side side,
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
NodeId ExpressionGenerator::elementary(int depth, const Levels& levels) {
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

NodeId ExpressionGenerator::whole(int depth, const Levels& levels) {
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

NodeId ExpressionGenerator::tenths(int depth, const Levels& levels) {
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

NodeId ExpressionGenerator::date(int depth, const Levels& levels) {
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

NodeId ExpressionGenerator::colour(int depth, const Levels& levels) {
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

NodeId ExpressionGenerator::code(int depth, const Levels& levels) {
  if (inside(w_.fills, levels) && random_.chance(60)) return item(w_.fill_drug, levels);
  if (inside(w_.allergies, levels) && random_.chance(60)) return item(w_.allergy_code, levels);
  if (depth > 0 && levels.size() < 2 && random_.chance(40)) {
    return selection(code_, w_.fill_drug, depth, levels);
  }
  if (depth > 0 && random_.chance(25)) return look_up(code_, GoodsLike, depth, levels);
  return fact(w_.code);
}

NodeId ExpressionGenerator::look_up(ir::TypeId type, std::int64_t column, int depth,
                                    const Levels& levels) {
  return add(Op::LookUp, type, {code(std::max(depth - 1, 0), levels)}, 0, column);
}

}  // namespace precis::property
