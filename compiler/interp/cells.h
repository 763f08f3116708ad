#pragma once

// The operations on cells that are not functions of `runtime/builtins.h`: logic, comparison,
// membership and choice, each as `compiler/ir/ops.def` says.

#include <cstdint>
#include <span>

#include "compiler/ir/graph.h"
#include "runtime/builtins.h"
#include "runtime/cell.h"

namespace precis::interp {

using Cells = std::span<const runtime::Cell>;

bool can_be_true(const runtime::Cell& cell);
bool can_be_false(const runtime::Cell& cell);
bool is_sure(const runtime::Cell& cell);
// A Bool cell; of {X} only `surely_faults` is left.
runtime::Cell truth(bool can_be_true, bool can_be_false, bool may_fault);

runtime::Cell all_of(Cells operands);
runtime::Cell any_of(Cells operands);
runtime::Cell negation(const runtime::Cell& x);
runtime::Cell at_least(std::size_t wanted, Cells operands);

runtime::Cell less(const runtime::Cell& x, const runtime::Cell& y);
runtime::Cell less_equal(const runtime::Cell& x, const runtime::Cell& y);
runtime::Cell equal(const runtime::Cell& x, const runtime::Cell& y);
runtime::Cell in_mask(const runtime::Cell& x, std::int64_t members);
runtime::Cell same_member(const runtime::Cell& x, const runtime::Cell& y);

// Whether the cell holds one value of its form and does not fault.
bool is_exact(const runtime::Cell& x, bool is_mask);
runtime::Cell unseen(const runtime::Cell& observed, bool condition_may_fault);
runtime::Cell widen(const runtime::Cell& total, const runtime::Cell& observed,
                    const runtime::ValueType& type, ir::Side side, bool condition_may_fault);

// Operands are pairs of condition and value.
runtime::Cell choose(runtime::Joining joining, Cells operands);

// Over the bodies of a list's items.
runtime::Cell count(Cells bodies);
runtime::Cell possible(Cells bodies);
runtime::Cell on_file(Cells bodies);

}  // namespace precis::interp
