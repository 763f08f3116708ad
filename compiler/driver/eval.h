#pragma once

// One expression, evaluated as a policy would, and what is known of its value.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostic.h"
#include "compiler/explain/explanation.h"
#include "compiler/ir/program.h"
#include "compiler/source/map.h"
#include "runtime/record.h"
#include "runtime/symbols.h"

namespace precis::driver {

// The name that diagnostics show for the expression's text.
inline constexpr const char* ExpressionFile = "<expression>";

// A decision that gives the value of the expression, whatever the request.
struct Question {
  std::unique_ptr<const ir::Program> program;
  ir::DecisionId decision;
  std::string type;  // as an author would write it
};

// The expression among the definitions of policy `policy` of the sources, of their only one when
// the name is empty; or, where they hold no policy, with what they declare and with the standard
// member and request. Adds to `sources`. Nothing, and at least one error, when it is no expression
// there; there may be no such policy either, or more than one and none named.
std::optional<Question> ask(source::Map& sources, const std::string& policy,
                            const std::string& expression, diagnostics::Sink& sink);

// What is known of the value.
struct Value {
  std::string text;  // "between 55 and 62 kg", "true or false", "12, or a fault"
  bool may_fault;
  std::string at;                             // the policy's only clock
  std::vector<explain::MissingFact> missing;  // it waits for
  std::vector<explain::AssumptionMade> assumptions;
};

// `record` is of the schema of the question's policy.
Value evaluate(const Question& question, const runtime::Record& record,
               const runtime::Symbols& symbols);

// A record of which nothing is known but the day, 2026-01-01: the `at` date has to be exact.
runtime::Record nothing_known(const Question& question);

}  // namespace precis::driver
