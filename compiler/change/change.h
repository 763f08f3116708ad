#pragma once

// What would lead to a better answer: minimal sets of changes to actionable facts (a laboratory
// result, a fill, an attestation, a later day of the request).
//
// The search goes backwards through the conditions that decide: what would an operand have to be
// for the condition to come out otherwise? Thresholds, windows, counts and days of supply are
// solved for. Whatever it finds is applied to a copy of the record and decided by the interpreter,
// as sets of values, so that nothing is said that is not so. A set is left out when a part of it is
// enough.
//
// What is on file is never taken back, and a gene's result, guarded and protected facts stay as
// they are; a later day that helps only because the member has grown older is not said. Work is
// bounded by a count of evaluations, so that the same record gives the same bytes.

#include "compiler/explain/explanation.h"
#include "compiler/ir/program.h"
#include "compiler/ir/trace_layout.h"
#include "runtime/record.h"
#include "runtime/symbols.h"

namespace precis::change {

// `layout` is that of the decision, `symbols` the table whose ids the record holds. Better is an
// outcome of a milder standing than the one decided, or, where information is needed, than the
// severest still possible. Of an answer that cannot be better nothing is looked for.
explain::Changes find(const ir::Program& program, ir::DecisionId decision,
                      const ir::TraceLayout& layout, const runtime::Record& record,
                      const runtime::Symbols& symbols);

}  // namespace precis::change
