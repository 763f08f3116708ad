#include "compiler/check/logic.h"

#include <algorithm>
#include <utility>

namespace precis::check {

std::uint32_t Logic::variable(std::size_t count) {
  counts_.push_back(count);
  cases_ += static_cast<std::int64_t>(count);
  return static_cast<std::uint32_t>(counts_.size() - 1);
}

FormulaId Logic::add(Formula formula) {
  formulas_.push_back(std::move(formula));
  return FormulaId(static_cast<std::uint32_t>(formulas_.size() - 1));
}

FormulaId Logic::one_of(std::uint32_t variable, Values values) {
  return add({Kind::OneOf, variable, std::move(values)});
}

FormulaId Logic::all_of(std::vector<FormulaId> parts) {
  return parts.size() == 1 ? parts.front() : add({Kind::AllOf, 0, {}, std::move(parts)});
}

FormulaId Logic::any_of(std::vector<FormulaId> parts) {
  return parts.size() == 1 ? parts.front() : add({Kind::AnyOf, 0, {}, std::move(parts)});
}

FormulaId Logic::negation(FormulaId id) {
  Formula made = formulas_[id.index()];
  made.values.flip();
  for (FormulaId& part : made.parts) part = negation(part);
  if (made.kind != Kind::OneOf) made.kind = made.kind == Kind::AllOf ? Kind::AnyOf : Kind::AllOf;
  return add(std::move(made));
}

Logic::Truth Logic::truth(FormulaId id, const Box& box) {
  --steps_left_;
  const Formula& it = formulas_[id.index()];
  if (it.kind == Kind::OneOf) {
    steps_left_ -= static_cast<std::int64_t>(it.values.size());
    bool can_hold = false;
    bool can_fail = false;
    for (std::size_t i = 0; i < it.values.size(); ++i) {
      if (!box[it.variable][i]) continue;
      (it.values[i] ? can_hold : can_fail) = true;
    }
    if (can_hold && can_fail) return Truth::Open;
    return can_hold ? Truth::True : Truth::False;
  }
  // One part that is so decides: a false one of all, a true one of any.
  const Truth deciding = it.kind == Kind::AllOf ? Truth::False : Truth::True;
  bool is_open = false;
  for (const FormulaId part : it.parts) {
    const Truth found = truth(part, box);
    if (found == deciding) return deciding;
    is_open = is_open || found == Truth::Open;
  }
  if (is_open) return Truth::Open;
  return deciding == Truth::False ? Truth::True : Truth::False;
}

bool Logic::settle(std::vector<FormulaId>& open, Box& box) {
  for (bool changed = true; changed && steps_left_ > 0;) {
    changed = false;
    std::vector<FormulaId> left;
    for (std::size_t i = 0; i < open.size(); ++i) {
      const FormulaId id = open[i];
      const Truth found = truth(id, box);
      if (found == Truth::False) return false;
      if (found == Truth::True) continue;
      const Formula& it = formulas_[id.index()];
      switch (it.kind) {
        case Kind::OneOf:
          for (std::size_t v = 0; v < it.values.size(); ++v) {
            box[it.variable][v] = box[it.variable][v] && it.values[v];
          }
          changed = true;
          break;
        case Kind::AllOf:
          open.insert(open.end(), it.parts.begin(), it.parts.end());
          break;
        case Kind::AnyOf: {
          std::vector<FormulaId> live;
          for (const FormulaId part : it.parts) {
            if (truth(part, box) != Truth::False) live.push_back(part);
          }
          if (live.size() == 1) {
            open.push_back(live.front());
          } else {
            left.push_back(id);
          }
          break;
        }
      }
    }
    open = std::move(left);
  }
  return true;
}

bool Logic::search(std::vector<FormulaId> open, Box& box) {
  if (!settle(open, box)) return false;
  if (open.empty() || steps_left_ <= 0) return true;
  const FormulaId next = open.back();
  open.pop_back();
  const std::vector<FormulaId> ways = formulas_[next.index()].parts;
  for (const FormulaId way : ways) {
    steps_left_ -= cases_;
    Box tried = box;
    std::vector<FormulaId> rest = open;
    rest.push_back(way);
    if (!search(std::move(rest), tried)) continue;
    box = std::move(tried);
    return true;
  }
  return false;
}

Logic::Found Logic::find(std::vector<FormulaId> formulas) {
  Found found{Outcome::TooHard, {}};
  steps_left_ -= cases_;
  if (steps_left_ <= 0) return found;
  for (const std::size_t count : counts_) found.values.emplace_back(count, true);
  const bool is_possible = search(std::move(formulas), found.values);
  if (steps_left_ <= 0) return found;
  found.outcome = is_possible ? Outcome::Possible : Outcome::Impossible;
  return found;
}

}  // namespace precis::check
