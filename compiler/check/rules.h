#pragma once

// Decisions: rules, outcomes, texts and citations.

#include <optional>
#include <vector>

#include "compiler/check/context.h"

namespace precis::check {

// A decision as written: in one place, or once in each phase. Names are those of `scope`.
struct DecisionPart {
  const syntax::Decision* tree;
  PolicyScope* scope;
  std::optional<std::uint32_t> phase;  // in Policy::phases
};
using DecisionParts = std::vector<DecisionPart>;

// Adds the typed decision; none when its outcome type is unknown. What is wrong inside is reported,
// and poison stands there. Sources of the module that it cites become sources of the policy.
std::optional<typed::DecisionId> read_decision(Context& context, std::size_t module,
                                               typed::Policy& policy, typed::PolicyId id,
                                               const DecisionParts& parts);

// A source of the module that is cited is added to `sources`. Reports what no source is called.
std::vector<typed::Citation> read_citations(Context& context, std::size_t module,
                                            std::vector<typed::Source>& sources,
                                            const std::vector<syntax::Citation>& written);

// `otherwise` of a plan.
typed::Fallback read_fallback(Context& context, std::size_t module, PolicyScope& scope,
                              std::vector<typed::Source>& sources, const syntax::Fallback& written,
                              std::uint32_t outcome);

}  // namespace precis::check
