#include "compiler/codegen/sums.h"

#include <llvm/IR/Intrinsics.h>

#include <algorithm>

#include "compiler/codegen/ranges.h"

namespace precis::codegen {

using ir::Node;
using ir::Op;
using llvm::Value;

// One bound of a sum or difference: what is left after cutting it to i64, and where it lay.
struct Bound {
  Value* value;
  Value* above;
  Value* below;
};

static Bound bound(Builder& b, Value* x, Value* y, bool subtract) {
  using namespace llvm::Intrinsic;
  const unsigned bits = 64;
  Value* const left = b.resize(x, bits);
  Value* const right = b.resize(y, bits);
  Value* const cut = b.CreateBinaryIntrinsic(subtract ? ssub_sat : sadd_sat, left, right);
  Value* const plain = subtract ? b.CreateSub(left, right) : b.CreateAdd(left, right);
  Value* const overflow = b.compare(llvm::CmpInst::ICMP_NE, cut, plain);
  // A sum that overflows lies on the side of x; so does a difference.
  Value* const negative = b.compare(llvm::CmpInst::ICMP_SLT, left, b.number(0, bits));
  return {cut, b.CreateAnd(overflow, b.CreateNot(negative)), b.CreateAnd(overflow, negative)};
}

// Where it cannot leave 64 bits.
static Lane plain_sum(Builder& b, const std::vector<Lane>& of, bool subtract, unsigned bits) {
  const auto sum = [&](Value* x, Value* y) {
    Value* const left = b.resize(x, bits);
    Value* const right = b.resize(y, bits);
    return subtract ? b.CreateSub(left, right) : b.CreateAdd(left, right);
  };
  const Lane& x = of[0];
  const Lane& y = of[1];
  Value* const low = sum(x.low, subtract ? y.high : y.low);
  if (x.exact && y.exact) return exact_lane(b, low);
  return canonical(b, low, sum(x.high, subtract ? y.low : y.high), strict(b, of));
}

Lane sum(Frame& frame, ir::NodeId id, const std::vector<Lane>& of) {
  Builder& b = frame.code();
  const Node& node = frame.graph()[id];
  const bool subtract = node.op == Op::Subtract;
  const Lane& x = of[0];
  const Lane& y = of[1];
  if (!sum_overflows(frame.range(node.operands[0]), frame.range(node.operands[1]), subtract)) {
    const unsigned bits =
        std::max({frame.bits_of(id), Builder::bits_of(x.low), Builder::bits_of(y.low)});
    return plain_sum(b, of, subtract, bits);
  }
  if (node.precision == ir::Precision::Exact) return plain_sum(b, of, subtract, 64);
  const Bound low = bound(b, x.low, subtract ? y.high : y.low, subtract);
  const Bound high =
      x.exact && y.exact ? low : bound(b, x.high, subtract ? y.low : y.high, subtract);
  const Faults operands = strict(b, of);
  Value* const overflow =
      b.CreateOr(b.CreateOr(low.above, low.below), b.CreateOr(high.above, high.below));
  return canonical(b, low.value, high.value,
                   {b.CreateOr(operands.may_fault, overflow),
                    b.CreateOr(operands.no_value, b.CreateOr(low.above, high.below))});
}

Lane extreme(Builder& b, const Node& node, const std::vector<Lane>& of) {
  const auto pick = [&](Value* x, Value* y) {
    return node.op == Op::Minimum ? b.minimum(x, y) : b.maximum(x, y);
  };
  Value* const low = pick(of[0].low, of[1].low);
  if (of[0].exact && of[1].exact) return exact_lane(b, low);
  return canonical(b, low, pick(of[0].high, of[1].high), strict(b, of));
}

}  // namespace precis::codegen
