#pragma once

// How hard a text is to read: the grade of Flesch and Kincaid, 0.39 words a sentence + 11.8
// syllables a word - 15.59. Syllables are counted as groups of vowels, without a silent e.

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>

namespace precis::testing {

inline int syllables(std::string_view word) {
  static constexpr std::string_view Vowels = "aeiouy";
  int count = 0;
  bool in_vowels = false;
  std::string letters;
  for (const char c : word) {
    const auto small = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (std::isalpha(static_cast<unsigned char>(c)) != 0) letters += small;
  }
  for (const char c : letters) {
    const bool is_vowel = Vowels.find(c) != std::string_view::npos;
    if (is_vowel && !in_vowels) ++count;
    in_vowels = is_vowel;
  }
  const bool is_silent = letters.size() > 2 && letters.ends_with('e') && !letters.ends_with("le");
  if (is_silent && count > 1) --count;
  return std::max(count, 1);
}

inline double reading_grade(std::string_view text) {
  int words = 0, sentences = 0, total = 0;
  std::string word;
  const auto finish = [&](bool ends) {
    if (!word.empty()) {
      ++words;
      total += syllables(word);
    }
    if (ends && words > 0) ++sentences;
    word.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_last = i + 1 == text.size() || text[i + 1] == ' ' || text[i + 1] == '\n';
    const bool ends = (c == '.' || c == '!' || c == '?') && is_last;
    if (c == ' ' || c == '\n' || ends) {
      finish(ends);
    } else {
      word += c;
    }
  }
  finish(true);
  return 0.39 * words / std::max(sentences, 1) + 11.8 * total / std::max(words, 1) - 15.59;
}

}  // namespace precis::testing
