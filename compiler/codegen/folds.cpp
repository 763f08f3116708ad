#include "compiler/codegen/folds.h"

#include <utility>

#include "compiler/support/check.h"

namespace precis::codegen {

using ir::Node;
using ir::Op;
using llvm::Value;
using Values = Frame::Values;
using Item = std::vector<Known>;

// ---- what the items at hand give together, be they one or many

static Value* some(Frame& frame, Value* flags) {
  Builder& b = frame.code();
  if (b.width() == Width::One) return flags;
  return b.CreateIsNotNull(b.CreateAnd(flags, frame.live()));
}

static Value* every(Frame& frame, Value* flags) {
  Builder& b = frame.code();
  return b.CreateNot(some(frame, b.CreateNot(flags)));
}

static Value* how_many(Frame& frame, Value* flags) {
  Builder& b = frame.code();
  if (b.width() != Width::One) {
    flags = b.CreateUnaryIntrinsic(llvm::Intrinsic::ctpop, b.CreateAnd(flags, frame.live()));
  }
  return b.CreateZExt(flags, b.getInt64Ty());
}

// ---- the operations

static Fold any(Frame& frame, const Node& node) {
  Builder& b = frame.code();
  enum { SomeTrue, AllFalse, SomeFault, AllFalseOrFault };
  const bool is_exact = node.precision == ir::Precision::Exact;
  return {{b.flag(false), b.flag(true), b.flag(false), b.flag(true)},
          [&frame, &b](const Item& item, const Values& so_far) -> Values {
            const Truth& truth = as_truth(item[0]);
            return {b.CreateOr(so_far[SomeTrue], some(frame, truth.can_true)),
                    b.CreateAnd(so_far[AllFalse], every(frame, truth.can_false)),
                    b.CreateOr(so_far[SomeFault], some(frame, truth.may_fault)),
                    b.CreateAnd(so_far[AllFalseOrFault],
                                every(frame, b.CreateOr(truth.can_false, truth.may_fault)))};
          },
          [&b, is_exact](const Values& found) -> Known {
            if (is_exact) return exact_truth(b, found[SomeTrue]);
            return Truth{found[SomeTrue], found[AllFalse],
                         b.CreateAnd(found[SomeFault], found[AllFalseOrFault]), false};
          }};
}

static Fold count(Frame& frame, const Node& node) {
  Builder& b = frame.code();
  enum { Sure, Possible, MayFault, NoValue };
  const bool is_exact = node.precision == ir::Precision::Exact;
  const auto plus = [&frame, &b](Value* so_far, Value* flag) {
    return b.CreateAdd(so_far, how_many(frame, flag));
  };
  return {{b.index(0), b.index(0), b.flag(false), b.flag(false)},
          [&frame, &b, plus](const Item& item, const Values& so_far) -> Values {
            const Truth& truth = as_truth(item[0]);
            return {plus(so_far[Sure], is_sure(b, truth)), plus(so_far[Possible], truth.can_true),
                    b.CreateOr(so_far[MayFault], some(frame, truth.may_fault)),
                    b.CreateOr(so_far[NoValue], some(frame, pack(b, truth).no_value))};
          },
          [&b, is_exact](const Values& found) -> Known {
            if (is_exact) return exact_lane(b, found[Sure]);
            return canonical(b, found[Sure], found[Possible], {found[MayFault], found[NoValue]});
          }};
}

static Fold possible(Frame& frame, const Node& node) {
  Builder& b = frame.code();
  enum { CanBeTrue, CanBeFalse, MayFault };
  const ItemRange range = frame.items_of(static_cast<runtime::ListIndex>(node.a));
  Value* const none = b.CreateICmpEQ(range.first, range.last);
  return {{none, none, b.flag(false)},
          [&frame, &b](const Item& item, const Values& so_far) -> Values {
            const Truth& truth = as_truth(item[0]);
            return {b.CreateOr(so_far[CanBeTrue], some(frame, truth.can_true)),
                    b.CreateOr(so_far[CanBeFalse], some(frame, truth.can_false)),
                    b.CreateOr(so_far[MayFault], some(frame, truth.may_fault))};
          },
          [](const Values& found) -> Known {
            return Truth{found[CanBeTrue], found[CanBeFalse], found[MayFault], false};
          }};
}

static Fold on_file(Frame& frame) {
  Builder& b = frame.code();
  return {{b.flag(false)},
          [&frame, &b](const Item& item, const Values& so_far) -> Values {
            return {b.CreateOr(so_far[0], some(frame, is_sure(b, as_truth(item[0]))))};
          },
          [&b](const Values& found) -> Known { return exact_truth(b, found[0]); }};
}

static bool lies_within(const Range& range, std::int64_t limit) {
  return range.low >= -limit && range.high <= limit;
}

// Of numbers of this range, 0 where there is no item. Sums of bytes have an instruction, where they
// are known to be positive.
static Value* total_of(Frame& frame, Value* numbers, const Range& range) {
  Builder& b = frame.code();
  if (b.width() == Width::One) return b.resize(numbers, 64);
  const bool is_narrow = lies_within(range, (std::int64_t{1} << 31) / (2 * ItemLanes));
  Value* const wide = b.resize(numbers, is_narrow ? 32 : 64, range.low < 0);
  return b.CreateSExt(b.CreateAddReduce(wide), b.getInt64Ty());
}

// What an item adds to a sum, at the least and at the most: its value where it counts for sure, and
// also nothing where it can count.
static std::pair<Value*, Value*> addends(Builder& b, const Lane& value, const Range& range,
                                         Value* can_count, Value* counts) {
  Value* const zero = b.number(0, Builder::bits_of(value.low));
  const bool is_positive = range.low >= 0;
  Value* const least = is_positive ? zero : b.minimum(value.low, zero);
  Value* const most = is_positive ? value.high : b.maximum(value.high, zero);
  return {b.pick(counts, value.low, b.pick(can_count, least, zero)),
          b.pick(counts, value.high, b.pick(can_count, most, zero))};
}

static Fold sum(Frame& frame, const Node& node) {
  Builder& b = frame.code();
  enum { Low, High, MayFault, NoValue };
  const Range range = frame.range(node.operands[1]);
  const bool is_exact = node.precision == ir::Precision::Exact;
  return {{b.index(0), b.index(0), b.flag(false), b.flag(false)},
          [&frame, &b, range](const Item& item, const Values& so_far) -> Values {
            const Truth& truth = as_truth(item[0]);
            const Lane value = as_lane(b, item[1]);
            Value* const can_count = b.CreateAnd(truth.can_true, frame.live());
            const auto [low, high] =
                addends(b, value, range, can_count, b.CreateAnd(can_count, is_sure(b, truth)));
            const auto fault = [&](Value* of_body, Value* of_value) {
              return some(frame, b.CreateOr(of_body, b.CreateAnd(can_count, of_value)));
            };
            return {b.CreateAdd(so_far[Low], total_of(frame, low, range)),
                    b.CreateAdd(so_far[High], total_of(frame, high, range)),
                    b.CreateOr(so_far[MayFault], fault(truth.may_fault, value.may_fault)),
                    b.CreateOr(so_far[NoValue], fault(pack(b, truth).no_value, value.no_value))};
          },
          [&b, is_exact](const Values& found) -> Known {
            if (is_exact) return exact_lane(b, found[Low]);
            return canonical(b, found[Low], found[High], {found[MayFault], found[NoValue]});
          }};
}

// So small that no number of items can overflow.
static bool is_small(const Range& range) {
  return lies_within(range, std::int64_t{1} << 31);
}

bool is_fold(Frame& frame, ir::NodeId id) {
  const Node& node = frame.graph()[id];
  if (node.op == Op::Sum) return is_small(frame.range(node.operands[1]));
  return node.op == Op::Any || node.op == Op::Count || node.op == Op::Possible ||
         node.op == Op::OnFile;
}

Fold fold_of(Frame& frame, ir::NodeId id) {
  const Node& node = frame.graph()[id];
  if (node.op == Op::Any) return any(frame, node);
  if (node.op == Op::Count) return count(frame, node);
  if (node.op == Op::Possible) return possible(frame, node);
  if (node.op == Op::OnFile) return on_file(frame);
  CHECK(is_fold(frame, id), "a fold is one of these");
  return sum(frame, node);
}

}  // namespace precis::codegen
