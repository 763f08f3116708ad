#pragma once

// What an author probably meant where the parser stumbled, and what to write instead: the slips of
// people who come from other languages, from spreadsheets, or from prose.

#include <cstddef>
#include <optional>
#include <string>

#include "antlr4-runtime.h"
#include "compiler/parse/tokens.h"

namespace precis::parse {

// Where the parser stumbled: at a token, wanting one of `expected`, inside `rule`.
struct Stumble {
  const Tokens& tokens;
  std::size_t index;
  const antlr4::misc::IntervalSet& expected;
  const antlr4::RuleContext* rule;
};

struct Advice {
  std::string help;
  // The tokens that are wrong, when they are not the one that was met alone.
  std::size_t first;
  std::size_t last;
  // What was expected, when the words of the grammar would mislead.
  std::string wanted;
  // A bracket that is still open.
  std::optional<std::size_t> opener;
};

// The help is empty when nothing better is known than what was expected.
Advice advice(const Stumble& at);

// Whether `rule` is the rule of the grammar, or inside one.
bool is_inside(const antlr4::RuleContext* context, std::size_t rule);

}  // namespace precis::parse
