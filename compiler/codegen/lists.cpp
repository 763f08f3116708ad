#include "compiler/codegen/lists.h"

#include "compiler/support/check.h"

namespace precis::codegen {

using ir::Node;
using ir::Op;
using llvm::Value;
using Values = Frame::Values;

// Runs `fold` over the items; `fold` gets the item's operands and the values so far.
using Fold = std::function<Values(const std::vector<Known>& item, const Values& so_far)>;

static Values over_items(Frame& frame, const Node& node, const ItemBody& body,
                         const Values& initial, const Fold& fold) {
  const ItemRange range = frame.items_of(static_cast<runtime::ListIndex>(node.a));
  return frame.loop(range.first, range.last, initial, [&](Value* position, const Values& so_far) {
    frame.set_item(node.b, position);
    return fold(body(), so_far);
  });
}

static Truth any(Frame& frame, const Node& node, const ItemBody& body) {
  Builder& b = frame.code();
  enum { SomeTrue, AllFalse, SomeFault, AllFalseOrFault };
  const Values found = over_items(
      frame, node, body, {b.flag(false), b.flag(true), b.flag(false), b.flag(true)},
      [&](const std::vector<Known>& item, const Values& so_far) -> Values {
        const Truth& truth = as_truth(item[0]);
        return {b.CreateOr(so_far[SomeTrue], truth.can_true),
                b.CreateAnd(so_far[AllFalse], truth.can_false),
                b.CreateOr(so_far[SomeFault], truth.may_fault),
                b.CreateAnd(so_far[AllFalseOrFault], b.CreateOr(truth.can_false, truth.may_fault))};
      });
  if (node.precision == ir::Precision::Exact) return exact_truth(b, found[SomeTrue]);
  return {found[SomeTrue], found[AllFalse], b.CreateAnd(found[SomeFault], found[AllFalseOrFault]),
          false};
}

static Lane count(Frame& frame, const Node& node, const ItemBody& body) {
  Builder& b = frame.code();
  enum { Sure, Possible, MayFault, NoValue };
  auto plus = [&](Value* so_far, Value* flag) {
    return b.CreateAdd(so_far, b.CreateZExt(flag, b.getInt64Ty()));
  };
  const Values found = over_items(
      frame, node, body, {b.index(0), b.index(0), b.flag(false), b.flag(false)},
      [&](const std::vector<Known>& item, const Values& so_far) -> Values {
        const Truth& truth = as_truth(item[0]);
        return {plus(so_far[Sure], is_sure(b, truth)), plus(so_far[Possible], truth.can_true),
                b.CreateOr(so_far[MayFault], truth.may_fault),
                b.CreateOr(so_far[NoValue], pack(b, truth).no_value)};
      });
  if (node.precision == ir::Precision::Exact) return exact_lane(b, found[Sure]);
  return canonical(b, found[Sure], found[Possible], {found[MayFault], found[NoValue]});
}

static Truth possible(Frame& frame, const Node& node, const ItemBody& body) {
  Builder& b = frame.code();
  enum { CanBeTrue, CanBeFalse, MayFault };
  const ItemRange range = frame.items_of(static_cast<runtime::ListIndex>(node.a));
  Value* const none = b.CreateICmpEQ(range.first, range.last);
  const Values found =
      over_items(frame, node, body, {none, none, b.flag(false)},
                 [&](const std::vector<Known>& item, const Values& so_far) -> Values {
                   const Truth& truth = as_truth(item[0]);
                   return {b.CreateOr(so_far[CanBeTrue], truth.can_true),
                           b.CreateOr(so_far[CanBeFalse], truth.can_false),
                           b.CreateOr(so_far[MayFault], truth.may_fault)};
                 });
  return {found[CanBeTrue], found[CanBeFalse], found[MayFault], false};
}

static Truth on_file(Frame& frame, const Node& node, const ItemBody& body) {
  Builder& b = frame.code();
  const Values found =
      over_items(frame, node, body, {b.flag(false)},
                 [&](const std::vector<Known>& item, const Values& so_far) -> Values {
                   return {b.CreateOr(so_far[0], is_sure(b, as_truth(item[0])))};
                 });
  return exact_truth(b, found[0]);
}

// Items go to the workspace one by one; the runtime's `push` function takes their cells.
static void collect(Frame& frame, const Node& node, const ItemBody& body, std::string_view push) {
  Builder& b = frame.code();
  frame.call("precis_items_begin", Values{frame.workspace(node.b)});
  over_items(frame, node, body, {}, [&](const std::vector<Known>& item, const Values&) {
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

// Values so small that no number of items can overflow.
static bool is_small(const Range& range) {
  constexpr std::int64_t Limit = std::int64_t{1} << 31;
  return range.low >= -Limit && range.high <= Limit;
}

static Lane sum(Frame& frame, const Node& node, const ItemBody& body) {
  Builder& b = frame.code();
  enum { Low, High, MayFault, NoValue };
  Value* const zero = b.index(0);
  const Values found = over_items(
      frame, node, body, {zero, zero, b.flag(false), b.flag(false)},
      [&](const std::vector<Known>& item, const Values& so_far) -> Values {
        const Truth& truth = as_truth(item[0]);
        const Lane value = as_lane(b, item[1]);
        const auto of_value = [&](Value* flag) { return b.CreateAnd(truth.can_true, flag); };
        // What an item adds that can be true: its value where it is sure, else also nothing.
        const auto added = [&](Value* bound, Value* with_nothing) {
          return b.pick(truth.can_true, b.pick(is_sure(b, truth), bound, with_nothing), zero);
        };
        return {
            b.CreateAdd(so_far[Low], added(value.low, b.minimum(value.low, zero))),
            b.CreateAdd(so_far[High], added(value.high, b.maximum(value.high, zero))),
            b.CreateOr(so_far[MayFault], b.CreateOr(truth.may_fault, of_value(value.may_fault))),
            b.CreateOr(so_far[NoValue],
                       b.CreateOr(pack(b, truth).no_value, of_value(value.no_value)))};
      });
  if (node.precision == ir::Precision::Exact) return exact_lane(b, found[Low]);
  return canonical(b, found[Low], found[High], {found[MayFault], found[NoValue]});
}

static Known total(Frame& frame, const Node& node, const ItemBody& body) {
  if (node.op == Op::Sum && is_small(frame.range(node.operands[1]))) return sum(frame, node, body);
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

Known list_operation(Frame& frame, ir::NodeId id, const std::vector<Known>& outer,
                     const ItemBody& body) {
  const Node& node = frame.graph()[id];
  if (node.op == Op::Any) return any(frame, node, body);
  if (node.op == Op::Count) return count(frame, node, body);
  if (node.op == Op::Possible) return possible(frame, node, body);
  if (node.op == Op::OnFile) return on_file(frame, node, body);
  if (node.op == Op::SelectLast || node.op == Op::SelectFirst) return select(frame, node, body);
  if (ir::is_exposure(node.op)) return exposure(frame, node, outer, body);
  return total(frame, node, body);
}

}  // namespace precis::codegen
