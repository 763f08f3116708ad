#include "compiler/explain/plain_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace precis::explain {

static bool is_upper(char c) {
  return std::isupper(static_cast<unsigned char>(c)) != 0;
}
static bool is_lower(char c) {
  return std::islower(static_cast<unsigned char>(c)) != 0;
}
static bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}
static bool is_alnum(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}
static char small(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

static std::string in_small_letters(std::string_view text) {
  std::string made(text);
  std::ranges::transform(made, made.begin(), small);
  return made;
}

static std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    if (c != ' ' && c != '\n' && c != '\t') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

std::string spoken_date(std::string_view text) {
  static constexpr std::array Months{"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};
  static constexpr std::string_view Shape = "dddd-dd-dd";
  const bool is_date = text.size() == Shape.size() &&
                       std::equal(text.begin(), text.end(), Shape.begin(),
                                  [](char c, char s) { return s == 'd' ? is_digit(c) : c == s; });
  if (!is_date) return std::string(text);
  const int month = (text[5] - '0') * 10 + text[6] - '0';
  if (month < 1 || month > 12) return std::string(text);
  const std::string_view day = text.substr(text[8] == '0' ? 9 : 8);
  return fmt::format("{} {}, {}", Months[static_cast<std::size_t>(month) - 1], day,
                     text.substr(0, 4));
}

// `HighIntensityStatin` and `high_intensity_statin` are `high intensity statin`; `LDL-C` stays.
static std::string spaced(const std::string& word) {
  std::size_t humps = 0;
  for (std::size_t i = 1; i < word.size(); ++i) {
    if (is_upper(word[i]) && is_lower(word[i - 1])) ++humps;
  }
  const bool is_camel = humps > 0 && is_upper(word[0]);
  std::string made;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool begins = is_camel && i > 0 && is_upper(word[i]) && is_lower(word[i - 1]);
    if (begins) made += ' ';
    if (word[i] == '_') {
      made += ' ';
    } else {
      made += is_camel ? small(word[i]) : word[i];
    }
  }
  return made;
}

// Signs before and after a word: `(eGFR),`.
struct Bare {
  std::string before, word, after;
};

static Bare bare(const std::string& word) {
  static constexpr std::string_view Kept = "*/%$+";
  std::size_t begin = 0, end = word.size();
  const auto is_sign = [&](char c) {
    return !is_alnum(c) && Kept.find(c) == std::string_view::npos &&
           static_cast<unsigned char>(c) < 0x80;
  };
  while (begin < end && is_sign(word[begin])) ++begin;
  while (end > begin && is_sign(word[end - 1])) --end;
  return {word.substr(0, begin), word.substr(begin, end - begin), word.substr(end)};
}

PlainWords::PlainWords(std::string_view glossary) {
  for (std::size_t from = 0; from < glossary.size();) {
    const std::size_t end = std::min(glossary.find('\n', from), glossary.size());
    const std::string_view line = glossary.substr(from, end - from);
    from = end + 1;
    const std::size_t colon = line.find(" : ");
    if (line.starts_with('#') || colon == std::string_view::npos) continue;
    entries_.push_back({words_of(in_small_letters(line.substr(0, colon))),
                        fmt::format("{}", fmt::join(words_of(line.substr(colon + 3)), " "))});
  }
  // The longest first: of two that fit the one that says more.
  std::ranges::stable_sort(
      entries_, [](const Entry& a, const Entry& b) { return a.words.size() > b.words.size(); });
}

std::optional<std::string> PlainWords::entry(std::string_view name) const {
  const std::vector<std::string> words = words_of(in_small_letters(name));
  const auto found =
      std::ranges::find_if(entries_, [&](const Entry& it) { return it.words == words; });
  if (found == entries_.end()) return std::nullopt;
  return found->plain;
}

std::size_t PlainWords::fit(const Entry& entry, const std::vector<std::string>& words,
                            std::size_t at) {
  if (at + entry.words.size() > words.size()) return 0;
  for (std::size_t i = 0; i < entry.words.size(); ++i) {
    const Bare it = bare(words[at + i]);
    // Signs may stand at the ends only: `drug, class` is not `drug class`.
    if (i > 0 && !it.before.empty()) return 0;
    if (i + 1 < entry.words.size() && !it.after.empty()) return 0;
    const std::string word = in_small_letters(it.word);
    if (entry.words[i] != "*" && entry.words[i] != word) return 0;
  }
  return entry.words.size();
}

std::string PlainWords::phrase(std::string_view text) const {
  std::vector<std::string> words = words_of(text);
  std::vector<std::string> made;
  for (std::size_t at = 0; at < words.size();) {
    const Bare first = bare(words[at]);
    const Entry* entry = nullptr;
    std::size_t length = 1;
    for (const Entry& it : entries_) {
      if (const std::size_t fits = fit(it, words, at); fits > 0) {
        entry = &it;
        length = fits;
        break;
      }
    }
    // A name that no entry has may be made of words that some have.
    const std::vector<std::string> parts = words_of(spaced(words[at]));
    if (entry == nullptr && parts.size() > 1) {
      const auto place = words.erase(words.begin() + static_cast<std::ptrdiff_t>(at));
      words.insert(place, parts.begin(), parts.end());
      continue;
    }
    const Bare last = bare(words[at + length - 1]);
    const bool is_allele = entry == nullptr && first.word.starts_with('*');
    std::string plain = entry != nullptr ? entry->plain : spoken_date(first.word);
    if (is_allele || plain == "-") plain.clear();
    // A word that is left out takes its signs along, but for the end of a sentence.
    const bool is_gone = plain.empty() && !first.word.empty();
    if (!is_gone) {
      made.push_back(first.before + plain + last.after);
    } else if (!made.empty() && last.after.find_first_of(".;:") != std::string::npos) {
      made.back() += last.after.substr(last.after.find_first_of(".;:"), 1);
    }
    at += length;
  }
  return fmt::format("{}", fmt::join(made, " "));
}

std::string as_sentences(std::string made) {
  for (std::size_t i = 0; i + 1 < made.size(); ++i) {
    if ((made[i] == ';' || made[i] == ':') && made[i + 1] == ' ') made[i] = '.';
  }
  bool begins = true;
  for (std::size_t i = 0; i < made.size(); ++i) {
    if (begins && is_alnum(made[i])) {
      if (is_lower(made[i])) made[i] = static_cast<char>(made[i] - 'a' + 'A');
      begins = false;
    }
    const bool ends = std::string_view(".!?").find(made[i]) != std::string_view::npos;
    if (ends && i + 1 < made.size() && made[i + 1] == ' ') begins = true;
  }
  while (!made.empty() && std::string_view(" ,;:").find(made.back()) != std::string_view::npos) {
    made.pop_back();
  }
  const bool ended =
      made.empty() || std::string_view(".!?").find(made.back()) != std::string_view::npos;
  return ended ? made : made + ".";
}

}  // namespace precis::explain
