#pragma once

// What plans and overlays name: decisions of policies, and their rules.

#include <optional>
#include <vector>

#include "compiler/check/context.h"

namespace precis::check {

// The decision that `glp1.coverage` names. Reports when there is none; silent about what is broken.
std::optional<typed::DecisionId> find_decision(Context& context, std::size_t module,
                                               const syntax::Reference& written);

// The rules that `glp1.coverage.step` names; none when it is reported.
struct FoundRules {
  typed::DecisionId decision;
  std::vector<std::uint32_t> rules;
};
std::optional<FoundRules> find_rules(Context& context, std::size_t module,
                                     const syntax::Reference& written);

// Reports a decision whose policy reads other records than `reader`, a plan or an overlay.
bool reads_same_records(Context& context, typed::DecisionId decision, std::uint32_t schema,
                        std::string_view reader, source::Span span);

}  // namespace precis::check
