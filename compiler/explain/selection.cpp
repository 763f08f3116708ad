#include "compiler/explain/selection.h"

#include <algorithm>
#include <tuple>

#include "runtime/exposure.h"

namespace precis::explain {

using runtime::Cell;

Selected select(const View& view, const ir::Node& node, const Row& row) {
  const auto level = static_cast<std::uint8_t>(node.b);
  const bool is_last = node.op == ir::Op::SelectLast;
  struct Candidate {
    std::size_t item;
    std::int64_t earliest, latest;  // bounds of the key, turned round for SelectFirst
    bool sure;
  };
  std::vector<Candidate> candidates;
  Selected selected;
  const std::size_t count = view.items(static_cast<runtime::ListIndex>(node.a));
  for (std::size_t item = 0; item < count; ++item) {
    const Row here = view.at_item(row, level, item);
    const Cell body = view.cell(node.operands[0], here);
    if (!can_be_true(body)) continue;
    const Cell key = view.cell(node.operands[1], here);
    candidates.push_back(
        {item, is_last ? key.low : -key.high, is_last ? key.high : -key.low, surely_true(body)});
    selected.any_sure |= candidates.back().sure;
  }
  for (const Candidate& it : candidates) {
    const bool is_out =
        std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& other) {
          return other.sure && std::tie(other.earliest, other.item) > std::tie(it.latest, it.item);
        });
    if (!is_out) selected.in.push_back(it.item);
  }
  return selected;
}

std::optional<std::size_t> witness(const View& view, runtime::ListIndex list, ir::NodeId body,
                                   std::uint8_t level, const Row& row) {
  const runtime::List& it = view.schema().lists[list];
  const auto slot = it.by ? std::find(it.leaves.begin(), it.leaves.end(), *it.by) : it.leaves.end();
  std::optional<std::size_t> best;
  std::int64_t best_date = 0;
  for (std::size_t item = 0; item < view.items(list); ++item) {
    if (!surely_true(view.cell(body, view.at_item(row, level, item)))) continue;
    const std::int64_t date = slot == it.leaves.end()
                                  ? 0
                                  : view.record()
                                        .lists[list][item]
                                        .facts[static_cast<std::size_t>(slot - it.leaves.begin())]
                                        .cell.low;
    if (best && date < best_date) continue;
    best = item;
    best_date = date;
  }
  return best;
}

bool carries_in(const View& view, const ir::Node& node, const Row& row) {
  if (node.op == ir::Op::OnHand) return true;
  // from, to, known_from, known_to, carry_in
  return surely_true(view.cell(node.operands[ir::ExposureItemOperands + 4], row));
}

bool exposure_is_observed(const View& view, const ir::Node& node, const Row& row) {
  const auto member = [&](std::size_t i) {
    return view.cell(node.operands[ir::ExposureItemOperands + i], row);
  };
  const std::size_t known = node.op == ir::Op::OnHand ? 1 : 2;
  const Cell known_from = member(known);
  const Cell known_to = member(known + 1);
  const Cell last = member(known - 1);
  const std::int64_t first =
      carries_in(view, node, row) ? std::int64_t{runtime::KnownFromAlways} : member(0).low;
  return first >= known_from.high && last.high <= known_to.low;
}

}  // namespace precis::explain
