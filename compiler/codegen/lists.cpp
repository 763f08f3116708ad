#include "compiler/codegen/lists.h"

#include <cstddef>
#include <span>

#include "compiler/codegen/folds.h"

namespace precis::codegen {

using ir::Node;
using ir::Op;
using llvm::Value;
using Values = Frame::Values;

namespace {

// Values of several folds, one after the other.
class Joined {
 public:
  explicit Joined(std::span<const Fold> folds) : folds_(folds) {}

  Values initial() const {
    Values all;
    for (const Fold& fold : folds_) all.insert(all.end(), fold.initial.begin(), fold.initial.end());
    return all;
  }
  Values step(const std::vector<std::vector<Known>>& items, const Values& so_far) const {
    Values all;
    std::size_t at = 0;
    for (std::size_t i = 0; i < folds_.size(); ++i) {
      const Values next = folds_[i].step(items[i], part(i, so_far, at));
      all.insert(all.end(), next.begin(), next.end());
    }
    return all;
  }
  std::vector<Known> results(const Values& found) const {
    std::vector<Known> all;
    std::size_t at = 0;
    for (std::size_t i = 0; i < folds_.size(); ++i) {
      all.push_back(folds_[i].result(part(i, found, at)));
    }
    return all;
  }

 private:
  // Those of one fold, which begin at `at`; then the next one's do.
  Values part(std::size_t fold, const Values& all, std::size_t& at) const {
    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(at);
    const std::size_t count = folds_[fold].initial.size();
    at += count;
    return {begin, begin + static_cast<std::ptrdiff_t>(count)};
  }

  std::span<const Fold> folds_;
};

}  // namespace

std::vector<Known> folded(Frame& frame, const std::vector<ir::NodeId>& ids, Width width,
                          const ItemsBody& body) {
  std::vector<Fold> folds;
  for (ir::NodeId id : ids) folds.push_back(fold_of(frame, id));
  const Joined joined(folds);
  const Node& node = frame.graph()[ids.front()];
  const ItemRange range = frame.items_of(static_cast<runtime::ListIndex>(node.a));
  const auto step = [&](const Values& so_far) { return joined.step(body(), so_far); };
  if (width == Width::Items) {
    return joined.results(frame.loop_items(range, node.b, joined.initial(), step));
  }
  const auto one_item = [&](Value* position, const Values& so_far) {
    frame.set_item(node.b, position);
    return step(so_far);
  };
  return joined.results(frame.loop(range.first, range.last, joined.initial(), one_item));
}

// Items go to the workspace one by one; the runtime's `push` function takes their cells.
static void collect(Frame& frame, const Node& node, const ItemBody& body, std::string_view push) {
  Builder& b = frame.code();
  frame.call("precis_items_begin", Values{frame.workspace(node.b)});
  const ItemRange range = frame.items_of(static_cast<runtime::ListIndex>(node.a));
  frame.loop(range.first, range.last, {}, [&](Value* position, const Values&) {
    frame.set_item(node.b, position);
    const std::vector<Known> item = body();
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

static Known total(Frame& frame, const Node& node, const ItemBody& body) {
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

Known collected(Frame& frame, ir::NodeId id, const std::vector<Known>& outer,
                const ItemBody& body) {
  const Node& node = frame.graph()[id];
  if (node.op == Op::SelectLast || node.op == Op::SelectFirst) return select(frame, node, body);
  if (ir::is_exposure(node.op)) return exposure(frame, node, outer, body);
  return total(frame, node, body);
}

}  // namespace precis::codegen
