#include "compiler/codegen/lists.h"

#include "compiler/support/check.h"

namespace precis::codegen {

using ir::Node;
using ir::Op;
using llvm::Value;
using Values = Frame::Values;

// Runs `fold` over the items; `fold` gets the item's operands and the values so far.
using Fold = std::function<Values(const std::vector<Known>& item, const Values& so_far)>;

static Values over_items(Frame& frame, const Node& node, Width width, const ItemBody& body,
                         const Values& initial, const Fold& fold) {
  const ItemRange range = frame.items_of(static_cast<runtime::ListIndex>(node.a));
  if (width == Width::Items) {
    return frame.loop_items(range, node.b, initial,
                            [&](const Values& so_far) { return fold(body(), so_far); });
  }
  return frame.loop(range.first, range.last, initial, [&](Value* position, const Values& so_far) {
    frame.set_item(node.b, position);
    return fold(body(), so_far);
  });
}

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

// Of numbers that are 0 where there is no item.
static Value* total_of(Frame& frame, Value* numbers) {
  Builder& b = frame.code();
  return b.width() == Width::One ? numbers
                                 : b.CreateSExt(b.CreateAddReduce(numbers), b.getInt64Ty());
}

// ---- the operations

static Truth any(Frame& frame, const Node& node, Width width, const ItemBody& body) {
  Builder& b = frame.code();
  enum { SomeTrue, AllFalse, SomeFault, AllFalseOrFault };
  const Values found = over_items(
      frame, node, width, body, {b.flag(false), b.flag(true), b.flag(false), b.flag(true)},
      [&](const std::vector<Known>& item, const Values& so_far) -> Values {
        const Truth& truth = as_truth(item[0]);
        return {b.CreateOr(so_far[SomeTrue], some(frame, truth.can_true)),
                b.CreateAnd(so_far[AllFalse], every(frame, truth.can_false)),
                b.CreateOr(so_far[SomeFault], some(frame, truth.may_fault)),
                b.CreateAnd(so_far[AllFalseOrFault],
                            every(frame, b.CreateOr(truth.can_false, truth.may_fault)))};
      });
  if (node.precision == ir::Precision::Exact) return exact_truth(b, found[SomeTrue]);
  return {found[SomeTrue], found[AllFalse], b.CreateAnd(found[SomeFault], found[AllFalseOrFault]),
          false};
}

static Lane count(Frame& frame, const Node& node, Width width, const ItemBody& body) {
  Builder& b = frame.code();
  enum { Sure, Possible, MayFault, NoValue };
  auto plus = [&](Value* so_far, Value* flag) {
    return b.CreateAdd(so_far, how_many(frame, flag));
  };
  const Values found = over_items(
      frame, node, width, body, {b.index(0), b.index(0), b.flag(false), b.flag(false)},
      [&](const std::vector<Known>& item, const Values& so_far) -> Values {
        const Truth& truth = as_truth(item[0]);
        return {plus(so_far[Sure], is_sure(b, truth)), plus(so_far[Possible], truth.can_true),
                b.CreateOr(so_far[MayFault], some(frame, truth.may_fault)),
                b.CreateOr(so_far[NoValue], some(frame, pack(b, truth).no_value))};
      });
  if (node.precision == ir::Precision::Exact) return exact_lane(b, found[Sure]);
  return canonical(b, found[Sure], found[Possible], {found[MayFault], found[NoValue]});
}

static Truth possible(Frame& frame, const Node& node, Width width, const ItemBody& body) {
  Builder& b = frame.code();
  enum { CanBeTrue, CanBeFalse, MayFault };
  const ItemRange range = frame.items_of(static_cast<runtime::ListIndex>(node.a));
  Value* const none = b.CreateICmpEQ(range.first, range.last);
  const Values found =
      over_items(frame, node, width, body, {none, none, b.flag(false)},
                 [&](const std::vector<Known>& item, const Values& so_far) -> Values {
                   const Truth& truth = as_truth(item[0]);
                   return {b.CreateOr(so_far[CanBeTrue], some(frame, truth.can_true)),
                           b.CreateOr(so_far[CanBeFalse], some(frame, truth.can_false)),
                           b.CreateOr(so_far[MayFault], some(frame, truth.may_fault))};
                 });
  return {found[CanBeTrue], found[CanBeFalse], found[MayFault], false};
}

static Truth on_file(Frame& frame, const Node& node, Width width, const ItemBody& body) {
  Builder& b = frame.code();
  const Values found =
      over_items(frame, node, width, body, {b.flag(false)},
                 [&](const std::vector<Known>& item, const Values& so_far) -> Values {
                   return {b.CreateOr(so_far[0], some(frame, is_sure(b, as_truth(item[0]))))};
                 });
  return exact_truth(b, found[0]);
}

// Items go to the workspace one by one; the runtime's `push` function takes their cells.
static void collect(Frame& frame, const Node& node, const ItemBody& body, std::string_view push) {
  Builder& b = frame.code();
  frame.call("precis_items_begin", Values{frame.workspace(node.b)});
  over_items(frame, node, Width::One, body, {}, [&](const std::vector<Known>& item, const Values&) {
    Values arguments{frame.workspace(node.b)};
    for (std::size_t i = 0; i < item.size(); ++i) {
      arguments.push_back(frame.spill(i + 1, as_lane(b, item[i])));
    }
    frame.call(push, arguments);
    return Values{};
  });
}

static Known select(Frame& frame, const Node& node, const ItemBody& body) {
  Builder& b = frame.code();
  collect(frame, node, body, "precis_select_push");
  const runtime::ValueType& type = frame.graph().type(node.type);
  const runtime::Cell unknown = frame.unknown(type);
  const std::int64_t direction = node.op == Op::SelectFirst ? 1 : 0;
  const auto joining = static_cast<std::int64_t>(runtime::joining_of(type.form));
  Value* const result = frame.slot(0);
  frame.call("precis_select_finish",
             Values{frame.workspace(node.b), result, b.index(direction | joining),
                    b.index(unknown.low), b.index(unknown.high)});
  return as_form(b, frame.reload(result), type.form);
}

static bool lies_within(const Range& range, std::int64_t limit) {
  return range.low >= -limit && range.high <= limit;
}

// Values so small that no number of items can overflow.
static bool is_small(const Range& range) {
  return lies_within(range, std::int64_t{1} << 31);
}

static Lane sum(Frame& frame, const Node& node, Width width, const ItemBody& body) {
  Builder& b = frame.code();
  enum { Low, High, MayFault, NoValue };
  Value* const nothing = b.index(0);
  const Values found = over_items(
      frame, node, width, body, {nothing, nothing, b.flag(false), b.flag(false)},
      [&](const std::vector<Known>& item, const Values& so_far) -> Values {
        const Truth& truth = as_truth(item[0]);
        const Lane value = as_lane(b, item[1]);
        const Range& range = frame.range(node.operands[1]);
        const bool is_narrow = lies_within(range, (std::int64_t{1} << 31) / (2 * ItemLanes));
        const unsigned bits = b.width() == Width::Items && is_narrow ? 32 : 64;
        Value* const zero = b.number(0, bits);
        Value* const can_be_true = b.CreateAnd(truth.can_true, frame.live());
        // What an item adds that can be true: its value where it is sure, else also nothing.
        const auto added = [&](Value* bound, Value* with_nothing) {
          Value* const of_item = b.pick(is_sure(b, truth), bound, with_nothing);
          return total_of(frame, b.pick(can_be_true, of_item, zero));
        };
        const auto fault = [&](Value* of_body, Value* of_value) {
          return some(frame, b.CreateOr(of_body, b.CreateAnd(can_be_true, of_value)));
        };
        Value* const low = b.resize(value.low, bits);
        Value* const high = b.resize(value.high, bits);
        return {b.CreateAdd(so_far[Low], added(low, b.minimum(low, zero))),
                b.CreateAdd(so_far[High], added(high, b.maximum(high, zero))),
                b.CreateOr(so_far[MayFault], fault(truth.may_fault, value.may_fault)),
                b.CreateOr(so_far[NoValue], fault(pack(b, truth).no_value, value.no_value))};
      });
  if (node.precision == ir::Precision::Exact) return exact_lane(b, found[Low]);
  return canonical(b, found[Low], found[High], {found[MayFault], found[NoValue]});
}

static bool adds_in_place(Frame& frame, const Node& node) {
  return node.op == Op::Sum && is_small(frame.range(node.operands[1]));
}

static Known total(Frame& frame, const Node& node, Width width, const ItemBody& body) {
  if (adds_in_place(frame, node)) return sum(frame, node, width, body);
  Builder& b = frame.code();
  collect(frame, node, body, "precis_total_push");
  const runtime::ValueType& type = frame.graph().type(node.type);
  Value* const result = frame.slot(0);
  Values arguments{frame.workspace(node.b), result};
  if (node.op == Op::Sum) {
    frame.call("precis_sum_finish", arguments);
  } else if (node.op == Op::CountDistinct) {
    const runtime::Form form = frame.graph().type(node.operands[1]).form;
    const bool is_mask = form == runtime::Form::Bool || form == runtime::Form::Enum;
    arguments.insert(arguments.end(), {b.index(is_mask ? 1 : 0), b.index(type.high)});
    frame.call("precis_distinct_finish", arguments);
  } else {
    arguments.insert(arguments.end(), {b.index(node.op == Op::Greatest ? 1 : 0), b.index(type.low),
                                       b.index(type.high)});
    frame.call("precis_least_finish", arguments);
  }
  return frame.reload(result);
}

static std::string_view finish_of(Op exposure) {
  if (exposure == Op::OnHand) return "precis_on_hand_finish";
  return exposure == Op::LongestRun ? "precis_longest_run_finish" : "precis_days_covered_finish";
}

static Known exposure(Frame& frame, const Node& node, const std::vector<Known>& outer,
                      const ItemBody& body) {
  Builder& b = frame.code();
  collect(frame, node, body, "precis_exposure_push");
  const runtime::Cell unknown = frame.unknown(frame.graph().type(node.type));
  Value* const result = frame.slot(0);
  Values arguments{frame.workspace(node.b), result};
  for (std::size_t i = 0; i < outer.size(); ++i) {
    arguments.push_back(frame.spill(i + 1, as_lane(b, outer[i])));
  }
  arguments.push_back(b.index(unknown.low));
  arguments.push_back(b.index(unknown.high));
  frame.call(finish_of(node.op), arguments);
  return frame.reload(result);
}

bool folds_items(Frame& frame, ir::NodeId id) {
  const Node& node = frame.graph()[id];
  return node.op == Op::Any || node.op == Op::Count || node.op == Op::Possible ||
         node.op == Op::OnFile || adds_in_place(frame, node);
}

Known list_operation(Frame& frame, ir::NodeId id, const std::vector<Known>& outer, Width width,
                     const ItemBody& body) {
  const Node& node = frame.graph()[id];
  if (node.op == Op::Any) return any(frame, node, width, body);
  if (node.op == Op::Count) return count(frame, node, width, body);
  if (node.op == Op::Possible) return possible(frame, node, width, body);
  if (node.op == Op::OnFile) return on_file(frame, node, width, body);
  if (node.op == Op::SelectLast || node.op == Op::SelectFirst) return select(frame, node, body);
  if (ir::is_exposure(node.op)) return exposure(frame, node, outer, body);
  return total(frame, node, width, body);
}

}  // namespace precis::codegen
