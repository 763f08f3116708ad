#pragma once

// A file as words on a page: every word and every comment that was written, and which construct the
// words belong to. For what lays a text out anew; what the words mean is in tree.h.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/source/span.h"
#include "compiler/support/id.h"
#include "compiler/support/table.h"

namespace precis::syntax {

// How a word stands to its neighbours.
enum class WordKind : std::uint8_t {
  Plain,
  Paren,     // opens
  HugParen,  // the same, of a call, a definition or a look-up: right after its name
  CloseParen,
  Brace,  // opens; also the bracket of a list of given values
  CloseBrace,
  Comma,
  Dot,     // or the slash of a unit
  Colon,   // after the name of a given value
  Prefix,  // a minus before its operand
  Reason,  // `because "`
  ReasonText,
  ReasonEnd,
  HoleOpen,  // a brace in a reason
  HoleClose,
  Dashes,  // the line below the header of a table
  End,     // of the file; has no text
};

struct Comment {
  std::string_view text;  // with its `#`, without blanks at the end
  bool is_after_blank_line;
};

struct Word {
  WordKind kind;
  std::string text;  // blanks inside it (`1  each/day`) have become one
  source::Span span;
  std::vector<Comment> above;              // on lines of their own before it
  std::optional<std::string_view> beside;  // after it on its line
  bool starts_line;
  bool is_after_blank_line;
};

// A construct. Constructs that layout does not tell apart have none: their words are those of what
// they are in.
enum class Shape : std::uint8_t {
  File,
  // Lines and blocks of lines.
  Line,   // words only
  Code,   // `codesystem`, `code`
  Block,  // words, `{`, lines, `}`
  ValueSet,
  Enumeration,
  Entry,  // of one of these two
  Record,
  Field,
  Outcomes,
  Alternative,
  Gene,
  Alleles,  // of a gene
  Allele,   // or what copies multiply it to
  Results,  // of a gene
  Result,
  Parameter,
  Dated,  // one value of a parameter
  Define,
  Table,
  TableRow,
  Source,
  Rule,
  Clause,     // a keyword and what it says
  Condition,  // words, and an expression in braces
  Fallback,
  Test,
  Given,
  Expect,
  Params,
  // Inside a line.
  Outcome,
  Listed,  // words in brackets with commas between
  Values,  // given ones; a line begun after a comma stays begun there
  Quantified,
  If,
  Chain,      // of `and`, of `or`
  Operation,  // operands with operators between
  Sequence,   // anything else
};

struct PartTag;
using PartId = support::Id<PartTag>;

struct Part {
  Shape shape;
  std::uint32_t first;  // word
  std::uint32_t last;   // one past
  std::vector<PartId> parts;
};

struct Outline {
  std::vector<Word> words;  // the last is End
  support::Table<PartTag, Part> parts = {};
  PartId file = PartId(0);
};

// Whether two texts say the same: the same words and the same comments, however they are laid out.
bool same_words(const Outline& one, const Outline& other);

}  // namespace precis::syntax
