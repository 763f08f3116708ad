#pragma once

// From an evaluated decision to its explanation. Reads only the trace (the interpreter's and the
// compiled trace kernel's are the same cells), the record and the program.

#include <memory>
#include <span>

#include "compiler/explain/explanation.h"
#include "compiler/ir/trace_layout.h"
#include "runtime/record.h"
#include "runtime/symbols.h"

namespace precis::explain {

// Explains one decision, for any number of records and from any number of threads. What is the same
// for all of them is found once.
class Explainer {
 public:
  // Program and layout must outlive it, and the program the explanations too.
  Explainer(const ir::Program& program, ir::DecisionId decision, const ir::TraceLayout& layout);
  Explainer(Explainer&&) noexcept;
  Explainer& operator=(Explainer&&) noexcept;
  ~Explainer();

  // `extra` gives what the program does not know: compiler version, source path. Its other fields
  // are filled here. The trace must be that of `record` in the layout, and the symbols those of the
  // record.
  Explanation explain(const runtime::Answer& answer, std::span<const runtime::Cell> trace,
                      const runtime::Record& record, const runtime::Symbols& symbols,
                      const Identity& extra) const;

 private:
  struct Shared;
  std::unique_ptr<const Shared> shared_;
};

// One decision of one record.
Explanation decision(const ir::Program& program, ir::DecisionId decision,
                     const ir::TraceLayout& layout, const runtime::Answer& answer,
                     std::span<const runtime::Cell> trace, const runtime::Record& record,
                     const runtime::Symbols& symbols, const Identity& extra);

}  // namespace precis::explain
