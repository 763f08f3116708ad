#pragma once

// The glossary that a library of policies comes with: what members read in place of the words of
// the trade. Each line is `words : plain words`; `*` stands for any one word, `#` begins a comment.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace precis::explain {

class PlainWords {
 public:
  PlainWords() = default;
  explicit PlainWords(std::string_view glossary);

  // For a member: entries replaced (the longest that fits, capitals aside), names of fields and
  // value sets spaced, days written out, allele names left out.
  std::string phrase(std::string_view text) const;
  // The entry of exactly this name: `outcome approve`.
  std::optional<std::string> entry(std::string_view name) const;

 private:
  struct Entry {
    std::vector<std::string> words;  // in small letters
    std::string plain;
  };
  // How many words from `at` on the entry stands for; 0 where it does not fit.
  static std::size_t fit(const Entry& entry, const std::vector<std::string>& words, std::size_t at);

  std::vector<Entry> entries_;
};

// Begins with a capital and ends with a full stop; what a semicolon or a colon joins is two
// sentences.
std::string as_sentences(std::string phrase);

// `2026-03-01` as `March 1, 2026`; anything else as it is.
std::string spoken_date(std::string_view text);

}  // namespace precis::explain
