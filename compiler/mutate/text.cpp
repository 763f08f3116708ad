#include "compiler/mutate/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "runtime/date.h"

namespace precis::mutate {

static bool is_zero(char c) {
  return c == '0' || c == '.' || c == ',';
}

std::optional<std::string> stepped(std::string_view digits, int step) {
  std::string made(digits);
  if (step < 0 && std::all_of(made.begin(), made.end(), is_zero)) return std::nullopt;
  for (std::size_t i = made.size(); i-- > 0;) {
    if (made[i] < '0' || made[i] > '9') continue;
    const char carried = step > 0 ? '9' : '0';
    if (made[i] != carried) {
      made[i] = static_cast<char>(made[i] + step);
      return made;
    }
    made[i] = step > 0 ? '0' : '9';
  }
  return step > 0 ? "1" + made : made;
}

std::string stepped(const syntax::DateLiteral& date, int step) {
  const runtime::Day day = runtime::days_from_civil({date.year, date.month, date.day});
  const runtime::Civil civil = runtime::civil_from_days(day + step);
  return fmt::format("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day);
}

static bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::optional<std::size_t> find_word(std::string_view text, std::string_view word) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '#') at = std::min(text.find('\n', at), text.size() - 1);
    const bool begins = is_word(text[at]) && (at == 0 || !is_word(text[at - 1]));
    const std::size_t end = at + word.size();
    if (begins && text.substr(at).starts_with(word) && (end >= text.size() || !is_word(text[end])))
      return at;
  }
  return std::nullopt;
}

std::string folded(std::string_view text) {
  std::string made;
  bool in_text = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') in_text = !in_text;
    if (text[at] == '#' && !in_text) at = std::min(text.find('\n', at), text.size() - 1);
    const bool is_blank = std::isspace(static_cast<unsigned char>(text[at])) != 0;
    if (!is_blank) {
      made += text[at] == '"' ? '\'' : text[at];
    } else if (!made.empty() && made.back() != ' ') {
      made += ' ';
    }
  }
  if (made.ends_with(' ')) made.pop_back();
  return made;
}

}  // namespace precis::mutate
