#pragma once

// The page that is being laid out: what stands before each word. Columns count from 0, in code
// points.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/syntax/outline.h"

namespace precis::format {

using WordIndex = std::uint32_t;

inline constexpr std::size_t MaxColumns = 100;
inline constexpr std::size_t Indent = 2;

// A stretch of words: from `first` up to but not with `last`.
struct Words {
  WordIndex first;
  WordIndex last;
  bool empty() const { return first == last; }
};

class Page {
 public:
  explicit Page(const syntax::Outline& outline);

  const syntax::Word& operator[](WordIndex word) const { return outline_.words[word]; }
  const syntax::Part& part(syntax::PartId id) const { return outline_.parts[id]; }

  // The blanks between a word and the one before it, when nothing else is said.
  std::size_t natural(WordIndex word) const;
  // The columns that the words take on one line.
  std::size_t width(Words words) const;
  std::size_t width(WordIndex word) const { return widths_[word]; }
  // Whether the words may stand on one line: no comment between them, no line begun by the author
  // where that counts.
  bool may_be_one_line(Words words) const;
  bool fits(Words words, std::size_t column, std::size_t after) const {
    return may_be_one_line(words) && column + width(words) + after <= MaxColumns;
  }

  void put(WordIndex word, std::size_t blanks) { gaps_[word] = {std::nullopt, blanks, 0, false}; }
  // A line of a statement begun in the middle.
  void continue_line(WordIndex word, std::size_t column) {
    gaps_[word] = {column, 0, column, false};
  }
  // A line with which something begins; an empty line before it is kept. Comments before the word
  // stand at `comments`.
  void begin_line(WordIndex word, std::size_t column, std::size_t comments) {
    gaps_[word] = {column, 0, comments, true};
  }
  void begin_line(WordIndex word, std::size_t column) { begin_line(word, column, column); }

  std::size_t blanks(WordIndex word) const { return gaps_[word].blanks; }

  // All but the first word with natural blanks.
  void flatten(Words words);
  // What a word shows when it is not what was written: the line below a table's header.
  void set_text(WordIndex word, std::string text);
  // A line begun before this word counts (see may_be_one_line).
  bool author_breaks(WordIndex word) const { return breaks_[word]; }
  void keep_breaks(WordIndex word) { breaks_[word] = true; }
  // After the last keep_breaks.
  void count_breaks();

  std::string text() const;

 private:
  struct Gap {
    std::optional<std::size_t> column;  // of a new line
    std::size_t blanks = 1;
    std::size_t comments = 0;
    bool begins = false;
  };

  const syntax::Outline& outline_;
  std::vector<std::size_t> widths_;
  std::vector<std::size_t> ends_;        // of each word if all stood on one line
  std::vector<std::size_t> must_break_;  // before each word and all before it, how often
  std::vector<bool> breaks_;
  std::vector<Gap> gaps_;
  std::vector<std::optional<std::string>> texts_;
};

}  // namespace precis::format
