#pragma once

// What the laws of explanations are checked with: a record is rebuilt from what an explanation
// says, and changed as it says, by its texts alone.

#include <optional>
#include <string>

#include "compiler/explain/explanation.h"
#include "compiler/interp/interp.h"
#include "compiler/support/random.h"

namespace precis::property {

using support::Random;

// One record and what decides it.
struct Case {
  const ir::Program& program;
  ir::DecisionId decision;
  const ir::TraceLayout& layout;
  runtime::Symbols& symbols;
  runtime::Record record;

  const runtime::Schema& schema() const {
    return program.schemas[program.policies[ladder().policy].schema];
  }
  const ir::Decision& ladder() const { return program.decisions[decision]; }
  interp::Evaluation decide(const runtime::Record& it) const {
    return interp::decide(program, decision, layout, it, symbols);
  }
  explain::Explanation explain(const runtime::Record& it) const;
};

// The facts listed, and nothing else: all other values are unknown. Items of a list that is not
// itself listed stay as items of which the listed fields are known.
runtime::Record only_listed(const Case& c, const std::vector<explain::FactUsed>& facts);

// The record with other values for exact facts that are not listed, and without the items of lists
// of which nothing is listed.
runtime::Record others_changed(const Case& c, const std::vector<explain::FactUsed>& facts,
                               Random& random);

// The record in which what the change says is so, with any of the values that it allows; nothing
// when what it says cannot be read.
std::optional<runtime::Record> changed(const Case& c, const explain::Change& change,
                                       Random& random);

// The record without some of what it knows; and with what is missing as it is in `whole`. False
// when a history is missing, or what a catalog says, of which no record can say more.
runtime::Record less_known(const Case& c, Random& random);
bool supply(const Case& c, const std::vector<explain::MissingFact>& missing,
            const runtime::Record& whole, runtime::Record& record);

// 0 is favorable, then review, then adverse.
int severity(const Case& c, const runtime::Answer& answer);

// The broken law, or nothing.
using Breach = std::optional<std::string>;
Breach faithful(const Case& c, const explain::Explanation& said);
Breach sufficient(const Case& c, const explain::Explanation& said);
Breach necessary(const Case& c, const explain::Change& change, Random& random);
Breach discreet(const Case& c, const explain::Explanation& said, Random& random);

}  // namespace precis::property
