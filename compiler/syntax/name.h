#pragma once

// The small pieces every part of the tree is made of: names, texts, numbers and units as written.
// All views point into the source text, which `source::Map` owns.

#include <string_view>

#include "compiler/source/span.h"
#include "compiler/support/id.h"

namespace precis::syntax {

using ExprId = support::Id<struct ExprTag>;
using ValueId = support::Id<struct ValueTag>;
using DeclId = support::Id<struct DeclTag>;

// An identifier. Never empty in a tree, except where the thing that holds it is damaged.
struct Name {
  std::string_view text;
  source::Span span;
};

// A text in double quotes. `text` is what stands between the quotes (there are no escapes);
// `span` includes the quotes.
struct Text {
  std::string_view text;
  source::Span span;
};

// A number of a type or a gene table. `digits` has at least one digit, at most one point and
// no sign.
struct Number {
  bool negative;
  std::string_view digits;
  source::Span span;
};

// `days`, `each/day`, `'lb_av'`. `text` is without the quotes and contains no spaces.
struct Unit {
  std::string_view text;
  bool quoted;
  source::Span span;
};

// Stands where the parser recovered. A diagnostic has already been reported, so whatever touches it
// stays silent.
struct Malformed {};

}  // namespace precis::syntax
