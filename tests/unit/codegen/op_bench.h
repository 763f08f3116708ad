#pragma once

// One operation over operands that can be given any cell: an operand is a fact behind a choice
// whose condition can be made to fault. What the operation should give is found by trying all that
// the operands may be.

#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "tests/support/compiled.h"
#include "tests/support/ir_builder.h"

namespace precis::testing {

enum class Fault { Never, May, Surely };

struct Given {
  runtime::Cell value;
  Fault fault = Fault::Never;

  runtime::Cell cell() const {
    if (fault == Fault::Surely) return runtime::surely_faults();
    return {value.low, value.high, static_cast<std::uint8_t>(fault == Fault::May), 0};
  }
};

class OpBench {
 public:
  // Makes the node under test from the operands' nodes.
  using Make = std::function<ir::NodeId(IrBuilder&, const std::vector<ir::NodeId>&)>;

  OpBench(const std::vector<runtime::ValueType>& types, const Make& make) {
    for (const runtime::ValueType& type : types) operands_.push_back(operand(type));
    std::vector<ir::NodeId> nodes;
    for (const Operand& it : operands_) nodes.push_back(it.node);
    node_ = make(builder, nodes);
    builder.otherwise(0, {node_});
    program_ = builder.finish();
    compiled_ = std::make_unique<Compiled>(*program_);
  }

  runtime::Symbols& symbols() { return compiled_->symbols(); }

  void add(const std::vector<Given>& row) {
    runtime::Record record = IrBuilder::record(*program_);
    for (std::size_t i = 0; i < row.size(); ++i) {
      const runtime::Cell faults[] = {runtime::exact(1), runtime::between(0, 1), runtime::exact(0)};
      IrBuilder::set(record, operands_[i].value, row[i].value);
      IrBuilder::set(record, operands_[i].divisor, faults[static_cast<std::size_t>(row[i].fault)]);
    }
    compiled_->add(record);
    rows_.push_back(row);
  }

  // Runs all rows and compares the node's cells with `expected`.
  using Expected = std::function<runtime::Cell(const std::vector<runtime::Cell>& operands)>;
  void run(const Expected& expected) {
    compiled_->run();
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      std::vector<runtime::Cell> cells;
      for (const Given& given : rows_[i]) cells.push_back(given.cell());
      EXPECT_EQ(compiled_->cell(i, node_), expected(cells))
          << "row " << i << ": " << ::testing::PrintToString(cells);
    }
  }
  runtime::Cell result(std::size_t row) { return compiled_->cell(row, node_); }
  std::size_t rows() const { return rows_.size(); }

  // Every combination of the choices for each operand.
  void add_all(const std::vector<std::vector<Given>>& choices) {
    std::vector<Given> row;
    add_from(choices, row);
  }

  IrBuilder builder;

 private:
  struct Operand {
    runtime::LeafIndex value;
    runtime::LeafIndex divisor;
    ir::NodeId node;
  };

  Operand operand(const runtime::ValueType& type) {
    using runtime::Form;
    const bool interval = type.form == Form::Number || type.form == Form::Date;
    const auto value = builder.leaf(type, interval ? Sureness::Approximate : Sureness::Optional);
    const auto divisor = builder.leaf(whole(0, 1), Sureness::Approximate);
    const ir::NodeId zero = builder.constant(whole(0, 0), 0);
    const ir::NodeId sound =
        builder.truth(ir::Op::CompareQuotient, {zero, builder.fact(divisor), zero},
                      static_cast<std::int64_t>(runtime::Relation::LessEqual), 0);
    return {value, divisor, builder.node(ir::Op::Choose, type, {sound, builder.fact(value)})};
  }

  void add_from(const std::vector<std::vector<Given>>& choices, std::vector<Given>& row) {
    if (row.size() == choices.size()) {
      add(row);
      return;
    }
    for (const Given& choice : choices[row.size()]) {
      row.push_back(choice);
      add_from(choices, row);
      row.pop_back();
    }
  }

  std::vector<Operand> operands_;
  ir::NodeId node_{0};
  std::optional<ir::Program> program_;
  std::unique_ptr<Compiled> compiled_;
  std::vector<std::vector<Given>> rows_;
};

// Each of the cells without a fault, with one that may be, and one sure fault.
inline std::vector<Given> with_faults(const std::vector<runtime::Cell>& cells) {
  std::vector<Given> given;
  for (const runtime::Cell& cell : cells) {
    given.push_back({cell, Fault::Never});
    given.push_back({cell, Fault::May});
  }
  given.push_back({cells.front(), Fault::Surely});
  return given;
}

inline std::vector<Given> all_truths() {
  return with_faults({runtime::mask(1), runtime::mask(2), runtime::mask(3)});
}

// One way an operand can turn out: a value, or a fault. Members of masks are values with one bit.
using Outcome = std::optional<std::int64_t>;

inline std::vector<Outcome> outcomes_of(const runtime::Cell& cell, bool is_mask) {
  std::vector<Outcome> outcomes;
  if (!cell.no_value && is_mask) {
    for (int bit = 0; bit < 8; ++bit) {
      const std::int64_t member = std::int64_t{1} << bit;
      if ((cell.low & member) != 0) outcomes.push_back(member);
    }
  } else if (!cell.no_value) {
    for (std::int64_t value = cell.low; value <= cell.high; ++value) outcomes.push_back(value);
  }
  if (cell.may_fault) outcomes.push_back(std::nullopt);
  return outcomes;
}

// What `exact` gives over every combination of what the operands can be, joined to one cell.
inline runtime::Cell by_trying(const std::vector<runtime::Cell>& operands, bool masks_in,
                               bool mask_out,
                               const std::function<Outcome(const std::vector<Outcome>&)>& exact) {
  runtime::Cell result;
  bool some = false;
  auto take = [&](const Outcome& outcome) {
    if (!outcome) {
      result.may_fault = 1;
      return;
    }
    if (mask_out) {
      result.low |= *outcome;
      result.high = result.low;
    } else {
      result.low = some ? std::min(result.low, *outcome) : *outcome;
      result.high = some ? std::max(result.high, *outcome) : *outcome;
    }
    some = true;
  };
  std::vector<Outcome> chosen;
  const std::function<void()> go = [&] {
    if (chosen.size() == operands.size()) {
      take(exact(chosen));
      return;
    }
    for (const Outcome& outcome : outcomes_of(operands[chosen.size()], masks_in)) {
      chosen.push_back(outcome);
      go();
      chosen.pop_back();
    }
  };
  go();
  result.no_value = !some;
  return result;
}

// `exact` of values, where a fault of an operand is a fault of the result.
inline std::function<Outcome(const std::vector<Outcome>&)> strictly(
    std::function<std::int64_t(const std::vector<std::int64_t>&)> exact) {
  return [exact](const std::vector<Outcome>& operands) -> Outcome {
    std::vector<std::int64_t> values;
    for (const Outcome& operand : operands) {
      if (!operand) return std::nullopt;
      values.push_back(*operand);
    }
    return exact(values);
  };
}

inline std::int64_t as_mask(bool truth) {
  return truth ? runtime::CanBeTrue : runtime::CanBeFalse;
}

}  // namespace precis::testing
