#include "compiler/codegen/products.h"

#include <algorithm>

#include "compiler/support/check.h"

namespace precis::codegen {

using ir::Node;
using ir::Op;
using llvm::Value;
using Predicate = llvm::CmpInst::Predicate;

__extension__ using Wide = __int128;

static constexpr std::int64_t MostPlaces = 18;

static Wide ten_to(std::int64_t exponent) {
  Wide result = 1;
  for (std::int64_t i = 0; i < exponent; ++i) result *= 10;
  return result;
}

static Wide reach(const Range& range) {
  return std::max(-Wide{range.low}, Wide{range.high});
}

// As [-reach, reach].
static Range around_zero(Wide reach) {
  return {-static_cast<std::int64_t>(reach), static_cast<std::int64_t>(reach)};
}

static bool fits(Wide reach) {
  return reach < Wide{1} << 62;
}

// Of the compared quotient x / y and z * 10^-b: how far x * 10^b and y * z are from 0, at most.
static Wide farthest(Frame& frame, const Node& node) {
  const Wide left =
      reach(frame.range(node.operands[0])) * ten_to(std::max<std::int64_t>(node.b, 0));
  const Wide y = reach(frame.range(node.operands[1]));
  const Wide z = reach(frame.range(node.operands[2]));
  if (!fits(y) || !fits(z)) return Wide{1} << 100;
  if (!fits(y * z)) return Wide{1} << 100;
  return std::max(left, y * z * ten_to(std::max<std::int64_t>(-node.b, 0)));
}

static bool is_positive_fact(Frame& frame, ir::NodeId id) {
  const Node& node = frame.graph()[id];
  if (node.op == Op::Constant) return node.a > 0;
  if (node.op != Op::Fact && node.op != Op::ItemFact) return false;
  return frame.schema().leaves[static_cast<std::size_t>(node.a)].type.low > 0;
}

bool is_plain_product(Frame& frame, ir::NodeId id) {
  const Node& node = frame.graph()[id];
  if (node.op == Op::Rescale) {
    return node.a <= MostPlaces && fits(reach(frame.range(node.operands[0])) * ten_to(node.a));
  }
  if (node.op == Op::Multiply) {
    const Wide x = reach(frame.range(node.operands[0]));
    const Wide y = reach(frame.range(node.operands[1]));
    return node.a == 0 && fits(x) && fits(y) && fits(x * y);
  }
  return node.op == Op::CompareQuotient && std::max(node.b, -node.b) <= MostPlaces &&
         is_positive_fact(frame, node.operands[1]) && fits(farthest(frame, node));
}

static Value* times(Builder& b, Value* x, Value* y, unsigned bits) {
  return b.CreateMul(b.resize(x, bits), b.resize(y, bits));
}

static Value* scaled(Builder& b, Value* x, std::int64_t places, unsigned bits) {
  if (places <= 0) return b.resize(x, bits);
  return times(b, x, b.number(static_cast<std::int64_t>(ten_to(places)), bits), bits);
}

static Lane multiplied(Builder& b, const Lane& x, const Lane& y, unsigned bits) {
  if (x.exact && y.exact) return exact_lane(b, times(b, x.low, y.low, bits));
  Value* low = nullptr;
  Value* high = nullptr;
  for (Value* left : {x.low, x.high}) {
    for (Value* right : {y.low, y.high}) {
      Value* const product = times(b, left, right, bits);
      low = low == nullptr ? product : b.minimum(low, product);
      high = high == nullptr ? product : b.maximum(high, product);
    }
  }
  const Lane operands[] = {x, y};
  return canonical(b, low, high, strict(b, operands));
}

// How one end of a quotient set stands to z: its numerator times 10^b, and its divisor.
struct End {
  Value* numerator;
  Value* divisor;
};

static Truth compared(Builder& b, const Node& node, const std::vector<Lane>& of, unsigned bits) {
  const auto [x, y, z] = std::tie(of[0], of[1], of[2]);
  // Of a positive divisor the least quotient is over the greatest one, unless it is negative.
  const auto end = [&](Value* numerator, Value* where_positive, Value* where_negative) {
    Value* const wide = b.resize(numerator, bits);
    Value* const positive = b.compare(Predicate::ICMP_SGE, wide, b.number(0, bits));
    Value* const divisor =
        b.pick(positive, b.resize(where_positive, bits), b.resize(where_negative, bits));
    return End{scaled(b, wide, node.b, bits), divisor};
  };
  const End low = end(x.low, y.high, y.low);
  const End high = end(x.high, y.low, y.high);
  const auto holds = [&](const End& quotient, Predicate relation, Value* bound) {
    return b.compare(relation, quotient.numerator,
                     times(b, quotient.divisor, scaled(b, bound, -node.b, bits), bits));
  };
  Value* const below = holds(low, Predicate::ICMP_SLT, z.high);
  Value* const not_above = holds(low, Predicate::ICMP_SLE, z.high);
  Value* const above = holds(high, Predicate::ICMP_SGT, z.low);
  Value* const not_below = holds(high, Predicate::ICMP_SGE, z.low);
  Value* const meet = b.CreateAnd(not_above, not_below);
  const auto is_one = [&] {
    Value* one = b.flag(true);
    for (const End& quotient : {low, high}) {
      for (Value* bound : {z.low, z.high}) {
        one = b.CreateAnd(one, holds(quotient, Predicate::ICMP_EQ, bound));
      }
    }
    return one;
  };
  const auto truth = [&](Value* can_true, Value* can_false) {
    if (x.exact && y.exact && z.exact) return exact_truth(b, can_true);
    return strict_truth(b, can_true, can_false, strict(b, of));
  };
  switch (static_cast<runtime::Relation>(node.a)) {
    case runtime::Relation::Less:
      return truth(below, not_below);
    case runtime::Relation::LessEqual:
      return truth(not_above, above);
    case runtime::Relation::Greater:
      return truth(above, not_above);
    case runtime::Relation::GreaterEqual:
      return truth(not_below, below);
    case runtime::Relation::Equal:
      return truth(meet, b.CreateNot(is_one()));
    case runtime::Relation::NotEqual:
      return truth(b.CreateNot(is_one()), meet);
  }
  CHECK(false, "no such relation");
}

Known plain_product(Frame& frame, ir::NodeId id, const std::vector<Lane>& of) {
  Builder& b = frame.code();
  const Node& node = frame.graph()[id];
  if (node.op == Op::CompareQuotient) {
    return compared(b, node, of, b.bits_for(around_zero(farthest(frame, node))));
  }
  const unsigned bits = std::max(frame.bits_of(id), Builder::bits_of(of[0].low));
  if (node.op == Op::Multiply) {
    return multiplied(b, of[0], of[1], std::max(bits, Builder::bits_of(of[1].low)));
  }
  Value* const low = scaled(b, of[0].low, node.a, bits);
  if (of[0].exact) return exact_lane(b, low);
  return canonical(b, low, scaled(b, of[0].high, node.a, bits), strict(b, of));
}

}  // namespace precis::codegen
