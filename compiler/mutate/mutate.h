#pragma once

// Small changes of policies that good tests notice: each is a *mutant*, a few edits of one file. A
// mutant need not be a sound program; who compiles it finds out.
//
//   comparisons   > to >=, > to <=, is to is not, in to not in, `before` to `on or before`
//   logic         and to or, a conjunct or disjunct left out, `not` left out, any to no
//   numbers       literals one step of their last digit up and down: amounts, money, windows, dates
//   rules         an exception left out, two neighbours in the other order (by first match only)
//   outcomes      another member of the enumeration in a payload
//   tables        rows in the other order (by first match) or left out, outputs of neighbours
//   swapped
//   periods       in force a day later, until a day earlier
//   plans         neighbouring stages in the other order
//   value sets    the first or the last code left out
//
// What cannot change an answer is left alone: templates, citations, guarantees, tests.

#include <string>
#include <unordered_set>
#include <vector>

#include "compiler/source/map.h"
#include "compiler/syntax/tree.h"

namespace precis::mutate {

// `span` becomes `text`.
struct Edit {
  source::Span span;
  std::string text;
};

struct Mutant {
  // glp1.coverage.quantity: > to >=. Stable while the clause is, and never twice in one run: of
  // equal changes in one place the second ends in ` (2)`. Without double quotes, so that
  // `accept mutant "…"` can name it.
  std::string name;
  source::Span span;     // the clause
  std::string original;  // the clause, white space folded
  std::string mutated;
  std::vector<Edit> edits;  // in order of place; they do not overlap
};

// Of the declarations in `files`, by file and place.
std::vector<Mutant> mutants(const std::vector<syntax::Module>& modules,
                            const std::unordered_set<source::FileId>& files,
                            const source::Map& sources);

// The file's text with the edits made.
std::string mutated_text(const source::Map& sources, const Mutant& mutant);

}  // namespace precis::mutate
