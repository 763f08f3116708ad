#pragma once

// Runs a program's one decision on records in every way there is, and demands that all agree to
// the bit: the kernels of a batch, of a single record and of a trace, and the interpreter's answer
// and trace.

#include <gtest/gtest.h>

#include <vector>

#include "compiler/interp/interp.h"
#include "compiler/jit/engine.h"
#include "runtime/batch.h"
#include "runtime/symbols.h"
#include "tests/support/show_cell.h"

namespace precis::testing {

class Compiled {
 public:
  explicit Compiled(const ir::Program& program)
      : program_(program),
        symbols_(program.catalogue),
        engine_(jit::Engine::create(program).value()),
        batch_(program.schemas[0], program.catalogue.enumerations) {}

  runtime::Symbols& symbols() { return symbols_; }

  void add(const runtime::Record& record) {
    records_.push_back(record);
    batch_.append(record);
  }

  // Decides all records added. Afterwards `answer` and `cell` can be asked.
  void run() {
    const runtime::BatchView view = batch_.view(symbols_);
    jit::Workspaces workspaces;
    runtime::Answers answers = engine_.answers(Decision);
    answers.resize(records_.size());
    engine_.decide(Decision, view, workspaces, 0, view.record_count, answers);
    answers_.clear();
    collected_.clear();
    for (std::size_t i = 0; i < records_.size(); ++i) {
      answers_.push_back(answers[i]);
      collected_.push_back(answers.collected(i));
    }
    traces_.clear();
    for (std::size_t i = 0; i < records_.size(); ++i) {
      const auto index = static_cast<std::int64_t>(i);
      const jit::Trace trace = engine_.trace(Decision, view, workspaces, index);
      EXPECT_EQ(trace.answer, answers_[i]) << "trace and batch, record " << i;
      EXPECT_EQ(trace.collected, collected_[i]) << "trace and batch, record " << i;
      const runtime::Answers alone = decide_alone(records_[i], workspaces);
      EXPECT_EQ(alone[0], answers_[i]) << "single and batch, record " << i;
      EXPECT_EQ(alone.collected(0), collected_[i]) << "single and batch, record " << i;
      compare_with_interpreter(i, trace.cells);
      traces_.push_back(trace.cells);
    }
  }

  const runtime::Answer& answer(std::size_t record) const { return answers_[record]; }
  const runtime::Collected& collected(std::size_t record) const { return collected_[record]; }
  // The cell of a node of member scope.
  runtime::Cell cell(std::size_t record, ir::NodeId node) {
    return traces_[record][engine_.layout(Decision).place(node).value().slot];
  }
  jit::Engine& engine() { return engine_; }
  std::size_t size() const { return records_.size(); }

  static constexpr ir::DecisionId Decision{0};

 private:
  runtime::Answers decide_alone(const runtime::Record& record, jit::Workspaces& workspaces) {
    runtime::Batch batch(program_.schemas[0], program_.catalogue.enumerations);
    batch.append(record);
    runtime::Answers answers = engine_.answers(Decision);
    answers.resize(1);
    engine_.decide(Decision, batch.view(symbols_), workspaces, 0, 1, answers);
    return answers;
  }

  void compare_with_interpreter(std::size_t record, const std::vector<runtime::Cell>& cells) {
    const ir::TraceLayout& layout = engine_.layout(Decision);
    const interp::Evaluation expected =
        interp::decide(program_, Decision, layout, records_[record], symbols_);
    EXPECT_EQ(answers_[record], expected.answer) << "record " << record;
    EXPECT_EQ(collected_[record], expected.collected) << "record " << record;
    EXPECT_EQ(cells, expected.trace) << "record " << record;
  }

  const ir::Program& program_;
  runtime::Symbols symbols_;
  jit::Engine engine_;
  runtime::Batch batch_;
  std::vector<runtime::Record> records_;
  std::vector<runtime::Answer> answers_;
  std::vector<runtime::Collected> collected_;
  std::vector<std::vector<runtime::Cell>> traces_;
};

}  // namespace precis::testing
